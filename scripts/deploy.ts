import { randomBytes } from 'node:crypto'
import { buildAssets } from './local/build.ts'
import { OFFLINE, run, tool } from './local/run.ts'

/**
 * `npm run deploy`: builds the web app and deploys with Wrangler. Arguments go to Wrangler: `npm run deploy -- --dry-run`
 * bundles and checks every binding without an account. `--new-auth-secret` prints a secret for `wrangler secret put AUTH_SECRET`.
 */
const args = process.argv.slice(2)
if (args.includes('--new-auth-secret')) {
  console.log(randomBytes(32).toString('base64url'))
} else {
  await buildAssets()
  const wrangler = [tool('wrangler/bin/wrangler.js'), 'deploy', ...args]
  const { code } = await run(process.execPath, wrangler, { env: args.includes('--dry-run') ? OFFLINE : {} })
  process.exitCode = code
}

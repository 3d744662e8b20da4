import { exportJWK, generateKeyPair } from 'jose'
import { buildAssets } from './local/build.ts'
import { OFFLINE, run, tool } from './local/run.ts'

/**
 * `npm run deploy`: builds the web app and deploys with Wrangler. Arguments go to Wrangler: `npm run deploy -- --dry-run`
 * bundles and checks every binding without an account. `--new-session-key` prints a key for `wrangler secret put SESSION_KEY`.
 */
const args = process.argv.slice(2)
if (args.includes('--new-session-key')) {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  console.log(JSON.stringify({ ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'EdDSA' }))
} else {
  await buildAssets()
  const wrangler = [tool('wrangler/bin/wrangler.js'), 'deploy', ...args]
  const { code } = await run(process.execPath, wrangler, { env: args.includes('--dry-run') ? OFFLINE : {} })
  process.exitCode = code
}

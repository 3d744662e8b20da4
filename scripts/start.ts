import { buildAssets, buildWorker } from './local/build.ts'
import { stateFolder } from './local/paths.ts'
import { seedDemo } from './local/seed.ts'
import { startServer } from './local/server.ts'

/**
 * `npm start`: builds, migrates, seeds the demo once, and serves everything on one port.
 *
 * PORT (8787) · MERIDIAN_STATE (.meridian) · MERIDIAN_SEED=none for a system without companies · MERIDIAN_BUILD=none to
 * serve the web app as it was built before · MERIDIAN_INSPECTOR=9229 to profile · MERIDIAN_SANDBOX=on for the fault switch.
 */
const port = Number(process.env.PORT ?? 8787)
const inspectorPort = process.env.MERIDIAN_INSPECTOR ? Number(process.env.MERIDIAN_INSPECTOR) : undefined
if (process.env.MERIDIAN_BUILD !== 'none') {
  console.log('Building …')
  await buildAssets()
}
const workerFile = await buildWorker()
const server = await startServer({
  state: stateFolder,
  port,
  workerFile,
  inspectorPort,
  bindings: sandboxBindings(),
})

if (server.isNew && process.env.MERIDIAN_SEED !== 'none') {
  console.log('Seeding the demo company …')
  await seedDemo(server)
}

console.log(`Meridian is ready at ${server.url.replace('127.0.0.1', 'localhost')}

  Sign in     open the address and choose "Open the demo", or sign in as one of its people:
${server.demo.people.map(({ email, password, role }) => `              ${(role ?? 'operator').padEnd(15)} ${email.padEnd(42)} ${password}`).join('\n')}
  Mail        ${server.url.replace('127.0.0.1', 'localhost')}/dev/mailbox
  API         ${server.url}/docs · a key: npm run --silent demo:key
  State       ${stateFolder} (delete it to start over)
`)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    await server.miniflare.dispose()
    process.exit(0)
  })

function sandboxBindings(): Record<string, string> {
  return process.env.MERIDIAN_SANDBOX === 'on' ? { SANDBOX: 'on' } : {}
}

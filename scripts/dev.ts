import { watch } from 'node:fs'
import { join } from 'node:path'
import { createServer as createClient } from 'vite'
import { buildWorker } from './local/build.ts'
import { projectRoot, stateFolder } from './local/paths.ts'
import { seedDemo } from './local/seed.ts'
import { type Server, startServer } from './local/server.ts'

/**
 * `npm run dev`: the web app with hot reload on 5173, the Worker and its objects on PORT (8787), which restart on a change and
 * keep their state.
 */
const port = Number(process.env.PORT ?? 8787)
let server: Server = await serve()
if (server.isNew && process.env.MERIDIAN_SEED !== 'none') await seedDemo(server)

const client = await createClient({ configFile: join(projectRoot, 'client/vite.config.ts') })
await client.listen()
client.printUrls()

let pending: NodeJS.Timeout | undefined
for (const folder of ['workers', 'durable-objects', 'queues', 'd1'])
  watch(join(projectRoot, folder), { recursive: true }, () => {
    clearTimeout(pending)
    pending = setTimeout(restart, 100)
  })

async function serve(): Promise<Server> {
  return startServer({
    state: stateFolder,
    port,
    workerFile: await buildWorker(),
    bindings: { SANDBOX: 'on' },
  })
}

async function restart(): Promise<void> {
  try {
    const workerFile = await buildWorker()
    await server.miniflare.dispose()
    server = await startServer({ state: stateFolder, port, workerFile, bindings: { SANDBOX: 'on' } })
    console.log('Restarted')
  } catch (error) {
    console.error(error)
  }
}

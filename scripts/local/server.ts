import { createServer } from 'node:net'
import { join } from 'node:path'
import { Miniflare, type MiniflareOptions, type WorkerOptions } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import { emailHmac } from '../../workers/identity/directory.ts'
import { workerModules } from './build.ts'
import { mailFiles } from './mail-files.ts'
import { applyMigrations } from './migrations.ts'
import { projectRoot } from './paths.ts'
import { DEMO_OPERATOR, DEMO_OWNER } from './people.ts'
import { type DemoTenant, loadState } from './state.ts'
import { provisionDemoTenant } from './tenant.ts'

export interface ServerOptions {
  state: string
  port: number
  workerFile: string
  /** A V8 inspector for every Worker, to profile with. */
  inspectorPort?: number | undefined
  /** Variables beside those of wrangler.toml. */
  bindings?: Record<string, string>
}

export interface Server {
  miniflare: Miniflare
  url: string
  demo: DemoTenant
  /** The state folder was empty: nothing has been seeded into it yet. */
  isNew: boolean
}

/**
 * The whole product on workerd, through Miniflare as a library: the bindings of wrangler.toml with their local
 * counterparts, which keep their state in one folder.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  await refuseTakenPort(options.port)
  const { authSecret, demo, isNew } = await loadState(options.state)
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(projectRoot, 'wrangler.toml'))
  const { assets, ...worker } = workerOptions as WorkerOptions
  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port: options.port,
    cf: false,
    ...(options.inspectorPort !== undefined && { inspectorPort: options.inspectorPort }),
    durableObjectsPersist: join(options.state, 'objects'),
    d1Persist: join(options.state, 'd1'),
    r2Persist: join(options.state, 'r2'),
    workers: [
      {
        ...worker,
        name: 'meridian',
        rootPath: projectRoot,
        modules: workerModules(options.workerFile),
        modulesRoot: join(projectRoot, 'dist/worker'),
        bindings: {
          ...worker.bindings,
          // What the local runtime has no counterpart for: jurisdictions are refused, so each region is a namespace only.
          JURISDICTIONS: 'off',
          DEMO_TENANT: demo.tenant,
          DEMO_USER: DEMO_OWNER,
          AUTH_SECRET: authSecret,
          OPERATORS: await emailHmac({ AUTH_SECRET: authSecret }, DEMO_OPERATOR),
          MAILBOX: 'on',
          // Whoever reaches a local server can say any address.
          TRUST_CLIENT_ADDRESS: 'off',
          ...options.bindings,
        },
        serviceBindings: { ASSETS: 'assets', MAIL_FILES: mailFiles(join(options.state, 'mail')) },
      },
      // A Worker of its own, because Miniflare would else put its asset router before every request of the API.
      { ...ASSETS_WORKER, compatibilityDate: worker.compatibilityDate, assets },
    ],
  } as MiniflareOptions)
  await applyMigrations(miniflare)
  if (isNew) await provisionDemoTenant(miniflare, authSecret, demo)
  const url = (await miniflare.ready).origin
  return { miniflare, url, demo, isNew }
}

const ASSETS_WORKER = {
  name: 'assets',
  modules: true,
  script: 'export default { fetch: (request, env) => env.ASSETS.fetch(request) }',
}

/** Miniflare would quietly choose another port. */
function refuseTakenPort(port: number): Promise<void> {
  if (port === 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', () =>
      reject(new Error(`Port ${port} is taken. Choose another one: PORT=8790 npm start`)),
    )
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
}

import { cp, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build as bundle } from 'esbuild'
import { build as buildClient } from 'vite'
import { projectRoot } from './paths.ts'

const workerFile = join(projectRoot, 'dist/worker/main.js')

/** Bundles the Worker for the local runtime, which resolves `node:` and `cloudflare:` itself. */
export async function buildWorker(): Promise<string> {
  await bundle({
    entryPoints: [join(projectRoot, 'workers/main.ts')],
    outfile: workerFile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['workerd', 'worker', 'import'],
    external: ['node:*', 'cloudflare:*'],
    target: 'es2024',
    sourcemap: true,
    logLevel: 'warning',
  })
  return workerFile
}

/** Builds the web app and puts the API reference page beside it, all into the folder that the Worker serves. */
export async function buildAssets(): Promise<void> {
  // Under a test runner the mode would be its own, and React a development build.
  process.env.NODE_ENV = 'production'
  await buildClient({ configFile: join(projectRoot, 'client/vite.config.ts'), logLevel: 'warn' })
  const target = join(projectRoot, 'dist/client/docs')
  const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  await mkdir(target, { recursive: true })
  await cp(join(projectRoot, 'client/docs'), target, { recursive: true })
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE'])
    await cp(join(swagger, file), join(target, file))
}

import { execFile } from 'node:child_process'
import { copyFile, cp, mkdir, rename } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { build as bundle } from 'esbuild'
import { build as buildClient } from 'vite'
import { projectRoot } from './paths.ts'

const workerFolder = join(projectRoot, 'dist/worker')
const workerFile = join(workerFolder, 'main.js')

/** Compiled by the runtime, not by the bundler; imported under these names. */
const WASM = ['@phi-ag/argon2/argon2.wasm']

/** The modules of the bundled Worker, as Miniflare wants them. */
export const workerModules = (file: string) => [
  { type: 'ESModule' as const, path: file },
  ...WASM.map((name) => ({ type: 'CompiledWasm' as const, path: join(workerFolder, name) })),
]

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
    // papaparse asks for `stream` in a function that only Node's streams call.
    external: ['node:*', 'cloudflare:*', '*.wasm', 'stream'],
    target: 'es2024',
    sourcemap: true,
    logLevel: 'warning',
  })
  const require = createRequire(import.meta.url)
  for (const name of WASM) {
    await mkdir(dirname(join(workerFolder, name)), { recursive: true })
    await copyFile(require.resolve(name), join(workerFolder, name))
  }
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
  await copyFonts()
  await packVerifier()
}

/** The offline verifier as a package that `npx` takes by its address: whoever checks the books needs no repository. */
async function packVerifier(): Promise<void> {
  const target = join(projectRoot, 'dist/client')
  const npm = process.env.npm_execpath
  const [program, first] = npm ? [process.execPath, [npm]] : ['npm', []]
  const source = join(projectRoot, 'client/verify')
  const packed = await promisify(execFile)(program, [
    ...first,
    'pack',
    source,
    '--silent',
    '--pack-destination',
    target,
  ])
  await rename(join(target, packed.stdout.trim()), join(target, 'meridian-verify.tgz'))
}

/** What reports are printed with: the Worker reads them from the assets when somebody asks for a PDF. */
async function copyFonts(): Promise<void> {
  const source = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json'))
  const target = join(projectRoot, 'dist/client/fonts')
  await mkdir(target, { recursive: true })
  for (const file of ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf'])
    await cp(join(source, 'ttf', file), join(target, file))
  await cp(join(source, 'LICENSE'), join(target, 'LICENSE'))
}

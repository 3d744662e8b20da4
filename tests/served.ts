import { access, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromium from '@sparticuz/chromium'
import type { TestProject } from 'vitest/node'
import { buildAssets, buildWorker } from '../scripts/local/build.ts'
import { projectRoot } from '../scripts/local/paths.ts'
import { seedDemo } from '../scripts/local/seed.ts'
import { startServer } from '../scripts/local/server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of a server with the demo company, on loopback. */
    baseUrl: string
    /** API key of the demo tenant, with every scope. */
    apiKey: string
    /** The server's state folder. */
    state: string
  }
}

/** Serves the whole product, seeded, for the tests of one project, from a state folder of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const state = await mkdtemp(join(tmpdir(), 'meridian-test-'))
  const needsPages = project.name === 'browser'
  // The last thing that the build of the assets writes.
  const isBuilt = await access(join(projectRoot, 'dist/client/fonts/LICENSE')).then(
    () => true,
    () => false,
  )
  if (needsPages || !isBuilt) await buildAssets()
  // Unpacked before two workers ask for it at once: the second would start what the first is still writing.
  if (needsPages) await chromium.executablePath()
  const workerFile = await buildWorker()
  const server = await startServer({ state, port: 0, workerFile, bindings: { SANDBOX: 'on' } })
  const apiKey = await readFile(server.demo.keyFile, 'utf8')
  await seedDemo(server)
  project.provide('baseUrl', server.url)
  project.provide('apiKey', apiKey)
  project.provide('state', state)
  return async () => {
    await server.miniflare.dispose()
    await rm(state, { recursive: true, force: true })
  }
}

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Plugin } from 'vite'

/** Files of the app that keep their names and are needed without a connection. */
const FILES = [
  '/favicon.svg',
  '/theme.js',
  '/manifest.webmanifest',
  '/icons/app-192.png',
  '/icons/app-512.png',
  '/icons/app-maskable-512.png',
]

/** Writes `sw.js` beside the built app: the worker with the list of the build's own files. */
export function serviceWorker(): Plugin {
  let folder = ''
  return {
    name: 'meridian-service-worker',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir
    },
    async writeBundle() {
      const page = await readFile(join(folder, 'index.html'), 'utf8')
      const names = (await readdir(join(folder, 'assets'))).filter((name) => !name.endsWith('.map')).sort()
      const assets = names.map((name) => `/assets/${name}`)
      const entry = /<script type="module"[^>]* src="([^"]+)"/.exec(page)?.[1]
      if (!entry || !assets.includes(entry)) throw new Error('The built page names no script of its own.')
      const version = createHash('sha256').update(page).update(names.join('\n')).digest('hex').slice(0, 16)
      await build({
        entryPoints: [join(import.meta.dirname, 'worker.ts')],
        outfile: join(folder, 'sw.js'),
        bundle: true,
        minify: true,
        format: 'iife',
        target: 'es2022',
        define: { BUILD: JSON.stringify({ version, entry, assets, files: FILES }) },
        logLevel: 'warning',
      })
    },
  }
}

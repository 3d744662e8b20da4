import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { serviceWorker } from './service-worker/plugin.ts'

const path = (relative: string) => decodeURIComponent(new URL(relative, import.meta.url).pathname)
const server = { target: `http://127.0.0.1:${process.env.PORT ?? 8787}`, ws: true }

/** Builds the web app; as a development server it passes everything that is not the app on to a running Meridian. */
export default defineConfig({
  root: path('./app'),
  plugins: [react(), tailwindcss(), serviceWorker()],
  build: {
    outDir: path('../dist/client'),
    emptyOutDir: true,
    // Inlined assets would be `data:` URLs, which the content security policy refuses.
    assetsInlineLimit: 0,
    // The polyfill of modulepreload is an extra script for browsers older than those the app supports.
    modulePreload: { polyfill: false },
    // React, the router and zod are most of the first load; more than this wants a look.
    chunkSizeWarningLimit: 650,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Libraries change less often than the app, and a page far from the server should need few requests: one file
          // of libraries, one of what several pages share, one for each page.
          groups: [
            // Reading barcodes from pictures is large, and only for cameras of browsers that cannot do it themselves.
            { name: 'libraries', test: /node_modules[\\/](?!@zxing)/ },
            { name: 'shared', minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/v1': server, '/docs': server, '/health': server, '/.well-known': server, '/dev': server },
  },
})

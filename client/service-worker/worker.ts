import { treatmentOf } from './requests.ts'

/**
 * The service worker: with it the app opens without a connection. Each build brings its own, with the list of its files. A
 * page is always of one build: the document names its assets by their content, and those of the build before are kept
 * until the next one, for pages that are still open.
 */

/** Put in by the build: see `plugin.ts`. */
declare const BUILD: { version: string; entry: string; assets: string[]; files: string[] }

interface Worker {
  location: Location
  clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
}
interface Lasting {
  waitUntil(promise: Promise<unknown>): void
}
interface Fetching {
  request: Request
  respondWith(response: Promise<Response>): void
}
const worker = self as unknown as Worker

const CACHES = 'meridian-app-'
const OWN = CACHES + BUILD.version
const PAGE = '/'
/** A page whose connection is there in name only opens as it was installed. */
const PAGE_WITHIN_MS = 5_000
const files = new Set(BUILD.files)

worker.addEventListener('install', (event) => event.waitUntil(install()))
worker.addEventListener('activate', (event) => event.waitUntil(activate()))
worker.addEventListener('fetch', (event) => {
  switch (treatmentOf(event.request, worker.location.origin, files)) {
    case 'pass':
      return
    case 'asset':
      return event.respondWith(asset(event.request))
    case 'file':
      return event.respondWith(fresh(event.request, new URL(event.request.url).pathname))
    case 'page':
      return event.respondWith(fresh(event.request, PAGE, PAGE_WITHIN_MS))
  }
})

async function install(): Promise<void> {
  const cache = await caches.open(OWN)
  const page = await fetch(PAGE, { cache: 'reload' })
  // While a deploy is under way another build may answer: it is installed when all is of one.
  if (!page.ok || !(await page.clone().text()).includes(BUILD.entry))
    throw new Error('The page is of another build.')
  await cache.addAll(BUILD.assets)
  await cache.addAll(BUILD.files.map((file) => new Request(file, { cache: 'reload' })))
  await cache.put(PAGE, page)
  await worker.skipWaiting()
}

/** Keeps this build and the one before. */
async function activate(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHES) && name !== OWN)
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)))
  await worker.clients.claim()
}

const asset = async (request: Request): Promise<Response> =>
  (await caches.match(request.url)) ?? fetch(request)

async function fresh(request: Request, kept: string, withinMs = Number.POSITIVE_INFINITY): Promise<Response> {
  const installed = async () => (await caches.open(OWN)).match(kept)
  const asked = fetch(request)
  const answer = await Promise.race([asked.catch(() => undefined), late(withinMs)])
  if (answer && answer.status < 500) return answer
  return (await installed()) ?? asked
}

const late = (ms: number): Promise<undefined> =>
  new Promise((resolve) => {
    if (Number.isFinite(ms)) setTimeout(resolve, ms)
  })

/** What the service worker does with a request. Pure: it is the rule that replies of the API are never kept. */
export type Treatment =
  /** Not its business: the browser asks the server, as without it. */
  | 'pass'
  /** The page itself: from the server; without one the page that was installed. */
  | 'page'
  /** Named by its content: whatever is kept under the name is right for ever. */
  | 'asset'
  /** A file of the app that keeps its name: from the server; without one as it was installed. */
  | 'file'

export interface Asked {
  method: string
  url: string
  mode: string
}

/** What the server answers itself, below our own address. */
const SERVED = /^\/(v1|docs|health|dev|\.well-known|fonts|cdn-cgi)(\/|$)/

export function treatmentOf(
  { method, url, mode }: Asked,
  origin: string,
  files: ReadonlySet<string>,
): Treatment {
  const { origin: of, pathname } = new URL(url)
  if (method !== 'GET' || of !== origin || SERVED.test(pathname)) return 'pass'
  if (pathname.startsWith('/assets/')) return 'asset'
  if (files.has(pathname)) return 'file'
  // Other files have a suffix, addresses of the app have none.
  return mode === 'navigate' && !/\.[a-z0-9]+$/i.test(pathname) ? 'page' : 'pass'
}

import { type Context, Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { BooksObject } from '../durable-objects/books.ts'
import { idAtSequence } from '../durable-objects/kernel/ids.ts'
import { consume } from '../queues/consume.ts'
import type { LogMessage } from '../queues/contracts.ts'
import type { Edge } from './edge.ts'
import { drain } from './http/body.ts'
import { page } from './http/pages.ts'
import { edgeRefusal, problem } from './http/problem.ts'
import { identityRoutes } from './identity/routes.ts'
import { internalError, mount } from './mount.ts'
import type { Env } from './regions.ts'
import { exportJournal, runAudit } from './routes/books.ts'
import { listCompaniesOfTenant, openCompany } from './routes/companies.ts'
import { liveRoutes } from './routes/live.ts'
import { sandboxRoutes } from './routes/sandbox.ts'
import { sessionRoutes } from './routes/session.ts'
import { systemRoutes } from './routes/system.ts'

export { FaultsObject } from '../durable-objects/faults.ts'
// A namespace is a class of its own: each region's companies are separate from the first byte on.
export class BooksEu extends BooksObject {}
export class BooksUs extends BooksObject {}
export class BooksApac extends BooksObject {}

const STRICT_TRANSPORT = 'max-age=63072000; includeSubDomains; preload'

const app = new Hono<Edge>()

/** Told apart by time, a count and chance; made without the system's randomness, which costs more than routing does. */
let requests = 0
const newRequestId = () =>
  idAtSequence('request', Date.now(), requests++, Math.floor(Math.random() * 2 ** 30))

app.use(async (c, next) => {
  c.set('requestId', newRequestId())
  c.header('x-request-id', c.get('requestId'))
  await next()
  if (c.res.status >= 400 && hasBody(c)) await drain(c.req.raw)
})

/** Told from the headers: to look at the body itself is to make a stream of it. */
const hasBody = (c: Context<Edge>) =>
  (c.req.header('content-length') ?? '0') !== '0' || c.req.header('transfer-encoding') !== undefined

// What the API answers is data: nothing in it may be run, framed or guessed at.
app.use('/v1/*', async (c, next) => {
  c.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  c.header('x-content-type-options', 'nosniff')
  c.header('strict-transport-security', STRICT_TRANSPORT)
  c.header('referrer-policy', 'no-referrer')
  await next()
})

const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
  strictTransportSecurity: STRICT_TRANSPORT,
})
app.use(async (c, next) => (c.req.path.startsWith('/v1/') ? next() : pageHeaders(c, next)))

app.route('/', systemRoutes)
app.route('/', sessionRoutes)
app.route('/', identityRoutes)
app.route('/', liveRoutes)
app.route('/', sandboxRoutes)
app.route(
  '/',
  mount({
    'company.OpenCompany': openCompany,
    'company.ListCompanies': listCompaniesOfTenant,
    'company.RunAudit': runAudit,
    'ledger.ExportJournal': exportJournal,
  }),
)

app.notFound((c: Context<Edge>) => {
  const isApi = c.req.path.startsWith('/v1/') || !['GET', 'HEAD'].includes(c.req.method)
  if (isApi)
    return problem(
      c,
      edgeRefusal('route_not_found', `${c.req.method} ${c.req.path} is not part of the API. See /docs.`),
    )
  return page(c, c.req.url)
})

app.onError((error, c) => {
  console.error({
    message: 'request failed',
    requestId: c.get('requestId'),
    error: error.stack ?? String(error),
  })
  return problem(c as Context<Edge>, internalError())
})

export default {
  fetch: app.fetch,
  queue: (batch, env) => consume(batch, env),
} satisfies ExportedHandler<Env, LogMessage>

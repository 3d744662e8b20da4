import { type Context, Hono } from 'hono'
import { BooksObject } from '../durable-objects/books.ts'
import { GateObject } from '../durable-objects/gate.ts'
import { idAtSequence } from '../durable-objects/kernel/ids.ts'
import { consume } from '../queues/consume.ts'
import type { LogMessage } from '../queues/contracts.ts'
import { accessHandlers } from './access/handlers.ts'
import { endAbandonedImports } from './access/importing.ts'
import { downloadAttachment, itemImage } from './documents/download.ts'
import { removeOrphans } from './documents/orphans.ts'
import { attachDocument } from './documents/upload.ts'
import type { Edge } from './edge.ts'
import { drain } from './http/body.ts'
import { apiHeaders, pageHeaders } from './http/headers.ts'
import { page } from './http/pages.ts'
import { edgeRefusal, problem } from './http/problem.ts'
import { limitAddress } from './http/rate-limit.ts'
import { sendMail } from './identity/mail.ts'
import { rootMail } from './identity/mails.ts'
import { withChallenge } from './identity/oauth/challenge.ts'
import { oauthHandlers } from './identity/oauth/clients.ts'
import { oauthRoutes } from './identity/oauth/routes.ts'
import { identityRoutes } from './identity/routes.ts'
import { ssoHandlers } from './identity/sso/handlers.ts'
import { ssoRoutes } from './identity/sso/routes.ts'
import { keepUp } from './identity/upkeep.ts'
import { internalError, mount } from './mount.ts'
import type { Env } from './regions.ts'
import { exportChart, exportCompany, exportJournal, runAudit, runSelfAudit } from './routes/books.ts'
import { listCompaniesOfTenant, openCompany } from './routes/companies.ts'
import { labelsFile } from './routes/labels/file.ts'
import { liveRoutes } from './routes/live.ts'
import { operatorRoutes } from './routes/operator.ts'
import { reportFile } from './routes/reports/file.ts'
import { sandboxRoutes } from './routes/sandbox.ts'
import { sessionRoutes } from './routes/session.ts'
import { systemRoutes } from './routes/system.ts'

export { FaultsObject } from '../durable-objects/faults.ts'
// A namespace is a class of its own: each region's companies are separate from the first byte on.
export class BooksEu extends BooksObject {}
export class BooksUs extends BooksObject {}
export class BooksApac extends BooksObject {}
export class GateEu extends GateObject {}
export class GateUs extends GateObject {}
export class GateApac extends GateObject {}

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

app.use('/v1/*', apiHeaders, async (c, next) => {
  const limited = limitAddress(c)
  return limited ? problem(c, limited) : next()
})
app.use('/v1/*', withChallenge)
app.use(async (c, next) => (c.req.path.startsWith('/v1/') ? next() : pageHeaders(c, next)))

app.route('/', systemRoutes)
app.route('/', sessionRoutes)
app.route('/', identityRoutes)
app.route('/', oauthRoutes)
app.route('/', ssoRoutes)
app.route('/', liveRoutes)
app.route('/', operatorRoutes)
app.route('/', sandboxRoutes)
app.route(
  '/',
  mount(
    {
      'company.OpenCompany': openCompany,
      'company.ListCompanies': listCompaniesOfTenant,
      'company.RunAudit': runAudit,
      'ledger.ExportJournal': exportJournal,
      'ledger.ExportChart': exportChart,
      'proof.ExportCompany': exportCompany,
      'proof.RunSelfAudit': runSelfAudit,
      'attachments.AttachDocument': attachDocument,
      'attachments.DownloadAttachment': downloadAttachment,
      'items.GetItemImage': itemImage,
      ...accessHandlers,
      ...oauthHandlers,
      ...ssoHandlers,
    },
    (call, place, format) =>
      call.name === 'GetLabels' ? labelsFile(call, place) : reportFile(call, place, format),
  ),
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
  queue: (batch, env) => consume(batch, env, (region, to, root) => sendMail(env, region, rootMail(to, root))),
  scheduled: async (_, env) => {
    await keepUp(env, Date.now())
    await endAbandonedImports(env, Date.now())
    await removeOrphans(env, Date.now())
  },
} satisfies ExportedHandler<Env, LogMessage>

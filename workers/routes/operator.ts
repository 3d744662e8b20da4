import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { findTenant, type Tenant } from '../../d1/directory/queries.ts'
import { countCompanies, listTenants, setDirectoryStatus } from '../../d1/directory/tenants.ts'
import { setTenantStatus } from '../../d1/identity/members.ts'
import { setSessionSupport } from '../../d1/identity/people.ts'
import { noteSupportEntry, supportGrantsInForce } from '../../d1/identity/support-grants.ts'
import { page, requiredLine } from '../../durable-objects/kernel/fields.ts'
import { LIMITS } from '../../durable-objects/kernel/limits.ts'
import { REGIONS } from '../../durable-objects/kernel/regions.ts'
import { isRefusal, refuse } from '../../durable-objects/kernel/result.ts'
import { pageOf } from '../access/calling.ts'
import { forgetKeys } from '../access/keys.ts'
import { forgetActors } from '../access/members.ts'
import { supportGrantView } from '../access/support.ts'
import { isCrossSite } from '../access.ts'
import type { Edge } from '../edge.ts'
import { readInput } from '../http/body.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { isOperator } from '../identity/operators.ts'
import { record } from '../identity/security.ts'
import { forgetSessions, type Person, personOf } from '../principal/session.ts'
import { identityDatabase } from '../regions.ts'

/**
 * The operator's console: which tenants there are, and whether they may work. What a tenant's data says an operator sees
 * only when the tenant has let support in. To everybody else these routes do not exist.
 */
export const operatorRoutes = new Hono<Edge>()

const listInput = {
  body: 'none',
  bodyBytesMax: 0,
  input: z.strictObject({
    ...page,
    q: z.string().max(100).optional(),
    region: z.enum(REGIONS).optional(),
    status: z.enum(['active', 'suspended']).optional(),
  }),
} as const

operatorRoutes.get('/v1/operator/tenants', async (c) => {
  if (!(await operator(c))) return notThere(c)
  const read = await readInput(c, listInput)
  if (isRefusal(read)) return problem(c, read)
  const input = listInput.input.parse(read.input)
  const tenants = await pageOf(
    input,
    (after, limit) => listTenants(c.env.DIRECTORY, input, after, limit),
    ({ id }) => id,
    (row) => row,
  )
  if (isRefusal(tenants)) return problem(c, tenants)
  const counts = await countCompanies(
    c.env.DIRECTORY,
    tenants.data.map(({ id }) => id),
  )
  const data = await Promise.all(
    tenants.data.map((tenant) => tenantView(c, tenant, counts.get(tenant.id) ?? 0)),
  )
  return c.json({ data, nextCursor: tenants.nextCursor })
})

const statusInput = {
  body: 'json',
  bodyBytesMax: LIMITS.jsonBytesMax,
  input: z.strictObject({
    id: z.string().max(60),
    status: z.enum(['active', 'suspended']),
    reason: requiredLine(500),
  }),
} as const

/** The directory and the region both say so: the one for the operator, the other for whoever asks who may in. */
operatorRoutes.patch('/v1/operator/tenants/:id', async (c) => {
  const person = await operator(c)
  if (!person) return notThere(c)
  if (isCrossSite(c)) return problem(c, crossSite())
  const read = await readInput(c, statusInput)
  if (isRefusal(read)) return problem(c, read)
  const { id, status, reason } = statusInput.input.parse(read.input)
  const tenant = await findTenant(c.env.DIRECTORY, id)
  if (!tenant) return problem(c, tenantNotFound(id))
  await setTenantStatus(identityDatabase(c.env, tenant.region), tenant, status, reason, Date.now())
  await setDirectoryStatus(c.env.DIRECTORY, id, status)
  forgetActors()
  forgetKeys()
  const type = status === 'suspended' ? 'tenant-suspended' : 'tenant-reactivated'
  await record(c, tenant.region, {
    type,
    tenant: id,
    user: person.user.id,
    detail: { reason, by: 'operator' },
  })
  const counts = await countCompanies(c.env.DIRECTORY, [id])
  return c.json(await tenantView(c, { ...tenant, status }, counts.get(id) ?? 0))
})

const enterInput = {
  body: 'json',
  bodyBytesMax: LIMITS.jsonBytesMax,
  input: z.strictObject({ id: z.string().max(60), grant: z.string().max(60).optional() }),
} as const

operatorRoutes.post('/v1/operator/tenants/:id/enter', async (c) => {
  const person = await operator(c)
  if (!person) return notThere(c)
  if (isCrossSite(c)) return problem(c, crossSite())
  const read = await readInput(c, enterInput)
  if (isRefusal(read)) return problem(c, read)
  const { id, grant: wanted } = enterInput.input.parse(read.input)
  const tenant = await findTenant(c.env.DIRECTORY, id)
  if (!tenant) return problem(c, tenantNotFound(id))
  const database = identityDatabase(c.env, tenant.region)
  const nowMs = Date.now()
  const inForce = await supportGrantsInForce(database, id, nowMs)
  const grant = wanted === undefined ? inForce.at(-1) : inForce.find((each) => each.id === wanted)
  if (!grant) return problem(c, notLetIn())
  const { region, session, user } = person
  await noteSupportEntry(database, grant.id, user.id, nowMs)
  await record(c, tenant.region, {
    type: 'support-used',
    tenant: id,
    user: user.id,
    detail: { grant: grant.id, entered: true, role: grant.role },
  })
  await setSessionSupport(identityDatabase(c.env, region), session.id, { tenant: id, grant: grant.id })
  forgetSessions()
  const { role, expiresAt } = supportGrantView(grant, nowMs)
  return c.json(
    { tenant: { id, slug: tenant.slug, region: tenant.region }, role, grant: grant.id, expiresAt },
    201,
  )
})

operatorRoutes.post('/v1/operator/leave', async (c) => {
  const person = await operator(c)
  if (!person) return notThere(c)
  if (isCrossSite(c)) return problem(c, crossSite())
  const { region, session, user } = person
  const tenant = session.tenantId === null ? undefined : await findTenant(c.env.DIRECTORY, session.tenantId)
  await setSessionSupport(identityDatabase(c.env, region), session.id, null)
  forgetSessions()
  if (tenant && session.supportGrantId !== null)
    await record(c, tenant.region, {
      type: 'support-used',
      tenant: tenant.id,
      user: user.id,
      detail: { grant: session.supportGrantId, entered: false },
    })
  return c.body(null, 204)
})

/** The signed-in person, if they operate the platform. */
async function operator(c: Context<Edge>): Promise<Person | undefined> {
  const person = await personOf(c)
  return person && (await isOperator(c.env, person.user.email)) ? person : undefined
}

async function tenantView(c: Context<Edge>, { id, slug, region, status }: Tenant, companies: number) {
  const nowMs = Date.now()
  const grants = await supportGrantsInForce(identityDatabase(c.env, region), id, nowMs)
  const supportGrants = grants.map((grant) => {
    const { reason, role, expiresAt } = supportGrantView(grant, nowMs)
    return { id: grant.id, reason, role, expiresAt }
  })
  return { id, slug, region, status, companies, supportGrants }
}

const notThere = (c: Context<Edge>) =>
  problem(
    c,
    edgeRefusal('route_not_found', `${c.req.method} ${c.req.path} is not part of the API. See /docs.`),
  )

const crossSite = () => edgeRefusal('cross_site_request', 'Use the console from the web app itself.')
const tenantNotFound = (id: string) => edgeRefusal('tenant_not_found', `There is no tenant ${id}.`)
const notLetIn = () =>
  refuse(
    'support_not_granted',
    'The tenant has not let support in, or the time is over. Ask its administrator for a support grant.',
  )

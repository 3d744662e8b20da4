import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../durable-objects/kernel/ids.ts'
import { operations, pathOf } from '../workers/contracts.ts'
import { type Api, accepted, type Reply, request, requestAlone } from './support/api.ts'
import { Company, sale } from './support/company.ts'
import { OwnServer, type Tenant, type TestPerson } from './support/own-server.ts'
import { contractRoutes, MEDIA_TYPE } from './support/routes.ts'
import type { Visitor } from './support/visitor.ts'

/**
 * Two tenants, nothing crosses: every id of tenant A is tried by tenant B on every route. What B is told must be, byte for
 * byte, what it is told of an id that was never given to anything; else the answer tells that A has it.
 */

interface Side {
  tenant: Tenant
  api: Api
  person: TestPerson
  visitor: Visitor
  company: Company
}

let server: OwnServer
let a: Side
let b: Side
/** Ids of A by the field of a path that they stand for; several of one kind where several routes have the field. */
const idsOfA: Record<string, string[]> = {}
let before: string

async function side(): Promise<Side> {
  const tenant = await server.newTenant()
  const person = await server.newPerson(tenant, 'owner')
  const visitor = await server.signedIn(person)
  accepted(await visitor.post('/v1/session/tenant', { tenant: tenant.id }))
  const api = await server.client(tenant)
  return { tenant, api, person, visitor, company: await Company.open(api) }
}

const idOf = (reply: Reply<{ id: string }>) => accepted(reply).id

beforeAll(async () => {
  server = await OwnServer.start({ SANDBOX: 'on', TRUST_CLIENT_ADDRESS: 'on' })
  a = await side()
  b = await side()
  const { visitor, company } = a
  await company.post('/accounts', { code: 'A-ONLY', name: 'Only of A', type: 'asset' })
  const entry = idOf(await company.postEntry(sale()))
  const invitation = idOf(
    await visitor.post('/v1/invitations', { email: 'x@people.example', roles: ['sales'] }),
  )
  const key = idOf(await visitor.post('/v1/api-keys', { name: 'A', scopes: ['company:read'] }))
  const grant = idOf(await visitor.post('/v1/support-grants', { reason: 'Help', hours: 1 }))
  accepted(await visitor.send('PUT', '/v1/roles/only-of-a', { name: 'A', grants: ['company:read'] }))
  const app = await visitor.post<{ id?: string; clientId?: string }>(
    '/v1/oauth-clients',
    exampleOf('access.RegisterOAuthClient'),
  )
  const { id: appId, clientId } = accepted(app)
  accepted(await company.post('/guardrails/policies', FOUR_EYES))
  const policies = accepted(
    await company.get<{ data: { id?: string; code?: string }[] }>('/guardrails/policies'),
  )
  idsOfA.id = [entry, invitation, key, grant, appId, clientId].filter((id) => id !== undefined)
  idsOfA.client = idsOfA.id
  idsOfA.code = ['A-ONLY', 'only-of-a']
  idsOfA.user = [a.person.id]
  idsOfA.policy = policies.data.flatMap(({ id, code }) => [id, code]).filter((each) => each !== undefined)
  const parked = await company.post<{ approval: { id: string } }>('/journal-entries', sale('1000001.00'))
  expect(parked.status).toBe(202)
  idsOfA.approval = [parked.body.approval.id]
  idsOfA.delegation = [newId('delegation')]
  const importing = await a.api.post<{ import: string }>('/v1/companies/import', { slug: 'arriving-at-a' })
  idsOfA.import = [accepted(importing).import]
  idsOfA.draft = [idOf(await company.post('/drafts', { entry: sale() }))]
  accepted(await company.post('/entry-templates', exampleOf('drafts.SaveTemplate')))
  idsOfA.template = ['rent']
  idsOfA.schedule = [idOf(await company.post('/schedules', exampleOf('drafts.ScheduleEntry')))]
  idsOfA.date = ['2999-01-31']
  idsOfA.entry ??= [entry]
  const file = `${company.path}/attachments?record=${entry}&name=a.pdf`
  idsOfA.attachment = [idOf(await company.api.send('POST', file, '%PDF-1.7', 'binary'))]
  const year = { code: 'only-of-a', from: '2020-01-01', to: '2020-06-30' }
  accepted(await company.post('/fiscal-years', year))
  idsOfA.year = ['only-of-a']
  idsOfA.period = ['only-of-a-P01']
  const cash = { code: 'only-of-a', title: 'Count the petty cash', every: 'period' }
  accepted(await company.post('/checklist-items', cash))
  idsOfA.item = ['only-of-a']
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const late = {
    actor: a.person.id,
    kind: 'all',
    from: '2026-01-01',
    to: '2026-01-31',
    until,
    reason: 'Late.',
  }
  idsOfA.exception = [idOf(await company.post('/lock-exceptions', late))]
  idsOfA.account ??= ['A-ONLY']
  idsOfA.match = [newId('match')]
  accepted(await company.post('/journals', { code: 'AONLY', name: 'Only of A' }))
  idsOfA.journal = ['AONLY']
  accepted(await company.post('/dimensions', { code: 'only-of-a', name: 'Only of A' }))
  idsOfA.dimension = ['only-of-a']
  idsOfA.revaluation = [newId('revaluation')]
  accepted(await company.post('/warehouses', { code: 'A-ONLY', name: 'Only of A' }))
  accepted(await company.post('/bins', { warehouse: 'A-ONLY', code: 'A-ONLY-1' }))
  idsOfA.warehouse = ['A-ONLY']
  idsOfA.place = ['A-ONLY', 'A-ONLY-1']
  idsOfA.reservation = [newId('reservation')]
  idsOfA.count = [newId('stockCount')]
  idsOfA.pending = [idOf(await company.post('/pending-entries', sale()))]
  const kept = { code: 'A-ITEM', name: 'Only of A', barcodes: [{ barcode: '4006381333931' }] }
  idsOfA.item = [...(idsOfA.item ?? []), idOf(await company.post('/items', kept)), 'A-ITEM']
  idsOfA.barcode = ['4006381333931']
  before = await stateOfA()
})

afterAll(() => server?.stop())

const FOUR_EYES = {
  code: 'four-eyes-of-a',
  name: 'Four eyes',
  commands: ['ledger.PostJournalEntry'],
  when: { field: 'amount', over: '1000000.00' },
  effect: 'approve',
  reason: 'Large.',
  approval: { steps: [{ roles: ['owner'], count: 1 }] },
}

const exampleOf = (name: string): unknown =>
  operations().find((each) => `${each.module}.${each.name}` === name)?.operation.example ?? {}

/** Everything that A would notice. */
async function stateOfA(): Promise<string> {
  const paths = [
    '/v1/members',
    '/v1/invitations?state=all',
    '/v1/api-keys',
    '/v1/roles',
    '/v1/support-grants',
    '/v1/oauth-clients',
    '/v1/companies',
  ]
  const replies = await Promise.all(paths.map((path) => a.visitor.get(path)))
  const ofCompany = await Promise.all(
    ['/accounts', '/journal-entries', '/events?limit=200', '/guardrails/policies', '/approvals'].map((path) =>
      a.company.get(path),
    ),
  )
  for (const reply of [...replies, ...ofCompany]) accepted(reply)
  return [...replies, ...ofCompany]
    .map(({ text }) => text.replaceAll(/"lastUsed(At|From)":("[^"]*"|null)/g, ''))
    .join('\n')
}

/** An id of the same form that nothing has. */
const strange = (id: string): string =>
  /_[0-9A-Z]{26}$/.test(id)
    ? id.replace(/_.*$/, newId('request').slice(3))
    : `${id.slice(0, -1)}${id.endsWith('x') ? 'y' : 'x'}`

/** What is left of a reply without the id that was asked for and the number of the request. */
const told = (reply: Reply, id: string) => ({
  status: reply.status,
  type: reply.headers.get('content-type'),
  text: reply.text.replaceAll(id, 'ID').replaceAll(/req_[0-9A-Z]{26}/g, 'REQUEST'),
})

async function expectAlike(ask: (id: string) => Promise<Reply>, id: string): Promise<void> {
  const other = strange(id)
  expect(other).not.toBe(id)
  const [own, none] = [told(await ask(id), id), told(await ask(other), other)]
  expect(own).toEqual(none)
  expect([403, 404, 405, 409, 415, 422], own.text).toContain(own.status)
}

const ROUTES = contractRoutes()

function send(as: Api, { method, path, body, content, query }: (typeof ROUTES)[number]): Promise<Reply> {
  const search = new URLSearchParams(query).toString()
  return request(`${as.url}${path}${search && `?${search}`}`, {
    method,
    headers: {
      authorization: `Bearer ${as.credential}`,
      ...(content !== undefined && { 'content-type': MEDIA_TYPE[body as keyof typeof MEDIA_TYPE] }),
    },
    ...(content !== undefined && { body: content }),
  })
}

describe('a company of another tenant is as one that does not exist', () => {
  it.each(
    ROUTES.filter(({ path }) => path.includes('{company}')).map((route) => [route.name, route] as const),
  )('%s', async (_, route) => {
    for (const id of [a.company.id, a.company.slug])
      await expectAlike(
        (company) => send(b.api, { ...route, path: route.path.replace('{company}', company) }),
        id,
      )
  })

  it('over a WebSocket', async () => {
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    }
    for (const id of [a.company.id, a.company.slug])
      await expectAlike(
        (company) =>
          requestAlone(`${server.url}/v1/companies/${company}/live`, 'GET', {
            ...upgrade,
            authorization: `Bearer ${b.api.credential}`,
          }),
        id,
      )
  })

  it('even where the caller claims to be somebody else', async () => {
    const actor = encodeURIComponent(
      JSON.stringify({ tenant: a.tenant.id, id: a.person.id, roles: [], grants: '*' }),
    )
    for (const header of ['meridian-actor', 'x-meridian-actor', 'x-tenant', 'x-forwarded-user'])
      expect(
        (
          await b.api.send('GET', `/v1/companies/${a.company.id}`, undefined, 'json', {
            headers: { [header]: actor },
          })
        ).status,
      ).toBe(404)
  })
})

/** Numbers and dates, which every company has of its own, and charts, which all have in common. */
const NOT_IDS = new Set(['size', 'line', 'date', 'pack'])

describe('an id of another tenant is as one that does not exist', () => {
  const withIds = operations().flatMap((named) => {
    const fields = [...named.operation.path.matchAll(/\{(\w+)\}/g)].map(([, field]) => field as string)
    return fields
      .filter((field) => !NOT_IDS.has(field))
      .map((field) => [`${named.module}.${named.name} {${field}}`, named, field] as const)
  })

  it.each(withIds)('%s', async (_, { module, name, operation }, field) => {
    const sample = ROUTES.find((route) => route.name === `${module}.${name}`) as (typeof ROUTES)[number]
    const ids = idsOfA[field]
    if (!ids) throw new Error(`no id of tenant A for the field ${field}`)
    const template = pathOf(operation).replace('{company}', b.company.id)
    for (const id of ids) {
      // A PUT makes what it names: under the same code, B gets a role of its own.
      if (operation.method === 'PUT') continue
      await expectAlike((each) => send(b.api, { ...sample, path: template.replace(`{${field}}`, each) }), id)
    }
  })

  it('where it stands in a query', async () => {
    const path = `/v1/companies/${b.company.id}`
    const entry = idsOfA.id?.[0] as string
    await expectAlike((code) => b.api.get(`${path}/journal-entries?account=${code}`), 'A-ONLY')
    const check = (query: string) => b.api.get(`${path}/authz/check?command=ledger.GetJournalEntry&${query}`)
    for (const [ask, id] of [
      [(each: string) => check(`record=${each}`), entry],
      [(each: string) => check(`user=${each}`), a.person.id],
    ] as const) {
      const other = strange(id)
      expect(told(await ask(id), id)).toEqual(told(await ask(other), other))
    }
  })

  it('in a body', async () => {
    await expectAlike(
      (role) => b.visitor.send('PATCH', `/v1/members/${b.person.id}`, { roles: [role] }),
      'only-of-a',
    )
    await expectAlike((role) => b.visitor.post('/v1/api-keys', { name: 'x', roles: [role] }), 'only-of-a')
    await expectAlike(
      (role) => b.visitor.post('/v1/support-grants', { reason: 'x', hours: 1, role }),
      'only-of-a',
    )
    await expectAlike(
      (role) => b.visitor.post('/v1/invitations', { email: 'y@people.example', roles: [role] }),
      'only-of-a',
    )
  })
})

describe('a person of another tenant', () => {
  it('does not get in by switching, ending sessions or naming the tenant', async () => {
    await expectAlike((tenant) => b.visitor.post('/v1/session/tenant', { tenant }), a.tenant.id)
    const session = accepted(await a.visitor.get<{ session: { id: string } }>('/v1/session')).session.id
    await expectAlike((id) => b.visitor.send('DELETE', `/v1/sessions/${id}`), session)
    for (const method of ['GET', 'PATCH', 'POST'])
      await expectAlike(
        (id) => b.visitor.send(method, `/v1/operator/tenants/${id}`, method === 'GET' ? undefined : {}),
        a.tenant.id,
      )
    await expectAlike((id) => b.visitor.post(`/v1/operator/tenants/${id}/enter`), a.tenant.id)
  })

  it('finds nothing of A in any list', async () => {
    const lists = operations().filter(
      ({ operation }) =>
        operation.method === 'GET' && !operation.path.includes('{') && operation.replyType === undefined,
    )
    for (const { module, name, operation } of lists) {
      const { query } = ROUTES.find((route) => route.name === `${module}.${name}`) as (typeof ROUTES)[number]
      const path = pathOf(operation).replace('{company}', b.company.id)
      const reply = await b.api.get(`${path}?${new URLSearchParams(query)}`)
      for (const secret of [
        a.tenant.id,
        a.company.id,
        a.company.slug,
        a.person.id,
        a.person.email,
        'only-of-a',
        'A-ONLY',
      ])
        expect(reply.text, `${module}.${name}`).not.toContain(secret)
    }
  })
})

it('and tenant A is as it was', async () => expect(await stateOfA()).toBe(before))

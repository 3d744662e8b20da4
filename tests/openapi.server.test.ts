import { beforeAll, describe, expect, inject, it } from 'vitest'
import type { ParkedReply } from '../durable-objects/guardrails/contract.ts'
import type { Operation } from '../durable-objects/kernel/contract.ts'
import { newId } from '../durable-objects/kernel/ids.ts'
import type { EntryView } from '../durable-objects/ledger/contract.ts'
import { type Named, operations, pathOf } from '../workers/contracts.ts'
import { Api, accepted, expectProblem, type Reply, request } from './support/api.ts'
import { Company, sale } from './support/company.ts'
import { knowSchemas, type Schema, schemaProblems, violations } from './support/json-schema.ts'
import { address, contractRoutes, MEDIA_TYPE } from './support/routes.ts'

/** The description of the API is valid, complete, and true: what the server takes and gives fits it. */

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema: Schema
}

interface Described {
  operationId: string
  summary: string
  description: string
  tags: string[]
  parameters: Parameter[]
  requestBody?: {
    required: boolean
    content: Record<string, { schema: Schema; example?: unknown; 'x-row-schema'?: Schema }>
  }
  responses: Record<
    string,
    { $ref?: string; description?: string; content?: Record<string, { schema: Schema }> }
  >
}

interface Document {
  openapi: string
  info: { title: string; version: string; license?: { name: string; identifier?: string } }
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  security: Record<string, string[]>[]
  paths: Record<string, Record<string, Described>>
  components: {
    securitySchemes: Record<string, { type: string; scheme?: string }>
    schemas: Record<string, Schema>
    responses: Record<string, { description: string; content: Record<string, { schema: Schema }> }>
  }
}

const baseUrl = inject('baseUrl')
const api = new Api(baseUrl, inject('apiKey'))
const routes = contractRoutes()

let document: Document
let described: [path: string, method: string, operation: Described][]
beforeAll(async () => {
  document = accepted(await request<Document>(`${baseUrl}/v1/openapi.json`))
  knowSchemas(document.components.schemas)
  described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Described] => [
      path,
      method,
      operation,
    ]),
  )
})

describe('the document is OpenAPI 3.1', () => {
  it('has the fields that it has to have', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(document.info).toMatchObject({
      title: expect.stringMatching(/\S/),
      version: expect.stringMatching(/\S/),
    })
    // A licence is named by an SPDX identifier or by an address, not by both.
    expect(document.info.license).toEqual({ name: expect.any(String), identifier: expect.any(String) })
    const allowed = ['components', 'info', 'openapi', 'paths', 'security', 'servers', 'tags']
    expect(Object.keys(document).sort()).toEqual(allowed)
    for (const { url } of document.servers) expect(url).toMatch(/^\//)
  })

  it('names every operation once and says what it is for', () => {
    const ids = described.map(([, , { operationId }]) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    const tags = document.tags.map(({ name }) => name)
    for (const [path, method, { summary, description, tags: own }] of described) {
      expect(path).toMatch(/^\/v1\/[a-z]/)
      expect(['get', 'post', 'put', 'patch', 'delete']).toContain(method)
      expect(summary).toMatch(/^[A-Z].*[^.]$/)
      expect(description).toMatch(/Scope: `[a-z]+:(read|write)`/)
      expect(own.length).toBeGreaterThan(0)
      expect(tags).toEqual(expect.arrayContaining(own))
    }
  })

  it('declares every parameter of a path, once and required, and no other', () => {
    for (const [path, , { parameters }] of described) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      const declared = parameters.filter((parameter) => parameter.in === 'path')
      expect(declared.map(({ name }) => name).sort()).toEqual(inPath.sort())
      expect(declared.every(({ required }) => required)).toBe(true)
      const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
      expect(new Set(keys).size).toBe(keys.length)
      for (const parameter of parameters) expect(['path', 'query', 'header']).toContain(parameter.in)
    }
    const templates = Object.keys(document.paths).map((path) => path.replaceAll(/\{\w+\}/g, '{}'))
    expect(new Set(templates).size).toBe(templates.length)
  })

  it('describes a success and the refusals of every operation', () => {
    for (const [path, method, { responses, requestBody, parameters }] of described) {
      const [success, ...others] = Object.keys(responses).filter((status) => /^2\d\d$/.test(status))
      // A policy can make any command of a company wait.
      const isCommand = parameters.some(({ name }) => name === 'Idempotency-Key')
      const waits = isCommand && path.startsWith('/v1/companies/{company}') ? ['202'] : []
      expect([success !== undefined, others]).toEqual([true, waits])
      expect(responses.default).toEqual({ $ref: '#/components/responses/Problem' })
      expect(responses[success as string]?.description).toMatch(/\S/)
      if (method === 'get') expect(requestBody).toBeUndefined()
    }
  })

  it('refers to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, target]) => target as string,
    )
    expect(references.length).toBeGreaterThan(10)
    for (const reference of new Set(references)) {
      const parts = reference.replace(/^#\//, '').split('/')
      const target = parts.reduce<unknown>(
        (node, part) => (node as Record<string, unknown>)?.[part],
        document,
      )
      expect([reference, typeof target]).toEqual([reference, 'object'])
    }
    for (const requirement of document.security)
      for (const scheme of Object.keys(requirement))
        expect(document.components.securitySchemes).toHaveProperty(scheme)
  })

  it('has schemas that are schemas, everywhere', () => {
    const problems = described.flatMap(([path, method, { parameters, requestBody, responses }]) => {
      const at = `${method} ${path}`
      const contents = [
        requestBody?.content ?? {},
        ...Object.values(responses).map(({ content }) => content ?? {}),
      ]
      return [
        ...parameters.flatMap(({ name, schema }) => schemaProblems(schema, `${at} ${name}`)),
        ...contents.flatMap((content) =>
          Object.entries(content).flatMap(([type, media]) => [
            ...schemaProblems(media.schema, `${at} ${type}`),
            ...('x-row-schema' in media ? schemaProblems(media['x-row-schema'], `${at} row`) : []),
          ]),
        ),
      ]
    })
    expect(problems).toEqual([])
    for (const [name, schema] of Object.entries(document.components.schemas))
      expect(schemaProblems(schema, name)).toEqual([])
  })
})

describe('the document is complete', () => {
  it('has every operation of every contract under its own name, and nothing else', () => {
    const declared = operations().map(({ module, name, operation }) =>
      [pathOf(operation), operation.method.toLowerCase(), `${module}.${name}`].join(' '),
    )
    expect(
      described.map(([path, method, { operationId }]) => [path, method, operationId].join(' ')).sort(),
    ).toEqual(declared.sort())
  })

  it('has every field of every input: in the path, in the query, or in the body', () => {
    for (const { module, name, operation } of operations()) {
      const { parameters, requestBody } = entryOf(operation)
      const media = Object.values(requestBody?.content ?? {})[0]
      const inBody = operation.body === 'json' ? Object.keys((media?.schema.properties ?? {}) as object) : []
      // The edge makes files of some replies, so their format is no field of the contract.
      const format = operation.files ? ['format'] : []
      const whole = { ndjson: ['rows'], text: ['text'], json: [], none: [], binary: [] }[operation.body]
      const fields = Object.keys((operation.input as unknown as { shape: object }).shape)
      const places = [
        ...parameters.filter((each) => each.in !== 'header').map((each) => each.name),
        ...inBody,
        ...whole,
      ]
      const company = operation.level === 'company' ? ['company'] : []
      expect([`${module}.${name}`, places.sort()]).toEqual([
        `${module}.${name}`,
        [...fields, ...company, ...format].sort(),
      ])
    }
  })

  it('offers an Idempotency-Key with every command', () => {
    for (const { operation } of operations()) {
      const headers = entryOf(operation).parameters.filter((parameter) => parameter.in === 'header')
      expect(headers.map(({ name }) => name)).toEqual(operation.kind === 'command' ? ['Idempotency-Key'] : [])
    }
  })
})

const entryOf = (operation: Operation): Described =>
  document.paths[pathOf(operation)]?.[operation.method.toLowerCase()] as Described

/** Asserts that a reply is what both the contract and the document say. */
function expectDescribed({ operation }: Named, reply: Reply): void {
  expect([reply.status, reply.text.slice(0, 500)]).toEqual([operation.status, expect.any(String)])
  const content = entryOf(operation).responses[operation.status]?.content ?? {}
  const type = reply.headers.get('content-type')?.split(';')[0] ?? ''
  expect(Object.keys(content)).toEqual(operation.files ? expect.arrayContaining([type]) : [type])
  if (operation.replyType) return
  expect(operation.reply.safeParse(reply.body)).toMatchObject({ success: true })
  expect(violations(content[type]?.schema, reply.body)).toEqual([])
}

describe('the document is true', () => {
  let company: Company
  let entry: EntryView
  let waiting: string
  let importing: string
  beforeAll(async () => {
    const accounts = [
      { code: '4000', name: 'Sales', type: 'income' },
      { code: '1200', name: 'Bank', type: 'asset' },
    ]
    company = await Company.open(api, {}, accounts)
    // One of everything, so that no list is empty and no nullable field is always null.
    accepted(
      await company.post('/accounts', {
        code: '1000',
        name: 'Cash',
        type: 'asset',
        unit: 'EUR',
        parent: '1200',
      }),
    )
    const more = { description: 'd', reference: 'r', note: 'n', tags: { a: 'b' } }
    const [debit, credit] = sale().lines
    entry = accepted(
      await company.postEntry({ ...sale(), ...more, lines: [{ ...debit, memo: 'm' }, credit] }),
    )
    const unvalued = [
      { account: '1200', debit: '1.00', unit: 'USD' },
      { account: '4000', credit: '1.00', unit: 'USD' },
    ]
    accepted(await company.postEntry({ ...sale(), lines: unvalued }))
    const { id } = accepted(await company.postEntry(sale()))
    accepted(await company.post(`/journal-entries/${id}/reverse`, {}))
    const policy = {
      code: 'four-eyes',
      name: 'Four eyes',
      commands: ['ledger.PostJournalEntry'],
      when: { field: 'amount', over: '1000000.00' },
      effect: 'approve',
      reason: 'Large.',
      approval: { steps: [{ roles: ['owner'], count: 1 }] },
    }
    accepted(await company.post('/guardrails/policies', policy))
    waiting = await park()
    await furnish(company)
    accepted(await company.post('/items', named.get('items.CreateItem')?.operation.example ?? {}))
    const begun = await api.post<{ import: string }>('/v1/companies/import', { slug: 'arriving' })
    importing = accepted(begun).import
  })

  /** A dimension with its values, an account of open items, rates: what examples and paths speak of. */
  async function furnish(own: Company, without: { dimension?: boolean; values?: boolean } = {}) {
    if (!without.dimension)
      accepted(await own.post('/dimensions', { code: 'cost-centre', name: 'Cost centre' }))
    const values = ['CC-10', 'CC-20'].map((code) => ({ code, name: code }))
    if (!without.dimension && !without.values)
      accepted(await own.post('/dimensions/cost-centre/values', { values }))
    const rates = [{ date: '2026-03-31', base: 'EUR', quote: 'USD', rate: '1.1' }]
    accepted(await own.post('/exchange-rates', { rates }))
    accepted(await own.post('/currency-settings/rate-policy', { sources: [], maxAgeDays: 366 }))
  }

  /** A command that waits, and its answer as described. */
  async function park(): Promise<string> {
    const reply = await company.post<ParkedReply>('/journal-entries', sale('1000001.00'))
    expect(reply.status).toBe(202)
    const schema = document.components.responses.Parked?.content['application/json']?.schema
    expect(violations(schema, reply.body)).toEqual([])
    return reply.body.approval.id
  }

  async function lend(): Promise<string> {
    const delegation = { to: 'user_other', from: '2099-01-01', until: '2099-01-31' }
    return accepted(await company.post<{ id: string }>('/delegations', delegation)).id
  }

  /** A member, a person to invite who gives what a key has not, an identity provider: their own suites have them. */
  const NEEDS_A_WORLD = new Set([
    'access.ChangeMember',
    'access.Invite',
    'access.ConfigureSingleSignOn',
    'access.RegisterOAuthClient',
    'proof.PublishRoot',
    'periods.ReopenFiscalYear',
    'periods.GrantException',
    'periods.CheckOff',
    'periods.Uncheck',
  ])

  /** What these work on has to be there first: the suites beside them look at their replies. */
  const HAS_ITS_OWN_SUITE =
    /^(drafts|attachments|pending|open-items|places|reservations|stock|counts|replenishment)\.|^stockReports\.TraceLot$|^items\.(GetItemImage|SaveItems)$|^currencies\.(GetRevaluation|ImportRates|RevalueCurrencies)$|^migration\.(GetImport|ListImportE|.*Import$|ImportPart)/
  const examples = operations().filter(({ operation }) => operation.example !== undefined)
  it('has examples to check', () => expect(examples.length).toBeGreaterThan(3))

  it.each(examples.map((named): [string, Named] => [`${named.module}.${named.name}`, named]))(
    'the example of %s fits its schema and is accepted',
    async (_, named) => {
      const { operation } = named
      const media = entryOf(operation).requestBody?.content['application/json']
      expect(media?.example).toEqual(operation.example)
      expect(violations(media?.schema, operation.example)).toEqual([])
      // The company of the test has what the examples refer to, but for the account that one of them opens.
      const own =
        operation.level === 'tenant'
          ? undefined
          : await Company.open(api, {}, [
              { code: '1001', name: 'Till', type: 'asset' },
              { code: '4000', name: 'Sales', type: 'income' },
            ])
      if (own && named.name !== 'OpenAccount')
        accepted(await own.post('/accounts', { code: '1000', name: 'Cash', type: 'asset' }))
      const fullName = `${named.module}.${named.name}`
      if (NEEDS_A_WORLD.has(fullName) || HAS_ITS_OWN_SUITE.test(fullName)) return
      if (own && named.module === 'dimensions')
        await furnish(own, {
          dimension: named.name === 'DefineDimension',
          values: named.name === 'SetDimensionValues',
        })
      if (own && named.module === 'items' && named.name !== 'CreateItem')
        accepted(await own.post('/items', { code: 'ESP-250', name: 'Espresso' }))
      // The seeded demo has a company with the slug of the example.
      const slug =
        named.name === 'OpenCompany' ? { slug: newId('company').toLowerCase().replace('_', '-') } : {}
      const route = routes.find(({ name }) => name === `${named.module}.${named.name}`)
      const path = (route?.path ?? '').replace('{company}', own?.id ?? '')
      const body = JSON.stringify({ ...(operation.example as object), ...slug })
      expectDescribed(named, await api.send(operation.method, path, body))
    },
  )

  it('refuses what the schema of an example does not allow', () => {
    for (const { operation } of examples) {
      const schema = entryOf(operation).requestBody?.content['application/json']?.schema
      expect(violations(schema, { ...(operation.example as object), nonsense: 1 })).not.toEqual([])
      for (const field of Object.keys(operation.example as object)) {
        const { [field]: _, ...rest } = operation.example as Record<string, unknown>
        const required = ((schema?.required ?? []) as string[]).includes(field)
        expect([field, violations(schema, rest).length > 0]).toEqual([field, required])
      }
    }
  })

  /** What has to be said where the contract leaves the choice. */
  const ASKED_WITH: Record<string, Record<string, string>> = {
    'proof.GetInclusionProof': { sequence: '1' },
    'reports.ExplainFigure': { account: '1000' },
  }
  const named = new Map(operations().map((each) => [`${each.module}.${each.name}`, each]))
  const queries = routes.filter(({ kind, name }) => kind === 'query' && !HAS_ITS_OWN_SUITE.test(name))

  it.each(queries.map((route) => [route.name, route] as const))(
    'the reply of %s is as described',
    async (name, route) => {
      const asked = { ...route, query: { ...route.query, ...ASKED_WITH[name] } }
      const path = address(asked, company.id)
        .replace(/(?<=\/import\/)co_[0-9A-Z]{26}/, importing)
        .replace(/je_[0-9A-Z]{26}/, entry.id)
        .replace(/apr_[0-9A-Z]{26}/, waiting)
      const body = route.body === 'json' ? route.content : undefined
      expectDescribed(named.get(name) as Named, await api.send(route.method, path, body))
    },
  )

  it('the replies of the other commands are as described', async () => {
    const of = (name: string) => named.get(`ledger.${name}`) as Named
    const reversal = await company.post(`/journal-entries/${entry.id}/reverse`, {})
    expectDescribed(of('ReverseJournalEntry'), reversal)
    const rows = [sale(), { ...sale(), journal: 'NONE' }, '{']
    const bulk = await company.postRows('/journal-entries/bulk?mode=independent', rows)
    expectDescribed(of('PostJournalEntries'), bulk)
    const text = '2026-03-31 Sale\n  1000  1.00 EUR\n  income\n'
    const imported = await api.send('POST', `${company.path}/imports/journal?format=hledger`, text, 'text')
    expectDescribed(of('ImportJournal'), imported)
    expectDescribed(of('GetJournalEntry'), await company.get(`/journal-entries/${entry.id}`))
    const guardrails = {
      WithdrawCommand: `/approvals/${await park()}/withdraw`,
      RetirePolicy: '/guardrails/policies/four-eyes/retire',
      RevokeDelegation: `/delegations/${await lend()}/revoke`,
    }
    for (const [name, path] of Object.entries(guardrails))
      expectDescribed(named.get(`guardrails.${name}`) as Named, await company.post(path, {}))
    accepted(await company.post('/accounts', { code: '88', name: 'Old till', type: 'asset' }))
    const chart = {
      DeactivateAccount: await company.post('/accounts/88/deactivate', {}),
      ReactivateAccount: await company.post('/accounts/88/reactivate', {}),
      ImportChart: await api.send(
        'POST',
        `${company.path}/imports/chart`,
        'code,name,type\n77,Till,asset\n',
        'text',
      ),
    }
    for (const [name, reply] of Object.entries(chart)) expectDescribed(of(name), reply)
    expectDescribed(named.get('proof.SealRoot') as Named, await company.post('/roots', {}))
    const covered = [
      'proof.SealRoot',
      ...Object.keys(chart).map((name) => `ledger.${name}`),
      ...['ReverseJournalEntry', 'PostJournalEntries', 'ImportJournal'].map((name) => `ledger.${name}`),
      ...Object.keys(guardrails).map((name) => `guardrails.${name}`),
      // These take two people; guardrails.server.test.ts has them.
      'guardrails.ApproveCommand',
      'guardrails.RejectCommand',
      // Those of periods that need something to be there; periods.server.test.ts has them.
      ...['DropChecklistItem', 'RemoveFiscalYear', 'RevokeException'].map((name) => `periods.${name}`),
    ]
    const left = routes.filter(
      ({ kind, name }) => kind === 'command' && named.get(name)?.operation.example === undefined,
    )
    // Those of `access` are about people and credentials; the suites in `workers/` have them.
    const names = left
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('access.') && !HAS_ITS_OWN_SUITE.test(name))
    expect(names.sort()).toEqual(covered.sort())
  })

  it('so are those about open items, entries on hold and revaluations', async () => {
    const own = await Company.open(api, {}, [
      { code: '1200', name: 'Receivables', type: 'asset', category: 'receivable', isOpenItem: true },
      { code: '4000', name: 'Sales', type: 'income' },
      { code: '4800', name: 'Exchange gains', type: 'income' },
      { code: '6950', name: 'Exchange losses', type: 'expense' },
    ])
    await furnish(own)
    const roles = {
      exchangeGain: '4800',
      exchangeLoss: '6950',
      unrealisedGain: '4800',
      unrealisedLoss: '6950',
    }
    accepted(await own.post('/account-roles', { roles }))
    const item = async (side: 'debit' | 'credit', value: string) => {
      const other = side === 'debit' ? 'credit' : 'debit'
      const lines = [
        { account: '1200', [side]: '100.00', unit: 'USD', value },
        { account: '4000', [other]: value },
      ]
      return accepted(await own.postEntry({ effectiveDate: '2026-03-31', reference: 'INV-1', lines })).id
    }
    const [invoice, payment] = [await item('debit', '90.00'), await item('credit', '92.00')]
    await item('debit', '80.00')
    const check = async (name: string, path: string, body?: object) => {
      const reply = body ? await own.post(path, body) : await own.get(path)
      expectDescribed(named.get(name) as Named, reply)
      return reply.body as { id: string; pending?: { id: string } }
    }
    await check('open-items.SuggestMatches', '/open-items/suggestions?account=1200')
    const items = [
      { entry: invoice, line: 0 },
      { entry: payment, line: 0 },
    ]
    const match = await check('open-items.MatchItems', '/open-item-matches', { account: '1200', items })
    await check('open-items.GetMatch', `/open-item-matches/${match.id}`)
    await check('open-items.GetOpenItem', `/journal-entries/${invoice}/open-item?line=0`)
    await check('open-items.ListOpenItems', '/open-items?account=1200&status=all')
    await check('open-items.UnmatchItems', `/open-item-matches/${match.id}/unmatch`, { reason: 'Wrong one.' })
    await check('open-items.SetMatchingSettings', '/matching-settings', { writeOffLimit: '1.00' })
    await check('open-items.GetMatchingSettings', '/matching-settings')
    const revalued = await check('currencies.RevalueCurrencies', '/revaluations', { asOf: '2026-03-31' })
    await check('currencies.GetRevaluation', `/revaluations/${revalued.id}`)
    await check('currencies.ListRevaluations', '/revaluations')
    const lines = [
      { account: '4000', debit: '10.00' },
      { account: '4800', credit: '10.00' },
    ]
    const held = await check('pending.HoldEntry', '/pending-entries', { effectiveDate: '2026-03-31', lines })
    await check('pending.GetPendingEntry', `/pending-entries/${held.id}`)
    await check('pending.PostPending', `/pending-entries/${held.id}/post`, { amount: '4.00', keepRest: true })
    await check('pending.VoidPending', `/pending-entries/${held.id}/void`, { reason: 'Not needed.' })
    await check('pending.ListPendingEntries', '/pending-entries?status=settled')
    await check('pending.SetBalanceLimit', '/balance-limits', { account: '1200', min: '-1000.00' })
    await check('pending.ListBalanceLimits', '/balance-limits')
    await check('pending.GetBalances', '/accounts/1200/balances')
  })

  it('so are those of an import in parts', async () => {
    const own = await Company.open(api)
    const of = (name: string) => named.get(`migration.${name}`) as Named
    const begin = async (digest: string) => {
      const begun = await own.post<{ id: string }>('/imports', {
        name: 'sales.journal',
        format: 'hledger',
        digest,
      })
      expectDescribed(of('StartImport'), begun)
      return begun.body.id
    }
    const id = await begin('a'.repeat(64))
    const text = '2026-03-31 Sale\n  1000  1.00 EUR\n  4000\n\n2026-02-30 Never\n  1000  1.00 EUR\n  4000\n'
    const part = `${own.path}/imports/${id}/parts?part=1&mode=independent`
    expectDescribed(of('ImportPart'), await api.send('POST', part, text, 'text'))
    expectDescribed(of('GetImport'), await own.get(`/imports/${id}`))
    expectDescribed(of('ListImportErrors'), await own.get(`/imports/${id}/errors`))
    expectDescribed(of('ListImportEntries'), await own.get(`/imports/${id}/entries`))
    expectDescribed(of('FinishImport'), await own.post(`/imports/${id}/finish`, {}))
    expectDescribed(of('ReverseImport'), await own.post(`/imports/${id}/reverse`, {}))
    expectDescribed(
      of('AbandonImport'),
      await own.post(`/imports/${await begin('b'.repeat(64))}/abandon`, {}),
    )
  })

  it('a row of a bulk request fits the row schema exactly when the server takes it', async () => {
    const schema = entryOf((named.get('ledger.PostJournalEntries') as Named).operation).requestBody?.content[
      MEDIA_TYPE.ndjson
    ]?.['x-row-schema']
    expect(violations(schema, sale())).toEqual([])
    for (const row of [
      { ...sale(), nonsense: 1 },
      { ...sale(), lines: [] },
      { effectiveDate: '2026-03-31' },
      7,
    ]) {
      expect(violations(schema, row)).not.toEqual([])
      expectProblem(await company.postRows('/journal-entries/bulk', [row]), 422, 'rows_refused')
    }
  })

  it('every refusal is a problem as described', async () => {
    const schema = document.components.schemas.Problem
    const refusals: [Reply, number, string][] = [
      [await request(`${baseUrl}/v1/companies`), 401, 'unauthenticated'],
      [await api.get('/v1/companies/nobody'), 404, 'company_not_found'],
      [await company.postEntry({}), 422, 'invalid_request'],
      [
        await company.postEntry({ ...sale(), lines: [sale().lines[0], { account: '9', credit: '1' }] }),
        422,
        'unknown_account',
      ],
      [
        await company.post('/accounts', { code: '1000', name: 'x', type: 'asset' }),
        409,
        'account_code_taken',
      ],
    ]
    for (const [reply, status, code] of refusals) {
      expectProblem(reply, status, code)
      expect(violations(schema, reply.body)).toEqual([])
    }
  })
})

describe('the check of schemas', () => {
  it('finds what does not fit', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        a: { type: 'string', pattern: '^x' },
        b: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
      },
      required: ['a'],
      additionalProperties: false,
    }
    expect(violations(schema, { a: 'x', b: null })).toEqual([])
    for (const wrong of [{}, { a: 1 }, { a: 'y' }, { a: 'x', b: 1.5 }, { a: 'x', c: 1 }, [], null])
      expect(violations(schema, wrong)).not.toEqual([])
    expect(() => violations({ dependentRequired: {} }, 1)).toThrow('dependentRequired')
    expect(schemaProblems({ type: 'text', required: ['a'] }, 's')).toHaveLength(2)
  })
})

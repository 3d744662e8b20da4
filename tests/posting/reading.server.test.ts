import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EntryView } from '../../durable-objects/ledger/contract.ts'
import { type Api, accepted, expectProblem, pointers } from '../support/api.ts'
import { verifyChain } from '../support/chain.ts'
import { Company, type Page, sale, upTo } from '../support/company.ts'
import { OwnServer } from '../support/own-server.ts'

/** What clients read: lists, registers and the events feed, page by page. */

let server: OwnServer
let api: Api

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
})

afterAll(() => server?.stop())

describe('lists', () => {
  const DATES = ['2025-12-31', '2026-01-01', '2026-01-15', '2026-02-28', '2026-02-28', '2026-03-31']
  let company: Company
  let all: EntryView[]

  beforeAll(async () => {
    company = await Company.open(api)
    accepted(await company.post('/journals', { code: 'BANK', name: 'Bank' }))
    const rows = upTo(83).map((row) => ({
      effectiveDate: DATES[(row * 7) % DATES.length] as string,
      description: ['Coffee 100%', 'Rent_March', 'Coffee beans', ''][row % 4] as string,
      ...(row % 5 === 0 && { reference: `INV-${row}`, journal: 'BANK' }),
      lines: [
        { account: row % 3 === 0 ? '1200' : '1000', debit: `${row}.00` },
        { account: '4000', credit: `${row}.00` },
        // The same account twice: the entry is still one row of the list.
        ...(row % 11 === 0
          ? [
              { account: '4000', debit: '1.00' },
              { account: '1200', credit: '1.00' },
            ]
          : []),
      ],
    }))
    accepted(await company.postRows('/journal-entries/bulk', rows))
    all = await company.entries({}, 200)
    expect(all).toHaveLength(83)
  })

  const has = (text: string) => (entry: EntryView) =>
    `${entry.description}\n${entry.reference ?? ''}`.toLowerCase().includes(text.toLowerCase())
  const filters: [query: Record<string, string>, wanted: (entry: EntryView) => boolean][] = [
    [{}, () => true],
    [{ from: '2026-01-01' }, (entry) => entry.effectiveDate >= '2026-01-01'],
    [{ to: '2026-01-15' }, (entry) => entry.effectiveDate <= '2026-01-15'],
    [{ from: '2026-02-28', to: '2026-02-28' }, (entry) => entry.effectiveDate === '2026-02-28'],
    [{ from: '2027-01-01' }, () => false],
    [{ account: '1200' }, (entry) => entry.lines.some(({ account }) => account.code === '1200')],
    [{ account: '4000', to: '2026-02-28' }, (entry) => entry.effectiveDate <= '2026-02-28'],
    [{ journal: 'BANK' }, (entry) => entry.journal === 'BANK'],
    [{ q: 'coffee' }, has('coffee')],
    [{ q: '100%' }, has('100%')],
    [{ q: '_' }, has('_')],
    [{ q: '%' }, has('%')],
    [{ q: '\\' }, () => false],
    [{ q: 'inv-1' }, has('inv-1')],
    [
      { q: 'coffee', journal: 'BANK', account: '1000', from: '2026-01-01' },
      (entry) =>
        has('coffee')(entry) &&
        entry.journal === 'BANK' &&
        entry.effectiveDate >= '2026-01-01' &&
        entry.lines.some(({ account }) => account.code === '1000'),
    ],
  ]

  it.each(filters)('show every entry of %o once, page by page, in both orders', async (query, wanted) => {
    const key = ({ effectiveDate, sequence }: EntryView) =>
      `${effectiveDate} ${String(sequence).padStart(9, '0')}`
    const ascending = all.filter(wanted).sort((a, b) => (key(a) < key(b) ? -1 : 1))
    expect(await company.entries({ ...query, order: 'asc' }, 7)).toEqual(ascending)
    expect(await company.entries({ ...query, order: 'desc' }, 10)).toEqual(ascending.toReversed())
    expect(await company.entries(query, 200)).toEqual(ascending.toReversed())
  })

  it('stay whole while entries are posted between two pages', async () => {
    const own = await Company.open(api)
    accepted(
      await own.postRows(
        '/journal-entries/bulk',
        upTo(30).map((row) => sale(`${row}.00`)),
      ),
    )
    const first = accepted(await own.get<Page<EntryView>>('/journal-entries?limit=10'))
    accepted(await own.postEntry(sale('99.00', { effectiveDate: '2026-04-01' })))
    accepted(await own.postEntry(sale('98.00', { effectiveDate: '2026-01-01' })))
    const rest = await own.all<EntryView>('/journal-entries', { cursor: first.nextCursor ?? '' }, 10)
    const totals = [...first.data, ...rest].map(({ total }) => Number(total))
    expect(totals).toEqual([...upTo(30).toReversed(), 98])
  })

  it('page accounts, units, journals and companies by their codes', async () => {
    const own = await server.newClient()
    const slugs = ['a', 'b', 'b-2', 'c', 'd-1']
    for (const slug of slugs)
      accepted(await own.post('/v1/companies', { name: slug, slug, country: 'DE', currency: 'EUR' }))
    const company = await Company.open(own, { slug: 'z' }, [])
    const codes = ['1', '10', '2', 'A:B', 'Aé', 'Ä', 'ñ', '☕', '😀', 'a b', 'a%', 'a_', "o'x"].sort()
    for (const code of codes) {
      accepted(await company.post('/accounts', { code, name: `Account ${code}`, type: 'asset' }))
      if (code !== '1') accepted(await company.post('/units', { code, name: code, kind: 'other', scale: 0 }))
    }
    for (const code of ['A', 'B1', 'C']) accepted(await company.post('/journals', { code, name: code }))
    const codesOf = (rows: { code: string }[]) => rows.map(({ code }) => code)
    expect(codesOf(await company.all('/accounts', {}, 2))).toEqual(codes)
    expect(codesOf(await company.all('/accounts', { q: 'account a' }, 2))).toEqual(
      codes.filter((code) => /^a/i.test(code)),
    )
    expect(codesOf(await company.all('/units', {}, 3))).toEqual(
      [...codes.filter((code) => code !== '1'), 'EUR'].sort(),
    )
    expect(codesOf(await company.all('/journals', {}, 1))).toEqual(['A', 'B1', 'C', 'GJ'])
    const listed: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Page<{ slug: string }> = accepted(
        await own.get<Page<{ slug: string }>>(
          `/v1/companies?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
        ),
      )
      listed.push(...page.data.map(({ slug }) => slug))
      cursor = page.nextCursor
    }
    expect(listed).toEqual([...slugs, 'z'])
  })

  const LISTS = ['/journal-entries', '/accounts/1000/register', '/accounts', '/units', '/journals', '']
  const listPath = (list: string) => (list === '' ? '/v1/companies' : `${company.path}${list}`)

  it.each([...LISTS, '/events'])('refuse a limit beyond 200, or none that can be: %s', async (list) => {
    for (const limit of ['201', '0', '-1', '1.5', 'many', '1e2', ''])
      expect(
        pointers(expectProblem(await api.get(`${listPath(list)}?limit=${limit}`), 422, 'invalid_request')),
      ).toEqual(['/limit'])
    expect((await api.get(`${listPath(list)}?limit=200`)).status).toBe(200)
  })

  it.each(LISTS)('refuse a cursor that is none of theirs: %s', async (list) => {
    for (const cursor of ['!!!', '%00', '%FF', "'"])
      expect(
        pointers(expectProblem(await api.get(`${listPath(list)}?cursor=${cursor}`), 400, 'invalid_cursor')),
      ).toEqual(['/cursor'])
    const long = await api.get(`${listPath(list)}?cursor=${'x'.repeat(501)}`)
    expect(pointers(expectProblem(long, 422, 'invalid_request'))).toEqual(['/cursor'])
  })

  it.each(['/journal-entries', '/accounts/1000/register'])(
    'refuse the cursor of another list: %s',
    async (list) => {
      for (const key of ['[1]', '{"a":1}', '["2026","1"]', '[1,2,3,4]', '1000']) {
        const cursor = Buffer.from(key).toString('base64url')
        expectProblem(await company.get(`${list}?cursor=${cursor}`), 400, 'invalid_cursor')
      }
    },
  )

  it('refuse filters that cannot be', async () => {
    for (const [query, pointer] of [
      ['from=2026-02-30', '/from'],
      ['to=today', '/to'],
      ['order=random', '/order'],
      ['journal=none', '/journal'],
      [`q=${'x'.repeat(201)}`, '/q'],
    ])
      expect(
        pointers(expectProblem(await company.get(`/journal-entries?${query}`), 422, 'invalid_request')),
      ).toEqual([pointer])
    expectProblem(await company.get('/journal-entries?account=9'), 404, 'account_not_found')
    expectProblem(await company.get('/accounts/9/register'), 404, 'account_not_found')
    expectProblem(await company.get('/reports/trial-balance?knownAt=999999'), 422, 'known_at_in_future')
  })
})

interface RegisterLine {
  effectiveDate: string
  entry: { sequence: number }
  line: number
  debit: string | null
  credit: string | null
  unit: string
  value: string | null
  balance: string
  quantityBalance: string
}

describe('a register', () => {
  let company: Company
  beforeAll(async () => {
    company = await Company.open(api)
    const rows = upTo(90).map((row) => {
      const effectiveDate = `2026-0${1 + (row % 3)}-${String(1 + ((row * 5) % 9)).padStart(2, '0')}`
      const foreign = row % 4 === 0
      const amount = `${row}.25`
      const line = foreign ? { unit: row % 8 === 0 ? 'USD' : 'JPY', value: amount } : {}
      const quantity = foreign ? `${row * 2}` : amount
      const [debit, credit] = row % 3 === 0 ? ['credit', 'debit'] : ['debit', 'credit']
      const lines = [
        { account: '1200', [debit as string]: quantity, ...line },
        { account: '4000', [credit as string]: amount },
        // Two more lines of the same account in one entry.
        ...(row % 10 === 0
          ? [
              { account: '1200', debit: '0.01' },
              { account: '1200', credit: '0.01' },
            ]
          : []),
        // Dollars that have no value in euros.
        ...(row % 9 === 0
          ? [
              { account: '1200', debit: '3.00', unit: 'USD' },
              { account: '2000', credit: '3.00' },
            ]
          : []),
      ]
      return { effectiveDate, lines }
    })
    accepted(await company.postRows('/journal-entries/bulk', rows))
  })

  const SCALE: Record<string, number> = { EUR: 2, USD: 2, JPY: 0 }
  const minor = (text: string, unit: string) => Math.round(Number(text) * 10 ** (SCALE[unit] as number))
  const decimal = (amount: number, unit: string) =>
    (amount / 10 ** (SCALE[unit] as number)).toFixed(SCALE[unit])

  /** The account's lines with running balances, recomputed from nothing but the entries. */
  async function recomputed(unit?: string): Promise<RegisterLine[]> {
    const entries = await company.entries({ order: 'asc' })
    const lines: RegisterLine[] = []
    let value = 0
    const quantities: Record<string, number> = {}
    for (const { effectiveDate, sequence, lines: all } of entries)
      for (const [line, each] of all.entries()) {
        if (each.account.code !== '1200' || (unit !== undefined && each.unit !== unit)) continue
        const sign = each.debit === null ? -1 : 1
        if (each.value !== null) value += sign * minor(each.value, 'EUR')
        const quantity =
          (quantities[each.unit] ?? 0) + sign * minor((each.debit ?? each.credit) as string, each.unit)
        quantities[each.unit] = quantity
        const { debit, credit } = each
        lines.push({
          ...{ effectiveDate, entry: { sequence }, line, debit, credit, unit: each.unit, value: each.value },
          balance: decimal(value, 'EUR'),
          quantityBalance: decimal(quantity, each.unit),
        })
      }
    return lines
  }

  const shape = ({
    effectiveDate,
    entry,
    line,
    debit,
    credit,
    unit,
    value,
    balance,
    quantityBalance,
  }: RegisterLine) => ({
    ...{
      effectiveDate,
      entry: { sequence: entry.sequence },
      line,
      debit,
      credit,
      unit,
      value,
      balance,
      quantityBalance,
    },
  })

  const register = async (query: Record<string, string>, limit: number) =>
    (await company.all<RegisterLine>('/accounts/1200/register', query, limit)).map(shape)

  it.each([undefined, 'EUR', 'USD', 'JPY'])(
    'runs its balances over all pages in both orders, unit %s',
    async (unit) => {
      const expected = await recomputed(unit)
      expect(expected.length).toBeGreaterThan(10)
      const query: Record<string, string> = unit === undefined ? {} : { unit }
      for (const limit of [7, 200]) {
        expect(await register(query, limit)).toEqual(expected)
        expect(await register({ ...query, order: 'desc' }, limit)).toEqual(expected.toReversed())
      }
    },
  )

  it('starts a range of dates with the balance before it', async () => {
    const range = { from: '2026-02-03', to: '2026-03-04' }
    const expected = (await recomputed()).filter(
      (line) => line.effectiveDate >= range.from && line.effectiveDate <= range.to,
    )
    expect(expected.length).toBeGreaterThan(10)
    expect(await register(range, 7)).toEqual(expected)
    expect(await register({ ...range, order: 'desc' }, 7)).toEqual(expected.toReversed())
  })

  it('ends with the balance of the trial balance', async () => {
    const { rows } = accepted(
      await company.get<{ rows: { account: { code: string }; balance: string }[] }>('/reports/trial-balance'),
    )
    const last = (await register({}, 200)).at(-1)
    expect(rows.find(({ account }) => account.code === '1200')?.balance).toBe(last?.balance)
  })
})

describe('the events feed', () => {
  let company: Company
  beforeAll(async () => {
    company = await Company.open(api)
    for (const row of upTo(7))
      accepted(await company.postEntry(sale(`${row}.00`, { description: `Zürich "${row}" \\ ☕` })))
    accepted(
      await company.postEntry({
        ...sale(),
        lines: [
          { account: '1200', debit: '1', unit: 'JPY', value: '1.00' },
          { account: '1000', credit: '1.00' },
        ],
      }),
    )
  })

  it('is the whole log, once and in order, whatever the page size', async () => {
    const sequence = await company.sequence()
    for (const limit of [1, 4, 200]) {
      const events = await company.events(limit)
      expect(events.map((event) => event.sequence)).toEqual(upTo(sequence))
    }
    expect(accepted(await company.get(`/events?after=${sequence}`))).toEqual({ data: [], nextCursor: null })
  })

  it('proves itself: every hash follows from the event and the one before', async () => {
    const events = await company.events()
    expect(verifyChain(events)).toEqual([])
    const altered = structuredClone(events)
    ;(altered[8] as { data: { description: string } }).data.description += '!'
    expect(verifyChain(altered)).toEqual(['event 9 is not what its hash says'])
  })

  it('speaks CloudEvents 1.0 in the JSON format', async () => {
    const events = await company.events()
    expect(new Set(events.map(({ source, id }) => `${source} ${id}`)).size).toBe(events.length)
    for (const event of events) {
      expect(event).toMatchObject({ specversion: '1.0', datacontenttype: 'application/json' })
      for (const required of [event.id, event.source, event.type]) expect(required).toMatch(/^\S+$/)
      expect(event.source).toBe(`/companies/${company.id}`)
      expect(event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
      for (const name of Object.keys(event)) expect(name).toMatch(/^[a-z0-9]{1,20}$/)
    }
  })

  it('keeps to the integers of CloudEvents, which have 32 bits', async () => {
    for (const { data: _, ...attributes } of await company.events())
      for (const [name, value] of Object.entries(attributes))
        if (typeof value === 'number')
          expect({ name, fits: (value | 0) === value }).toEqual({ name, fits: true })
  })
})

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { AccountCategory, AccountType, EntryView } from '../contract.ts'
import type { ReportsContract } from './contract.ts'
import type { AccountPart, Explanation, ReportTable } from './replies.ts'

/** Statements, books and explanations against a little model that adds up a list of entries. */

type Operation = keyof ReportsContract['operations']

interface Line {
  account: string
  value: number
}
interface Posted {
  sequence: number
  date: string
  purpose?: string
  lines: Line[]
}

const ACCOUNTS: {
  code: string
  type: AccountType
  category: AccountCategory
  parent?: string
  isHeading?: true
}[] = [
  { code: '1', type: 'asset', category: 'current-asset', isHeading: true },
  { code: '10', type: 'asset', category: 'cash', parent: '1' },
  { code: '100', type: 'asset', category: 'cash', parent: '10' },
  { code: '12', type: 'asset', category: 'receivable', parent: '1' },
  { code: '15', type: 'asset', category: 'fixed-asset' },
  { code: '16', type: 'asset', category: 'fixed-asset', parent: '15' },
  { code: '20', type: 'liability', category: 'payable' },
  { code: '22', type: 'liability', category: 'tax-payable' },
  { code: '25', type: 'liability', category: 'non-current-liability' },
  { code: '30', type: 'equity', category: 'equity' },
  { code: '31', type: 'equity', category: 'retained-earnings' },
  { code: '40', type: 'income', category: 'revenue' },
  { code: '41', type: 'income', category: 'revenue', parent: '40' },
  { code: '49', type: 'income', category: 'other-income' },
  { code: '50', type: 'expense', category: 'cost-of-sales' },
  { code: '60', type: 'expense', category: 'operating-expense' },
  { code: '65', type: 'expense', category: 'depreciation' },
  { code: '70', type: 'expense', category: 'finance-cost' },
]
const POSTED_TO = ACCOUNTS.filter(({ isHeading }) => !isHeading)
const accountOf = (code: string) => ACCOUNTS.find((each) => each.code === code) as (typeof ACCOUNTS)[number]

let books: TestBooks
const posted: Posted[] = []
let head = 0

const ask = <Reply>(operation: Operation, input: object) => books.ask<Reply>('reports', operation, input)
const minor = (text: string) => Math.round(Number(text) * 100)
const euros = (value: number) => (value / 100).toFixed(2)

/** What the contract does to a query string, which an object is not asked with. */
const parsed = (parameters: Record<string, string>) => ({
  ...parameters,
  ...(parameters.knownAt !== undefined && { knownAt: Number(parameters.knownAt) }),
  ...(parameters.subtree !== undefined && { subtree: parameters.subtree === 'true' }),
})

function numbers(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

async function post(lines: Line[], date: string) {
  const outcome = expectAccepted(
    await books.post(
      lines.map(({ account, value }) =>
        value > 0 ? { account, debit: euros(value) } : { account, credit: euros(-value) },
      ),
      { effectiveDate: date },
    ),
  )
  posted.push({ sequence: outcome.sequence, date, lines })
  head = outcome.sequence
}

beforeAll(async () => {
  books = await TestBooks.open('EUR', [])
  for (const { code, type, category, parent, isHeading } of ACCOUNTS) {
    // One account becomes cash only after it was posted to.
    const given = code === '100' ? 'current-asset' : category
    const input = { code, name: `Account ${code}`, type, category: given, parent, isHeading }
    expectAccepted(await books.execute('ledger', 'OpenAccount', input))
  }
  const random = numbers(11)
  for (let number = 0; number < 160; number++) {
    const amounts = Array.from({ length: 1 + random(3) }, () => 1 + random(50_000))
    const lines = amounts.map((value) => ({
      account: POSTED_TO[random(POSTED_TO.length)]?.code ?? '',
      value,
    }))
    const total = amounts.reduce((sum, each) => sum + each, 0)
    const part = random(total)
    lines.push({ account: POSTED_TO[random(POSTED_TO.length)]?.code ?? '', value: -total + part })
    if (part > 0) lines.push({ account: random(3) === 0 ? '10' : '100', value: -part })
    if (random(2) === 0) for (const line of lines) line.value = -line.value
    const month = 1 + random(12)
    const day = 1 + random(28)
    const two = (value: number) => String(value).padStart(2, '0')
    await post(lines, `${2024 + random(3)}-${two(month)}-${two(day)}`)
    if (number === 100)
      expectAccepted(await books.execute('ledger', 'ChangeAccount', { code: '100', category: 'cash' }))
  }
})

// ------------------------------------------------------------------------------------------------ the model

type Parameters = Record<string, string>

const dayBefore = (date: string) => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10)
const isBelow = (code: string, top: string): boolean => {
  for (let each: string | undefined = code; each !== undefined; each = accountOf(each).parent)
    if (each === top) return true
  return false
}

function sides(entries: readonly Posted[], wanted: (account: string) => boolean, from: string, to: string) {
  let [debits, credits] = [0, 0]
  for (const { date, lines } of entries) {
    if (date < from || date > to) continue
    for (const { account, value } of lines) {
      if (!wanted(account)) continue
      if (value > 0) debits += value
      else credits -= value
    }
  }
  return { debits, credits }
}

/** Each entry's cash put on its other lines, worked out with fractions instead of remainders. */
function cashAgainst(
  entries: readonly Posted[],
  from: string,
  to: string,
): Map<string, { in: number; out: number }> {
  const flows = new Map<string, { in: number; out: number }>()
  for (const { date, purpose, lines } of entries) {
    if (date < from || date > to || purpose === 'opening') continue
    const net = lines
      .filter(({ account }) => accountOf(account).category === 'cash')
      .reduce((sum, { value }) => sum + value, 0)
    const others = new Map<string, number>()
    for (const { account, value } of lines)
      if (accountOf(account).category !== 'cash') others.set(account, (others.get(account) ?? 0) + value)
    const against = [...others].filter(([, value]) => value * net < 0)
    const whole = against.reduce((sum, [, value]) => sum + Math.abs(value), 0)
    for (const [account, value] of against) {
      const held = flows.get(account) ?? { in: 0, out: 0 }
      const share = (Math.abs(net) * Math.abs(value)) / whole
      if (net > 0) held.in += share
      else held.out += share
      flows.set(account, held)
    }
  }
  return flows
}

function modelFigure(parameters: Parameters): number {
  const { to = '9999-12-31', knownAt = String(head) } = parameters
  const known = posted.filter(({ sequence }) => sequence <= Number(knownAt))
  const without = parameters.without?.split(',') ?? []
  const entries = known.filter(
    ({ purpose = '' }) =>
      !without.includes(purpose) && (parameters.only === undefined || purpose === parameters.only),
  )
  const measure = parameters.measure ?? 'balance'
  const come = ({ debits, credits }: { debits: number; credits: number }) =>
    ({
      balance: debits - credits,
      'credit-balance': credits - debits,
      debits,
      credits,
      'minus-credits': -credits,
    })[measure] ?? Number.NaN
  const ofTypes = (types: string[], from: string, until: string) =>
    come(sides(entries, (account) => types.includes(accountOf(account).type), from, until))
  const yearStart = `${to.slice(0, 4)}-01-01`
  const isCash = (account: string) => accountOf(account).category === 'cash'
  switch (parameters.line) {
    case 'year-result':
      return ofTypes(['income', 'expense'], yearStart, to)
    case 'earlier-results':
      return ofTypes(['income', 'expense'], '', dayBefore(yearStart))
    case 'total-equity':
      return ofTypes(['equity', 'income', 'expense'], '', to)
    case 'total-liabilities-and-equity':
      return ofTypes(['liability', 'equity', 'income', 'expense'], '', to)
    case 'cash-at-start':
      return come(sides(entries, isCash, '', dayBefore(parameters.from as string)))
    case 'cash-at-end':
      return come(sides(entries, isCash, '', to))
    case 'cash-exchange':
      return 0
  }
  const wanted = (code: string) => {
    const { account, category, type, subtree } = parameters
    if (account !== undefined && !(subtree ? isBelow(code, account) : code === account)) return false
    if (category !== undefined && !category.split(',').includes(accountOf(code).category)) return false
    return type === undefined || type.split(',').includes(accountOf(code).type)
  }
  if (parameters.cash === undefined) return come(sides(entries, wanted, parameters.from ?? '', to))
  let [debits, credits] = [0, 0]
  for (const [account, flow] of cashAgainst(entries, parameters.from ?? '', to))
    if (wanted(account)) {
      debits += flow.in
      credits += flow.out
    }
  return come({ debits, credits })
}

interface Cell {
  id: string
  amount: number
  parameters: Parameters
}

function cells(table: ReportTable): Cell[] {
  return table.rows.flatMap((row) =>
    row.amounts.flatMap((amount, index) => {
      const column = table.columns[index]
      if (amount === null || !row.explain || !column?.explain) return []
      return [
        {
          id: `${row.id} ${column.key}`,
          amount: minor(amount),
          parameters: { ...table.explain, ...column.explain, ...row.explain },
        },
      ]
    }),
  )
}

async function explained(parameters: Parameters) {
  const first = await ask<Explanation>('ExplainFigure', parsed(parameters))
  const entries = [...first.entries.data]
  for (let cursor = first.entries.nextCursor; cursor !== null; ) {
    const next = await ask<Explanation>('ExplainFigure', { ...parsed(parameters), cursor })
    entries.push(...next.entries.data)
    cursor = next.entries.nextCursor
  }
  const sum = (amounts: (string | null)[]) => amounts.reduce((all, each) => all + minor(each ?? 'NaN'), 0)
  return {
    figure: minor(first.figure),
    buckets: sum(first.buckets.map(({ amount }) => amount)),
    entries: sum(entries.map(({ amount }) => amount)),
    lines: sum(entries.flatMap(({ lines }) => lines.map(({ amount }) => amount))),
    explanation: first,
  }
}

const dates = fc
  .tuple(fc.integer({ min: 0, max: 1_095 }), fc.integer({ min: 0, max: 500 }))
  .map(([start, length]) => {
    const at = (days: number) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(0, 10)
    return { from: at(start), to: at(start + length) }
  })
const columns = fc.oneof(
  fc.constant({}),
  fc.record({
    compare: fc.constantFrom('previous-period', 'previous-year'),
    periods: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ by: fc.constantFrom('month', 'quarter', 'year') }),
)
const knownAt = fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: undefined })

const withKnownAt = (thousandths: number | undefined) =>
  thousandths === undefined ? {} : { knownAt: Math.floor((thousandths * head) / 1_000) }

async function agrees(table: ReportTable, isShare = false) {
  for (const { id, amount, parameters } of cells(table)) {
    const expected = modelFigure(parameters)
    // Shares of cash are rounded entry by entry.
    if (isShare && parameters.cash !== undefined)
      expect([id, Math.abs(amount - expected) < 100]).toEqual([id, true])
    else expect([id, amount]).toEqual([id, expected + 0])
  }
}

async function explains(table: ReportTable, pick: number) {
  const all = cells(table).filter(({ amount }) => amount !== 0)
  const cell = all[pick % Math.max(all.length, 1)]
  if (!cell) return
  const { figure, buckets, entries, lines } = await explained(cell.parameters)
  expect({ id: cell.id, figure, buckets, entries, lines }).toEqual({
    id: cell.id,
    figure: cell.amount,
    buckets: cell.amount,
    entries: cell.amount,
    lines: cell.amount,
  })
}

const pick = fc.nat({ max: 10_000 })
const amountsOf = (table: ReportTable, id: string) =>
  (table.rows.find((row) => row.id === id)?.amounts ?? []).map((each) => minor(each ?? 'NaN'))

describe('every figure of a statement', () => {
  it('of the trial balance is what the entries add up to, and its explanation sums to it', async () => {
    await fc.assert(
      fc.asyncProperty(dates, knownAt, pick, async (range, known, which) => {
        const table = await ask<ReportTable>('GetTrialBalanceByPeriod', { ...range, ...withKnownAt(known) })
        await agrees(table)
        await explains(table, which)
        const [opening, debit, credit, closing] = amountsOf(table, 'total')
        expect([opening, closing]).toEqual([0, 0])
        expect(debit).toBe(credit)
      }),
      { numRuns: 25 },
    )
  })

  it('of the profit and loss, with any columns', async () => {
    await fc.assert(
      fc.asyncProperty(dates, columns, knownAt, pick, async (range, wish, known, which) => {
        const table = await ask<ReportTable>('GetProfitAndLoss', { ...range, ...wish, ...withKnownAt(known) })
        await agrees(table)
        await explains(table, which)
      }),
      { numRuns: 30 },
    )
  })

  it('of the balance sheet, whose sides are equal', async () => {
    await fc.assert(
      fc.asyncProperty(dates, columns, knownAt, pick, async ({ to }, wish, known, which) => {
        const table = await ask<ReportTable>('GetBalanceSheet', { asOf: to, ...wish, ...withKnownAt(known) })
        await agrees(table)
        await explains(table, which)
        expect(amountsOf(table, 'total:assets')).toEqual(amountsOf(table, 'total:liabilities-and-equity'))
      }),
      { numRuns: 30 },
    )
  })

  it('of both cash flow statements, which agree on the change of cash', async () => {
    await fc.assert(
      fc.asyncProperty(dates, columns, knownAt, pick, async (range, wish, known, which) => {
        const asked = { ...range, ...wish, ...withKnownAt(known) }
        const indirect = await ask<ReportTable>('GetCashFlow', asked)
        const direct = await ask<ReportTable>('GetCashFlow', { ...asked, presentation: 'direct' })
        for (const table of [indirect, direct]) {
          await agrees(table, true)
          await explains(table, which)
          // Nothing is left over between the activities and the change of cash.
          expect(table.rows.some(({ id }) => id === 'line:others')).toBe(false)
          const activities = ['operating', 'investing', 'financing'].map((id) =>
            amountsOf(table, `total:${id}`),
          )
          const change = amountsOf(table, 'total:change')
          change.forEach((amount, index) => {
            expect(activities.reduce((sum, each) => sum + (each[index] ?? 0), 0)).toBe(amount)
          })
        }
        for (const id of ['total:change', 'total:cash-at-start', 'total:cash-at-end'])
          expect(amountsOf(direct, id)).toEqual(amountsOf(indirect, id))
      }),
      { numRuns: 25 },
    )
  })
})

describe('the books', () => {
  it('of the general ledger hold every line once, from the opening to the closing balance', async () => {
    await fc.assert(
      fc.asyncProperty(dates, knownAt, fc.integer({ min: 1, max: 40 }), async (range, known, limit) => {
        const asked = { ...range, ...withKnownAt(known) }
        const parts: AccountPart[] = []
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page: { data: AccountPart[]; nextCursor: string | null } = await ask('GetGeneralLedger', {
            ...asked,
            limit,
            ...(cursor !== undefined && { cursor }),
          })
          parts.push(...page.data)
          cursor = page.nextCursor
        }
        const trial = await ask<ReportTable>('GetTrialBalanceByPeriod', asked)
        for (const row of trial.rows.filter(({ kind }) => kind === 'account')) {
          const own = parts.filter(({ account }) => account.code === row.account?.code)
          const lines = own.flatMap((part) => part.lines)
          expect(own[0]?.opening).toBe(row.amounts[0])
          expect(own.at(-1)?.closing).toBe(row.amounts[3])
          const sum = (side: 'debit' | 'credit') =>
            lines.reduce((all, line) => all + minor(line[side] ?? '0'), 0)
          expect([sum('debit'), sum('credit')]).toEqual([
            minor(row.amounts[1] ?? ''),
            minor(row.amounts[2] ?? ''),
          ])
          expect(lines.at(-1)?.balance ?? row.amounts[0]).toBe(row.amounts[3])
        }
      }),
      { numRuns: 20 },
    )
  })

  it('of one account are its lines as they were known, forth and back', async () => {
    await fc.assert(
      fc.asyncProperty(knownAt, fc.constantFrom('asc', 'desc'), async (known, order) => {
        const asked = withKnownAt(known)
        const lines: { balance: string; entry: { sequence: number } }[] = []
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page: { data: typeof lines; nextCursor: string | null } = await books.ask(
            'ledger',
            'GetRegister',
            {
              code: '10',
              order,
              limit: 9,
              ...asked,
              ...(cursor !== undefined && { cursor }),
            },
          )
          lines.push(...page.data)
          cursor = page.nextCursor
        }
        const upTo = 'knownAt' in asked ? asked.knownAt : head
        const expected = posted
          .filter(({ sequence }) => sequence <= upTo)
          .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.sequence - b.sequence))
          .flatMap(({ sequence, lines: all }) =>
            all.filter(({ account }) => account === '10').map(({ value }) => ({ sequence, value })),
          )
        let balance = 0
        const running = expected.map(({ sequence, value }) => {
          balance += value
          return [sequence, euros(balance)]
        })
        const told = lines.map((line) => [line.entry.sequence, line.balance])
        expect(order === 'asc' ? told : told.reverse()).toEqual(running)
      }),
      { numRuns: 20 },
    )
  })

  it('of the journal hold every entry of the range once, oldest first', async () => {
    const data: EntryView[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: { data: EntryView[]; nextCursor: string | null } = await ask('GetJournal', {
        from: '2024-06-01',
        to: '2026-06-30',
        limit: 7,
        ...(cursor !== undefined && { cursor }),
      })
      data.push(...page.data)
      cursor = page.nextCursor
    }
    const expected = posted
      .filter(({ date }) => date >= '2024-06-01' && date <= '2026-06-30')
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.sequence - b.sequence))
    expect(data.map(({ sequence }) => sequence)).toEqual(expected.map(({ sequence }) => sequence))
  })

  it('say what changed between two positions: the entries, and the effect on each account and month', async () => {
    const [from, to] = [posted[40]?.sequence ?? 0, posted[90]?.sequence ?? 0]
    const changes = await ask<{
      data: { entry: { id: string } | null }[]
      effects: { account: { code: string }; period: string; balance: string }[]
      counts: { entries: number }
    }>('GetChanges', { from, to, limit: 200 })
    expect(changes.counts.entries).toBe(50)
    expect(changes.data.filter(({ entry }) => entry)).toHaveLength(50)
    const effects = new Map<string, number>()
    for (const { sequence, date, lines } of posted)
      if (sequence > from && sequence <= to)
        for (const { account, value } of lines) {
          const key = `${account} ${date.slice(0, 7)}`
          effects.set(key, (effects.get(key) ?? 0) + value)
        }
    const told = new Map(
      changes.effects.map(({ account, period, balance }) => [`${account.code} ${period}`, minor(balance)]),
    )
    for (const [key, value] of effects) expect([key, told.get(key) ?? 0]).toEqual([key, value])
    expect(told.size).toBeLessThanOrEqual(effects.size)
  })
})

describe('a year that is closed by an entry', () => {
  it('keeps its profit and loss, and stands in the balance sheet once', async () => {
    const asked = { from: '2024-01-01', to: '2024-12-31' }
    const before = await ask<ReportTable>('GetProfitAndLoss', asked)
    const sheet = await ask<ReportTable>('GetBalanceSheet', { asOf: '2025-06-30' })
    expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles: { retainedEarnings: '31' } }))
    expectAccepted(await books.execute('periods', 'CloseFiscalYear', { year: '2024', closingEntry: true }))
    const after = await ask<ReportTable>('GetProfitAndLoss', asked)
    expect(after.rows).toEqual(before.rows)
    const closed = await ask<ReportTable>('GetBalanceSheet', { asOf: '2025-06-30' })
    for (const id of ['total:assets', 'total:equity', 'line:year-result', 'total:liabilities-and-equity'])
      expect(amountsOf(closed, id)).toEqual(amountsOf(sheet, id))
    const [earlier = 0] = amountsOf(sheet, 'line:earlier-results')
    const [left = 0] = amountsOf(closed, 'line:earlier-results')
    expect(left).toBe(earlier - (amountsOf(before, 'total:result')[0] ?? 0))
    const flow = await ask<ReportTable>('GetCashFlow', asked)
    expect(flow.rows.some(({ id }) => id === 'line:others')).toBe(false)
  })

  it('leaves books that a replay gives again, row for row, and that the audit finds right', async () => {
    const view = await books.audit(true)
    expect(view.checks.filter(({ ok }) => !ok)).toEqual([])
  })
})

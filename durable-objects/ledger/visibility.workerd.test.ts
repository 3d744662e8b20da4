import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../tests/support/books.ts'
import type { Actor } from '../kernel/module.ts'
import type { FieldRule, RecordRule } from '../kernel/rules.ts'
import type { EntryView, TrialBalance } from './contract.ts'

/** What readers with record rules see of the ledger, against a little model that filters a list of entries. */

interface Posted {
  journal: string
  author: string
  date: string
  lines: { account: string; value: number }[]
}

const ACCOUNTS = ['1000', '1200', '4000', '4010', '5000', '6000']
const JOURNALS = ['GJ', 'SAL', 'PUR']
const AUTHORS = ['user_ada', 'user_bob', 'user_eve']

let books: TestBooks
const posted: Posted[] = []

const as = (actor: Partial<Actor>): Actor => ({ ...books.actor, ...actor })
const restricted = (rules: readonly RecordRule[], id = 'user_ada') =>
  as({ id, roles: [], grants: 'ledger:read ledger:write company:read', rules })
const euros = (minor: number) => (minor / 100).toFixed(2)

async function ask<Reply>(actor: Actor, query: string, input: object, module = 'ledger'): Promise<Reply> {
  // What fast-check makes has no prototype, and does not travel so.
  const answer = await books.stub.ask({ module, query, input, actor: JSON.parse(JSON.stringify(actor)) })
  if (answer.kind === 'refused') throw new Error(answer.refusal.refused)
  return JSON.parse(answer.body) as Reply
}

async function refusalOf(actor: Actor, query: string, input: object, module = 'ledger'): Promise<string> {
  const answer = await books.stub.ask({ module, query, input, actor })
  return answer.kind === 'refused' ? answer.refusal.refused : 'answered'
}

function execute(actor: Actor, command: string, input: object) {
  const envelope = { company: books.company, module: 'ledger', command, requestId: 'req_test', actor }
  return books.stub.execute({ ...envelope, input: JSON.stringify(input) })
}

async function post(entry: Posted, actor = as({ id: entry.author })) {
  return execute(actor, 'PostJournalEntry', {
    journal: entry.journal,
    effectiveDate: entry.date,
    description: `by ${entry.author}`,
    lines: entry.lines.map(({ account, value }) =>
      value > 0 ? { account, debit: euros(value) } : { account, credit: euros(-value) },
    ),
  })
}

beforeAll(async () => {
  books = await TestBooks.open('EUR', ACCOUNTS)
  for (const code of ['SAL', 'PUR'])
    expectAccepted(await execute(as({}), 'OpenJournal', { code, name: code }))
  let seed = 7
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((seed / 2 ** 32) * below)
  }
  for (let number = 0; number < 120; number++) {
    const amounts = Array.from({ length: 1 + random(3) }, () => 1 + random(90_000))
    const lines = amounts.map((value) => ({ account: ACCOUNTS[random(6)] as string, value }))
    lines.push({
      account: ACCOUNTS[random(6)] as string,
      value: -amounts.reduce((sum, each) => sum + each, 0),
    })
    const entry = {
      journal: JOURNALS[random(3)] as string,
      author: AUTHORS[random(3)] as string,
      date: `2026-0${1 + random(6)}-1${random(9)}`,
      lines,
    }
    expectAccepted(await post(entry))
    posted.push(entry)
  }
})

// ------------------------------------------------------------------------------------------------ the model

type Sides = FieldRule[][]

function keeps(rule: FieldRule, entry: Posted, account: string, reader: string): boolean {
  const total = entry.lines.reduce((sum, { value }) => sum + Math.max(value, 0), 0)
  if ('max' in rule) return rule.field === 'amount' && total <= Math.round(Number(rule.max) * 100)
  const value = { account, journal: entry.journal, author: entry.author }[rule.field]
  if (value === undefined) return false
  if ('own' in rule) return value === reader
  const among = (list: readonly string[]) =>
    list.some((each) => (each.endsWith('*') ? value.startsWith(each.slice(0, -1)) : each === value))
  return 'allow' in rule ? among(rule.allow) : !among(rule.deny)
}

function visible(entry: Posted, account: string, own: FieldRule[], roles: Sides, reader: string): boolean {
  if (!own.every((rule) => keeps(rule, entry, account, reader))) return false
  return roles.length === 0 || roles.some((side) => side.every((rule) => keeps(rule, entry, account, reader)))
}

function expectedTrialBalance(own: FieldRule[], roles: Sides, reader: string, asOf: string) {
  const rows = new Map<string, { debit: number; credit: number }>()
  for (const entry of posted.filter(({ date }) => date <= asOf))
    for (const { account, value } of entry.lines) {
      if (!visible(entry, account, own, roles, reader)) continue
      const row = rows.get(account) ?? { debit: 0, credit: 0 }
      if (value > 0) row.debit += value
      else row.credit -= value
      rows.set(account, row)
    }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
}

const ruleArbitrary: fc.Arbitrary<FieldRule> = fc.oneof(
  fc.record({
    field: fc.constant('account'),
    allow: fc.subarray([...ACCOUNTS, '4*', '1*'], { minLength: 1 }),
  }),
  fc.record({ field: fc.constant('account'), deny: fc.subarray([...ACCOUNTS, '4*'], { minLength: 1 }) }),
  fc.record({ field: fc.constant('journal'), allow: fc.subarray([...JOURNALS, 'S*'], { minLength: 1 }) }),
  fc.record({ field: fc.constant('journal'), deny: fc.subarray(JOURNALS, { minLength: 1 }) }),
  fc.constant<FieldRule>({ field: 'author', own: true }),
  fc.record({ field: fc.constant('author'), allow: fc.subarray(AUTHORS, { minLength: 1 }) }),
  fc.integer({ min: 1, max: 200_000 }).map((minor) => ({ field: 'amount', max: euros(minor) })),
  fc.constant<FieldRule>({ field: 'warehouse', allow: ['north'] }),
)

const rolesArbitrary = fc.array(fc.array(ruleArbitrary, { minLength: 1, maxLength: 3 }), { maxLength: 3 })

describe('what a restricted reader is told', () => {
  it('is the report over the entries that the rules leave', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(ruleArbitrary, { maxLength: 2 }),
        rolesArbitrary,
        fc.constantFrom(...AUTHORS),
        fc.constantFrom('2026-01-31', '2026-03-15', '2026-12-31'),
        async (own, roles, reader, asOf) => {
          const byRole = roles.map((rules, index) => ({ role: `r${index}`, grants: 'ledger:read', rules }))
          const rules: RecordRule[] = [...own, ...(byRole.length > 0 ? [{ roles: byRole }] : [])]
          fc.pre(rules.length > 0)
          const actor = restricted(rules, reader)
          const report = await ask<TrialBalance>(actor, 'GetTrialBalance', { asOf })
          const expected = expectedTrialBalance(own, roles, reader, asOf)
          expect(report.rows.map(({ account, debit, credit }) => [account.code, debit, credit])).toEqual(
            expected.map(([code, { debit, credit }]) => [code, euros(debit), euros(credit)]),
          )
          const sum = (of: 'debit' | 'credit') => expected.reduce((total, [, row]) => total + row[of], 0)
          expect(report.totals).toEqual({ debit: euros(sum('debit')), credit: euros(sum('credit')) })

          // The list shows the same lines, and so do the event log and the registers.
          const listed = await ask<{ data: EntryView[] }>(actor, 'ListJournalEntries', {
            limit: 200,
            to: asOf,
          })
          const shown = posted
            .filter(({ date }) => date <= asOf)
            .map((entry) => entry.lines.filter(({ account }) => visible(entry, account, own, roles, reader)))
            .filter((lines) => lines.length > 0)
          const text = (lines: { account: string; value: number }[]) =>
            lines.map(({ account, value }) => `${account} ${euros(value)}`).join()
          expect(listed.data.map((entry) => text(entry.lines.map(lineOf))).sort()).toEqual(
            shown.map(text).sort(),
          )
          expect(listed.data.every(({ hash }) => hash === null)).toBe(true)
          await expectRegisters(actor, report, asOf)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is the same in the event log', async () => {
    const actor = restricted([{ field: 'journal', allow: ['SAL'] }])
    const { data } = await ask<{ data: { type: string; hash: string | null; data: { journal: string } }[] }>(
      actor,
      'ListEvents',
      { limit: 200 },
      'company',
    )
    const entries = data.filter(({ type }) => type === 'journal-entry-posted')
    expect(entries).toHaveLength(posted.filter(({ journal }) => journal === 'SAL').length)
    expect(new Set(entries.map((event) => event.data.journal))).toEqual(new Set(['SAL']))
    expect(data.every(({ hash }) => hash === null)).toBe(true)
  })

  it('is the same in an export, which still balances', async () => {
    const actor = restricted([{ field: 'account', allow: ['4000'] }])
    const { text } = await ask<{ text: string }>(actor, 'ExportJournal', { format: 'hledger' })
    expect(text).toContain('4000')
    for (const hidden of ['1000', '1200', '4010', '5000', '6000'])
      expect(text).not.toMatch(new RegExp(`\\b${hidden}\\b(?!\\.)`))
    const touched = posted.filter(({ lines }) => lines.some(({ account }) => account === '4000'))
    expect(text.match(/^2026-/gm)).toHaveLength(touched.length)
  })

  it('is nothing at all for an entry that they do not see', async () => {
    const index = posted.findIndex(({ journal }) => journal === 'PUR')
    const all = await ask<{ data: EntryView[] }>(as({}), 'ListJournalEntries', { limit: 200, journal: 'PUR' })
    expect(index).toBeGreaterThanOrEqual(0)
    const id = all.data[0]?.id as string
    const actor = restricted([{ field: 'journal', allow: ['SAL'] }])
    const hidden = await books.stub.ask({ module: 'ledger', query: 'GetJournalEntry', input: { id }, actor })
    expect(hidden).toMatchObject({ kind: 'refused', refusal: { refused: 'journal_entry_not_found' } })
  })

  it('is nothing of what counts all records', async () => {
    const actor = restricted([{ field: 'journal', allow: ['SAL'] }])
    expect(await refusalOf(actor, 'GetUsage', {}, 'company')).toBe('record_rule')
    expect(await books.stub.audit(actor, { replay: false })).toMatchObject({ refused: 'record_rule' })
  })

  it('does not name an account that they do not see', async () => {
    const actor = restricted([{ field: 'account', allow: ['4*'] }])
    const { data } = await ask<{ data: { code: string }[] }>(actor, 'ListAccounts', {})
    expect(data.map(({ code }) => code)).toEqual(['4000', '4010'])
    expect(await refusalOf(actor, 'GetRegister', { code: '1000' })).toBe('account_not_found')
    expect(await refusalOf(actor, 'GetRegister', { code: '9999' })).toBe('account_not_found')
    expect(await refusalOf(actor, 'ListJournalEntries', { account: '1000' })).toBe('account_not_found')
  })

  it('is all they ask for where no rule of theirs concerns the operation', async () => {
    const open = { roles: [{ role: 'a', grants: 'ledger:read', rules: [] }] }
    const report = await ask<TrialBalance>(restricted([open]), 'GetTrialBalance', {})
    expect(report).toEqual(await ask<TrialBalance>(as({}), 'GetTrialBalance', {}))
  })

  it('is nothing where a role without rules allows something else', async () => {
    const roles = [
      { role: 'sales', grants: 'ledger:read', rules: [{ field: 'journal', allow: ['NONE'] }] },
      { role: 'employee', grants: 'company.GetCompany', rules: [] },
    ]
    const report = await ask<TrialBalance>(restricted([{ roles }]), 'GetTrialBalance', {})
    expect(report.rows).toEqual([])
  })
})

describe('what a restricted actor may write', () => {
  const entry = (more: Partial<Posted> = {}): Posted => ({
    journal: 'SAL',
    author: 'user_ada',
    date: '2026-07-01',
    lines: [
      { account: '1000', value: 10_000 },
      { account: '4000', value: -10_000 },
    ],
    ...more,
  })

  it.each<[string, FieldRule, Partial<Posted>, string]>([
    ['an account', { field: 'account', deny: ['4*'] }, {}, '/lines/1/account'],
    ['a journal', { field: 'journal', allow: ['GJ'] }, {}, '/journal'],
    ['an amount', { field: 'amount', max: '99.99' }, {}, '/lines'],
  ])('ends at %s', async (_, rule, more, pointer) => {
    const before = await books.ask<{ sequence: number }>('company', 'GetUsage', {})
    const outcome = await post(entry(more), restricted([rule]))
    expect(outcome).toMatchObject({
      kind: 'refused',
      refusal: { refused: 'record_rule', errors: [{ pointer }] },
    })
    expect((await books.ask<{ sequence: number }>('company', 'GetUsage', {})).sequence).toBe(before.sequence)
  })

  it('is told the same of an account that does not exist', async () => {
    const lines = [
      { account: '9999', value: 10_000 },
      { account: '4000', value: -10_000 },
    ]
    const outcome = await post(entry({ lines }), restricted([{ field: 'account', allow: ['4*'] }]))
    expect(outcome).toMatchObject({
      refusal: { refused: 'record_rule', errors: [{ pointer: '/lines/0/account' }] },
    })
  })

  it('includes rows of a bulk request and of an import', async () => {
    const actor = restricted([{ field: 'amount', max: '50.00' }])
    const value = {
      effectiveDate: '2026-07-01',
      lines: [
        { account: '1000', debit: '60.00' },
        { account: '4000', credit: '60.00' },
      ],
    }
    const bulk = await execute(actor, 'PostJournalEntries', { mode: 'independent', rows: [{ value }] })
    expect(bulk).toMatchObject({ kind: 'accepted', body: expect.stringContaining('record_rule') })
    const text = '2026-07-01 x\n  1000  60.00 EUR\n  4000\n'
    expect(await execute(actor, 'ImportJournal', { format: 'hledger', text })).toMatchObject({
      refusal: { refused: 'import_refused', errors: [{ code: 'record_rule' }] },
    })
  })

  it('is not a reversal of what they see in part', async () => {
    const actor = restricted([{ field: 'account', allow: ['4*'] }])
    const { data } = await ask<{ data: EntryView[] }>(actor, 'ListJournalEntries', { limit: 200 })
    const part = data.find(({ partial }) => partial)
    expect(await execute(actor, 'ReverseJournalEntry', { id: part?.id })).toMatchObject({
      refusal: { refused: 'record_rule' },
    })
  })
})

const lineOf = (line: EntryView['lines'][number]) => ({
  account: line.account.code,
  value: Math.round(Number(line.debit ?? line.credit) * 100) * (line.debit === null ? -1 : 1),
})

/** The last running balance of each register is the balance of the report, and the first page starts where it should. */
async function expectRegisters(actor: Actor, report: TrialBalance, asOf: string): Promise<void> {
  for (const { account, balance } of report.rows.slice(0, 2)) {
    const page = await ask<{ data: { balance: string }[] }>(actor, 'GetRegister', {
      code: account.code,
      to: asOf,
      order: 'desc',
      limit: 1,
    })
    expect(page.data[0]?.balance).toBe(balance)
  }
}

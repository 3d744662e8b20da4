import { describe, expect, it } from 'vitest'
import type { Refusal } from '../../kernel/result.ts'
import { isRefusal } from '../../kernel/result.ts'
import { type AccountOpened, type AccountRole, ROLE_TYPES } from '../contract.ts'
import { type Account, newAccount, type Unit } from '../model.ts'
import { packOf } from '../packs/packs.ts'
import { chartHeader, chartRows, columnOf, unquoted } from './columns.ts'
import {
  decideActivity,
  decideAdoptChart,
  decideChangeAccount,
  decideMergeAccounts,
  decideOpenAccount,
  decideRenumberAccount,
  decideSetAccountRoles,
} from './domain.ts'
import { ChartDraft, type ChartFacts } from './draft.ts'
import { decideImportChart } from './import.ts'

const euro: Unit = { ordinal: 1, code: 'EUR', name: 'EUR', kind: 'currency', scale: 2 }
const dollar: Unit = { ...euro, ordinal: 2, code: 'USD', name: 'USD' }

const context = {
  company: 'co_1',
  actor: { tenant: 'tn_1', id: 'user_1', roles: [], grants: { scopes: [], operations: [] } },
  nowMicros: 0,
  nextSequence: 1,
  newId: (() => {
    let last = 0
    return () => `acc_new${++last}`
  })(),
  idAt: () => 'je_1',
} as unknown as ConstructorParameters<typeof ChartDraft>[1]

type Opened = Omit<AccountOpened, 'id'>
const CHART: Opened[] = [
  { code: '1', name: 'Assets', type: 'asset', isHeading: true },
  { code: '10', name: 'Money', type: 'asset', isHeading: true, parent: '1' },
  { code: '1000', name: 'Cash', type: 'asset', category: 'cash', parent: '10' },
  { code: '1010', name: 'Bank', type: 'asset', category: 'cash', parent: '10' },
  { code: '1020', name: 'Dollars', type: 'asset', unit: 'USD', parent: '10' },
  { code: '1200', name: 'Customers', type: 'asset', isOpenItem: true, control: 'receivables' },
  { code: '2000', name: 'Suppliers', type: 'liability' },
]

/** A chart with these accounts; `booked` have lines and a balance. */
function chartOf(
  {
    accounts = CHART,
    booked = [],
    roles = {},
  }: { accounts?: Opened[]; booked?: string[]; roles?: Partial<Record<AccountRole, string>> } = {},
  hidden: string[] = [],
) {
  const all = new Map(
    accounts.map((input, index) => [
      input.code,
      newAccount({ id: `acc_${input.code}`, ...input }, index + 1),
    ]),
  )
  const facts: ChartFacts = {
    currency: euro,
    account: (code) => all.get(code),
    accounts: () => [...all.values()],
    role: (role) => all.get(roles[role] ?? ''),
    unit: (code) => [euro, dollar].find((each) => each.code === code),
    hasEntries: ({ code }) => booked.includes(code),
    balanceOf: ({ code }) =>
      booked.includes(code)
        ? { value: 1250, quantities: [{ unit: euro, quantity: 1250 }] }
        : { value: 0, quantities: [] },
  }
  const bounds = {
    brokenBy: (_: string, code: string) =>
      hidden.includes(code) ? { field: 'account' as const, deny: hidden } : undefined,
    brokenByLine: () => undefined,
  }
  return { facts, draft: new ChartDraft(facts, context, hidden.length > 0 ? bounds : undefined) }
}

const refusedAs = (result: unknown): string | undefined =>
  isRefusal(result) ? `${(result as Refusal).refused} ${result.errors[0]?.pointer ?? ''}` : undefined

describe('opening an account', () => {
  const open = (input: object) =>
    refusedAs(decideOpenAccount(chartOf().draft, { code: '1030', name: 'x', type: 'asset', ...input }))
  it.each([
    [{ code: '1000' }, 'account_code_taken /code'],
    [{ category: 'revenue' }, 'category_mismatch /category'],
    [{ parent: '77' }, 'parent_not_found /parent'],
    [{ parent: '2000' }, 'parent_type_mismatch /parent'],
    [{ unit: 'XYZ' }, 'unknown_unit /unit'],
    [{}, undefined],
    // In the order in which they are looked at.
    [{ code: '1000', category: 'revenue', parent: '77', unit: 'XYZ' }, 'account_code_taken /code'],
    [{ category: 'revenue', parent: '77', unit: 'XYZ' }, 'category_mismatch /category'],
  ])('%j is refused as %s', (input, expected) => expect(open(input)).toBe(expected))
})

describe('changing an account', () => {
  const change = (input: object, more = {}) => {
    const { draft } = chartOf(more)
    const result = decideChangeAccount(draft, { code: '1000', ...input })
    return { refused: refusedAs(result), events: draft.events, account: result as Account }
  }

  it('says what was and what is, of the fields that differ alone', () => {
    const { events } = change({ name: 'Till', category: 'cash', parent: null })
    expect(events).toEqual([
      {
        type: 'account-changed',
        version: 1,
        data: {
          id: 'acc_1000',
          before: { name: 'Cash', parent: '10' },
          after: { name: 'Till', parent: null },
        },
      },
    ])
  })

  it('is nothing when nothing differs', () => {
    expect(change({ name: 'Cash', isHeading: false }).events).toEqual([])
  })

  it.each([
    [{ code: '9999' }, {}, 'account_not_found /code'],
    [{ category: 'equity' }, {}, 'category_mismatch /category'],
    [{ parent: '2000' }, {}, 'parent_type_mismatch /parent'],
    [{ code: '1', parent: '10' }, {}, 'parent_cycle /parent'],
    [{ code: '1', parent: '1' }, {}, 'parent_cycle /parent'],
    [{ isHeading: true }, { booked: ['1000'] }, 'account_has_entries /isHeading'],
    [{ isHeading: true }, { roles: { cash: '1000' } }, 'account_in_use /isHeading'],
  ])('%j in %j is refused as %s', (input, more, expected) =>
    expect(change(input, more).refused).toBe(expected),
  )

  it('keeps to record rules, whether the account exists or not', () => {
    const { draft } = chartOf({}, ['1000', '77'])
    expect(refusedAs(decideChangeAccount(draft, { code: '1000', name: 'x' }))).toBe('record_rule /code')
    expect(refusedAs(decideChangeAccount(draft, { code: '1010', parent: '77' }))).toBe('record_rule /parent')
  })
})

describe('renumbering', () => {
  it('takes the accounts below along', () => {
    const { draft } = chartOf()
    decideRenumberAccount(draft, { code: '10', newCode: '11' })
    expect(draft.events).toHaveLength(1)
    expect(draft.account('10')).toBeUndefined()
    expect(draft.account('1000')?.parent).toBe('11')
    expect(draft.account('11')).toMatchObject({ id: 'acc_10', name: 'Money' })
  })
  it('refuses a code that is there', () =>
    expect(refusedAs(decideRenumberAccount(chartOf().draft, { code: '10', newCode: '1000' }))).toBe(
      'account_code_taken /newCode',
    ))
})

describe('taking an account out of use', () => {
  const retire = (code: string, more = {}, hidden: string[] = []) =>
    decideActivity(chartOf(more, hidden).draft, { code }, false)
  it.each([
    ['1000', { booked: ['1000'] }, 'account_has_balance /code'],
    ['1000', { booked: ['1000'], roles: { cash: '1000' } }, 'account_in_use /code'],
    ['10', {}, 'account_in_use /code'],
    ['1000', {}, undefined],
  ])('%s in %j: %s', (code, more, expected) => expect(refusedAs(retire(code, more))).toBe(expected))

  it('says the balance and the way out, but no balance to a restricted reader', () => {
    expect(retire('1000', { booked: ['1000'] })).toMatchObject({
      detail: expect.stringMatching(/12\.50 EUR.*Book it to another account/),
    })
    const restricted = retire('1000', { booked: ['1000'] }, ['2000']) as Refusal
    expect(restricted.detail).not.toContain('12.50')
  })
})

describe('merging', () => {
  const merge = (from: string, into: string, { lines = 3, units = ['EUR'], accounts = CHART } = {}) =>
    refusedAs(
      decideMergeAccounts(
        chartOf({ accounts }).draft,
        { lines: () => lines, units: () => units },
        { from, into },
      ),
    )
  it.each([
    ['77', '1010', {}, 'account_not_found /from'],
    ['1000', '77', {}, 'account_not_found /into'],
    ['1000', '1000', {}, 'account_merge_refused /into'],
    ['1000', '2000', {}, 'account_type_mismatch /into'],
    ['1000', '1200', {}, 'account_merge_refused /into'],
    ['1', '1000', {}, 'account_merge_refused /into'],
    ['1', '10', {}, 'parent_cycle /into'],
    ['1000', '1020', {}, 'account_unit_mismatch /into'],
    ['1000', '1020', { units: ['USD'] }, undefined],
    ['1000', '1010', { lines: 100_001 }, 'merge_too_large /from'],
    ['1000', '1010', { lines: 100_000 }, undefined],
  ])('%s into %s, %j: %s', (from, into, more, expected) => expect(merge(from, into, more)).toBe(expected))
})

describe('roles', () => {
  const set = (roles: object, more = {}) => {
    const { draft, facts } = chartOf(more)
    return decideSetAccountRoles(draft, facts, { roles } as Parameters<typeof decideSetAccountRoles>[2])
  }
  it('are set by id, and only where they differ', () => {
    expect(set({ bank: '1010', cash: '1000' }, { roles: { cash: '1000' } })).toEqual([
      { type: 'account-roles-set', version: 1, data: { roles: { bank: 'acc_1010' } } },
    ])
    expect(set({ bank: null, cash: null }, { roles: { cash: '1000' } })).toMatchObject([
      { data: { roles: { cash: null } } },
    ])
  })
  it('refuse all accounts that do not fit, at once', () => {
    expect(set({ bank: '2000', cash: '10', payables: '77' })).toMatchObject({
      refused: 'role_type_mismatch',
      errors: [{ pointer: '/roles/bank' }, { pointer: '/roles/cash' }, { pointer: '/roles/payables' }],
    })
  })
})

describe('adopting a chart', () => {
  const adopt = (accounts: Opened[], roles = {}, names: 'local' | 'english' = 'local') => {
    const { draft, facts } = chartOf({ accounts, roles })
    return decideAdoptChart(draft, facts, packOf('ch'), names)
  }
  const size = packOf('ch').accounts().length

  it('opens every account and sets every role', () => {
    expect(adopt([])).toMatchObject({ opened: size, kept: 0, roles: Object.keys(ROLE_TYPES).length })
    const { events } = adopt([], {}, 'english') as { events: { data: AccountOpened }[] }
    expect(events.find(({ data }) => data.code === '1000')?.data.name).toBe('Cash')
  })
  it('leaves alone what is there, and roles that are set', () => {
    const accounts: Opened[] = [{ code: '1000', name: 'My cash', type: 'asset' }]
    expect(adopt(accounts, { cash: '1000' })).toMatchObject({
      opened: size - 1,
      kept: 1,
      roles: Object.keys(ROLE_TYPES).length - 1,
    })
  })
  it('refuses codes of another type and names them', () => {
    const accounts: Opened[] = [
      { code: '1000', name: 'Sales', type: 'income' },
      { code: '2000', name: 'Cash', type: 'asset' },
    ]
    expect(adopt(accounts)).toMatchObject({
      refused: 'chart_conflict',
      detail: expect.stringContaining('accounts 1000, 2000'),
    })
  })
})

describe('importing CSV', () => {
  const run = (text: string, more: object = {}, hidden: string[] = []) => {
    const { draft } = chartOf({}, hidden)
    return { result: decideImportChart(draft, { text, mode: 'independent', ...more }), draft }
  }
  const issues = (text: string) => {
    const { errors } = run(text).result as { errors: { line: number; field: string; code: string }[] }
    return errors.map(({ line, field, code }) => `${line} ${field} ${code}`)
  }

  it('opens, changes and counts what is so already, whatever the order and delimiter', () => {
    const text = [
      'Account Number;Bezeichnung;TYPE;Parent Code;open_item;Balance',
      '1031;Till 2;asset;1030;no;12',
      '1030;Tills;asset;10;;',
      '1000;Cash;;;;',
      '1010;Main bank;;;;',
    ].join('\r\n')
    const { result, draft } = run(text)
    expect(result).toEqual({ opened: 2, changed: 1, unchanged: 1, ignored: ['Balance'], errors: [] })
    expect(draft.account('1031')?.parent).toBe('1030')
    expect(draft.account('1000')?.parent).toBe('10')
  })

  it('names line and column of every bad row', () => {
    const text = [
      'code,name,type,category,parent,unit,open item,control,heading',
      '3000,"Two',
      'lines",asset',
      '3001,Bad type,money',
      '3002,Bad category,asset,revenue',
      '',
      '3003,No parent,asset,,77',
      '3004,Maybe,asset,,,,perhaps',
      '3005,Control,asset,,,,,boxes',
      '1000,,liability',
      '3006',
      ',x,asset',
      '3007,Fine,asset',
      '3007,Again,asset',
      '3008,Unit,asset,,,XYZ',
      '1200,,,,,,,,,too many',
    ].join('\n')
    expect(issues(text)).toEqual([
      '2 name invalid_value',
      '4 type invalid_value',
      '5 category category_mismatch',
      '7 parent parent_not_found',
      '8 open item invalid_value',
      '9 control invalid_value',
      '10 type account_type_mismatch',
      '11 name missing_value',
      '12 code missing_value',
      '14 code duplicate_code',
      '15 unit unknown_unit',
      '16  invalid_row',
    ])
  })

  it('refuses all for one bad row, unless it is told otherwise', () => {
    const text = 'code,name,type\n3000,Good,asset\n3001,Bad,money'
    expect(run(text, { mode: undefined }).result).toMatchObject({
      refused: 'chart_rows_refused',
      errors: [{ pointer: '/text/3', code: 'invalid_value' }],
    })
    expect(run(text, { mode: undefined, dryRun: true }).result).toMatchObject({ opened: 1 })
    expect(run(text).result).toMatchObject({ opened: 1, errors: [{ line: 3 }] })
  })

  it('refuses a text without codes, a column twice, too many rows', () => {
    expect(issuesOf(run('name,type\nCash,asset').result)).toEqual(['invalid_header'])
    expect(issuesOf(run('code,account,name\n1,2,x').result)).toEqual(['invalid_header'])
    expect(issuesOf(run('').result)).toEqual(['invalid_header'])
    const rows = Array.from({ length: 5_001 }, (_, index) => `${index},x,asset`).join('\n')
    expect(issuesOf(run(`code,name,type\n${rows}`).result)).toEqual(['too_many_rows'])
  })

  it('takes a type from the category, and takes values away by "none"', () => {
    const { draft } = run(
      'code,name,category,parent,control\n3000,Rent,Operating Expense,,\n1200,,,none,none',
    )
    expect(draft.account('3000')?.type).toBe('expense')
    expect(draft.account('1200')?.control).toBeNull()
  })

  it('refuses a circle of parents', () => {
    expect(issues('code,name,type,parent\n3000,a,asset,3001\n3001,b,asset,3000')).toEqual([
      '2 parent parent_not_found',
      '3 parent parent_not_found',
    ])
    expect(issues('code,parent\n1,10')).toEqual(['2 parent parent_cycle'])
  })

  it('keeps to record rules row by row', () => {
    const { result } = run('code,name,type\n1000,Till,\n3000,x,asset', {}, ['1000'])
    expect(result).toMatchObject({ opened: 1, errors: [{ line: 2, field: 'code', code: 'record_rule' }] })
  })

  const issuesOf = (result: unknown) => (result as Refusal).errors.map(({ code }) => code)
})

describe('CSV columns', () => {
  it('are known by many names', () => {
    expect(['CODE', ' Account-Code ', 'is_open_item', 'Kontonummer', 'Balance'].map(columnOf)).toEqual([
      'code',
      'code',
      'open item',
      'code',
      undefined,
    ])
  })

  it('come back as they went out, formulas included', () => {
    const names = ['=1+1', '+x', '-x', '@x', "'=x", "'plain", 'a"b,c', '＝x', 'x=1']
    const accounts = names.map((name, index) =>
      newAccount(
        { id: `acc_${index}`, code: String(index + 3000), name, type: 'asset', category: 'cash' },
        index + 1,
      ),
    )
    const text = chartHeader() + chartRows(accounts)
    expect(text).toContain(`"'=1+1"`)
    expect(text.split('\r\n').some((row) => /(^|,)"?[=+\-@]/.test(row))).toBe(false)
    const { draft } = chartOf({ accounts: [] })
    expect(decideImportChart(draft, { text })).toMatchObject({ opened: names.length, errors: [] })
    expect(names.map((_, index) => draft.account(String(index + 3000))?.name)).toEqual(names)
    expect(unquoted("'x")).toBe("'x")
  })
})

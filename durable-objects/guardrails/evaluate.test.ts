import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Subject } from '../kernel/module.ts'
import { type Policy, policyInput } from './contract.ts'
import { contributions, judge, type ReadTotals } from './evaluate.ts'
import { type Booking, type CompiledPolicy, compilePolicy, covers } from './policy.ts'
import { templates } from './templates.ts'
import { compareDecimals, hourIn, matcher, weekdayIn } from './values.ts'

const EUR = { code: 'EUR', scale: 2 }
const ENTRY = ['ledger.PostJournalEntry', 'drafts.PostDraft']
const booking: Booking = {
  entryCommands: () => ENTRY,
  isBooking: (command) => ENTRY.includes(command) || command === 'periods.CloseFiscalYear',
}

function compiled(policy: Policy): CompiledPolicy {
  const result = compilePolicy(policy, 1, EUR, booking)
  if (Array.isArray(result)) throw new Error(JSON.stringify(result))
  return result
}

const policy = (code: string, changed: Partial<Policy> = {}): Policy => ({
  code,
  name: code,
  commands: ['*'],
  effect: 'deny',
  reason: 'No.',
  ...changed,
})
const over = (amount: string) => ({ field: 'amount', over: amount })

/** A Wednesday, 14:30 in UTC. */
const NOON = Date.parse('2026-04-01T14:30:00Z') * 1_000
const NOTHING_BEFORE: ReadTotals = () => ({ sum: 0, count: 0 })

function judged(
  policies: Policy[],
  subjects: Subject[],
  given: { roles?: string[]; nowMicros?: number; input?: unknown } = {},
  read = NOTHING_BEFORE,
) {
  const { roles = ['clerk'], nowMicros = NOON, input = {} } = given
  const judgement = judge(
    policies.map(compiled),
    subjects.map((subject, index) => ({ subject, pointer: `/rows/${index}` })),
    { command: 'ledger.PostJournalEntry', actor: { id: 'user_a', roles }, nowMicros, input },
    read,
  )
  return judgement ?? { effect: 'allow', reasons: [], steps: [] }
}

const moving = (amount: number, account = '6000'): Subject => ({
  amount,
  facts: { account: [account, '1000'], journal: ['GJ'], effectiveDate: ['2026-03-31'] },
})

describe('several policies', () => {
  const random = fc.record({
    code: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    effect: fc.constantFrom('allow', 'deny', 'approve'),
    over: fc.integer({ min: 0, max: 100 }),
    role: fc.constantFrom('manager', 'owner'),
    count: fc.integer({ min: 1, max: 3 }),
    exempts: fc.subarray(['a', 'b', 'c', 'd', 'e', 'f'], { minLength: 1 }),
  })
  const some = fc.uniqueArray(random, { selector: ({ code }) => code, maxLength: 6 }).map((all) =>
    all.map(({ code, effect, over: limit, role, count, exempts }) =>
      policy(code, {
        effect: effect as Policy['effect'],
        when: over(`${limit}.00`),
        ...(effect === 'allow' && { exempts }),
        ...(effect === 'approve' && { approval: { steps: [{ roles: [role], count }] } }),
      }),
    ),
  )
  const amounts = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 4 })

  it('are judged alike in any order', () => {
    fc.assert(
      fc.property(some, amounts, fc.integer(), (all, minor, seed) => {
        const shuffled = [...all].sort((a, b) => hash(a.code, seed) - hash(b.code, seed))
        const subjects = minor.map((each) => moving(each))
        expect(judged(shuffled, subjects)).toEqual(judged(all, subjects))
      }),
    )
  })

  it('deny when one denies that no exception takes back, else ask when one asks', () => {
    fc.assert(
      fc.property(some, amounts, (all, minor) => {
        const effects = minor.flatMap((amount) => {
          const matching = all.filter((each) => amount > Number(each.when?.over) * 100)
          const exempt = matching.flatMap(({ effect, exempts = [] }) => (effect === 'allow' ? exempts : []))
          return matching.filter(({ code, effect }) => effect !== 'allow' && !exempt.includes(code))
        })
        const expected = effects.some(({ effect }) => effect === 'deny')
          ? 'deny'
          : effects.length > 0
            ? 'approve'
            : 'allow'
        expect(
          judged(
            all,
            minor.map((each) => moving(each)),
          ).effect,
        ).toBe(expected)
      }),
    )
  })

  it('add up their steps, and ask the same people once, for the larger number', () => {
    const asking = (code: string, steps: object[]) =>
      policy(code, { effect: 'approve', approval: { steps: steps as never } })
    const result = judged(
      [
        asking('a', [{ roles: ['owner'], count: 1, over: '50.00' }]),
        asking('b', [{ roles: ['manager'], count: 1 }]),
        asking('c', [{ roles: ['manager'], count: 2, over: '10.00' }]),
        asking('d', [{ roles: ['auditor'], count: 1, over: '1000.00' }]),
      ],
      [moving(60_00)],
    )
    expect(result.steps).toEqual([
      { roles: ['manager'], users: [], count: 2 },
      { roles: ['owner'], users: [], count: 1, over: '50.00' },
    ])
    expect(result.reasons.map((reason) => reason.policy)).toEqual(['a', 'b', 'c'])
  })
})

function hash(text: string, seed: number): number {
  let value = seed
  for (const char of text) value = Math.imul(value ^ char.charCodeAt(0), 2_654_435_761)
  return value
}

describe('the template against split invoices', () => {
  it('catches an amount over the limit however it is split, in one request or in many', () => {
    const split = templates(EUR).find(({ code }) => code === 'split-invoices')?.policy as Policy
    const parts = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(parts, (all) => {
        const total = all.reduce((sum, each) => sum + each, 0)
        const expected = total > 1_000_000 ? 'approve' : 'allow'
        expect(
          judged(
            [split],
            all.map((each) => moving(each)),
          ).effect,
        ).toBe(expected)

        const past = new Map<string, number>()
        const [meter] = compiled(split).meters
        if (!meter) throw new Error('the template has a meter')
        const effects = all.map((each) => {
          const { effect } = judged([split], [moving(each)], {}, (_, key) => ({
            sum: past.get(key) ?? 0,
            count: 0,
          }))
          for (const [key, amount] of contributions(meter, 'user_a', moving(each)))
            past.set(key, (past.get(key) ?? 0) + amount)
          return effect
        })
        expect(effects.includes('approve')).toBe(expected === 'approve')
      }),
    )
  })
})

describe('conditions', () => {
  const holds = (when: object, subject = moving(100), given = {}) =>
    judged([policy('p', { when: when as never })], [subject], given).effect === 'deny'

  it.each([
    [{ field: 'amount', atLeast: '1.00' }, true],
    [{ field: 'amount', over: '1.00' }, false],
    [{ field: 'amount', is: '1' }, true],
    [{ not: { field: 'amount', under: '1.00' } }, true],
    [{ field: 'account', is: '6000' }, true],
    [{ field: 'account', matches: '6*' }, true],
    [{ field: 'account', in: ['7000'] }, false],
    [{ field: 'effectiveDate', under: '2026-04-01' }, true],
    [{ field: 'effectiveDate', atLeast: '2026-04-01' }, false],
    [{ field: 'reference', present: false }, true],
    [{ field: 'command', matches: 'ledger.*' }, true],
    [{ field: 'actor.roles', in: ['clerk', 'owner'] }, true],
    [{ field: 'actor.id', is: 'user_b' }, false],
    [{ field: 'time.hour', zone: 'UTC', is: 14 }, true],
    [{ field: 'time.hour', zone: 'Asia/Kolkata', atLeast: 20 }, true],
    [{ field: 'time.weekday', zone: 'Pacific/Auckland', is: 4 }, true],
    [
      {
        all: [
          { field: 'amount', over: '0' },
          { field: 'account', is: 'x' },
        ],
      },
      false,
    ],
    [
      {
        any: [
          { field: 'amount', over: '9' },
          { field: 'account', is: '6000' },
        ],
      },
      true,
    ],
    [{ field: 'input.lines[].memo', matches: '*GIFT*' }, true],
    [{ field: 'input.lines[].credit', over: '99.99' }, true],
    [{ field: 'input.lines[].credit', over: '100.000' }, false],
    [{ field: 'input.nothing.here', present: true }, false],
    [{ field: 'input.lines[].memo', present: true }, true],
  ])('%j holds: %s', (when, expected) => {
    const input = { lines: [{ debit: '5' }, { credit: '100.00', memo: 'A gift card' }] }
    expect(holds(when, moving(100), { input })).toBe(expected)
  })

  it('compare nothing where there is no amount', () => {
    expect(holds({ field: 'amount', atLeast: '0' }, { facts: {} })).toBe(false)
  })

  it('point at the element that they found', () => {
    const when = { field: 'input.lines[].memo', is: 'x' }
    const { reasons } = judged([policy('p', { when })], [moving(1)], {
      input: { lines: [{}, { memo: 'x' }] },
    })
    expect(reasons).toMatchObject([{ pointer: '/rows/0/lines/1/memo' }])
  })
})

describe('single values', () => {
  it('match a pattern as a regular expression would', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.', 'A'), maxLength: 8 })
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        const expression = pattern
          .split('*')
          .map((part) => part.replaceAll('.', '\\.'))
          .join('.*')
        expect(matcher(pattern)(value)).toBe(new RegExp(`^${expression}$`, 'i').test(value))
      }),
      { numRuns: 2_000 },
    )
  })

  it('compare decimals exactly', () => {
    expect(compareDecimals('9007199254740993.01', '9007199254740993.02')).toBe(-1)
    expect(compareDecimals('10.0', 10)).toBe(0)
    expect(compareDecimals('ten', '10')).toBeUndefined()
  })

  it('read the clock of a zone, summer time and half hours included', () => {
    for (const zone of ['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'UTC'])
      fc.assert(
        fc.property(
          fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
          (date) => {
            const options = { timeZone: zone, hour: 'numeric', hourCycle: 'h23', weekday: 'short' } as const
            const [weekday, hour] = new Intl.DateTimeFormat('en', options).format(date).split(', ')
            expect(hourIn(zone, date.getTime() * 1_000)).toBe(Number(hour))
            const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
            expect(weekdayIn(zone, date.getTime() * 1_000)).toBe(days.indexOf(weekday ?? '') + 1)
          },
        ),
        { numRuns: 50 },
      )
  })

  it.each([
    ['*', 'ledger.PostJournalEntry', true],
    ['*', 'guardrails.AdoptPolicy', false],
    ['guardrails.*', 'guardrails.AdoptPolicy', true],
    ['ledger.*', 'ledgers.Post', false],
    ['ledger.Post', 'ledger.PostJournalEntry', false],
    ['ledger.*', 'drafts.PostDraft', true],
    ['ledger.PostJournalEntry', 'drafts.PostDraft', true],
    ['ledger.ImportJournal', 'drafts.PostDraft', false],
    ['ledger.*', 'drafts.SaveDraft', false],
    ['drafts.PostDraft', 'ledger.PostJournalEntry', true],
    ['drafts.*', 'ledger.PostJournalEntry', true],
    ['drafts.PostDraft', 'periods.CloseFiscalYear', true],
    ['drafts.SaveDraft', 'ledger.PostJournalEntry', false],
    ['periods.CloseFiscalYear', 'periods.CloseFiscalYear', true],
    ['periods.*', 'ledger.PostJournalEntry', false],
  ])('%s covers %s: %s', (pattern, command, expected) =>
    expect(covers(pattern, command, booking)).toBe(expected),
  )
})

describe('a policy that is not right', () => {
  const mistaken = (changed: object) => {
    const result = policyInput.safeParse({ ...policy('p', { when: over('1') }), ...changed })
    return result.success ? [] : result.error.issues.map(({ path }) => `/${path.join('/')}`)
  }

  it.each([
    [{ when: { field: 'colour', is: 'red' } }, '/when/field'],
    [{ when: { all: [over('1'), { field: 'amount', matches: '1*' }] } }, '/when/all/1/matches'],
    [{ when: { field: 'amount' } }, '/when'],
    [{ when: { field: 'amount', over: '1', under: '2' } }, '/when/under'],
    [{ when: { any: [] } }, '/when/any'],
    [{ when: { ...over('1'), not: over('1') } }, '/when/field'],
    [{ when: { field: 'time.hour', atLeast: 22 } }, '/when/zone'],
    [{ when: { field: 'time.hour', zone: 'Mars/Base', atLeast: 22 } }, '/when/zone'],
    [{ when: { field: 'time.hour', zone: 'UTC', atLeast: 25 } }, '/when/atLeast'],
    [{ when: { field: 'effectiveDate', over: '2026-02-30' } }, '/when/over'],
    [{ when: { meter: { of: 'sum', by: [], days: 0 }, over: '1' } }, '/when/meter/days'],
    [{ when: { meter: { of: 'sum', by: [], days: 1 }, is: '1' } }, '/when/is'],
    [{ when: { all: Array.from({ length: 101 }, () => over('1')) } }, '/when'],
    [{ effect: 'approve' }, '/approval'],
    [{ effect: 'allow' }, '/exempts'],
    [{ effect: 'approve', approval: { steps: [{ count: 1 }] } }, '/approval/steps/0/roles'],
    [{ commands: ['Ledger'] }, '/commands/0'],
    [{ nonsense: 1 }, '/'],
  ])('is refused where it is wrong: %#', (changed, pointer) => {
    expect(mistaken(changed)).toContain(pointer)
  })

  it('is refused however deep its conditions lie in each other', () => {
    let when: object = over('1')
    for (let depth = 0; depth < 100_000; depth++) when = depth % 2 === 0 ? { not: when } : { all: [when] }
    expect(mistaken({ when })).toEqual(['/when'])
  })

  it('in the currency of the company is refused too', () => {
    const steps = [{ roles: ['owner'], count: 1, over: '1.001' }]
    const wrong = policy('p', { when: over('1.001'), effect: 'approve', approval: { steps } })
    expect(compilePolicy(wrong, 1, EUR, booking)).toMatchObject([
      { pointer: '/when/over' },
      { pointer: '/approval/steps/0/over' },
    ])
  })

  it('is none of the templates, in any currency', () => {
    for (const currency of [EUR, { code: 'JPY', scale: 0 }, { code: 'KWD', scale: 3 }])
      for (const template of templates(currency)) {
        expect(policyInput.safeParse(template.policy).error?.issues).toBeUndefined()
        expect(Array.isArray(compilePolicy(template.policy, 1, currency, booking))).toBe(false)
        for (const { pointer } of template.parameters)
          expect(at(template.policy, pointer), `${template.code} ${pointer}`).toBeDefined()
      }
  })
})

const at = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce((part, key) => (part as Record<string, unknown>)[key], value)

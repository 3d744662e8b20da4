import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, dateAt, formatDate, parseDate } from '../../kernel/dates.ts'
import { isRefusal } from '../../kernel/result.ts'
import { JOURNAL_KINDS } from '../contract.ts'
import { Calendar, DEFAULT_RULE, type FixedYear } from './calendar.ts'
import { LOCK_KINDS, type LockKind } from './contract.ts'
import {
  decideDefineItem,
  decideGrantException,
  decideLockForever,
  decideMark,
  decideOpenYear,
  decideRemoveYear,
  decideRevokeException,
  decideSetCalendar,
  decideSetLock,
} from './domain.ts'
import { barrierOn, type Exception, firstOpenDate, type Locks, periodLocked } from './locks.ts'

const date = (text: string) => parseDate(text) as number
const micros = (text: string) => Date.parse(text) * 1_000
const NOW = micros('2026-11-21T12:00:00Z')

const year = (code: string, from: string, to: string, isClosed = false): FixedYear => ({
  code,
  from: date(from),
  to: date(to),
  periods: 'months',
  isClosed,
})
const calendar = (...fixed: FixedYear[]) => new Calendar(DEFAULT_RULE, fixed)
const locks = (
  through: Partial<Record<LockKind, string>> = {},
  more: { forever?: string; closed?: string } = {},
): Locks => ({
  through: new Map(Object.entries(through).map(([kind, text]) => [kind as LockKind, date(text)])),
  forever: more.forever === undefined ? undefined : date(more.forever),
  closed: more.closed === undefined ? undefined : { code: 'closed', to: date(more.closed) },
})
/** `refusal /pointer`, or the types of the events. */
const outcome = (decided: ReturnType<typeof decideSetLock>): string =>
  isRefusal(decided)
    ? [decided.refused, decided.errors[0]?.pointer].filter(Boolean).join(' ')
    : decided.map(({ type }) => type).join(' ')

describe('opening a fiscal year', () => {
  const opened = calendar(year('2025', '2025-01-01', '2025-12-31', true))
  it.each<[string, Calendar, Parameters<typeof decideOpenYear>[1], string]>([
    [
      'ends before it begins',
      opened,
      { code: 'x', from: '2026-05-01', to: '2026-04-30' },
      'invalid_range /to',
    ],
    [
      'has more than 24 months',
      opened,
      { code: 'x', from: '2026-01-01', to: '2028-01-01' },
      'invalid_range /to',
    ],
    [
      'has a code that is taken',
      opened,
      { code: '2025', from: '2026-01-01', to: '2026-12-31' },
      'fiscal_year_code_taken /code',
    ],
    ['overlaps', opened, { code: 'x', from: '2025-12-31', to: '2026-06-30' }, 'fiscal_year_overlap /from'],
    [
      'leaves a gap after',
      opened,
      { code: 'x', from: '2026-01-02', to: '2026-06-30' },
      'fiscal_year_gap /from',
    ],
    [
      'leaves a gap before',
      opened,
      { code: 'x', from: '2024-01-01', to: '2024-12-30' },
      'fiscal_year_gap /to',
    ],
    ['adjoins', opened, { code: 'x', from: '2026-01-01', to: '2026-06-30' }, 'fiscal-year-opened'],
    [
      'begins where a computed one does',
      opened,
      { code: 'x', from: '2028-01-01', to: '2028-06-30' },
      'fiscal-year-opened',
    ],
    [
      'ends where the first begins',
      opened,
      { code: 'x', from: '2024-03-10', to: '2024-12-31' },
      'fiscal-year-opened',
    ],
    [
      'is the first, of any dates',
      calendar(),
      { code: 'x', from: '2024-03-10', to: '2025-12-31' },
      'fiscal-year-opened',
    ],
    [
      'is cut by weeks that it has not',
      calendar(),
      { code: 'x', from: '2026-01-01', to: '2026-12-31', periods: '4-4-5' },
      'invalid_periods /periods',
    ],
    [
      'is cut by weeks',
      calendar(),
      { code: 'x', from: '2026-01-04', to: '2027-01-02', periods: '4-4-5' },
      'fiscal-year-opened',
    ],
    [
      'names periods with a gap',
      calendar(),
      {
        code: 'x',
        from: '2026-01-01',
        to: '2026-12-31',
        explicitPeriods: [
          { from: '2026-01-01', to: '2026-05-31' },
          { from: '2026-06-02', to: '2026-12-31' },
        ],
      },
      'invalid_periods /explicitPeriods/1/from',
    ],
    [
      'names periods that end early',
      calendar(),
      {
        code: 'x',
        from: '2026-01-01',
        to: '2026-12-31',
        explicitPeriods: [{ from: '2026-01-01', to: '2026-12-30' }],
      },
      'invalid_periods /explicitPeriods/0/to',
    ],
    [
      'names periods and a pattern',
      calendar(),
      {
        code: 'x',
        from: '2026-01-01',
        to: '2026-12-31',
        periods: 'months',
        explicitPeriods: [{ from: '2026-01-01', to: '2026-12-31' }],
      },
      'invalid_periods /periods',
    ],
    [
      'names its periods',
      calendar(),
      {
        code: 'x',
        from: '2026-01-01',
        to: '2026-12-31',
        explicitPeriods: [{ from: '2026-01-01', to: '2026-12-31' }],
      },
      'fiscal-year-opened',
    ],
  ])('%s', (_, given, input, expected) => {
    expect(outcome(decideOpenYear(given, input))).toBe(expected)
  })

  it('is taken back unless it is closed', () => {
    expect(outcome(decideRemoveYear(opened, '2025'))).toBe('fiscal_year_closed /year')
    expect(outcome(decideRemoveYear(opened, '2026'))).toBe('fiscal_year_not_found /year')
    expect(outcome(decideRemoveYear(calendar(year('x', '2025-01-01', '2025-06-30')), 'x'))).toBe(
      'fiscal-year-removed',
    )
  })
})

describe('the calendar', () => {
  const fixed = calendar(year('2025', '2025-01-01', '2025-12-31'))
  it.each<[string, Calendar, Parameters<typeof decideSetCalendar>[1], string]>([
    ['begins in another month', calendar(), { firstMonth: 7 }, 'fiscal-calendar-set'],
    ['stays as it is', calendar(), { firstMonth: 1, periods: 'months', weeks: null }, ''],
    ['is fixed by years that were opened', fixed, { firstMonth: 7 }, 'calendar_fixed /firstMonth'],
    ['is cut into quarters all the same', fixed, { periods: 'quarters' }, 'fiscal-calendar-set'],
    ['has weeks without years of weeks', calendar(), { periods: '4-4-5' }, 'invalid_periods /periods'],
    [
      'has years of weeks',
      calendar(),
      { periods: '4-4-5', weeks: { endsOn: 'saturday', rule: 'last' } },
      'fiscal-calendar-set',
    ],
  ])('%s', (_, given, input, expected) => {
    expect(outcome(decideSetCalendar(given, input))).toBe(expected)
  })
})

describe('a lock', () => {
  it.each<[string, Locks, Parameters<typeof decideSetLock>[1], string]>([
    ['moves forth', locks({ all: '2026-01-31' }), { kind: 'all', through: '2026-02-28' }, 'period-lock-set'],
    ['holds for all kinds where none is named', locks(), { through: '2026-01-31' }, 'period-lock-set'],
    ['of all kinds stays', locks({ all: '2026-01-31' }), { through: '2026-01-31' }, ''],
    ['stays', locks({ all: '2026-01-31' }), { kind: 'all', through: '2026-01-31' }, ''],
    ['that is not there is not removed', locks(), { kind: 'tax', through: null }, ''],
    [
      'moves back with a reason',
      locks({ all: '2026-01-31' }),
      { kind: 'all', through: '2025-12-31', reason: 'Late.' },
      'period-lock-set',
    ],
    [
      'moves back without one',
      locks({ all: '2026-01-31' }),
      { kind: 'all', through: '2025-12-31' },
      'reason_needed /reason',
    ],
    [
      'is removed without one',
      locks({ tax: '2026-01-31' }),
      { kind: 'tax', through: null },
      'reason_needed /reason',
    ],
    [
      'moves into a closed year',
      locks({ all: '2026-01-31' }, { closed: '2025-12-31' }),
      { kind: 'all', through: '2025-12-30', reason: 'Late.' },
      'fiscal_year_closed /through',
    ],
    [
      'is removed under a closed year',
      locks({ all: '2026-01-31' }, { closed: '2025-12-31' }),
      { kind: 'all', through: null, reason: 'Late.' },
      'fiscal_year_closed /through',
    ],
    [
      'ends behind the irreversible one',
      locks({}, { forever: '2025-12-31' }),
      { kind: 'bank', through: '2025-11-30' },
      'locked_forever /through',
    ],
  ])('%s', (_, given, input, expected) => {
    expect(outcome(decideSetLock(given, input))).toBe(expected)
  })

  it.each<[string, Locks, string, string, string]>([
    ['is not confirmed', locks(), '2025-12-31', '2025-12-30', 'not_confirmed /confirm'],
    ['reaches today', locks(), '2026-11-21', '2026-11-21', 'lock_ahead /through'],
    [
      'moves back',
      locks({}, { forever: '2025-12-31' }),
      '2025-12-30',
      '2025-12-30',
      'locked_forever /through',
    ],
    ['stays', locks({}, { forever: '2025-12-31' }), '2025-12-31', '2025-12-31', ''],
    [
      'moves forth',
      locks({}, { forever: '2025-12-31' }),
      '2026-11-20',
      '2026-11-20',
      'period-locked-forever',
    ],
  ])('for good %s', (_, given, through, confirm, expected) => {
    expect(outcome(decideLockForever(given, { through, confirm }, dateAt(NOW)))).toBe(expected)
  })
})

describe('an exception', () => {
  const wanted = {
    actor: 'user_ann',
    kind: 'all' as const,
    from: '2026-10-01',
    to: '2026-10-31',
    until: '2026-11-22T12:00:00Z',
    reason: 'Late.',
  }
  it.each<[string, Locks, Partial<typeof wanted>, number, string]>([
    ['ends before it begins', locks(), { to: '2026-09-30' }, 0, 'invalid_range /to'],
    ['is over already', locks(), { until: '2026-11-21T12:00:00Z' }, 0, 'invalid_range /until'],
    ['lasts too long', locks(), { until: '2026-12-23T12:00:00Z' }, 0, 'invalid_range /until'],
    [
      'reaches behind the irreversible lock',
      locks({}, { forever: '2026-10-01' }),
      {},
      0,
      'locked_forever /from',
    ],
    ['reaches into a closed year', locks({}, { closed: '2026-10-01' }), {}, 0, 'fiscal_year_closed /from'],
    ['is one too many', locks(), {}, 200, 'too_many'],
    ['is granted', locks({ all: '2026-10-31' }, { closed: '2026-09-30' }), {}, 199, 'lock-exception-granted'],
  ])('%s', (_, given, more, inForce, expected) => {
    const decided = decideGrantException(
      given,
      { ...wanted, ...more },
      { id: 'lex_1', nowMicros: NOW, inForce },
    )
    expect(outcome(decided)).toBe(expected)
  })

  it('is revoked while it is in force', () => {
    const exception = { id: 'lex_1', until: NOW + 1, isRevoked: false }
    expect(outcome(decideRevokeException(exception, undefined, NOW))).toBe('lock-exception-revoked')
    expect(outcome(decideRevokeException(exception, undefined, NOW + 1))).toBe('exception_not_active')
    expect(outcome(decideRevokeException({ ...exception, isRevoked: true }, undefined, NOW))).toBe(
      'exception_not_active',
    )
  })
})

describe('a checklist item', () => {
  const item = { code: 'cash', title: 'Count the cash', every: 'period' as const }
  it.each<[string, Parameters<typeof decideMark>[0], boolean, string]>([
    ['is checked off', { item, isMarked: false, isYear: false }, true, 'checklist-item-checked'],
    ['is checked off already', { item, isMarked: true, isYear: false }, true, ''],
    ['is taken back', { item, isMarked: true, isYear: false }, false, 'checklist-item-unchecked'],
    [
      'is of periods, not of years',
      { item, isMarked: false, isYear: true },
      true,
      'fiscal_period_not_found /period',
    ],
    [
      'is not one of the company',
      { item: undefined, isMarked: false, isYear: false },
      true,
      'checklist_item_not_found /code',
    ],
  ])('%s', (_, given, checked, expected) => {
    expect(outcome(decideMark(given, { period: '2026-P01', code: 'cash' }, checked))).toBe(expected)
  })

  it('has a code of its own', () => {
    expect(outcome(decideDefineItem({ own: [], checks: ['cash'] }, item))).toBe('checklist_code_taken /code')
    const own = Array.from({ length: 100 }, (_, index) => ({ ...item, code: `item-${index}` }))
    expect(outcome(decideDefineItem({ own, checks: [] }, item))).toBe('too_many')
    const changed = { ...item, code: 'item-7' }
    expect(outcome(decideDefineItem({ own, checks: [] }, changed))).toBe('checklist-item-defined')
  })
})

describe('what bars a day', () => {
  it('says by what, and the first open date', () => {
    const given = locks(
      { all: '2026-01-31', sales: '2026-02-28' },
      { forever: '2025-06-30', closed: '2025-12-31' },
    )
    const said = (kind: (typeof JOURNAL_KINDS)[number], day: string, exceptions: Exception[] = []) => {
      const barrier = barrierOn(given, kind, date(day), exceptions)
      return barrier && periodLocked(given, kind, date(day), exceptions, barrier, '/effectiveDate').detail
    }
    expect(said('general', '2026-02-01')).toBeUndefined()
    expect(said('general', '2026-01-31')).toContain('all journals are locked through 2026-01-31.')
    expect(said('sales', '2025-03-01')).toContain('The first open date is 2026-03-01.')
    const exception: Exception = { kind: 'sales', from: date('2025-12-15'), to: date('2026-01-05') }
    expect(said('sales', '2025-12-20', [exception])).toContain(
      'the fiscal year closed is closed through 2025-12-31.',
    )
    expect(said('sales', '2025-12-20', [exception])).toContain('The first open date is 2026-01-01.')
    expect(said('sales', '2026-01-05', [exception])).toBeUndefined()
    expect(said('purchases', '2026-01-05', [exception])).toContain('The first open date is 2026-02-01.')
  })

  it('leaves no open date where all are locked', () => {
    expect(firstOpenDate(locks({ all: '2999-12-31' }), 'bank', date('2026-01-01'))).toBeUndefined()
  })

  it('is told as a day by day search tells it', () => {
    const start = date('2026-01-01')
    const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays(start, days))
    const anyLocks = fc.record({
      through: fc.uniqueArray(fc.tuple(fc.constantFrom(...LOCK_KINDS), day), { selector: ([kind]) => kind }),
      forever: fc.option(day, { nil: undefined }),
      closed: fc.option(day, { nil: undefined }),
    })
    const anyException = fc.record({ kind: fc.constantFrom(...LOCK_KINDS), from: day, to: day })
    fc.assert(
      fc.property(
        anyLocks,
        fc.array(anyException, { maxLength: 4 }),
        fc.constantFrom(...JOURNAL_KINDS),
        day,
        ({ through, forever, closed }, exceptions, kind, at) => {
          const given: Locks = {
            through: new Map(through),
            forever,
            closed: closed === undefined ? undefined : { code: 'c', to: closed },
          }
          const isLocked = (wanted: number) => {
            if (wanted <= (forever ?? 0) || wanted <= (closed ?? 0)) return true
            const soft = through.some(([of, end]) => (of === 'all' || of === kind) && wanted <= end)
            const isLet = exceptions.some(
              (each) => ['all', kind].includes(each.kind) && each.from <= wanted && wanted <= each.to,
            )
            return soft && !isLet
          }
          let open = at
          while (isLocked(open)) open = addDays(open, 1)
          expect(barrierOn(given, kind, at, exceptions) !== undefined).toBe(isLocked(at))
          expect(formatDate(firstOpenDate(given, kind, at, exceptions) as number)).toBe(formatDate(open))
        },
      ),
    )
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expectAccepted } from '../../../tests/support/books.ts'
import { entry, FiscalCompany, refusalOf, replyOf } from '../../../tests/support/fiscal-company.ts'
import type { ExceptionView, YearView } from './contract.ts'

/** The object against a small model of what locks, exceptions and closings mean. */

const YEARS = ['2023', '2024', '2025'] as const
const KINDS = { GJ: 'general', SAL: 'sales', PUR: 'purchases' } as const
const PEOPLE = ['ann', 'bob'] as const

type Action =
  | { do: 'post'; by: string; day: string; journal: keyof typeof KINDS; amount: number }
  | { do: 'lock'; kind: 'all' | 'sales' | 'purchases'; through: string }
  | { do: 'forever'; through: string }
  | { do: 'grant'; to: string; kind: 'all' | 'sales'; from: string; through: string }
  | { do: 'revoke'; which: number }
  | { do: 'close'; year: string; closingEntry: boolean }
  | { do: 'reopen'; year: string }

const day = fc
  .tuple(fc.constantFrom(...YEARS, '2026'), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, date]) => `${year}-0${month}-${String(date).padStart(2, '0')}`)
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('post' as const),
      by: fc.constantFrom(...PEOPLE),
      day,
      journal: fc.constantFrom('GJ', 'SAL', 'PUR'),
      amount: fc.integer({ min: 1, max: 99 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('lock' as const),
      kind: fc.constantFrom('all', 'sales', 'purchases'),
      through: day,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forever' as const), through: day }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('grant' as const),
      to: fc.constantFrom(...PEOPLE),
      kind: fc.constantFrom('all', 'sales'),
      from: day,
      through: day,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), which: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('close' as const),
      year: fc.constantFrom(...YEARS),
      closingEntry: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('reopen' as const), year: fc.constantFrom(...YEARS) }),
  },
)

/** What locks mean, in as few words as there are: dates are compared as text. */
class Model {
  readonly locks: Record<string, string> = {}
  readonly closed = new Set<string>()
  readonly sales: Record<string, number> = {}
  exceptions: { id: string; to: string; kind: string; from: string; through: string }[] = []
  forever = ''

  isLocked(date: string, kind: string, by: string): boolean {
    if (date <= this.forever || date <= this.closedThrough()) return true
    const isLet = this.exceptions.some(
      (each) =>
        each.to === by && ['all', kind].includes(each.kind) && each.from <= date && date <= each.through,
    )
    return !isLet && (date <= (this.locks.all ?? '') || date <= (this.locks[kind] ?? ''))
  }

  firstOpen(date: string, kind: string, by: string): string {
    let at = date
    while (this.isLocked(at, kind, by)) at = new Date(Date.parse(at) + 86_400_000).toISOString().slice(0, 10)
    return at
  }

  closedThrough = (): string =>
    [...this.closed]
      .map((year) => `${year}-12-31`)
      .sort()
      .at(-1) ?? ''

  mayClose(year: string): boolean {
    const isOpenBefore = Object.keys(this.sales).some((each) => each < year && !this.closed.has(each))
    return !this.closed.has(year) && !isOpenBefore
  }

  mayReopen(year: string): boolean {
    return this.closedThrough() === `${year}-12-31` && this.forever < `${year}-12-31`
  }
}

/** Does it to the books and to the model, and compares what came of it. */
async function carryOut(company: FiscalCompany, model: Model, step: Action): Promise<void> {
  switch (step.do) {
    case 'post': {
      const kind = KINDS[step.journal]
      const wanted = entry(step.day, `${step.amount}.00`, { journal: step.journal })
      const posted = await company.as(step.by, 'ledger', 'PostJournalEntry', wanted)
      const by = `user_${step.by}`
      expect(posted.kind === 'accepted').toBe(!model.isLocked(step.day, kind, by))
      if (posted.kind !== 'accepted')
        expect(refusalOf(posted).detail).toContain(
          `The first open date is ${model.firstOpen(step.day, kind, by)}.`,
        )
      else {
        const year = step.day.slice(0, 4)
        model.sales[year] = (model.sales[year] ?? 0) + step.amount
      }
      return
    }
    case 'lock': {
      const { kind, through } = step
      const done = await company.periods('SetLock', { kind, through, reason: 'Because.' })
      const isUnderClosed = kind === 'all' && through < model.closedThrough()
      const isSame = through === model.locks[kind]
      expect(done.kind === 'accepted').toBe(isSame || (!isUnderClosed && through >= model.forever))
      if (done.kind === 'accepted') model.locks[kind] = through
      return
    }
    case 'forever': {
      const { through } = step
      const done = await company.periods('LockForever', { through, confirm: through })
      expect(done.kind === 'accepted').toBe(through >= model.forever)
      if (done.kind === 'accepted') model.forever = through
      return
    }
    case 'grant': {
      const { kind, from, through } = step
      const to = `user_${step.to}`
      const until = new Date(Date.now() + 3_600_000).toISOString()
      const grant = { actor: to, kind, from, to: through, until, reason: 'Late.' }
      const done = await company.periods('GrantException', grant)
      const isBehind = from <= model.forever || from <= model.closedThrough()
      expect(done.kind === 'accepted').toBe(from <= through && !isBehind)
      if (done.kind === 'accepted')
        model.exceptions.push({ id: replyOf<ExceptionView>(done).id, to, kind, from, through })
      return
    }
    case 'revoke': {
      const exception = model.exceptions[step.which]
      if (!exception) return
      expectAccepted(await company.periods('RevokeException', { exception: exception.id }))
      model.exceptions = model.exceptions.filter((each) => each !== exception)
      return
    }
    case 'close': {
      const { year, closingEntry } = step
      const done = await company.periods('CloseFiscalYear', { year, closingEntry })
      // A closing entry lies on the last day of the year, which the irreversible lock may have reached.
      const isBarred = closingEntry && (model.sales[year] ?? 0) > 0 && model.forever >= `${year}-12-31`
      expect(done.kind === 'accepted').toBe(model.mayClose(year) && !isBarred)
      if (done.kind !== 'accepted') return
      expect(replyOf<YearView>(done).net).toBe(`${model.sales[year] ?? 0}.00`)
      model.closed.add(year)
      const end = `${year}-12-31`
      if ((model.locks.all ?? '') < end) model.locks.all = end
      return
    }
    case 'reopen': {
      const { year } = step
      const done = await company.periods('ReopenFiscalYear', { year, reason: 'Because.' })
      expect(done.kind === 'accepted').toBe(model.mayReopen(year))
      if (done.kind !== 'accepted') return
      model.closed.delete(year)
      model.locks.all = `${Number(year) - 1}-12-31`
      return
    }
  }
}

it('no entry ever lies in a locked period without an exception, whatever is done in whichever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 60 }), async (steps) => {
      const company = await FiscalCompany.open()
      const model = new Model()
      for (const step of steps) await carryOut(company, model, step)
      await company.expectSound()
    }),
    { numRuns: 8, endOnFailure: true },
  )
})

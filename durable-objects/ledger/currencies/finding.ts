import { type DateNumber, daysBetween, formatDate } from '../../kernel/dates.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import { chained, type Step } from './decimals.ts'

/**
 * Finding the rate of a day. A source is asked for the rate itself, for its inverse, and for a cross rate through a
 * currency that it has rates of both with; the newest wins, and of the same day the shortest way. A rate is never later
 * than the day it is for, and never older than the company allows. Sources are asked in their order; only when none
 * knows a way alone is a cross rate put together from two of them.
 */

/** One of `base` costs `rate` of `quote`, on a day. */
export interface KnownRate {
  source: string
  base: string
  quote: string
  date: DateNumber
  rate: string
}

export interface RateBook {
  /** The newest rate of the pair up to and including a day. */
  latest(source: string, base: string, quote: string, until: DateNumber): KnownRate | undefined
  /** The first one after a day. */
  next(source: string, base: string, quote: string, after: DateNumber): KnownRate | undefined
  /** What the source has rates of a unit with. */
  partners(source: string, unit: string): ReadonlySet<string>
}

export interface Wanted {
  from: string
  to: string
  date: DateNumber
  /** In the order in which they are asked. */
  sources: readonly string[]
  maxAgeDays: number
  /** Currencies that a cross rate goes through if there is a choice. */
  pivots: readonly string[]
}

export type Way = 'same' | 'direct' | 'inverse' | 'cross'

export interface FoundRate {
  from: string
  to: string
  rate: string
  way: Way
  /** The currencies between, of a cross rate. */
  via: readonly string[]
  /** Of the older leg. */
  date: DateNumber
  ageDays: number
  source: string
  legs: readonly Leg[]
}

export interface Leg extends Step {
  known: KnownRate
}

export type RateRefusal = Refusal<'rate_not_found'>

export function findRate(book: RateBook, wanted: Wanted): FoundRate | RateRefusal {
  const { from, to, date, sources } = wanted
  if (from === to)
    return { from, to, rate: '1', way: 'same', via: [], date, ageDays: 0, source: '', legs: [] }
  for (const source of sources) {
    const legs = inSource(book, source, wanted)
    if (legs && isFresh(legs, wanted)) return found(legs, wanted)
  }
  const together = acrossSources(book, wanted)
  return together ? found(together, wanted) : notFound(book, wanted)
}

type Legs = readonly Leg[]
type Ends = Pick<Wanted, 'from' | 'to' | 'date' | 'pivots'>

function inSource(book: RateBook, source: string, wanted: Ends): Legs | undefined {
  const { from, to } = wanted
  let best = directly(book, source, from, to, wanted.date)
  for (const pivot of pivotsIn(book, source, wanted)) {
    const first = directly(book, source, from, pivot, wanted.date)
    const second = first && directly(book, source, pivot, to, wanted.date)
    const legs = second && [...first, ...second]
    if (legs && (!best || dateOf(legs) > dateOf(best))) best = legs
  }
  return best
}

function directly(
  book: RateBook,
  source: string,
  from: string,
  to: string,
  date: DateNumber,
): Legs | undefined {
  const partners = book.partners(source, from)
  if (!partners.has(to)) return undefined
  const direct = book.latest(source, from, to, date)
  const inverse = book.latest(source, to, from, date)
  if (inverse && (!direct || inverse.date > direct.date)) return [leg(inverse, true)]
  return direct && [leg(direct, false)]
}

const leg = (known: KnownRate, isInverse: boolean): Leg => ({ known, rate: known.rate, isInverse })

/** Those that the source has rates of both with: the preferred ones first, then by code. */
function pivotsIn(book: RateBook, source: string, { from, to, pivots }: Ends): string[] {
  const [ofFrom, ofTo] = [book.partners(source, from), book.partners(source, to)]
  const common = [...ofFrom].filter((unit) => ofTo.has(unit))
  return inOrder(common, pivots)
}

const inOrder = (units: string[], preferred: readonly string[]): string[] => [
  ...preferred.filter((unit) => units.includes(unit)),
  ...units.filter((unit) => !preferred.includes(unit)).sort(),
]

/** A fund priced by hand in dollars, say, and dollars in euros by the central bank. */
function acrossSources(book: RateBook, wanted: Wanted): Legs | undefined {
  if (wanted.sources.length < 2) return undefined
  return oneEnd(book, wanted, 'from') ?? oneEnd(book, wanted, 'to')
}

/** One step in one source at this end, and whatever way another source has for the rest. */
function oneEnd(book: RateBook, wanted: Wanted, end: 'from' | 'to'): Legs | undefined {
  const { sources, date, pivots } = wanted
  for (const source of sources)
    for (const pivot of inOrder([...book.partners(source, wanted[end])], pivots)) {
      const step =
        end === 'from'
          ? directly(book, source, wanted.from, pivot, date)
          : directly(book, source, pivot, wanted.to, date)
      if (!step || !isFresh(step, wanted)) continue
      const rest = end === 'from' ? { ...wanted, from: pivot } : { ...wanted, to: pivot }
      for (const other of sources) {
        const legs = inSource(book, other, rest)
        if (legs && isFresh(legs, wanted)) return end === 'from' ? [...step, ...legs] : [...legs, ...step]
      }
    }
  return undefined
}

const dateOf = (legs: Legs): DateNumber => Math.min(...legs.map(({ known }) => known.date))
const isFresh = (legs: Legs, { date, maxAgeDays }: Wanted): boolean =>
  daysBetween(dateOf(legs), date) <= maxAgeDays

function found(legs: Legs, { from, to, date }: Wanted): FoundRate {
  const oldest = dateOf(legs)
  const way = legs.length > 1 ? 'cross' : legs[0]?.isInverse ? 'inverse' : 'direct'
  return {
    from,
    to,
    rate: chained(legs),
    way,
    via: legs.slice(1).map(({ known, isInverse }) => (isInverse ? known.quote : known.base)),
    date: oldest,
    ageDays: daysBetween(oldest, date),
    source: [...new Set(legs.map(({ known }) => known.source))].join('+'),
    legs,
  }
}

/** What there is instead: an older rate, else a later one, so that the way out can be told. */
function notFound(book: RateBook, wanted: Wanted): RateRefusal {
  const { from, to, date, sources, maxAgeDays } = wanted
  const of = sources.length === 1 ? ` of ${sources[0]}` : ''
  const missing = `There is no rate${of} from ${from} to ${to} for ${formatDate(date)}`
  const nearest = nearestRate(book, wanted)
  if (nearest === undefined)
    return refuse('rate_not_found', `${missing}, and none on another day. Record or import one.`)
  const said = `${nearest.rate} ${nearest.source} ${formatDate(nearest.date)}`
  const detail =
    nearest.date > date
      ? `${missing}: the first one is ${said}, and a later rate is never used. Record one up to ${formatDate(date)}.`
      : `${missing}: the nearest is ${said}, ${nearest.ageDays} days old, and ${maxAgeDays} are allowed. Record a newer one, or allow older ones.`
  return refuse('rate_not_found', detail)
}

function nearestRate(book: RateBook, wanted: Wanted): FoundRate | undefined {
  const older = inEverySource(book, wanted)
  if (older.length > 0) return older.reduce((best, each) => (each.date > best.date ? each : best))
  const upcoming: RateBook = {
    partners: (source, unit) => book.partners(source, unit),
    next: (source, base, quote, after) => book.next(source, base, quote, after),
    latest: (source, base, quote, until) =>
      book.latest(source, base, quote, until) ?? book.next(source, base, quote, until),
  }
  const later = inEverySource(upcoming, wanted)
  if (later.length === 0) return undefined
  const complete = later.map((each) => ({
    ...each,
    date: Math.max(...each.legs.map(({ known }) => known.date)),
  }))
  return complete.reduce((best, each) => (each.date < best.date ? each : best))
}

const inEverySource = (book: RateBook, wanted: Wanted): FoundRate[] =>
  wanted.sources.flatMap((source) => {
    const legs = inSource(book, source, wanted)
    return legs ? [found(legs, wanted)] : []
  })

import { z } from 'zod'
import { optionalDate, optionalSequence, optionalText } from '../../routes/base.ts'
import type { Parameters, Statement, StatementKind } from './queries.ts'

/** What a statement is asked with, as it stands in the address of its page. */
export const statementSearch = z.object({
  asOf: optionalDate,
  from: optionalDate,
  to: optionalDate,
  knownAt: optionalSequence,
  /** `previous-period`, `previous-year`, `month`, `quarter`, `year`, or `dimension:project`. */
  columns: optionalText,
  periods: z.coerce.number().int().min(1).max(36).optional().catch(undefined),
  /** JSON of values by dimension, as the API takes it. */
  filter: optionalText,
  currency: optionalText,
  presentation: z.enum(['direct']).optional().catch(undefined),
  zeros: z.coerce.boolean().optional().catch(undefined),
  /** Parameters of the figure that is explained, as a query string. */
  explain: optionalText,
})
export type StatementSearch = z.output<typeof statementSearch>

export function parametersOf(kind: StatementKind, search: StatementSearch): Parameters {
  const { asOf, from, to, knownAt, columns = '', periods, filter, currency, presentation, zeros } = search
  const isAtDate = kind === 'balance-sheet'
  const takesColumns = kind !== 'trial-balance-by-period'
  const [word = '', dimension] = columns.split(':')
  const wanted = {
    ...(isAtDate ? { asOf } : { from, to }),
    knownAt: knownAt === undefined ? undefined : String(knownAt),
    ...(takesColumns && {
      compare: word.startsWith('previous') ? word : undefined,
      by: ['month', 'quarter', 'year'].includes(word) ? word : undefined,
      dimension: word === 'dimension' && kind !== 'cash-flow' ? dimension : undefined,
      periods: word === '' || word === 'dimension' || periods === undefined ? undefined : String(periods),
    }),
    filter,
    // Of some dimensions alone there is the direct one.
    presentation: kind === 'cash-flow' && filter === undefined ? presentation : undefined,
    currency: kind === 'balance-sheet' || kind === 'profit-and-loss' ? currency : undefined,
    zeros: zeros ? 'true' : undefined,
  }
  return Object.fromEntries(
    Object.entries(wanted).filter((pair): pair is [string, string] => Boolean(pair[1])),
  )
}

/** The dates that were asked for; the report's own take in the periods that they are compared with. */
export const chosenDates = (
  { columns = '' }: StatementSearch,
  report: Pick<Statement, 'from' | 'to' | 'columns'>,
): Pick<Statement, 'from' | 'to'> => (columns.startsWith('previous') ? (report.columns[0] ?? report) : report)

export type DimensionFilter = Readonly<Record<string, readonly string[]>>

export function readFilter(text: string | undefined): DimensionFilter {
  try {
    const filter: unknown = JSON.parse(text ?? '{}')
    return typeof filter === 'object' && filter !== null ? (filter as DimensionFilter) : {}
  } catch {
    return {}
  }
}

/** Undefined for one that chooses nothing. */
export function writeFilter(filter: DimensionFilter): string | undefined {
  const chosen = Object.fromEntries(Object.entries(filter).filter(([, values]) => values.length > 0))
  return Object.keys(chosen).length === 0 ? undefined : JSON.stringify(chosen)
}

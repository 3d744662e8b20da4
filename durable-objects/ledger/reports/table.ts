import { formatAmount } from '../../kernel/amount.ts'
import { formatDate } from '../../kernel/dates.ts'
import type { AccountCategory } from '../contract.ts'
import type { Account } from '../model.ts'
import { accountRef } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { Span } from './columns.ts'
import type { ReportTables } from './figures.ts'
import type { Frame } from './frame.ts'
import type { AppliedRate } from './ports.ts'
import type { ReportColumn, ReportRow, ReportTable } from './replies.ts'
import { type AccountNode, accountsIn } from './tree.ts'

/** Rows of a statement, and the reply that they make. */

/** What `/explain` is asked for a figure. */
export type Parameters = Record<string, string>

export interface Line {
  id: string
  kind: ReportRow['kind']
  depth: number
  title: string
  account?: Account
  category?: AccountCategory
  /** In minor units, one a column; null where masked; empty for a section. */
  amounts: (number | null)[]
  quantities?: ReportRow['quantities']
  explain?: Parameters | undefined
  masked?: boolean
}

export interface TableColumn extends Span {
  key: string
  dimension?: string
  value?: string
  /** Null: no question can be asked for it. */
  explain: Parameters | null
}

export const sumOf = (vectors: readonly (readonly number[])[], width: number): number[] => {
  const sums = new Array<number>(width).fill(0)
  for (const vector of vectors)
    for (let index = 0; index < width; index++)
      sums[index] = (sums[index] as number) + (vector[index] as number)
  return sums
}

/** Worked out once for each account: it stands in its own row, and in the sums above it. */
export function remembered<Figures>(of: (account: Account) => Figures): (account: Account) => Figures {
  const known = new Map<Account, Figures>()
  return (account) => {
    const figures = known.get(account) ?? of(account)
    known.set(account, figures)
    return figures
  }
}

export const isZero = (amounts: readonly (number | null)[]): boolean =>
  amounts.every((amount) => amount === 0)

export interface AccountLines {
  /** Figures of an account, one a column. */
  figures: (account: Account) => readonly number[]
  width: number
  /** What is explained in every row, beside its account. */
  explain: Parameters
  masks: (account: Account) => boolean
  quantities?: (account: Account) => ReportRow['quantities']
}

/** Rows of accounts in a tree: a heading with the sum, then what it is made of. */
export function accountLines(nodes: readonly AccountNode[], depth: number, of: AccountLines): Line[] {
  return nodes.flatMap((node) => {
    const { account, isShown, children } = node
    const own = isShown ? [accountLine(account, children.length > 0 ? depth + 1 : depth, of)] : []
    if (children.length === 0) return own
    const within = accountsIn(node).filter((each) => !of.masks(each))
    const heading: Line = {
      id: `tree:${account.code}`,
      kind: 'heading',
      depth,
      title: account.name,
      account,
      amounts: sumOf(
        within.map((each) => of.figures(each)),
        of.width,
      ),
      explain: { account: account.code, subtree: 'true', ...of.explain },
    }
    return [heading, ...own, ...accountLines(children, depth + 1, of)]
  })
}

function accountLine(account: Account, depth: number, of: AccountLines): Line {
  const line = {
    id: `account:${account.code}`,
    kind: 'account' as const,
    depth,
    title: account.name,
    account,
  }
  if (of.masks(account)) return { ...line, amounts: new Array(of.width).fill(null), masked: true }
  return {
    ...line,
    amounts: [...of.figures(account)],
    quantities: of.quantities?.(account) ?? [],
    explain: { account: account.code, ...of.explain },
  }
}

export interface TableParts {
  report: ReportTable['report']
  title: string
  columns: readonly TableColumn[]
  lines: readonly Line[]
  frame: Frame
  filterText: string | undefined
  /** Of the figures: the company's own, or the one that they are translated into. */
  currency?: { code: string; scale: number; method: string | undefined } | undefined
  rates?: readonly AppliedRate[]
}

export function tableView(tables: ReportTables, parts: TableParts): ReportTable {
  const { chart, log } = tables
  const { frame, columns, lines } = parts
  const currency = parts.currency ?? { code: chart.currency.code, scale: chart.currency.scale }
  const froms = columns.flatMap(({ from }) => from ?? [])
  return {
    report: parts.report,
    title: parts.title,
    company: tables.ports.companyName(),
    currency: currency.code,
    scale: currency.scale,
    from: froms.length === 0 ? null : formatDate(Math.min(...froms)),
    to: formatDate(Math.max(...columns.map(({ to }) => to))),
    knownAt: frame.knownAt,
    sequence: log.head.sequence,
    hash: hashAt(tables, frame),
    columns: columns.map(columnView),
    rows: lines.map((line) => rowView(line, currency.scale)),
    explain: {
      knownAt: String(frame.knownAt),
      ...(parts.filterText !== undefined && { filter: parts.filterText }),
      ...(parts.currency && { currency: parts.currency.code }),
      ...(parts.currency?.method !== undefined && { method: parts.currency.method }),
    },
    rates: [...(parts.rates ?? [])],
    ...partialOf(frame.visibility),
  }
}

export const partialOf = (visibility: Visibility | undefined) =>
  visibility ? { partial: true as const } : {}

/** Of the last event that the report knows; a reader who does not see everything gets none. */
export const hashAt = (
  { log }: ReportTables,
  { knownAt, visibility }: Pick<Frame, 'knownAt' | 'visibility'>,
) => (visibility ? null : knownAt === log.head.sequence ? log.head.hash : (log.at(knownAt)?.hash ?? null))

const columnView = (column: TableColumn): ReportColumn => ({
  key: column.key,
  title: column.title,
  from: column.from === undefined ? null : formatDate(column.from),
  to: formatDate(column.to),
  dimension: column.dimension ?? null,
  value: column.value ?? null,
  explain: column.explain,
})

const rowView = (line: Line, scale: number): ReportRow => ({
  id: line.id,
  kind: line.kind,
  depth: line.depth,
  title: line.title,
  account: line.account ? accountRef(line.account) : null,
  category: line.category ?? null,
  amounts: line.amounts.map((amount) => (amount === null ? null : formatAmount(amount, scale))),
  quantities: line.quantities ?? [],
  explain: line.explain ?? null,
  ...(line.masked && { masked: true as const }),
})

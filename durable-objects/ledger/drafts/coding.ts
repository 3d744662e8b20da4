import { parseAmount } from '../../kernel/amount.ts'
import type { Chart } from '../model.ts'
import type { Visibility } from '../visibility.ts'

/**
 * Accounts in what is kept for later. Their codes may change until it is booked, so the id that a code stood for is kept
 * with it; a code that stood for nothing stays as it was written.
 */
interface Coded {
  account?: string | undefined
  accountId?: string | undefined
}

/** A line as it is kept: without what was left out, and with the id of its account. */
export function stored<Line extends Coded>(line: Line, chart: Chart): Stored<Line> {
  const account = line.account ? chart.account(line.account) : undefined
  return withoutEmpty({ ...line, accountId: account?.id }) as Stored<Line>
}

type Stored<Line> = { [Field in keyof Line]: Exclude<Line[Field], undefined> } & { accountId?: string }

/** The line with the code that its account has now. */
export function coded<Line extends Coded>(line: Line, chart: Chart): Omit<Line, 'accountId'> {
  const { accountId, ...rest } = line
  return accountId === undefined ? rest : { ...rest, account: chart.accountById(accountId).code }
}

/** Absent and undefined are the same to a reader, and only absent has a canonical form. */
export const withoutEmpty = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  ) as Fields

export interface Kept {
  /** Who wrote it. */
  author: string
  journal?: string | undefined
  lines: readonly (Coded & { debit?: string | undefined })[]
}

/**
 * Whether a reader sees it: as a whole and unmasked, or not at all. A draft that says nothing yet is its author's.
 */
export function isSeen(
  chart: Chart,
  visibility: Visibility | undefined,
  { author, journal = 'GJ', lines }: Kept,
  reader: string,
): boolean {
  if (!visibility) return true
  const { currency } = chart
  const known = lines.flatMap(({ account, accountId, debit }) => {
    const of = accountId !== undefined ? chart.accountById(accountId) : chart.account(account ?? '')
    const value = parseAmount(debit ?? '0', currency.scale)
    const amounts = { unit: currency.code, quantity: 0, value: typeof value === 'number' ? value : 0 }
    return of ? [{ account: of.id, ...amounts }] : []
  })
  if (
    lines
      .map((line) => coded(line, chart))
      .some(({ account }) => account && visibility.brokenBy('account', account))
  )
    return false
  if (known.length === 0) return author === reader && visibility.seesJournal(journal)
  const sight = visibility.sightOf({ author, data: { journal, lines: known } })
  return sight?.whole === true && !sight.masked
}

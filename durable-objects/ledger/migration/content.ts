import { parseAmount } from '../../kernel/amount.ts'
import { type EntryPosted, GENERAL_JOURNAL, type JournalEntryInput, type PostedLine } from '../contract.ts'
import type { Account, Chart } from '../model.ts'
import type { EntryHeader, ResolvedLine } from '../rules.ts'

/**
 * Whether an entry that comes again says what is booked. `unknown`: its lines leave something to the books (a rate, a
 * distribution, default dimensions), so that only posting it tells.
 */
export type Sameness = 'same' | 'different' | 'unknown'

type Books = Pick<Chart, 'account' | 'accountById' | 'unit' | 'currency'>

export function sameAsPosted(books: Books, input: JournalEntryInput, posted: EntryPosted): Sameness {
  const { lines, ...header } = input
  if (!sameHeader(header, posted)) return 'different'
  const isCompleted =
    lines.length !== posted.lines.length ||
    lines.some(({ rate, distribution }) => rate !== undefined || distribution !== undefined)
  if (isCompleted) {
    const mayDiffer = lines.some(({ rate, distribution }) => rate !== undefined || distribution !== undefined)
    return mayDiffer ? 'unknown' : 'different'
  }
  const sameness = lines.map((line, at) => sameLine(books, line, posted.lines[at] as PostedLine))
  return worst(sameness)
}

function worst(all: readonly Sameness[]): Sameness {
  if (all.includes('different')) return 'different'
  return all.includes('unknown') ? 'unknown' : 'same'
}

/** What was posted on trial is the same as what is booked. */
export const sameEntries = (trial: EntryPosted, posted: EntryPosted): boolean =>
  sameHeader(trial, posted) &&
  trial.lines.length === posted.lines.length &&
  trial.lines.every((line, at) => contentOf(line) === contentOf(posted.lines[at] as PostedLine))

/** The same for lines that are resolved already. */
export function sameResolved(
  books: Books,
  header: EntryHeader,
  lines: readonly ResolvedLine[],
  posted: EntryPosted,
): Sameness {
  if (!sameHeader(header, posted) || lines.length !== posted.lines.length) return 'different'
  const isSame = lines.every(({ account, unit, quantity, value, memo }, at) => {
    const line = posted.lines[at] as PostedLine
    return (
      sameAccount(books, account, line.account) &&
      unit.code === line.unit &&
      quantity === line.quantity &&
      value === line.value &&
      (memo ?? '') === (line.memo ?? '')
    )
  })
  return isSame ? 'same' : 'different'
}

type Header = Pick<EntryHeader, 'effectiveDate' | 'reference' | 'note' | 'tags' | 'journal'> & {
  description?: string | undefined
}

function sameHeader(header: Header, posted: EntryPosted): boolean {
  const texts = (each: Header) => [
    each.effectiveDate,
    each.description ?? '',
    each.reference ?? '',
    each.note ?? '',
  ]
  const tags = (each: Header) => JSON.stringify(Object.entries(each.tags ?? {}).sort())
  return (
    texts(header).join('\u0000') === texts(posted).join('\u0000') &&
    (header.journal ?? GENERAL_JOURNAL) === posted.journal &&
    tags(header) === tags(posted)
  )
}

function sameLine(books: Books, input: JournalEntryInput['lines'][number], posted: PostedLine): Sameness {
  const account = books.account(input.account)
  if (!account || !sameAccount(books, account, posted.account)) return 'different'
  const unit = input.unit ?? account.unit ?? books.currency.code
  const scale = books.unit(unit)?.scale
  if (unit !== posted.unit || scale === undefined) return 'different'
  const amount = parseAmount((input.debit ?? input.credit) as string, scale)
  if (amount !== Math.abs(posted.quantity)) return 'different'
  if (amount !== 0 && (input.debit !== undefined) !== posted.quantity > 0) return 'different'
  if (unit !== books.currency.code && !sameValue(books, input.value, posted.value)) return 'different'
  const texts = ['memo', 'reference', 'dueDate'] as const
  if (texts.some((name) => (input[name] ?? '') !== (posted[name] ?? ''))) return 'different'
  return sameDimensions(input.dimensions ?? {}, posted.dimensions ?? {})
}

const sameAccount = (books: Books, account: Account, id: string): boolean =>
  books.accountById(id).id === account.id

function sameValue(books: Books, given: string | undefined, posted: number | null): boolean {
  if (given === undefined || posted === null) return given === undefined && posted === null
  return parseAmount(given, books.currency.scale) === Math.abs(posted)
}

/** Defaults of accounts may have been added when the entry was booked. */
function sameDimensions(given: Record<string, string>, posted: Record<string, string>): Sameness {
  if (Object.entries(given).some(([name, value]) => posted[name] !== value)) return 'different'
  return Object.keys(given).length === Object.keys(posted).length ? 'same' : 'unknown'
}

const contentOf = ({ dimensions = {}, rate: _, ...line }: PostedLine): string =>
  JSON.stringify([Object.entries(line).sort(), Object.entries(dimensions).sort()])

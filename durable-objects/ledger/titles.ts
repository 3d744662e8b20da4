import type { EntryPosted, JournalEntryInput } from './contract.ts'

/** What a person recognises a command of the ledger by, in a list of those that wait. Pure. */

/** The entry that a reversal is of, as far as the reader may know it. */
export type FindEntry = (id: string) => Pick<EntryPosted, 'journal' | 'number' | 'description'> | undefined

export function titleOf(command: string, input: unknown, find: FindEntry): string | undefined {
  switch (command) {
    case 'OpenAccount':
    case 'RegisterUnit':
    case 'OpenJournal':
      return words((input as Named).code, (input as Named).name)
    case 'ChangeAccount':
    case 'DeactivateAccount':
    case 'ReactivateAccount':
      return words((input as Named).code, (input as Named).name)
    case 'RenumberAccount':
      return arrow((input as { code: string }).code, (input as { newCode: string }).newCode)
    case 'MergeAccounts':
      return arrow((input as { from: string }).from, (input as { into: string }).into)
    case 'SetAccountRoles':
      return Object.entries((input as { roles: Record<string, string | null> }).roles)
        .map(([role, code]) => `${role}: ${code ?? '–'}`)
        .join(', ')
    case 'AdoptChart':
      return (input as { pack: string }).pack
    case 'ImportChart':
      return counted(rowsOf((input as { text: string }).text), 'row', 'rows', undefined)
    case 'ChangeJournal':
      return (input as { journal: string }).journal
    case 'PostJournalEntry':
      return titleOfEntry(input as JournalEntryInput)
    case 'PostJournalEntries':
      return titleOfRows((input as { rows: readonly { value?: JournalEntryInput }[] }).rows)
    case 'ReverseJournalEntry':
      return titleOfReversal(input as { id: string; description?: string }, find)
    case 'ImportJournal':
      return titleOfJournal((input as { text: string }).text)
    default:
      return undefined
  }
}

const arrow = (from: string, to: string): string => `${from} → ${to}`

/** Below the header. */
const rowsOf = (text: string): number =>
  text.split(/\r\n|\r|\n/).filter((row) => row.trim() !== '').length - 1

interface Named {
  code?: string
  name?: string
}

/** `Rent March (INV-7)`; an entry that says nothing of itself is told by its day and accounts: `2026-03-31: 6000, 1600`. */
function titleOfEntry({ description, reference, effectiveDate, lines }: JournalEntryInput): string {
  if (description) return reference ? `${description} (${reference})` : description
  if (reference) return reference
  const accounts = [...new Set(lines.map(({ account }) => account))]
  const more = accounts.length > ACCOUNTS_NAMED ? ' …' : ''
  return `${effectiveDate}: ${accounts.slice(0, ACCOUNTS_NAMED).join(', ')}${more}`
}

const ACCOUNTS_NAMED = 3

function titleOfRows(rows: readonly { value?: JournalEntryInput }[]): string {
  const first = rows.find(({ value }) => value)?.value
  return counted(rows.length, 'entry', 'entries', first && titleOfEntry(first))
}

function titleOfReversal({ id, description }: { id: string; description?: string }, find: FindEntry) {
  const entry = find(id)
  const what = entry && words(`${entry.journal} ${entry.number}`, entry.description)
  return what && description ? `${description}: ${what}` : (what ?? description)
}

/** A transaction of hledger begins with its date, at the beginning of a line. */
function titleOfJournal(text: string): string {
  const heads = text.split('\n').filter((line) => /^\d/.test(line))
  return counted(heads.length, 'entry', 'entries', heads[0]?.trim().slice(0, HEAD_CHARS_SHOWN))
}

const HEAD_CHARS_SHOWN = 100

function counted(count: number, one: string, many: string, first: string | undefined): string {
  const number = `${count} ${count === 1 ? one : many}`
  if (!first) return number
  return count === 1 ? first : `${number}, first: ${first}`
}

const words = (...parts: (string | undefined)[]): string | undefined =>
  parts.filter((part) => part).join(' ') || undefined

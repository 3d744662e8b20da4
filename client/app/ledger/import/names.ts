import type { Tone } from '../../ui/status.tsx'
import type { Import } from './queries.ts'

export const FORMAT_NAMES: Record<Import['format'], string> = {
  csv: 'CSV',
  'saf-t': 'SAF-T',
  hledger: 'hledger',
  ledger: 'Ledger',
  beancount: 'Beancount',
}

export const STATUS_NAMES: Record<Import['status'], { label: string; tone: Tone }> = {
  open: { label: 'Not finished', tone: 'warning' },
  finished: { label: 'Finished', tone: 'positive' },
  abandoned: { label: 'Abandoned', tone: 'neutral' },
  reversing: { label: 'Being reversed', tone: 'warning' },
  reversed: { label: 'Reversed', tone: 'accent' },
}

export const ENCODING_NAMES: Record<string, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (big-endian)',
  'windows-1252': 'Latin-1 (Windows-1252)',
}

/** What a column may stand for, in the words of a form. */
export const FIELD_NAMES: Readonly<Record<string, string>> = {
  date: 'Date',
  externalId: 'Id in the other system',
  entry: 'Number that rows of an entry share',
  description: 'Description',
  reference: 'Reference',
  journal: 'Journal',
  note: 'Note',
  account: 'Account',
  accountName: 'Name of the account',
  debit: 'Debit',
  credit: 'Credit',
  amount: 'Amount, debit positive',
  debitAccount: 'Debit account',
  creditAccount: 'Credit account',
  unit: 'Currency',
  value: 'Value in company currency',
  rate: 'Rate',
  memo: 'Memo of the line',
  itemReference: 'Reference of the open item',
  dueDate: 'Due date',
  distribution: 'Distribution',
}

/** The size of a file as people say it. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${size.toLocaleString(undefined, { maximumFractionDigits: size < 10 ? 1 : 0 })} ${unit}`
}

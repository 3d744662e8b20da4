import { LIMITS } from '../../kernel/limits.ts'
import type { FieldError } from '../../kernel/result.ts'
import type { ChartStore } from '../chart.ts'
import type { JournalEntryInput } from '../contract.ts'
import type { CarriedBalance } from '../interchange/model.ts'
import type { Posting } from '../posting.ts'
import type { EntryHeader, ResolvedLine } from '../rules.ts'
import { csvContent } from './candidates-csv.ts'
import { journalContent } from './candidates-journal.ts'
import { saftContent } from './candidates-saf-t.ts'
import type { ImportIssue } from './contract.ts'
import type { ImportFormat, ImportOptions } from './inputs.ts'
import type { Mapping } from './mapping.ts'

/** An entry of a file on its way into the books: as a client writes it, or with its lines resolved. */
export type Candidate = {
  line: number
  externalId: string | undefined
  issuesOf: (code: string, detail: string, errors: readonly FieldError[]) => ImportIssue[]
} & ({ input: JournalEntryInput; purpose?: 'opening' } | { header: EntryHeader; lines: ResolvedLine[] })

/** What a part of a file comes to before anything is booked. */
export interface PartContent {
  rows: number
  candidates: Candidate[]
  errors: ImportIssue[]
  /** Entries that `errors` speak of. */
  refused: number
  warnings: ImportIssue[]
  accounts: number
  units: number
  /** What the file calls accounts and journals, and the codes of ours that these stand for. */
  named: { accounts: readonly Named[]; journals: readonly Named[] }
  balances?: readonly CarriedBalance[]
  lastDate?: string | undefined
}

export interface Named {
  code: string
  name: string
  ours: string | undefined
}

export interface PartText {
  format: ImportFormat
  text: string
  mapping: Mapping | undefined
  options: ImportOptions
  isFirst: boolean
  /** Line of the user's file. */
  lineOf: (line: number) => number
  /** What the parts before add up to, for assertions of journals; undefined: not known. */
  carried: readonly CarriedBalance[] | undefined
  /** Latest date of the parts before. */
  lastDate: string | undefined
}

export interface PartBooks {
  chart: ChartStore
  posting: Posting
  newAccountId: () => string
  /** An account that the actor's record rules keep them from. */
  isOutside: (code: string) => boolean
  openingAccount: string | undefined
}

/** Reads a part and opens what it needs in the posting: accounts, units, journals. */
export function contentOf(part: PartText, books: PartBooks): PartContent {
  switch (part.format) {
    case 'csv':
      return csvContent(part, books)
    case 'saf-t':
      return saftContent(part, books)
    default:
      return journalContent(part, part.format, books)
  }
}

export const nothing = {
  errors: [],
  warnings: [],
  refused: 0,
  accounts: 0,
  units: 0,
  named: { accounts: [], journals: [] },
}

type Place = (pointer: string) => Pick<ImportIssue, 'line' | 'field'>

export const placed = (
  line: number,
  place: Place,
  code: string,
  detail: string,
  errors: readonly FieldError[],
): ImportIssue[] =>
  errors.length === 0
    ? [{ line, code, detail }]
    : errors.map((error) => ({ ...place(error.pointer), code: error.code, detail: error.detail }))

/** A name as an account or a journal may have it. */
export const plainName = (name: string, code: string): string =>
  name
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, LIMITS.nameCharsMax)
    .trim() || code.slice(0, LIMITS.nameCharsMax)

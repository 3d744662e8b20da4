import type { DateNumber, MonthNumber } from '../../kernel/dates.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { AccountTotals } from '../balances.ts'
import type { AccountType, PostedLine } from '../contract.ts'
import type { Visibility } from '../visibility.ts'

/** What reports need of other parts. Assembly puts it together. */
export interface ReportPorts {
  companyName: () => string
  /** The fiscal year that a date lies in. */
  yearOf: (date: DateNumber) => { from: DateNumber; to: DateNumber }
  dimensions: DimensionTotals
  translate: Translate
  /** Files on an entry, without those that were taken off. */
  attachmentsOf: (entryId: string) => readonly { id: string; name: string; sha256: string }[]
  proof: ReportProof
}

/** Values by dimension that a line must have one of; "" for a line without any. */
export type ValueSets = Readonly<Record<string, ReadonlySet<string>>>

export interface DimensionTotals {
  /** Values of a dimension, undefined where there is no such dimension. */
  values: (dimension: string) => readonly { code: string; name: string; parent: string | null }[] | undefined
  /** The values with all that lie below them. */
  subtree: (dimension: string, codes: readonly string[]) => ReadonlySet<string>
  /** Totals over the lines that name dimensions and match, up to a date; an empty filter matches all of them. */
  totalsAsOf: (
    date: DateNumber,
    filter: ValueSets,
    knownAt: number,
    visibility: Visibility | undefined,
  ) => AccountTotals[]
  /** Ordinal of the account and combination of values that a line with dimensions was booked in. */
  segmentOf: (line: PostedLine) => number
  segment: (ordinal: number) => { account: number; dimensions: Readonly<Record<string, string>> }
}

export interface AppliedRate {
  rate: string
  from: string
  to: string
  source: string
  date: string
  basis: string
}

/** Debit positive, in minor units of the company's currency. */
export interface TranslatedMovement {
  account: string
  type: AccountType
  month: MonthNumber
  value: number
}

export type TranslationMethod = 'closing-rate' | 'convenience'

/** Translates what moved into another currency at the rates of a closing date; figures by account, debit positive. */
export type Translate = (
  movements: Iterable<TranslatedMovement>,
  plan: { to: string; asOf: DateNumber; method: TranslationMethod | undefined; knownAt: number },
) => TranslatedFigures | Refusal<'rate_not_found' | 'unknown_unit' | 'balance_out_of_range'>

export interface TranslatedFigures {
  scale: number
  figures: ReadonlyMap<string, number>
  rates: readonly AppliedRate[]
}

export interface ReportProof {
  /** The tree that proofs are given against: as it stood at a position of the log, or the last sealed one behind it. */
  root: (knownAt: number) => ProofRoot | undefined
  /** Inclusion of events in the first `size` of them. */
  inclusions: (size: number) => (sequence: number) => unknown
}

export interface ProofRoot {
  size: number
  root: string
  headHash: string
  isSealed: boolean
}

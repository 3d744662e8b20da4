import type { DateNumber } from '../../kernel/dates.ts'

/** What the part needs of the one that keeps open items; `assembly.ts` puts them together. */

/** A line that is not matched yet, as it stands at a date. Accounts and units by ordinal, amounts in minor units, debit positive. */
export interface OpenItem {
  account: number
  unit: number
  /** Position in the log of the entry that made it. */
  sequence: number
  entry: string
  line: number
  openQuantity: number
  /** What it is carried at: without revaluations, which are on its account and never in the item. Null: it has no value. */
  openValue: number | null
  reference?: string | null
}

/** Items with something open at the date; undefined where there are no open items in these books. */
export type OpenItems = (asOf: DateNumber) => Iterable<OpenItem>

import type { CommandContext } from '../kernel/module.ts'
import type { Refusal } from '../kernel/result.ts'
import type { EntryPosted, postingRefusals, UnitRegistered } from './contract.ts'
import type { Account } from './model.ts'

/**
 * What else must hold of an entry before it is booked: periods, dimensions, limits of balances. A rule is a part's own;
 * every way to book goes through all of them (`posting.ts`), whichever command, import or timer it is.
 */

export type PostingRefusal = Refusal<keyof typeof postingRefusals>

/** A line whose account, unit and amounts are resolved. */
export interface ResolvedLine {
  account: Account
  unit: UnitRegistered
  quantity: number
  value: number | null
  rate?: string | undefined
  memo?: string | undefined
  reference?: string | undefined
  dueDate?: string | undefined
  dimensions?: Readonly<Record<string, string>> | undefined
  /** Code of the distribution that splits the line. */
  distribution?: string | undefined
  /** It takes an earlier line out of the account: it keeps that line's dimensions as they are. */
  isSettled?: true | undefined
  /** Position in the entry as it was sent, for pointers. */
  index?: number | undefined
}

export type EntryHeader = Omit<EntryPosted, 'id' | 'journal' | 'number' | 'series' | 'voucher' | 'lines'> & {
  id?: string | undefined
  journal?: string | undefined
}

export interface ProposedEntry {
  header: EntryHeader & { journal: string }
  lines: readonly ResolvedLine[]
}

export interface PostingRule {
  /** One decision begins. It may book many entries, and a rule must see those that it has let through. */
  begin(context: CommandContext): RuleRun
}

export interface RuleRun {
  /** Fills in what lines leave out, and splits those that are to be split, before anything is checked. */
  complete?(entry: ProposedEntry): readonly ResolvedLine[] | PostingRefusal
  /** Pointers are relative to the entry: `/effectiveDate`, `/lines/2/dimensions`. */
  refuses(entry: ProposedEntry): PostingRefusal | undefined
  /** The entry passed every rule and is booked with the decision. */
  booked?(entry: ProposedEntry): void
}

/** Puts a value in company currency on lines in other units that bring a rate. */
export interface Valuation {
  /** One value a line, in minor units with the sign of its quantity, and the rate that made it. Pointers: `/lines/2/rate`. */
  values(
    lines: readonly ValuedLine[],
    effectiveDate: string,
  ): { value: number; rate: string }[] | PostingRefusal
}

export interface ValuedLine {
  /** Position in the entry, for pointers. */
  index: number
  unit: UnitRegistered
  quantity: number
  /** A decimal, a source of rates, or "auto". */
  rate: string
}

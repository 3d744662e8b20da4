import type { Refusal } from '../../kernel/result.ts'
import type { Account } from '../model.ts'

/** What the part needs of others, and what it gives them; `assembly.ts` puts them together. */

/** Where realised differences of exchange are booked. */
export type ExchangeAccounts = () => { gain: Account; loss: Account } | Refusal<'role_not_assigned'>

/** A line that is not settled, as it stands at a date. Ordinals and minor units, debit positive. */
export interface OpenItem {
  account: number
  unit: number
  sequence: number
  entry: string
  line: number
  openQuantity: number
  openValue: number
  reference: string | null
}

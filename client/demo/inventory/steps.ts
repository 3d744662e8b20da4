import type { CallInput, CallReply, Contracts } from '../../sdk/types.ts'

type Stock = Contracts['stock']['operations']
export type StockCommand =
  | 'ReceiveGoods'
  | 'IssueGoods'
  | 'TransferGoods'
  | 'ReceiveTransfer'
  | 'AdjustStock'
  | 'ReturnGoods'
  | 'AddReceiptCosts'
  | 'SetStandardCosts'
  | 'RevalueStock'
  | 'MatchBill'

export type StockDocument = CallReply<Stock['ReceiveGoods']>

/** Documents that were recorded before, by the key of their step. */
type Recorded = (key: string) => StockDocument

/** One document of the year. What it says may hang on what an earlier one came to. */
export interface Step<Name extends StockCommand = StockCommand> {
  key: string
  date: string
  command: Name
  input: (recorded: Recorded) => CallInput<Stock[Name]>
}

export const step = <Name extends StockCommand>(
  key: string,
  command: Name,
  date: string,
  input: (recorded: Recorded) => Omit<CallInput<Stock[Name]>, 'date'>,
): Step<Name> => ({
  ...{ key, date, command },
  input: (recorded) => ({ ...input(recorded), date }) as CallInput<Stock[Name]>,
})

/** What lies where while the year is written down, and what it is worth on average: nothing is planned that is not there. */
export class Levels {
  readonly #held = new Map<string, { quantity: number; value: number }>()

  of(item: string, warehouse: string): number {
    return this.#at(item, warehouse).quantity
  }

  /** `value` in cents of the company's currency, where it will matter. */
  add(item: string, warehouse: string, quantity: number, value = 0): void {
    const held = this.#at(item, warehouse)
    held.quantity += quantity
    held.value += value
  }

  /** As much as there is of what is wanted. */
  take(item: string, warehouse: string, wanted: number): number {
    return this.draw(item, warehouse, wanted).quantity
  }

  /** The same, with what that is worth. */
  draw(item: string, warehouse: string, wanted: number): { quantity: number; value: number } {
    const held = this.#at(item, warehouse)
    const quantity = Math.max(0, Math.min(wanted, held.quantity))
    const value = held.quantity === 0 ? 0 : Math.round((held.value * quantity) / held.quantity)
    held.quantity -= quantity
    held.value -= value
    return { quantity, value }
  }

  #at(item: string, warehouse: string): { quantity: number; value: number } {
    const key = `${warehouse} ${item}`
    const held = this.#held.get(key) ?? { quantity: 0, value: 0 }
    this.#held.set(key, held)
    return held
  }
}

/** A sum divided by weights to the last unit of it, what is left over to the first ones. */
export function divided(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const shares = weights.map((weight) => Math.floor((total * weight) / sum))
  const left = total - shares.reduce((all, share) => all + share, 0)
  return shares.map((share, index) => (index < left ? share + 1 : share))
}

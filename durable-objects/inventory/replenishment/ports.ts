import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { Days } from '../../kernel/zones.ts'
import type { ReservationsParts } from '../reserved-stock.ts'
import type { stockContract } from '../stock/contract.ts'
import type { ItemsParts } from '../stock-item.ts'
import type { PlacesParts } from '../stock-place.ts'

/** What replenishment asks of the rest of the inventory. Quantities are steps, items and warehouses ordinals. */
export interface ReplenishmentPorts {
  /** Of the company: which one it is today. */
  days: Pick<Days, 'dateAt'>
  items: Pick<ItemsParts, 'byRef' | 'byId' | 'byOrdinal' | 'ordinal' | 'steps' | 'format'>
  places: Pick<PlacesParts, 'byOrdinal' | 'warehouse' | 'default'>
  reservations: Pick<ReservationsParts, 'reserved' | 'available' | 'incoming' | 'promised' | 'announce'>
  stock: {
    onHand(item: number, warehouse: number): number
    onTheWay(item: number, warehouse: number): number
    /** What left for customers, production and other warehouses, from day to day (yyyymmdd). */
    used(item: number, warehouse: number, from: number, to: number): number
    transfer(
      input: TransferInput,
      context: CommandContext,
    ): { id: string; events: NewEvent[] } | Refusal<keyof typeof stockContract.refusals>
  }
}

export interface TransferInput {
  date: string
  from: string
  to: string
  inTransit?: boolean | undefined
  lines: { item: string; quantity: string }[]
}

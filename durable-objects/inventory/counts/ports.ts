import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { Days } from '../../kernel/zones.ts'
import type { stockContract } from '../stock/contract.ts'
import type { ItemsParts } from '../stock-item.ts'
import type { PlacesParts } from '../stock-place.ts'

/** What counts ask of the rest of the inventory. Quantities are steps, items, places and warehouses ordinals. */
export interface CountsPorts {
  items: Pick<
    ItemsParts,
    'byRef' | 'byId' | 'byOrdinal' | 'ordinal' | 'steps' | 'format' | 'familyWithin' | 'components'
  >
  places: Pick<PlacesParts, 'place' | 'byOrdinal' | 'isWithin' | 'within' | 'warehouse' | 'default'>
  stock: CountedStock
  /** Of the company: which one it is today. */
  days: Pick<Days, 'dateAt'>
}

export interface Lain {
  item: number
  place: number
  lot: string | null
  quantity: number
}

export interface CountedStock {
  currencyScale(): number
  /** What lies of an item, anywhere; what is missing too. */
  lyingOf(item: number): Lain[]
  lyingIn(place: number): Lain[]
  /** Everything that lies anywhere. */
  lying(): Iterable<Lain>
  onHandAt(item: number, place: number, lot: string | null): number
  worth(item: number, warehouse: number): { quantity: number; value: number }
  /** Cost of what customers and production got since a day (yyyymmdd), by item, in minor units. */
  valueIssued(since: number): Map<number, number>
  adjust(input: Adjustment, context: CommandContext): Adjusted | Refusal<keyof typeof stockContract.refusals>
}

export interface Adjustment {
  date: string
  reason: string
  reference?: string | undefined
  account?: string | undefined
  lines: {
    item: string
    place: string
    /** Decimal text of the stock unit; negative: less than the books say. */
    quantity: string
    lot?: string | undefined
    expiry?: string | undefined
  }[]
}

export interface Adjusted {
  id: string
  /** To be recorded first in the decision. */
  events: NewEvent[]
  /** What it moves. Steps and minor units that came into the place, negative: left it. */
  lines: { item: string; place: number; lot: string | null; quantity: number; value: number }[]
}

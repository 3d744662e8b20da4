import type { NewEvent } from '../kernel/log.ts'
import type { Refusal } from '../kernel/result.ts'
import type { AccountType } from '../ledger/contract.ts'
import type { CostMethod, ItemAccount, ItemKind, Tracking } from './items/contract.ts'

export type { CostMethod, ItemAccount, ItemKind, Tracking }

/** What the other parts of the inventory get of items: the item as moves see it, and questions about it. */

export interface StockItem {
  /** Never changes and is never used again: rows of other tables refer to items by it. */
  ordinal: number
  id: string
  code: string
  name: string
  kind: ItemKind
  /** Code. */
  family: string | null
  /** The stock unit. */
  unit: string
  /** Decimal places of a quantity: one stock unit is 10^scale steps. */
  scale: number
  method: CostMethod
  tracking: Tracking
  hasExpiry: boolean
  allowsNegative: boolean
  /** It stands for its variants and is neither bought, sold nor kept itself. */
  isTemplate: boolean
  isActive: boolean
}

/** An account as the chart has it at present. */
export interface BookAccount {
  id: string
  code: string
  name: string
  type: AccountType
  isHeading: boolean
  isActive: boolean
}

export type QuantityRefusal = Refusal<'inexact_quantity' | 'unknown_unit_of_item' | 'invalid_quantity'>

/** What a barcode says: of itself an item and a unit, by GS1 element strings more. */
export interface Scanned {
  item: StockItem
  /** The unit that the barcode stands for; the stock unit where it stands for none. */
  unit: string
  lot: string | null
  serial: string | null
  /** YYYY-MM-DD */
  expiry: string | null
  /** Decimal text, in `unit`. */
  quantity: string | null
}

export interface ItemsParts {
  /** By id, code or barcode, in this order. Codes are found in any case of their letters. */
  byRef(ref: string): StockItem | undefined
  /** There is one: an id that is none is a bug. */
  byId(id: string): StockItem
  byOrdinal(ordinal: number): StockItem
  byBarcode(text: string, nowMicros: number): Scanned | Refusal<'barcode_not_found' | 'invalid_barcode'>
  ordinal(id: string): number
  /** Steps of the stock unit, exactly. `quantity` is a decimal that is not negative, in `unit`, by default the stock unit. */
  steps(item: StockItem, quantity: string, unit?: string): number | QuantityRefusal
  /** Decimal text in the stock unit. */
  format(item: StockItem, steps: number): string
  /** As set for the item, its family, the families above it, or by the company's role. Undefined: nowhere. */
  account(item: StockItem, name: ItemAccount): BookAccount | undefined
  /** Of a kit, exploded to what is no kit, with steps of each for one kit. Empty: the item is no kit. */
  components(item: StockItem): { item: StockItem; quantity: number }[]
  /** Milligrams of one stock unit. */
  weight(item: StockItem): number | undefined
  /** Cubic millimetres of one stock unit. */
  volume(item: StockItem): number | undefined
  /** Company currency for one stock unit, as decimal text. */
  standardCost(item: StockItem): string | undefined
  /** The event by which a new standard cost stands in the item, for the command that revalues its stock; undefined: it is that already. */
  standardCostChanged(item: StockItem, cost: string): NewEvent | undefined
  /** Items after this code, in the order of codes; '' begins. Templates are left out. */
  each(after: string, limit: number): StockItem[]
  /** Codes of a family and of all below it; undefined: there is none. */
  familyWithin(code: string): ReadonlySet<string> | undefined
}

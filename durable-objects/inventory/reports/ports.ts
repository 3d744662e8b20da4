import type { Actor } from '../../kernel/module.ts'
import type { BookAccount, ItemsParts } from '../stock-item.ts'
import type { PlacesParts } from '../stock-place.ts'
import type { Layer } from '../valuation/model.ts'

/** What reports of the stock ask of the rest of the books. */
export interface StockReportsPorts {
  items: ItemsParts
  places: PlacesParts
  /** Steps of an item in a warehouse, by ordinals. */
  reserved(item: number, warehouse: number): number
  past: PastStock
  buckets: ValueBuckets
  ledger: StockLedger
  /** By the position of its event: a document, or what it adjusted of the past. */
  booked(sequence: number): Booked
}

/** What lay in which layers, and what moves cost, as it was known at a position of the log; undefined: at its end. Ordinals. */
export interface PastStock {
  /** That something was left of at the end of a day, the oldest first. */
  layers(item: number, asOf: number, knownAt: number | undefined): readonly Layer[]
  /** What went to places outside and came back from them. */
  outside(item: number, from: number, to: number, knownAt: number | undefined): readonly OutsideMove[]
  /** Moves that were done again to answer, since the beginning. */
  readonly replayed: number
}

export interface OutsideMove {
  move: 'out' | 'return'
  warehouse: number
  outside: number
  quantity: number
  /** Negative where goods left. */
  value: number
}

export interface StockLedger {
  currency(): { code: string; scale: number }
  /** The account itself, or the one that it was merged into. */
  account(id: string): BookAccount
  /** Those that stock is kept on where neither an item nor its families say another. */
  stockAccounts(): BookAccount[]
  /** Those that goods stand on until their invoice comes. */
  goodsReceivedAccounts(): BookAccount[]
  /** Balances in minor units by id of the account, as the actor may see them; undefined for others. Without one, all of them. */
  balances(asOf: number, knownAt: number, actor?: Actor): (account: string) => number | undefined
  /** The latest day of an entry after this one. */
  lastDateAfter(date: number): number | undefined
}

/** Values by holder and day, as of any day and at the end of any epoch of the log. */
export interface ValueBuckets {
  /** Positions of the log in an epoch. */
  epochEvents: number
  add(holder: number, date: number, value: number, sequence: number): void
  asOf(date: number): HolderValue[]
  atEpoch(date: number, epoch: number): HolderValue[]
  mark(): void
  undo(): void
  flush(): void
  forget(): void
}

export interface HolderValue {
  holder: number
  value: number
}

export interface Booked {
  event: 'moved' | 'adjusted'
  document: string
  kind: string
  voucher: string
  date: string
  sequence: number
  reference: string | null
  party: string | null
  /** Ids. */
  entries: readonly string[]
}

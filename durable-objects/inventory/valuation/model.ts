/**
 * The value of one item's stock, as its moves come: in the order of their effective date, then of the log. Pure.
 *
 * Every warehouse has its own layers: what came in together, with what is left of it. First in, first out and
 * valuation by lot take the value from layers; moving average and standard cost keep one value a warehouse and use layers
 * only to know which receipt the goods came with. Amounts are minor units of the company's currency, quantities
 * steps of the item's unit: all of them integers, so that nothing is lost between them.
 */

/** How goods that leave are valued (IAS 2.21–27). */
export const METHODS = ['fifo', 'average', 'standard', 'lot'] as const
export type Method = (typeof METHODS)[number]

/** The place of a move in an item's history. `sequence` and `line` name it; `date` is yyyymmdd. */
export interface MoveKey {
  date: number
  sequence: number
  line: number
}

export type Move = MoveKey & MoveKind

/** Quantities are positive. */
export type MoveKind =
  /** Goods come in at `cost`; null: at what the item costs at present (found in a count, say). */
  | { kind: 'in'; warehouse: number; quantity: number; cost: number | null; lot: number }
  /** Goods that an earlier issue took come back, at what they cost when they left. */
  | { kind: 'return'; warehouse: number; quantity: number; of: MoveKey; lot: number }
  /** Goods leave. `from`: the receipt that they go back to. */
  | { kind: 'out'; warehouse: number; quantity: number; lot: number; from?: MoveKey | undefined }
  | { kind: 'transfer'; warehouse: number; into: number; quantity: number; lot: number }
  /** Goods change their place within a warehouse: nothing is worth more or less. */
  | { kind: 'shift' }
  /** A receipt turned out to cost more, or less: a bill at another price, landed cost. `quantity` is the receipt's. */
  | { kind: 'recost'; of: MoveKey; quantity: number; cost: number }
  /** All that lies in a warehouse is worth more, or less: a write-down to net realisable value (IAS 2.28). */
  | { kind: 'revalue'; warehouse: number; cost: number }
  /** From here on the item's standard cost is another one. */
  | { kind: 'standard'; unitCost: UnitCost }

/** Minor units for so many steps: exact, whatever decimals a price has. */
export interface UnitCost {
  value: number
  per: number
}

export interface Layer {
  warehouse: number
  /** The move that put it there, and which of the layers that it made this is. */
  by: MoveKey
  part: number
  /** The move by which the goods came into the company. */
  root: MoveKey
  lot: number
  /** What it was made with; negative: goods that left before they came. */
  quantity: number
  value: number
  remaining: number
  remainingValue: number
}

/** What a move took from a layer: quantity and value get the signs of the layer's own. Only a value: `quantity` is 0. */
export interface Taking {
  layer: Layer
  quantity: number
  value: number
}

/** What a move did. The value that came into all warehouses, corrections, `consumed` and `variance` are its `cost`. */
export interface Outcome {
  /** What moved in from outside of stock (positive), or out of it (negative), in value. */
  cost: number
  changes: { warehouse: number; quantity: number; value: number }[]
  made: Layer[]
  taken: Taking[]
  /** Issues that were booked at a guess, because the goods had not come yet, and what they cost more than that. */
  corrections: { of: MoveKey; amount: number }[]
  /** Of a cost that came later: what falls on goods that have left. */
  consumed: number
  /** What standard cost does not hold. */
  variance: number
}

/** An issue that goods come back from. */
export interface Issued {
  quantity: number
  value: number
  returnedQuantity: number
  returnedValue: number
}

/** What lies before the moves at hand, of which not everything is in memory. */
export interface Past {
  issue(of: MoveKey): Issued
  /** Cost of the last receipt before, and the standard cost then. */
  lastCost(): UnitCost | undefined
  standard(): UnitCost | undefined
}

/** There is not enough to take, and the item allows no negative stock. */
export interface Shortage {
  short: true
  warehouse: number
  lot: number
  wanted: number
  available: number
}

export const isShortage = (outcome: Outcome | Shortage): outcome is Shortage => 'short' in outcome

export const keyText = ({ sequence, line }: MoveKey): string => `${sequence}/${line}`

export const compareKeys = (a: MoveKey, b: MoveKey): number =>
  a.date - b.date || a.sequence - b.sequence || a.line - b.line

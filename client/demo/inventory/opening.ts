import { EQUIPMENT, GREENS, PACKS, PAPERS, serialNumbers } from './goods.ts'

/** What lay in the roastery when the books were opened. Costs are cents of the company's currency, of the whole line. */
interface OpeningLine {
  item: string
  quantity: number
  cost: number
  /** A lot, with the days that it is good for from the day of opening. */
  lot?: string
  daysGood?: number
  serials?: string[]
}

/** Bags that were roasted before, and what one of them cost. */
const BAGS_LEFT: readonly [code: string, quantity: number, cost: number][] = [
  ['ESPRESSO-1000-WB', 150, 6_70],
  ['ESPRESSO-250-WB', 200, 1_78],
  ['FILTER-1000-WB', 60, 7_90],
  ['FILTER-250-WB', 90, 2_10],
  ['SIDAMO-250-WB', 70, 2_05],
  ['HUILA-250-WB', 40, 2_00],
]

export const OPENING_STOCK: readonly OpeningLine[] = [
  ...GREENS.filter(({ opening }) => opening > 0).map(({ code, country, opening, price }) => ({
    item: code,
    quantity: opening,
    cost: opening * price,
    lot: `${country}-OPENING`,
  })),
  ...BAGS_LEFT.map(([item, quantity, cost]) => ({
    item,
    quantity,
    cost: quantity * cost,
    lot: 'OPENING',
    daysGood: 240,
  })),
  ...PACKS.map(({ code, opening, pieces, price }) => ({
    item: code,
    quantity: opening,
    cost: Math.round((opening * price) / pieces),
  })),
  ...EQUIPMENT.map(({ code, opening, price, serial }) => ({
    item: code,
    quantity: opening,
    cost: opening * price,
    ...(serial && { serials: serialNumbers(serial, 1, opening) }),
  })),
  { item: PAPERS.code, quantity: PAPERS.opening, cost: PAPERS.opening * PAPERS.price },
]

/** What all of it is worth: the books open with it, on the account of opening balances. */
export const OPENING_VALUE: number = OPENING_STOCK.reduce((sum, { cost }) => sum + cost, 0)

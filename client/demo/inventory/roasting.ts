import { formatAmount } from '../../../durable-objects/kernel/amount.ts'
import { daysAfter } from '../calendar.ts'
import { binOf, MAIN } from './places.ts'
import { BAGS, type Bag, ROASTS, type Roast, SEASONAL, YIELD } from './roasts.ts'
import { divided, type Levels, type Step, step } from './steps.ts'

/** Roasting takes green coffee and bags out of stock, and brings filled bags in at what those cost. */

interface Filled {
  item: string
  bags: number
  kilograms: number
  daysGood: number
  lot: string
}
interface Batch {
  filled: Filled[]
  /** Green coffee and packing by item, and what they are worth. */
  used: Map<string, number>
  value: number
}

const DAYS_GOOD = 270
/** Bags that are filled up to, in months of sales. */
const TARGET = 0.75

/** What is roasted on a day for the two weeks to come. */
export function roastDay(levels: Levels, date: string, season: number, scale: number): Step[] {
  return batchSteps(
    levels,
    date,
    ROASTS.map((roast) => batchOf(levels, wantedOf(levels, roast, date, season), roast.recipe)),
    scale,
  )
}

/** A blend of one season: so many bags, of which the day after which they are not sold is given. */
export function seasonalRoast(
  levels: Levels,
  date: string,
  { item, bags, expiry }: { item: string; bags: number; expiry: string },
  scale: number,
): Step[] {
  const green = SEASONAL.find(({ code }) => code === item)?.green ?? ''
  const kilograms = bags / 4
  const daysGood = Math.round((Date.parse(expiry) - Date.parse(date)) / 86_400_000)
  const filled = [{ item, bags, kilograms, daysGood, lot: lotOn(date) }]
  return batchSteps(levels, date, [batchOf(levels, filled, { [green]: 1 })], scale, `${item}-`)
}

/** What is missing of each bag, as far as there is green coffee for it. */
function wantedOf(levels: Levels, roast: Roast, date: string, season: number): Filled[] {
  const wanted = BAGS.filter((bag) => bag.roast === roast).map((bag) => ({
    bag,
    bags: Math.max(0, Math.ceil(bag.sales * season * TARGET - levels.of(bag.code, MAIN))),
  }))
  const kilograms = wanted.reduce((sum, { bag, bags }) => sum + (bags * bag.size) / 1_000, 0)
  const enough = Object.entries(roast.recipe).map(
    ([green, share]) => levels.of(green, MAIN) / Math.max(1, halves((kilograms * share) / YIELD)),
  )
  const part = Math.min(1, ...enough)
  return wanted
    .map(({ bag, bags }) => filledOf(bag, Math.floor(bags * part), date))
    .filter(({ bags }) => bags > 0)
}

function batchOf(levels: Levels, filled: Filled[], recipe: Roast['recipe']): Batch {
  const batch: Batch = { filled, used: new Map(), value: 0 }
  const use = (item: string, wanted: number) => {
    const { quantity, value } = levels.draw(item, MAIN, wanted)
    batch.used.set(item, (batch.used.get(item) ?? 0) + quantity)
    batch.value += value
  }
  const roasted = filled.reduce((sum, { kilograms }) => sum + kilograms, 0)
  for (const [item, share] of Object.entries(recipe)) use(item, halves((roasted * share) / YIELD))
  for (const { item, bags } of filled) {
    use(item.includes('-1000') ? 'BAG-1000' : 'BAG-250', bags)
    use('LABEL-ROAST', bags * 2)
  }
  return batch
}

const filledOf = ({ code, size }: Bag, bags: number, date: string): Filled => ({
  ...{ item: code, bags, kilograms: (bags * size) / 1_000, daysGood: DAYS_GOOD, lot: lotOn(date) },
})

/** The scales of the roaster show half kilograms. */
const halves = (kilograms: number): number => Math.ceil(kilograms * 2) / 2

const lotOn = (date: string): string => `R${date.slice(2, 4)}${date.slice(5, 7)}${date.slice(8)}`

/**
 * One issue of everything that is used, and one receipt of everything that is made of it, at what that is worth on average.
 * Where goods are worth something else one by one, the difference is left as a variance of production.
 */
function batchSteps(levels: Levels, date: string, all: Batch[], scale: number, mark = ''): Step[] {
  const batches = all.filter(({ filled }) => filled.length > 0)
  if (batches.length === 0) return []
  const used = new Map<string, number>()
  for (const batch of batches)
    for (const [item, quantity] of batch.used) used.set(item, (used.get(item) ?? 0) + quantity)
  const made = batches.flatMap((batch) => receiptLines(levels, batch, date, scale))
  const reference = `ROAST-${lotOn(date).slice(1)}`
  return [
    step(`roast/${mark}${date}`, 'IssueGoods', date, () => ({
      ...{ reference, from: MAIN, to: 'PRODUCTION', party: 'Roastery' },
      lines: [...used]
        .filter(([, quantity]) => quantity > 0)
        .map(([item, quantity]) => ({ item, quantity: String(quantity) })),
    })),
    step(`roasted/${mark}${date}`, 'ReceiveGoods', date, () => ({
      ...{ reference, from: 'PRODUCTION', party: 'Roastery' },
      lines: made,
    })),
  ]
}

function receiptLines(levels: Levels, { filled, value }: Batch, date: string, scale: number) {
  const weights = filled.map(({ kilograms }) => kilograms)
  const costs = divided(value, weights)
  return filled.map(({ item, bags, daysGood, lot }, at) => {
    levels.add(item, MAIN, bags)
    return {
      ...{ item, quantity: String(bags), lot, to: binOf(item), manufactured: date },
      ...{ expiry: daysAfter(date, daysGood), cost: formatAmount(costs[at] ?? 0, scale) },
    }
  })
}

import { formatAmount } from '../../../durable-objects/kernel/amount.ts'
import { currencyScale } from '../../../durable-objects/kernel/money.ts'
import { dateIn, daysAfter, demoMonths, generator, isoDate, seasonOf } from '../calendar.ts'
import { type Bills, billed, greenBill, type Occasion, packagingBill } from './bills.ts'
import { DEARER_PACKAGING, EQUIPMENT_ORDERS } from './goods.ts'
import { occasions } from './occasions.ts'
import { OPENING_STOCK } from './opening.ts'
import { binOf, MAIN } from './places.ts'
import { type Delivered, greenDelivery, packagingDelivery } from './purchases.ts'
import { roastDay } from './roasting.ts'
import { type Channel, saleStep, supplyShop } from './sales.ts'
import { Levels, type Step, step } from './steps.ts'

/** The stock documents of the year before today, in the order in which they are recorded. */
export function yearOfStock(today: Date, currency: string, bills: Bills): Step[] {
  const scale = currencyScale(currency) ?? 2
  const months = demoMonths(today)
  const last = isoDate(today)
  const all = [
    {
      date: dateIn(months[0], 1),
      plan: (levels: Levels) => [openingStep(levels, dateIn(months[0], 1), scale)],
    },
    ...months.flatMap((month, index) => monthOf(month, index, bills, scale)),
    ...occasions(today, months, bills, scale),
  ]
  const levels = new Levels()
  return all
    .filter(({ date }) => date <= last)
    .map((each, index) => ({ ...each, index }))
    .sort((a, b) => (a.date === b.date ? a.index - b.index : a.date < b.date ? -1 : 1))
    .flatMap(({ plan }) => plan(levels))
}

function openingStep(levels: Levels, date: string, scale: number): Step {
  for (const { item, quantity, cost } of OPENING_STOCK) levels.add(item, MAIN, quantity, cost)
  return step('opening', 'ReceiveGoods', date, () => ({
    ...{
      from: 'ADJUSTMENT',
      account: '2900',
      reference: 'OPENING',
      note: 'Counted when the books were opened.',
    },
    lines: OPENING_STOCK.map(({ item, quantity, cost, lot, daysGood, serials }) => ({
      ...{ item, to: binOf(item), cost: formatAmount(cost, scale) },
      ...(serials ? { serials } : { quantity: String(quantity) }),
      ...(lot && { lot }),
      ...(daysGood !== undefined && { expiry: daysAfter(date, daysGood) }),
    })),
  }))
}

function monthOf(month: Date, index: number, bills: Bills, scale: number): Occasion[] {
  const on = (day: number) => dateIn(month, day)
  const season = seasonOf(month)
  const random = generator(7_000 + index)
  const sale = (channel: Channel, day: number): Occasion => ({
    date: on(day),
    plan: (levels) => saleStep(levels, { channel, date: on(day), month: index, season, random }),
  })
  return [
    ...packaging(on(4), index, bills, scale),
    { date: on(6), plan: (levels) => roastDay(levels, on(6), season, scale) },
    { date: on(8), plan: (levels) => supplyShop(levels, on(8), season) },
    ...equipment(on(9), index, bills, scale),
    sale('wholesale', 11),
    ...greenCoffee(on(12), { index, season }, bills, scale),
    sale('web', 15),
    { date: on(20), plan: (levels) => roastDay(levels, on(20), season, scale) },
    sale('wholesale', 25),
    sale('web', 27),
    sale('shop', 26),
  ]
}

function greenCoffee(
  date: string,
  { index, season }: { index: number; season: number },
  bills: Bills,
  scale: number,
): Occasion[] {
  const reference = greenBill(index)
  const key = `green/${reference}`
  const lot = (item: string) => `${item.slice(3, 6)}-${date.slice(2, 4)}${date.slice(5, 7)}`
  const plan = (levels: Levels) => {
    const lines = greenDelivery(levels, bills.get(reference)?.net ?? 0, index, season)
    return [
      step(key, 'ReceiveGoods', date, () => ({
        ...{ reference, party: 'Hanseatic Green Coffee' },
        lines: lines.map((each) => ({ ...received(each, scale), lot: lot(each.item) })),
      })),
    ]
  }
  return [{ date, plan }, ...billed(bills, reference, key, scale)]
}

/** One bill is higher than the goods were taken in at. */
function packaging(date: string, index: number, bills: Bills, scale: number): Occasion[] {
  const reference = packagingBill(index)
  const key = `packaging/${reference}`
  const dearer = index === DEARER_PACKAGING.month ? DEARER_PACKAGING.amount : 0
  let first = 0
  const plan = (levels: Levels) => {
    const lines = packagingDelivery(levels, (bills.get(reference)?.net ?? 0) - dearer)
    first = lines[0]?.cost ?? 0
    return [
      step(key, 'ReceiveGoods', date, () => ({
        ...{ reference, party: 'Hansepack' },
        lines: lines.map((each) => received(each, scale)),
      })),
    ]
  }
  const more = dearer === 0 ? undefined : () => first + dearer
  return [{ date, plan }, ...billed(bills, reference, key, scale, more)]
}

const received = ({ item, units, unit, cost }: Delivered, scale: number) => ({
  ...{ item, quantity: String(units), unit, to: binOf(item), cost: formatAmount(cost, scale) },
})

function equipment(date: string, index: number, bills: Bills, scale: number): Occasion[] {
  return EQUIPMENT_ORDERS.filter(({ month }) => month === index).flatMap(({ reference, lines }) => {
    const key = `equipment/${reference}`
    const plan = (levels: Levels) => {
      for (const { item, quantity } of lines) levels.add(item, MAIN, quantity)
      return [
        step(key, 'ReceiveGoods', date, () => ({
          ...{ reference, party: 'Mahlwerk' },
          lines: lines.map(({ item, quantity, cost, serials }) => ({
            ...{ item, to: binOf(item), cost: formatAmount(cost, scale) },
            ...(serials ? { serials: [...serials] } : { quantity: String(quantity) }),
          })),
        })),
      ]
    }
    return [{ date, plan }, ...billed(bills, reference, key, scale)]
  })
}

/** A delivery note that turned up late: recorded last, of a day on which much has moved since. */
export function backdatedStep(today: Date, currency: string): Step {
  const date = dateIn(demoMonths(today)[11], 3)
  const line = { item: 'GR-SIDAMO', quantity: '2', unit: 'sack', to: binOf('GR-SIDAMO'), lot: 'SID-SAMPLE' }
  return step('backdated', 'ReceiveGoods', date, () => ({
    ...{ reference: 'ADDIS-55', party: 'Addis Trading', note: 'The delivery note was found in the van.' },
    lines: [{ ...line, cost: formatAmount(792_00, currencyScale(currency) ?? 2) }],
  }))
}

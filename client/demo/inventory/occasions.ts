import { formatAmount } from '../../../durable-objects/kernel/amount.ts'
import { dateIn, daysAfter, isoDate } from '../calendar.ts'
import { type Bills, billed, greenBill, type Occasion } from './bills.ts'
import { FREIGHT } from './goods.ts'
import { STANDARD_COSTS } from './items.ts'
import { MAIN, SHELF, SHOP } from './places.ts'
import { seasonalRoast } from './roasting.ts'
import { BAGS } from './roasts.ts'
import { type Levels, type Step, type StockCommand, step } from './steps.ts'

/** What does not happen every month: what is torn, found, sent back, revalued, on its way. */
export function occasions(today: Date, months: readonly Date[], bills: Bills, scale: number): Occasion[] {
  const on = (month: number, day: number) => dateIn(months[month], day)
  return [
    ...seasons(today, on, scale),
    ...corrections(on, scale),
    ...returned(on(10, 25), on(10, 28)),
    ...carriedInTwoSteps(on(5, 21), on(5, 23)),
    ...microLots(on(11, 18), scale),
    ...billed(bills, 'FA-318', 'micro-lots', scale),
    once('standard', 'SetStandardCosts', on(6, 1), () => ({
      ...{ reference: 'STD-2', note: 'Green coffee got dearer.' },
      lines: BAGS.filter(({ roast }) => roast.method === 'standard').map(({ code, size }) => ({
        item: code,
        unitCost: formatAmount(Math.round(STANDARD_COSTS[size] * 1.07), scale),
      })),
    })),
    once('freight', 'AddReceiptCosts', on(FREIGHT.month, 21), (recorded) => ({
      ...{ reference: FREIGHT.reference, party: 'Hafenlogistik', note: 'Sea freight and customs.' },
      ...{ amount: formatAmount(FREIGHT.amount, scale), by: 'weight' as const },
      receipts: [{ receipt: recorded(`green/${greenBill(FREIGHT.month)}`).id }],
    })),
    ...billed(bills, FREIGHT.reference, 'freight', scale),
    onItsWay(daysAfter(isoDate(today), -1)),
  ]
}

function once<Name extends StockCommand>(
  ...[key, command, date, input]: Parameters<typeof step<Name>>
): Occasion {
  return { date, plan: () => [step(key, command, date, input) as Step] }
}

/** Two blends of a season. What is left of one is past its day, and of the other it soon is. */
function seasons(today: Date, on: (month: number, day: number) => string, scale: number): Occasion[] {
  const roast = (item: string, date: string, bags: number, expiry: string): Occasion => ({
    date,
    plan: (levels) => seasonalRoast(levels, date, { item, bags, expiry }, scale),
  })
  return [
    roast('WINTER-250', on(0, 7), 150, daysAfter(isoDate(today), -19)),
    roast('COLDBREW-250', on(6, 7), 140, daysAfter(isoDate(today), 16)),
  ]
}

/** More or less than the books say, always with the reason. */
function corrections(on: (month: number, day: number) => string, scale: number): Occasion[] {
  const less = (item: string, quantity: number, reason: string, date: string, place = MAIN): Occasion => ({
    date,
    plan: (levels) => {
      const taken = levels.take(item, place === SHELF ? SHOP : MAIN, quantity)
      if (taken === 0) return []
      const lines = [{ item, quantity: String(0 - taken), ...lotOf(item) }]
      return [step(`less/${item}/${date}`, 'AdjustStock', date, () => ({ place, reason, lines }))]
    },
  })
  return [
    less('GR-MALABAR', 1.5, 'A sack was torn when it was unloaded', on(2, 13)),
    less('CUP-12', 40, 'Wet cups', on(4, 16), SHELF),
    less('BAG-250', 120, 'Misprinted', on(8, 19)),
    {
      date: on(9, 24),
      plan: (levels) => {
        levels.add('DRIPPER', MAIN, 2)
        const lines = [{ item: 'DRIPPER', quantity: '2', place: 'MAIN/E-02-02' }]
        return [
          step('found', 'AdjustStock', on(9, 24), () => ({ reason: 'Found behind the roaster', lines })),
        ]
      },
    },
    {
      date: on(11, 22),
      plan: (levels) => {
        const lines = [{ item: 'HUILA-250-WB', quantity: levels.take('HUILA-250-WB', MAIN, 12) }]
        return [
          step('scrap', 'IssueGoods', on(11, 22), () => ({
            ...{ from: MAIN, to: 'SCRAP', reason: 'Roasted too dark' },
            lines: lines.map(({ item, quantity }) => ({ item, quantity: String(quantity) })),
          })),
        ]
      },
    },
    once('written-down', 'RevalueStock', on(11, 26), () => ({
      ...{ reason: 'Faded in storage; nobody asked for it in a year' },
      lines: [{ item: 'GR-MALABAR', amount: formatAmount(-150_00, scale), warehouse: MAIN }],
    })),
  ]
}

/** The lot of an adjustment has to be named; these items have but one. */
const lotOf = (item: string) => (item === 'GR-MALABAR' ? { lot: 'IN-OPENING' } : {})

/** A café sends six bags back, of what the van brought it. */
function returned(sold: string, date: string): Occasion[] {
  const item = 'ESPRESSO-1000-WB'
  return [
    {
      date,
      plan: (levels) => {
        levels.add(item, MAIN, 6)
        return [
          step('returned', 'ReturnGoods', date, (recorded) => {
            const issue = recorded(`wholesale/${sold}`)
            const line = issue.lines.find((each) => each.item.code === item)?.line ?? 0
            return {
              ...{ id: issue.id, reference: 'RMA-31', note: 'Café Alster ordered twice.' },
              lines: [{ line, quantity: '6' }],
            }
          }),
        ]
      },
    },
  ]
}

const CARRIED: readonly [string, number][] = [
  ['ESPRESSO-1000-WB', 12],
  ['FILTER-1000-WB', 6],
  ['KETTLE', 2],
]

function carriedInTwoSteps(sent: string, arrived: string): Occasion[] {
  return [
    {
      date: sent,
      plan: (levels) => {
        const lines = CARRIED.map(([item, quantity]) => ({
          item,
          quantity: String(levels.take(item, MAIN, quantity)),
        }))
        return [
          step('sent', 'TransferGoods', sent, () => ({
            ...{ from: MAIN, to: 'SHOP/BACK', inTransit: true, reference: 'VAN-MARKET' },
            lines,
          })),
        ]
      },
    },
    {
      date: arrived,
      plan: (levels) => {
        for (const [item, quantity] of CARRIED) levels.add(item, SHOP, quantity)
        return [step('arrived', 'ReceiveTransfer', arrived, (recorded) => ({ id: recorded('sent').id }))]
      },
    },
  ]
}

/** Left yesterday, has not arrived. */
const onItsWay = (date: string): Occasion => ({
  date,
  plan: (levels: Levels) => {
    const lines = [
      { item: 'ESPRESSO-250-WB', quantity: levels.take('ESPRESSO-250-WB', MAIN, 24) },
      { item: 'FILTER-250-WB', quantity: levels.take('FILTER-250-WB', MAIN, 18) },
      { item: 'SIDAMO-250-WB', quantity: levels.take('SIDAMO-250-WB', MAIN, 12) },
    ].flatMap(({ item, quantity }) => (quantity > 0 ? [{ item, quantity: String(quantity) }] : []))
    if (lines.length === 0) return []
    return [
      step('on-its-way', 'TransferGoods', date, () => ({
        ...{ from: MAIN, to: SHELF, inTransit: true, reference: `VAN-${date}` },
        lines,
      })),
    ]
  },
})

/** Two small lots of one farm, each worth what it cost: 6,470.00 together, as it was billed. */
function microLots(date: string, scale: number): Occasion[] {
  return [
    {
      date,
      plan: (levels) => {
        levels.add('GR-GEISHA', MAIN, 60)
        levels.add('GR-AURORA', MAIN, 480)
        const line = (item: string, quantity: string, lot: string, cost: number) => ({
          ...{ item, quantity, lot, to: 'MAIN/QC', cost: formatAmount(cost, scale) },
        })
        return [
          step('micro-lots', 'ReceiveGoods', date, () => ({
            ...{ reference: 'FA-318', party: 'Fazenda Aurora' },
            lines: [
              line('GR-GEISHA', '30', 'GEISHA-A', 1_290_00),
              line('GR-GEISHA', '30', 'GEISHA-B', 1_176_00),
              line('GR-AURORA', '480', 'AURORA-7', 4_004_00),
            ],
          })),
        ]
      },
    },
  ]
}

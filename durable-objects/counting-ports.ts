import type { CountedStock } from './inventory/counts/ports.ts'
import type { ReplenishmentPorts } from './inventory/replenishment/ports.ts'
import type { StockParts } from './inventory/stock/store.ts'
import { isRefusal } from './kernel/result.ts'
import type { LedgerParts } from './ledger/store.ts'

/** The stock as counts see it. */
export function countedStock(stock: StockParts, { chart }: LedgerParts): CountedStock {
  const { readings } = stock
  return {
    currencyScale: () => chart.currency.scale,
    lyingOf: (item) => readings.lyingOf(item),
    lyingIn: (place) => readings.lyingIn(place),
    lying: () => readings.lying(),
    onHandAt: (item, place, lot) => readings.onHandAt(item, place, lot),
    worth: (item, warehouse) => readings.worth(item, warehouse),
    valueIssued: (since) => readings.valueIssued(since),
    adjust(input, context) {
      const made = stock.adjust(input, context)
      if (isRefusal(made)) return made
      const { data, events } = made
      const lines = data.lines.map(({ item, move, from = 0, to = 0, lot = null, quantity = 0, value }) => {
        const isIn = move === 'in'
        return { item, place: isIn ? to : from, lot, quantity: isIn ? quantity : 0 - quantity, value }
      })
      return { id: data.id, events, lines }
    },
  }
}

/** The stock as replenishment sees it. */
export function replenishedStock(stock: StockParts): ReplenishmentPorts['stock'] {
  const { readings } = stock
  return {
    onHand: (item, warehouse) => stock.onHand.onHand(item, { warehouse }),
    onTheWay: (item, warehouse) => readings.onTheWay(item, warehouse),
    used: (item, warehouse, from, to) => readings.consumed(item, warehouse, from, to),
    transfer(input, context) {
      const made = stock.transfer(input, context)
      return isRefusal(made) ? made : { id: made.data.id, events: made.events }
    },
  }
}

import type { StockReportsContract } from '../../../durable-objects/inventory/reports/contract.ts'
import type { ReplyOf } from '../../../durable-objects/kernel/contract.ts'
import type { Shape } from './shape.ts'
import { plain, type Sheet, type SheetColumn, type SheetRow, strong } from './sheet.ts'

/** How reports of the stock become tables. Pure. */

type Reply<Name extends keyof StockReportsContract['operations']> = ReplyOf<StockReportsContract, Name>

const text = (title: string, width = 12): SheetColumn => ({ title, kind: 'text', width })
const date = (title: string): SheetColumn => ({ title, kind: 'date' })
const amount = (title: string): SheetColumn => ({ title, kind: 'amount' })
const number = (title: string): SheetColumn => ({ title, kind: 'number' })

const ITEM = [text('Item'), text('Name', 24)]
const UNIT = text('Unit', 5)

const factsOf = (
  company: string,
  of: { knownAt: number; sequence: number; currency: string },
  when: string,
): Sheet['facts'] => [
  ['Company', company],
  ['Of', when],
  ['Currency', of.currency],
  ['Known at', of.knownAt === of.sequence ? `${of.knownAt} (everything)` : `${of.knownAt} of ${of.sequence}`],
]

const factsNow = (company: string, of: { sequence: number }, when: string): Sheet['facts'] => [
  ['Company', company],
  ['Of', when],
  ['Known at', `${of.sequence} (everything)`],
]

const goOn = <Rest extends object>(cursor: string | null, rest: Rest) =>
  cursor === null ? undefined : { cursor, ...rest }

const onHand: Shape<Reply<'GetStockOnHand'>> = {
  name: ({ asOf }) => `stock-on-hand-${asOf}`,
  sheet: (report, company) => ({
    title: 'Stock on hand',
    facts: factsOf(company, report, report.asOf),
    columns: [
      ...ITEM,
      text('Warehouse'),
      text('Place'),
      text('Lot'),
      date('Expiry'),
      amount('Quantity'),
      UNIT,
    ],
  }),
  rows: ({ data }) =>
    data.map(({ item, warehouse, place, lot, expiry, quantity, unit }) =>
      plain(item.code, item.name, warehouse, place, lot, expiry, quantity, unit),
    ),
  next: ({ nextCursor, asOf, knownAt }) => goOn(nextCursor, { asOf, knownAt }),
}

const ON_ITS_WAY = 'On its way'

/** The totals stand above the items. They are those of one state of the books, so they come with the first page only. */
const valuation: Shape<Reply<'GetStockValuation'>> = {
  name: ({ asOf }) => `stock-valuation-${asOf}`,
  sheet: (report, company) => ({
    title: 'Stock valuation',
    facts: [
      ...factsOf(company, report, report.asOf),
      ['Value', report.totals.value ?? ''],
      ...report.totals.accounts.map(
        ({ account, value, ledger, difference }) =>
          [
            `Account ${account.code}`,
            ledger === null ? `${value ?? ''}` : `${value}; ledger ${ledger}; difference ${difference}`,
          ] as const,
      ),
    ],
    columns: [
      ...ITEM,
      text('Family'),
      text('Warehouse'),
      amount('Quantity'),
      UNIT,
      amount('Unit cost'),
      amount('Value'),
    ],
  }),
  rows: ({ data }) =>
    data.map(({ item, warehouse, quantity, unit, unitCost, value }) =>
      plain(item.code, item.name, item.family, warehouse ?? ON_ITS_WAY, quantity, unit, unitCost, value),
    ),
  next: ({ nextCursor, asOf, knownAt }) => goOn(nextCursor, { asOf, knownAt }),
}

const movement: Shape<Reply<'GetStockMovement'>> = {
  name: ({ from, to }) => `stock-movement-${from}-${to}`,
  sheet: (report, company) => ({
    title: 'Movement of stock',
    facts: factsOf(company, report, `${report.from} – ${report.to}`),
    columns: [
      ...ITEM,
      text('Warehouse'),
      UNIT,
      ...['Opening', 'In', 'Out'].flatMap((title) => [amount(title), amount(`${title}, value`)]),
      amount('Revalued'),
      amount('Closing'),
      amount('Closing, value'),
    ],
  }),
  rows: ({ data }) =>
    data.map(({ item, warehouse, unit, opening, in: came, out, revalued, closing }) =>
      plain(
        ...[item.code, item.name, warehouse, unit],
        ...[opening, came, out].flatMap(({ quantity, value }) => [quantity, value]),
        revalued,
        closing.quantity,
        closing.value,
      ),
    ),
  next: ({ nextCursor, from, to, knownAt }) => goOn(nextCursor, { from, to, knownAt }),
}

const ageing: Shape<Reply<'GetStockAgeing'>> = {
  name: ({ asOf }) => `stock-ageing-${asOf}`,
  sheet: (report, company) => ({
    title: 'Ageing of stock',
    facts: factsOf(company, report, report.asOf),
    columns: [
      ...ITEM,
      UNIT,
      amount('Quantity'),
      amount('Value'),
      ...report.buckets.flatMap(({ from, to }) => {
        const title = to === null ? `${from}+` : `${from}–${to}`
        return [amount(title), amount(`${title}, value`)]
      }),
      amount('Negative'),
      amount('Negative, value'),
      amount('Booked later'),
      date('Oldest'),
    ],
  }),
  rows: ({ data }) =>
    data.map(({ item, unit, quantity, value, buckets, negative, bookedLater, oldest }) =>
      plain(
        ...[item.code, item.name, unit, quantity, value],
        ...buckets.flatMap((bucket) => [bucket.quantity, bucket.value]),
        ...[negative.quantity, negative.value, bookedLater, oldest],
      ),
    ),
  next: ({ nextCursor, asOf, knownAt }) => goOn(nextCursor, { asOf, knownAt }),
}

const turnover: Shape<Reply<'GetStockTurnover'>> = {
  name: ({ from, to }) => `stock-turnover-${from}-${to}`,
  sheet: (report, company) => ({
    title: 'Turnover of stock',
    facts: factsOf(company, report, `${report.from} – ${report.to}`),
    columns: [
      ...ITEM,
      UNIT,
      amount('Issued'),
      amount('Cost of sales'),
      amount('Average value'),
      amount('Turnover'),
      amount('Days on hand'),
    ],
  }),
  rows: ({ data }) =>
    data.map(({ item, unit, issued, costOfSales, averageValue, turnover: times, daysOnHand }) =>
      plain(item.code, item.name, unit, issued, costOfSales, averageValue, times, daysOnHand),
    ),
  next: ({ nextCursor, from, to, knownAt }) => goOn(nextCursor, { from, to, knownAt }),
}

const slow: Shape<Reply<'GetSlowMovers'>> = {
  name: ({ asOf }) => `slow-movers-${asOf}`,
  sheet: (report, company) => ({
    title: `Not issued for ${report.days} days`,
    facts: factsOf(company, report, report.asOf),
    columns: [...ITEM, UNIT, amount('Quantity'), amount('Value'), date('Last issue'), number('Days')],
  }),
  rows: ({ data }) =>
    data.map(({ item, unit, quantity, value, lastIssue, idleDays }) =>
      plain(item.code, item.name, unit, quantity, value, lastIssue, idleDays),
    ),
  next: ({ nextCursor, asOf, knownAt }) => goOn(nextCursor, { asOf, knownAt }),
}

const reserved: Shape<Reply<'GetReservedStock'>> = {
  name: ({ sequence }) => `reserved-stock-${sequence}`,
  sheet: (report, company) => ({
    title: 'Reserved and negative stock',
    facts: factsNow(company, report, 'Now'),
    columns: [
      ...ITEM,
      text('Warehouse'),
      UNIT,
      amount('On hand'),
      amount('Reserved'),
      amount('Available'),
      text('Note'),
    ],
  }),
  rows: ({ data }) =>
    data.map(
      ({
        item,
        warehouse,
        unit,
        onHand: there,
        reserved: kept,
        available,
        isNegative,
        isShort,
      }): SheetRow => {
        const note = isNegative ? 'Negative' : isShort ? 'Short' : null
        return (note ? strong : plain)(item.code, item.name, warehouse, unit, there, kept, available, note)
      },
    ),
  next: ({ nextCursor }) => goOn(nextCursor, {}),
}

const trace: Shape<Reply<'TraceLot'>> = {
  name: ({ item, lot }) => `lot-${`${item.code}-${lot}`.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-')}`,
  sheet: (report, company) => ({
    title: `Lot ${report.lot} of ${report.item.code}`,
    facts: [
      ...factsNow(company, report, report.direction === 'forward' ? 'Where it went' : 'Where it came from'),
      ['On hand', `${report.onHand} ${report.unit}`],
    ],
    columns: [
      number('Level'),
      text('Voucher', 18),
      date('Date'),
      text('From'),
      text('To'),
      text('Item'),
      text('Lot'),
      amount('Quantity'),
      text('Reference'),
      text('Party', 20),
      text('Note'),
    ],
  }),
  rows: ({ data }) =>
    data.map(
      ({ depth, voucher, date: on, from, to, item, lot, quantity, reference, party, ...is }): SheetRow => ({
        cells: [
          ...[depth, voucher, on, from, to, item.code, lot, quantity, reference, party],
          is.isRepeated ? 'See above' : is.isMade ? 'Production' : null,
        ],
        kind: 'plain',
        indent: depth,
      }),
    ),
  next: ({ nextCursor }) => goOn(nextCursor, {}),
}

// biome-ignore lint/suspicious/noExplicitAny: each shape is of its own operation's reply, which is looked up by name
export const STOCK_SHAPES: Record<string, Shape<any>> = {
  'stockReports.GetStockOnHand': onHand,
  'stockReports.GetStockValuation': valuation,
  'stockReports.GetStockMovement': movement,
  'stockReports.GetStockAgeing': ageing,
  'stockReports.GetStockTurnover': turnover,
  'stockReports.GetSlowMovers': slow,
  'stockReports.GetReservedStock': reserved,
  'stockReports.TraceLot': trace,
}

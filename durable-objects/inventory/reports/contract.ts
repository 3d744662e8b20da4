import { type ModuleContract, query } from '../../kernel/contract.ts'
import {
  ageingInput,
  explainValueInput,
  lotTraceInput,
  movementInput,
  onHandInput,
  reservedInput,
  slowMoversInput,
  turnoverInput,
  valuationInput,
} from './inputs.ts'
import {
  ageingReport,
  lotTrace,
  movementReport,
  onHandReport,
  reservedReport,
  slowMoversReport,
  turnoverReport,
  valuationReport,
  valueExplanation,
} from './replies.ts'

/** What lies where, what it is worth and why, how it moves and how old it is: read from what the stock keeps. */

const files = ['csv', 'xlsx', 'pdf'] as const

export const stockReportsContract = {
  name: 'stockReports',
  title: 'Stock reports',
  operations: {
    GetStockOnHand: query({
      summary: 'Stock on hand as of any day, as known at any position of the log',
      path: '/reports/stock/on-hand',
      scope: 'inventory:read',
      files,
      input: onHandInput,
      reply: onHandReport,
    }),
    GetStockValuation: query({
      summary: 'What the stock is worth, beside what the ledger says',
      description:
        'Totals by stock account with the balance of the account on the same day, by warehouse and by family, and a page of items.',
      path: '/reports/stock/valuation',
      scope: 'inventory:read',
      files,
      input: valuationInput,
      reply: valuationReport,
    }),
    GetStockMovement: query({
      summary: 'Opening stock, what came in and went out, and closing stock of a period',
      path: '/reports/stock/movement',
      scope: 'inventory:read',
      files,
      input: movementInput,
      reply: movementReport,
    }),
    GetStockAgeing: query({
      summary: 'How long the stock has been in the company',
      description:
        'Of any day, as known at any position of the log, by the day on which goods came into the company; moving them between warehouses makes them no younger.',
      path: '/reports/stock/ageing',
      scope: 'inventory:read',
      files,
      input: ageingInput,
      reply: ageingReport,
    }),
    GetStockTurnover: query({
      summary: 'How often the stock is sold, and for how many days it lasts',
      path: '/reports/stock/turnover',
      scope: 'inventory:read',
      files,
      input: turnoverInput,
      reply: turnoverReport,
    }),
    GetSlowMovers: query({
      summary: 'Stock that was not issued for some time',
      path: '/reports/stock/slow-movers',
      scope: 'inventory:read',
      files,
      input: slowMoversInput,
      reply: slowMoversReport,
    }),
    GetReservedStock: query({
      summary: 'Stock that is reserved, and stock that is negative',
      description: 'As it is now: a reservation is of goods that are there, not of a day that has passed.',
      path: '/reports/stock/reserved',
      scope: 'inventory:read',
      files,
      input: reservedInput,
      reply: reservedReport,
    }),
    TraceLot: query({
      summary: 'Where a lot came from, and where it went',
      description:
        'A tree, row by row from the top: receipts, transfers, issues and returns. Through production it goes on with what was made of the goods, or went into them: by the reference of the issue to production and the receipt from it.',
      path: '/items/{item}/lot-trace',
      scope: 'inventory:read',
      files,
      input: lotTraceInput,
      reply: lotTrace,
    }),
    ExplainItemValue: query({
      summary: "Explain an item's value: its layers with their receipts, and what was booked",
      description: 'What was booked up to the day sums to the value exactly; the latest first.',
      path: '/items/{item}/value',
      scope: 'inventory:read',
      input: explainValueInput,
      reply: valueExplanation,
    }),
  },
  events: {},
  refusals: {
    dates_out_of_order: { status: 422, title: 'The first day lies after the last' },
    family_not_found: { status: 422, title: 'There is no such family' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    item_not_found: { status: 404, title: 'There is no such item' },
    known_at_in_future: { status: 422, title: 'The log does not reach that sequence' },
    lot_not_found: { status: 404, title: 'The item has no such lot' },
    lot_trace_too_large: { status: 422, title: 'The lot has moved too often for one trace' },
    report_too_large: { status: 422, title: 'The report is too large for a file of this kind' },
    unknown_warehouse: { status: 422, title: 'There is no such warehouse' },
  },
} as const satisfies ModuleContract

export type StockReportsContract = typeof stockReportsContract

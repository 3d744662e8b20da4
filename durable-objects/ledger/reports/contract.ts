import { type ModuleContract, query } from '../../kernel/contract.ts'
import {
  balanceSheetInput,
  cashFlowInput,
  changesInput,
  explainInput,
  generalLedgerInput,
  journalInput,
  profitAndLossInput,
  trialBalanceInput,
} from './inputs.ts'
import { changesPage, explanation, generalLedgerPage, journalPage, reportTable } from './replies.ts'

/** Statements and books over the balances, as of any date and as known at any position of the log. */

const files = ['csv', 'xlsx', 'pdf'] as const

export const reportsContract = {
  name: 'reports',
  title: 'Reports',
  operations: {
    GetTrialBalanceByPeriod: query({
      summary: 'Trial balance with opening balance, movements and closing balance',
      description: 'In the order of the chart, with the sums of headings.',
      path: '/reports/trial-balance-by-period',
      scope: 'ledger:read',
      files,
      input: trialBalanceInput,
      reply: reportTable,
    }),
    GetBalanceSheet: query({
      summary: 'Balance sheet by category, with the result of the year',
      description:
        'Results that no closing entry has moved are computed: those of earlier years and that of the current one are lines of equity.',
      path: '/reports/balance-sheet',
      scope: 'ledger:read',
      files,
      input: balanceSheetInput,
      reply: reportTable,
    }),
    GetProfitAndLoss: query({
      summary: 'Profit and loss by category',
      description: 'Entries that only close a year are left out.',
      path: '/reports/profit-and-loss',
      scope: 'ledger:read',
      files,
      input: profitAndLossInput,
      reply: reportTable,
    }),
    GetCashFlow: query({
      summary: 'Cash flow statement, indirect or direct',
      description:
        'IAS 7. Both end in the change of the accounts of the category cash. Direct: each entry that moves cash is put on its lines on the other side, in proportion to them.',
      path: '/reports/cash-flow',
      scope: 'ledger:read',
      files,
      input: cashFlowInput,
      reply: reportTable,
    }),
    GetGeneralLedger: query({
      summary: 'General ledger: every account with opening balance, lines and closing balance',
      path: '/reports/general-ledger',
      scope: 'ledger:read',
      files,
      input: generalLedgerInput,
      reply: generalLedgerPage,
    }),
    GetJournal: query({
      summary: 'Journal: the entries with their lines, by effective date',
      path: '/reports/journal',
      scope: 'ledger:read',
      files,
      input: journalInput,
      reply: journalPage,
    }),
    GetChanges: query({
      summary: 'What changed between two positions of the log',
      description: 'Entries posted, accounts opened and changed, and the effect on each account and month.',
      path: '/reports/changes',
      scope: 'ledger:read',
      files,
      input: changesInput,
      reply: changesPage,
    }),
    ExplainFigure: query({
      summary: 'Explain a figure of a report: buckets, entries, documents, events and their proof',
      description:
        'A figure is named by what is the same for the report, the column and the row (`explain` in each of them), put together. Its parts sum to it exactly.',
      path: '/explain',
      scope: 'ledger:read',
      input: explainInput,
      reply: explanation,
    }),
  },
  events: {},
  refusals: {
    account_not_found: { status: 404, title: 'There is no such account' },
    balance_out_of_range: { status: 422, title: 'The figures are more than can be exact' },
    columns_conflict: { status: 422, title: 'The columns cannot be made in two ways at once' },
    dates_out_of_order: { status: 422, title: 'The first day lies after the last' },
    figure_not_named: { status: 422, title: 'It is not said which figure is meant' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    known_at_in_future: { status: 422, title: 'The log does not reach that sequence' },
    not_by_dimension: { status: 422, title: 'The statement cannot be made by dimension' },
    rate_not_found: { status: 422, title: 'There is no rate to translate with' },
    record_rule: { status: 403, title: 'Record rules do not allow this' },
    report_too_large: { status: 422, title: 'The report is too large for a file of this kind' },
    too_many_columns: { status: 422, title: 'The report would have too many columns' },
    unknown_dimension: { status: 422, title: 'There is no such dimension or value' },
    unknown_unit: { status: 422, title: 'There is no such unit' },
  },
} as const satisfies ModuleContract
export type ReportsContract = typeof reportsContract

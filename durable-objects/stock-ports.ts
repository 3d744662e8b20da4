import type { StockBooks } from './inventory/stock/ports.ts'
import { formatDate, parseDate } from './kernel/dates.ts'
import { invariant, isRefusal } from './kernel/result.ts'
import type { PeriodsParts } from './ledger/periods/store.ts'
import type { LedgerParts } from './ledger/store.ts'
import { voucherOf } from './ledger/views.ts'

/** The ledger as the stock sees it: accounts, dates that are open, and entries in the company's currency. */
export function stockBooks(ledger: LedgerParts, periods: () => PeriodsParts): StockBooks {
  const { chart, balances } = ledger
  return {
    currency: () => chart.currency,
    account: (id) => chart.accountById(id),
    accountByCode: (code) => chart.account(code),
    payables: () => chart.role('payables'),
    balance(id, until) {
      balances.settle()
      return balances
        .totalsBefore(chart.accountById(id).ordinal, until + 1)
        .reduce((sum, { debitValue, creditValue }) => sum + debitValue - creditValue, 0)
    },
    madeFrom(entry) {
      const found = ledger.entries.find(entry)
      return found && { origin: found.origin, voucher: voucherOf(found) }
    },
    hasJournal: (code) => chart.journal(code) !== undefined,
    begin(context, sequence) {
      const posting = ledger.begin({ ...context, nextSequence: sequence })
      const unit = posting.unit(chart.currency.code)
      invariant(unit, "the company's currency is a unit")
      return {
        events: posting.events,
        record({ lines, ...header }) {
          const { reference, ...rest } = header
          const entry = posting.record(
            { ...rest, ...(reference !== undefined && { reference }) },
            lines.map(({ account, amount, dimensions, dueDate }) => ({
              account: chart.accountById(account),
              unit,
              quantity: amount,
              value: amount,
              dimensions,
              dueDate,
            })),
          )
          return isRefusal(entry) ? entry : entry.id
        },
      }
    },
    firstOpenDate(date, journal, { actor, nowMicros }) {
      const kind = chart.journal(journal)?.kind ?? 'general'
      const open = periods().firstOpenDate(kind, parseDate(date) as number, actor, nowMicros)
      return open === undefined ? undefined : formatDate(open)
    },
  }
}

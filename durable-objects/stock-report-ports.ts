import type { StockReportsPorts, ValueBuckets } from './inventory/reports/ports.ts'
import type { CostAdjusted, StockMoved } from './inventory/stock/contract.ts'
import { voucherOf } from './inventory/stock/views.ts'
import type { Database } from './kernel/database.ts'
import { mayCall } from './kernel/grants.ts'
import { sequenceInId } from './kernel/ids.ts'
import type { EventLog } from './kernel/log.ts'
import type { Actor } from './kernel/module.ts'
import { invariant } from './kernel/result.ts'
import { Balances, balancesOf, EPOCH_EVENTS } from './ledger/balances.ts'
import type { LedgerParts } from './ledger/store.ts'
import { trialBalanceTotals } from './ledger/trial-balance.ts'

/** Totals of the stock are the ledger's own buckets, with another holder in the place of the account. */
export const stockTotalBuckets = balancesOf('stock_total', '002-stock-total-buckets')

/** What reports of the stock need of the ledger and of the log. */
export function stockReportPorts(
  database: Database,
  log: EventLog,
  ledger: LedgerParts,
  parts: Pick<StockReportsPorts, 'items' | 'places' | 'reserved' | 'past'>,
): StockReportsPorts {
  const { chart, balances, entries } = ledger
  return {
    ...parts,
    buckets: bucketsOf(new Balances(database, 'stock_total')),
    ledger: {
      currency: () => chart.currency,
      account: (id) => chart.accountById(id),
      stockAccounts: () => present(chart.role('inventory'), chart.role('stockInTransit')),
      goodsReceivedAccounts() {
        const role = chart.role('goodsReceived')
        return chart.accounts().filter(({ id, control }) => control === 'goods-received' || id === role?.id)
      },
      balances(asOf, knownAt, actor) {
        const sees = actor ? accountsSeen(ledger, actor) : EVERY_ACCOUNT
        if (!sees) return () => undefined
        const tables = { database, log, chart, balances, entries }
        const values = new Map(
          trialBalanceTotals(tables, asOf, knownAt, sees.visibility).map((row) => [
            row.account.id,
            row.debitValue - row.creditValue,
          ]),
        )
        return (id) => (sees.account(id) ? (values.get(id) ?? 0) : undefined)
      },
      lastDateAfter: (date) =>
        database.first<{ date: number }>(
          'SELECT effective_date AS date FROM journal_entries WHERE effective_date > ? ORDER BY effective_date DESC LIMIT 1',
          date,
        )?.date,
    },
    booked: (sequence) => bookedAt(database, log, sequence),
  }
}

const EVERY_ACCOUNT = { visibility: undefined, account: () => true }

const present = <T>(...all: (T | undefined)[]): T[] => all.filter((each) => each !== undefined)

/** Who may not read the ledger is shown none of its balances in a report of the stock either. */
function accountsSeen({ chart, sight }: LedgerParts, actor: Actor) {
  if (!mayCall(actor.grants, 'ledger.GetTrialBalance', 'ledger:read')) return undefined
  const visibility = sight(actor, 'ledger.GetTrialBalance', 'ledger:read')
  return {
    visibility,
    account: (id: string) => {
      const account = chart.accountById(id)
      return !visibility || (visibility.seesAccount(account) && !visibility.masksAccount(account))
    },
  }
}

function bucketsOf(buckets: Balances): ValueBuckets {
  const valued = (totals: ReturnType<Balances['totalsAsOf']>) =>
    totals.map(({ account, debitValue, creditValue }) => ({
      holder: account,
      value: debitValue - creditValue,
    }))
  return {
    epochEvents: EPOCH_EVENTS,
    add: (holder, date, value, sequence) =>
      buckets.add({ account: holder, unit: 0, date, quantity: 0, value }, sequence),
    asOf: (date) => valued(buckets.totalsAsOf(date)),
    atEpoch: (date, epoch) => valued(buckets.totalsAtEpoch(date, epoch)),
    mark: () => buckets.mark(),
    undo: () => buckets.undo(),
    flush: () => buckets.flush(),
    forget: () => buckets.forget(),
  }
}

function bookedAt(database: Database, log: EventLog, sequence: number) {
  const { type, data } = eventAt(log, sequence)
  if (type === 'stock-moved') return { event: 'moved' as const, ...documentOf(data as StockMoved, sequence) }
  const { document, entries } = data as CostAdjusted
  const made = database.first<{ sequence: number }>(
    'SELECT sequence FROM stock_brought_ids WHERE id = ?',
    document,
  )
  const at = made?.sequence ?? sequenceInId(document)
  const of = documentOf(eventAt(log, at).data as StockMoved, at)
  return { event: 'adjusted' as const, ...of, entries }
}

function documentOf(data: StockMoved, sequence: number) {
  const { id, kind, date, reference = null, party = null, entries } = data
  return { document: id, kind, voucher: voucherOf(data), date, sequence, reference, party, entries }
}

function eventAt(log: EventLog, sequence: number): { type: string; data: unknown } {
  const event = log.at(sequence)
  invariant(event, `there is an event ${sequence}`)
  return { type: event.type, data: JSON.parse(event.data) }
}

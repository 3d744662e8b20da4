import type { DateNumber } from '../kernel/dates.ts'
import { parseDate } from '../kernel/dates.ts'
import { type AccountTotals, addMovement, EPOCH_EVENTS, NOTHING } from './balances.ts'
import { compareCodes } from './chart.ts'
import type { EntryPosted } from './contract.ts'
import type { Account, Unit } from './model.ts'
import type { LedgerTables } from './queries.ts'
import { totalsShown } from './shown-totals.ts'
import type { Visibility } from './visibility.ts'

export interface TrialBalanceRow {
  account: Account
  debitValue: number
  creditValue: number
  quantities: { unit: Unit; quantity: number }[]
  /** The reader may know that the account moved, and nothing more. */
  masked: boolean
}

/** Every account that moved up to the date, as the log stood at `knownAt`, by code. */
export function trialBalanceTotals(
  tables: LedgerTables,
  asOf: DateNumber,
  knownAt: number,
  visibility?: Visibility,
): TrialBalanceRow[] {
  const { chart } = tables
  const rows = new Map<number, TrialBalanceRow>()
  const all = visibility
    ? totalsShown(tables, asOf, knownAt, visibility, () => totalsAsKnownAt(tables, asOf, knownAt))
    : totalsAsKnownAt(tables, asOf, knownAt)
  for (const totals of all) {
    const { debitQuantity, creditQuantity, debitValue, creditValue } = totals
    if (debitQuantity + creditQuantity + debitValue + creditValue === 0) continue
    const row = rows.get(totals.account) ?? {
      account: chart.accountByOrdinal(totals.account),
      debitValue: 0,
      creditValue: 0,
      quantities: [],
      masked: false,
    }
    row.debitValue += debitValue
    row.creditValue += creditValue
    row.quantities.push({ unit: chart.unitByOrdinal(totals.unit), quantity: debitQuantity - creditQuantity })
    rows.set(totals.account, row)
  }
  if (visibility?.masksEntries) addMaskedAccounts(rows, chart.accounts(), visibility)
  return [...rows.values()]
    .map((row) => ({
      ...row,
      quantities: row.quantities.sort((a, b) => compareCodes(a.unit.code, b.unit.code)),
    }))
    .sort((a, b) => compareCodes(a.account.code, b.account.code))
}

/** They stand in the report whether they moved or not: that is a part of what is masked. */
function addMaskedAccounts(
  rows: Map<number, TrialBalanceRow>,
  accounts: readonly Account[],
  visibility: Visibility,
): void {
  for (const account of accounts)
    if (visibility.masksAccount(account) && visibility.seesAccount(account))
      rows.set(account.ordinal, { account, debitValue: 0, creditValue: 0, quantities: [], masked: true })
}

/** Starts from the nearest known state (an epoch's end, or now) and walks the events between, forth or back. */
function totalsAsKnownAt(tables: LedgerTables, asOf: DateNumber, knownAt: number): Iterable<AccountTotals> {
  const { balances, log } = tables
  const head = log.head.sequence
  const epochStart = Math.floor(knownAt / EPOCH_EVENTS) * EPOCH_EVENTS
  const epochEnd = Math.min(epochStart + EPOCH_EVENTS, head)
  const from = knownAt - epochStart <= epochEnd - knownAt ? epochStart : epochEnd
  const state =
    from === head
      ? balances.totalsAsOf(asOf)
      : from === 0
        ? []
        : balances.totalsAtEpoch(asOf, from / EPOCH_EVENTS - 1)
  return from === knownAt ? state : walk(tables, state, asOf, from, knownAt)
}

function walk(
  { chart, log }: LedgerTables,
  state: AccountTotals[],
  asOf: DateNumber,
  from: number,
  to: number,
): Iterable<AccountTotals> {
  const totals = new Map(state.map((each) => [`${each.account}|${each.unit}`, each]))
  const sign = to > from ? 1 : -1
  for (const event of log.events(Math.min(from, to), Math.max(from, to))) {
    if (event.type !== 'journal-entry-posted') continue
    const { effectiveDate, lines } = JSON.parse(event.data) as EntryPosted
    if ((parseDate(effectiveDate) as number) > asOf) continue
    for (const line of lines) {
      const account = chart.accountById(line.account).ordinal
      const unit = (chart.unit(line.unit) as Unit).ordinal
      const key = `${account}|${unit}`
      const each = totals.get(key) ?? { account, unit, ...NOTHING }
      addMovement(each, line.quantity, line.value, sign)
      totals.set(key, each)
    }
  }
  return totals.values()
}

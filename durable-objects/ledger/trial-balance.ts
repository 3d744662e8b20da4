import type { DateNumber } from '../kernel/dates.ts'
import { BalanceMatrix, fillAsKnownAt, ledgerBuckets } from './balance-matrix.ts'
import type { AccountTotals } from './balances.ts'
import { compareCodes } from './chart.ts'
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
    ? totalsShown(tables, asOf, knownAt, visibility, () => ledgerTotals(tables, asOf, knownAt))
    : ledgerTotals(tables, asOf, knownAt)
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

/** Totals of all accounts, whoever asks. */
export const ledgerTotals = (
  tables: LedgerTables,
  asOf: DateNumber,
  knownAt: number,
): Iterable<AccountTotals> => {
  const matrix = new BalanceMatrix([asOf])
  fillAsKnownAt(matrix, tables, ledgerBuckets(tables), knownAt)
  return matrix.totals()
}

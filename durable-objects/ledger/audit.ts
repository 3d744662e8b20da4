import { type AuditCheck, type Breathe, failed, type ModuleAudit, passed } from '../kernel/audit.ts'
import type { Database } from '../kernel/database.ts'
import { parseDate } from '../kernel/dates.ts'
import type { StoredEvent } from '../kernel/log.ts'
import { addMovement, NOTHING, parseDays, type Totals } from './balances.ts'
import type { ChartStore } from './chart.ts'
import type { EntryPosted } from './contract.ts'

/**
 * The ledger's invariants, checked against the log (what happened) and between its tables (what was folded from it):
 * every entry balances, numbers have no gap, lines are those of the log, buckets are the sums of lines by month and
 * day, and so the trial balance is zero at every date.
 */
export class LedgerAudit implements ModuleAudit {
  readonly #database: Database
  readonly #chart: ChartStore
  readonly #fromLog = new Map<string, Totals>()
  readonly #numbers = new Map<string, number>()
  readonly #unbalanced: number[] = []
  readonly #gaps: string[] = []
  #entries = 0
  #lines = 0

  constructor(database: Database, chart: ChartStore) {
    this.#database = database
    this.#chart = chart
  }

  /** Sees every event of the log once, in order. */
  visit(event: StoredEvent): void {
    if (event.type !== 'journal-entry-posted') return
    const entry = readable(event)
    if (!entry) {
      this.#unbalanced.push(event.sequence)
      return
    }
    this.#entries++
    this.#lines += entry.lines.length
    const series = entry.series === undefined ? entry.journal : `${entry.journal} ${entry.series}`
    const expected = (this.#numbers.get(series) ?? 0) + 1
    if (entry.number !== expected)
      this.#gaps.push(`${series} has ${entry.number} where ${expected} follows (event ${event.sequence})`)
    this.#numbers.set(series, entry.number)
    if (!balances(entry)) this.#unbalanced.push(event.sequence)
    const month = entry.effectiveDate.slice(0, 7).replace('-', '')
    for (const line of entry.lines) {
      const key = `${line.account}|${line.unit}|${month}`
      const totals = this.#fromLog.get(key) ?? { ...NOTHING }
      addMovement(totals, line.quantity, line.value, 1)
      this.#fromLog.set(key, totals)
    }
  }

  /** After the last event, in the same turn: the tables against what the log added up to. */
  *conclude(): Iterable<AuditCheck> {
    yield this.#unbalanced.length === 0
      ? passed('entries balance', `${this.#entries} entries, ${this.#lines} lines`)
      : failed('entries balance', `does not sum to zero: event ${this.#unbalanced.slice(0, 10).join(', ')}`)
    yield this.#gaps.length === 0
      ? passed(
          'numbers are gap-free',
          [...this.#numbers].map(([journal, last]) => `${journal} 1–${last}`).join(', ') || 'no entry yet',
        )
      : failed('numbers are gap-free', this.#gaps.slice(0, 10).join('; '))
    yield this.#logAgainstBalances()
    yield this.#trialBalanceIsZero()
  }

  async *inspect(breathe: Breathe): AsyncIterable<AuditCheck> {
    yield await this.#linesAgainstBalances(breathe)
  }

  #logAgainstBalances(): AuditCheck {
    const name = 'balances follow from the log'
    const rows = this.#database.all<BalanceRow>('SELECT * FROM balances')
    const fromLog = this.#byAccountOfNow()
    const wrong: string[] = []
    for (const row of rows) {
      const { key, label } = this.#nameOf(row)
      const expected = fromLog.get(key)
      if (!expected || !sameTotals(expected, totalsOf(row))) wrong.push(label)
      fromLog.delete(key)
    }
    for (const key of fromLog.keys()) wrong.push(`${key} is missing`)
    return wrong.length === 0
      ? passed(name, `${rows.length} buckets of account, unit and month`)
      : failed(name, `differs: ${wrong.slice(0, 10).join(', ')}`)
  }

  /** By day, which covers every date: what is zero on each day is zero up to any day. */
  #trialBalanceIsZero(): AuditCheck {
    const name = 'trial balance is zero at every date'
    const days = new Map<number, number>()
    for (const row of this.#database.all<BalanceRow>('SELECT * FROM balances'))
      for (const day of parseDays(row.days)) {
        const date = row.month * 100 + day.day
        days.set(date, (days.get(date) ?? 0) + day.debitValue - day.creditValue)
      }
    const wrong = [...days].filter(([, sum]) => sum !== 0).map(([date]) => date)
    return wrong.length === 0
      ? passed(name, `${days.size} dates`)
      : failed(name, `is off on ${wrong.slice(0, 10).join(', ')}`)
  }

  /** Account by account, each in one turn of its own, so that posting goes on in between. */
  async #linesAgainstBalances(breathe: Breathe): Promise<AuditCheck> {
    const name = 'balances are the sums of lines'
    const wrong: string[] = []
    let days = 0
    for (const { ordinal, code } of this.#chart.accounts()) {
      await breathe()
      const buckets = new Map<string, Totals>()
      for (const row of this.#database.all<BalanceRow>('SELECT * FROM balances WHERE account = ?', ordinal))
        for (const day of parseDays(row.days)) buckets.set(`${row.unit}|${row.month * 100 + day.day}`, day)
      for (const row of this.#database.all<LineSums>(SUMS_OF_LINES, ordinal)) {
        days++
        const key = `${row.unit}|${row.effective_date}`
        const bucket = buckets.get(key)
        if (!bucket || !sameTotals(bucket, totalsOf(row))) wrong.push(`${code} on ${row.effective_date}`)
        buckets.delete(key)
      }
      for (const key of buckets.keys()) wrong.push(`${code} at ${key}`)
    }
    return wrong.length === 0
      ? passed(name, `${days} days of accounts and units`)
      : failed(name, `differs: ${wrong.slice(0, 10).join(', ')}`)
  }

  /** The log names accounts as they were; what was merged by now is summed up with what it was merged into. */
  #byAccountOfNow(): Map<string, Totals> {
    const idNow = new Map(
      this.#chart.mergedAccounts().map(({ id, into }) => [id, this.#chart.accountByOrdinal(into).id]),
    )
    if (idNow.size === 0) return this.#fromLog
    const sums = new Map<string, Totals>()
    for (const [key, totals] of this.#fromLog) {
      const [id = '', ...rest] = key.split('|')
      const now = [idNow.get(id) ?? id, ...rest].join('|')
      const sum = sums.get(now)
      sums.set(now, sum ? addTotals(sum, totals) : totals)
    }
    return sums
  }

  #nameOf(row: BalanceRow): { key: string; label: string } {
    const account = this.#chart.accountByOrdinal(row.account)
    const unit = this.#chart.unitByOrdinal(row.unit)
    return {
      key: `${account.id}|${unit.code}|${row.month}`,
      label: `${account.code} ${unit.code} ${row.month}`,
    }
  }
}

interface SumRow extends Record<string, SqlStorageValue> {
  debit_quantity: number
  credit_quantity: number
  debit_value: number
  credit_value: number
}
interface BalanceRow extends SumRow {
  account: number
  unit: number
  month: number
  days: string
}
interface LineSums extends SumRow {
  unit: number
  effective_date: number
}

const SUMS_OF_LINES = `
  SELECT unit, effective_date,
    SUM(MAX(quantity, 0)) AS debit_quantity, SUM(MAX(-quantity, 0)) AS credit_quantity,
    SUM(MAX(COALESCE(value, 0), 0)) AS debit_value, SUM(MAX(-COALESCE(value, 0), 0)) AS credit_value
  FROM journal_lines WHERE account = ? GROUP BY effective_date, unit`

const totalsOf = (row: SumRow): Totals => ({
  debitQuantity: row.debit_quantity,
  creditQuantity: row.credit_quantity,
  debitValue: row.debit_value,
  creditValue: row.credit_value,
})

const addTotals = (a: Totals, b: Totals): Totals => ({
  debitQuantity: a.debitQuantity + b.debitQuantity,
  creditQuantity: a.creditQuantity + b.creditQuantity,
  debitValue: a.debitValue + b.debitValue,
  creditValue: a.creditValue + b.creditValue,
})

const sameTotals = (a: Totals, b: Totals): boolean =>
  a.debitQuantity === b.debitQuantity &&
  a.creditQuantity === b.creditQuantity &&
  a.debitValue === b.debitValue &&
  a.creditValue === b.creditValue

function balances(entry: EntryPosted): boolean {
  const sums = new Map<string, number>()
  for (const { unit, quantity, value } of entry.lines) {
    // Values sum under their own key: a unit's code is never empty.
    const [key, amount] = value === null ? [unit, quantity] : ['', value]
    sums.set(key, (sums.get(key) ?? 0) + amount)
  }
  return parseDate(entry.effectiveDate) !== undefined && [...sums.values()].every((sum) => sum === 0)
}

/** The entry of an event, or undefined where the stored text was damaged. */
function readable(event: StoredEvent): EntryPosted | undefined {
  try {
    const entry = JSON.parse(event.data) as EntryPosted
    return Array.isArray(entry.lines) && typeof entry.effectiveDate === 'string' ? entry : undefined
  } catch {
    return undefined
  }
}

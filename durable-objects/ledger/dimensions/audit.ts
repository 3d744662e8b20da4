import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'
import type { StoredEvent } from '../../kernel/log.ts'
import { addMovement, NOTHING, type Totals } from '../balances.ts'
import type { EntryPosted } from '../contract.ts'
import type { Segments } from './segments.ts'

/** Balances by dimensions are the sums of the lines that name them. */
export class DimensionsAudit implements ModuleAudit {
  readonly #database: Database
  readonly #segments: Segments
  readonly #fromLog = new Map<string, Totals>()

  constructor(database: Database, segments: Segments) {
    this.#database = database
    this.#segments = segments
  }

  visit(event: StoredEvent): void {
    if (event.type !== 'journal-entry-posted' || !event.data.includes('"dimensions"')) return
    const entry = readable(event.data)
    for (const line of entry?.lines ?? []) {
      if (!line.dimensions) continue
      const key = `${this.#segments.holderOf(line)}|${line.unit}|${entry?.effectiveDate.slice(0, 7).replace('-', '')}`
      const totals = this.#fromLog.get(key) ?? { ...NOTHING }
      addMovement(totals, line.quantity, line.value, 1)
      this.#fromLog.set(key, totals)
    }
  }

  *conclude(): Iterable<AuditCheck> {
    const wrong: string[] = []
    const rows = this.#database.all<BalanceRow>(
      `SELECT b.account, u.code AS unit, b.month, b.debit_quantity, b.credit_quantity, b.debit_value, b.credit_value
       FROM segment_balances b JOIN units u ON u.ordinal = b.unit`,
    )
    for (const row of rows) {
      const key = `${row.account}|${row.unit}|${row.month}`
      const expected = this.#fromLog.get(key)
      this.#fromLog.delete(key)
      const isSame =
        expected?.debitQuantity === row.debit_quantity &&
        expected.creditQuantity === row.credit_quantity &&
        expected.debitValue === row.debit_value &&
        expected.creditValue === row.credit_value
      if (!isSame) wrong.push(`differs: ${key}`)
    }
    for (const key of this.#fromLog.keys()) wrong.push(`${key} is missing`)
    yield judged('balances by dimension follow from the log', wrong, `${rows.length} buckets`)
  }
}

interface BalanceRow extends Record<string, SqlStorageValue> {
  account: number
  unit: string
  month: number
  debit_quantity: number
  credit_quantity: number
  debit_value: number
  credit_value: number
}

/** Damaged text is what the hash chain reports. */
function readable(text: string): EntryPosted | undefined {
  try {
    const entry = JSON.parse(text) as EntryPosted
    return Array.isArray(entry.lines) && typeof entry.effectiveDate === 'string' ? entry : undefined
  } catch {
    return undefined
  }
}

import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'
import type { StoredEvent } from '../../kernel/log.ts'
import { addMovement, NOTHING, type Totals } from '../balances.ts'
import type { ChartStore } from '../chart.ts'
import type { EntryPosted } from '../contract.ts'
import { keyOf } from './segments.ts'

/** Balances by dimensions are the sums of the lines that name them; what was merged by now counts where it was merged to. */
export class DimensionsAudit implements ModuleAudit {
  readonly #database: Database
  readonly #chart: ChartStore
  readonly #fromLog = new Map<string, Totals>()

  constructor(database: Database, chart: ChartStore) {
    this.#database = database
    this.#chart = chart
  }

  visit(event: StoredEvent): void {
    if (event.type !== 'journal-entry-posted' || !event.data.includes('"dimensions"')) return
    const entry = readable(event.data)
    for (const { account, unit, dimensions, quantity, value } of entry?.lines ?? []) {
      if (!dimensions) continue
      const month = Number(entry?.effectiveDate.slice(0, 7).replace('-', ''))
      const key = this.#key(this.#chart.accountById(account).ordinal, keyOf(dimensions), unit, month)
      addMovement(totalsAt(this.#fromLog, key), quantity, value, 1)
    }
  }

  *conclude(): Iterable<AuditCheck> {
    const stored = this.#stored()
    const keys = new Set([...stored.keys(), ...this.#fromLog.keys()])
    const wrong = [...keys].flatMap((key) => {
      const [is, expected] = [stored.get(key), this.#fromLog.get(key)]
      if (!is) return [`${key} is missing`]
      return same(is, expected ?? NOTHING) ? [] : [`differs: ${key}`]
    })
    yield judged('balances by dimension follow from the log', wrong, `${stored.size} buckets`)
  }

  #stored(): Map<string, Totals> {
    const rows = this.#database.each<BalanceRow>(
      `SELECT h.account, s.dimensions, u.code AS unit, b.month,
         b.debit_quantity AS debitQuantity, b.credit_quantity AS creditQuantity,
         b.debit_value AS debitValue, b.credit_value AS creditValue
       FROM segment_balances b
       JOIN segment_accounts h ON h.ordinal = b.account
       JOIN segments s ON s.ordinal = h.segment
       JOIN units u ON u.ordinal = b.unit`,
    )
    const stored = new Map<string, Totals>()
    for (const { account, dimensions, unit, month, ...sums } of rows) {
      const { ordinal } = this.#chart.accountByOrdinal(account)
      const totals = totalsAt(stored, this.#key(ordinal, dimensions, unit, month))
      for (const sum of SUMS) totals[sum] += sums[sum]
    }
    return stored
  }

  #key(account: number, dimensions: string, unit: string, month: number): string {
    return `${this.#chart.accountByOrdinal(account).code} ${dimensions} ${unit} ${month}`
  }
}

const SUMS = ['debitQuantity', 'creditQuantity', 'debitValue', 'creditValue'] as const

const same = (a: Totals, b: Totals): boolean => SUMS.every((sum) => a[sum] === b[sum])

function totalsAt(all: Map<string, Totals>, key: string): Totals {
  const totals = all.get(key) ?? { ...NOTHING }
  all.set(key, totals)
  return totals
}

interface BalanceRow extends Totals, Record<string, SqlStorageValue> {
  account: number
  dimensions: string
  unit: string
  month: number
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

import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'
import type { StoredEvent } from '../../kernel/log.ts'
import type { ChartStore } from '../chart.ts'
import type { Unit } from '../model.ts'
import type { EntryHeld, PendingPosted } from './contract.ts'

interface Held {
  entry: EntryHeld
  /** Quantities by line, debit positive. */
  remaining: number[]
}

/** The pending counters against the log: what was held, less what was posted of it or released. */
export class PendingAudit implements ModuleAudit {
  readonly #database: Database
  readonly #chart: ChartStore
  readonly #held = new Map<string, Held>()
  readonly #posted = new Set<string>()
  readonly #wrong: string[] = []
  #count = 0

  constructor(database: Database, chart: ChartStore) {
    this.#database = database
    this.#chart = chart
  }

  visit({ type, data }: StoredEvent): void {
    try {
      if (type === 'entry-held') this.#hold(JSON.parse(data) as EntryHeld)
      else if (type === 'pending-posted') this.#post(JSON.parse(data) as PendingPosted)
      else if (type === 'pending-voided' || type === 'pending-expired')
        this.#release((JSON.parse(data) as { id: string }).id)
    } catch {
      // Damaged text is what the hash chain reports.
    }
  }

  #hold(entry: EntryHeld): void {
    this.#count++
    this.#held.set(entry.id, { entry, remaining: entry.lines.map(({ quantity }) => quantity) })
  }

  #post({ id, entry, lines, keepsRest }: PendingPosted): void {
    const held = this.#held.get(id)
    if (!held || this.#posted.has(entry)) {
      this.#wrong.push(`${id} was posted as ${entry} when it was not on hold`)
      return
    }
    this.#posted.add(entry)
    for (const { line, quantity } of lines) {
      const left = (held.remaining[line] ?? 0) - quantity
      if (left !== 0 && Math.sign(left) === Math.sign(quantity) * -1)
        this.#wrong.push(`more of ${id} was posted than was on hold`)
      held.remaining[line] = left
    }
    if (!keepsRest || held.remaining.every((left) => left === 0)) this.#held.delete(id)
  }

  #release(id: string): void {
    if (!this.#held.delete(id)) this.#wrong.push(`${id} was released when it was not on hold`)
  }

  *conclude(): Iterable<AuditCheck> {
    yield judged('pending entries settle once', this.#wrong, `${this.#count} entries were held`)
    const expected = new Map<string, number>()
    const add = (key: string, amount: number) => expected.set(key, (expected.get(key) ?? 0) + amount)
    for (const { entry, remaining } of this.#held.values())
      for (const [at, quantity] of remaining.entries()) {
        const line = entry.lines[at]
        if (!line || quantity === 0) continue
        const account = this.#chart.accountById(line.account).ordinal
        const unit = (this.#chart.unit(line.unit) as Unit).ordinal
        const date = Number(entry.effectiveDate.replaceAll('-', ''))
        add(`${account}|${unit}|${date}|${quantity > 0 ? 'debit' : 'credit'}`, Math.abs(quantity))
      }
    yield judged(
      'pending amounts follow from the log',
      this.#differing(expected),
      `${this.#held.size} on hold`,
    )
  }

  #differing(expected: Map<string, number>): string[] {
    const wrong: string[] = []
    const rows = this.#database.all<{
      account: number
      unit: number
      effective_date: number
      debit: number
      credit: number
    }>('SELECT * FROM pending_amounts')
    for (const row of rows)
      for (const side of ['debit', 'credit'] as const) {
        const key = `${row.account}|${row.unit}|${row.effective_date}|${side}`
        if ((expected.get(key) ?? 0) !== row[side])
          wrong.push(`${this.#chart.accountByOrdinal(row.account).code} on ${row.effective_date}`)
        expected.delete(key)
      }
    for (const key of expected.keys()) wrong.push(`${key} is missing`)
    return wrong
  }
}

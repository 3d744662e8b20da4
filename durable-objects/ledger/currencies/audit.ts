import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'
import type { StoredEvent } from '../../kernel/log.ts'
import type { EntryPosted } from '../contract.ts'
import type { CurrenciesRevalued, RatesRecorded } from './contract.ts'

interface Booked {
  asOf: string
  lines: Map<string, number>
}

/**
 * The invariants of currencies: every revaluation is taken back by its mirror image on a later day, what was revalued is
 * what was booked, and the table of rates has each rate that was recorded and no other.
 */
export class CurrenciesAudit implements ModuleAudit {
  readonly #database: Database
  /** Entries of revaluations until the event that tells what they are. */
  readonly #booked = new Map<string, Booked>()
  readonly #wrong: string[] = []
  #revaluations = 0
  #rates = 0

  constructor(database: Database) {
    this.#database = database
  }

  visit(event: StoredEvent): void {
    switch (event.type) {
      case 'journal-entry-posted': {
        // The text tells most entries apart without being parsed.
        if (!event.data.includes('"purpose":"revaluation"')) return
        const entry = read<EntryPosted>(event)
        if (entry?.purpose === 'revaluation')
          this.#booked.set(entry.id, { asOf: entry.effectiveDate, lines: valuesOf(entry) })
        return
      }
      case 'currencies-revalued': {
        const revalued = read<CurrenciesRevalued>(event)
        if (revalued) this.#check(event.sequence, revalued)
        return
      }
      case 'exchange-rates-recorded':
        for (const { rates } of read<RatesRecorded>(event)?.days ?? [])
          this.#rates += Object.keys(rates).length
    }
  }

  *conclude(): Iterable<AuditCheck> {
    for (const id of this.#booked.keys()) this.#wrong.push(`${id} is a revaluation that nothing tells of`)
    yield judged('revaluations are taken back', this.#wrong, `${this.#revaluations} pairs of entries`)
    const row = this.#database.first<{ count: number }>('SELECT COUNT(*) AS count FROM exchange_rates')
    const count = row?.count ?? 0
    const differs = count === this.#rates ? [] : [`${count} rates in the table, ${this.#rates} in the log`]
    yield judged('rates follow from the log', differs, `${this.#rates} rates`)
  }

  #check(sequence: number, { entry, reversal, asOf, reverseOn, lines }: CurrenciesRevalued): void {
    this.#revaluations++
    const [booked, taken] = [this.#booked.get(entry), this.#booked.get(reversal)]
    this.#booked.delete(entry)
    this.#booked.delete(reversal)
    const wrong = (what: string) => this.#wrong.push(`${what} (event ${sequence})`)
    if (!booked || !taken) return void wrong('an entry of the revaluation is missing')
    if (booked.asOf !== asOf || taken.asOf !== reverseOn || reverseOn <= asOf)
      wrong('its days are not those booked')
    for (const [key, value] of booked.lines)
      if ((taken.lines.get(key) ?? 0) !== -value) wrong(`${key} is not taken back`)
    const told = new Map<string, number>()
    for (const { account, unit, difference } of lines) add(told, `${account} ${unit}`, difference)
    for (const [key, value] of told)
      if (booked.lines.get(key) !== value) wrong(`${key} is not what was booked`)
  }
}

function valuesOf({ lines }: EntryPosted): Map<string, number> {
  const values = new Map<string, number>()
  for (const { account, unit, value } of lines) add(values, `${account} ${unit}`, value ?? 0)
  return values
}

const add = (sums: Map<string, number>, key: string, value: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + value)
}

/** Damaged text is what the hash chain reports. */
function read<Data>({ data }: StoredEvent): Data | undefined {
  try {
    return JSON.parse(data) as Data
  } catch {
    return undefined
  }
}

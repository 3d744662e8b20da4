import { hash } from 'node:crypto'
import type { Database } from '../kernel/database.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { EventLog, NewEvent, RecordedEvent, StoredEvent } from '../kernel/log.ts'
import type { Migration } from '../kernel/migrations.ts'
import type { Subject } from '../kernel/module.ts'
import { contributions, type ReadTotals, type Totals } from './evaluate.ts'
import type { CompiledMeter } from './policy.ts'
import { dayOf } from './values.ts'

/**
 * Past behaviour, for the meters that policies in force ask for and for no others: one row a meter, key and day (UTC). It
 * is folded from the log alone, so a replay gives the same rows. Accounts are in the keys by id, so that no limit begins anew
 * because an account got another code; where two became one, so do their totals.
 */
export const behaviourMigration: Migration = {
  id: '002-behaviour',
  sql: `CREATE TABLE guardrail_meters (meter TEXT PRIMARY KEY, days INTEGER NOT NULL, since INTEGER NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE TABLE guardrail_totals (
      meter TEXT NOT NULL, key TEXT NOT NULL, day INTEGER NOT NULL,
      sum INTEGER NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY (meter, key, day)
    ) STRICT, WITHOUT ROWID`,
}

export type SubjectsOf = (events: readonly NewEvent[]) => (Subject | undefined)[]

interface Kept {
  meter: CompiledMeter
  name: string
  days: number
}

type Addition = [meter: string, key: string, day: number, sum: number, count: number]

type Counted = Pick<RecordedEvent, 'sequence' | 'recordedAt' | 'actor' | 'command'>

export class Behaviour {
  readonly #database: Database
  readonly #log: EventLog
  readonly #subjectsOf: SubjectsOf
  /** Totals that a fold has added up and not yet written, by meter, key and day. */
  #added = new Map<string, Addition>()
  #last: { sequence: number; day: number } | undefined
  #isFilled = false

  constructor(database: Database, log: EventLog, subjectsOf: SubjectsOf) {
    this.#database = database
    this.#log = log
    this.#subjectsOf = subjectsOf
  }

  /** What meters have counted, for one command: a key that several of its records share is read once. */
  reader(meters: readonly CompiledMeter[], nowMicros: number): ReadTotals {
    this.#fillMissing(meters)
    let seen: Map<string, Totals> | undefined
    return (meter, key) => {
      seen ??= new Map()
      const today = dayOf(nowMicros)
      const name = `${meter.id}${key}${meter.days}`
      let totals = seen.get(name)
      if (!totals) {
        totals = this.#read(nameOf(meter), key, today - meter.days + 1)
        seen.set(name, totals)
      }
      return totals
    }
  }

  /** Folds recorded events into the meters in force. */
  count(meters: readonly CompiledMeter[], events: readonly RecordedEvent[]): void {
    if (meters.length === 0) return
    this.#fillMissing(meters, events[0])
    const kept = keptOf(meters)
    const subjects = this.#subjectsOf(events)
    for (const [index, event] of events.entries()) {
      this.#forgetOldDays(event, kept)
      this.#add(kept, event, subjects[index])
    }
    this.#write()
  }

  /** Policies changed before this event: meters that nobody asks for go, new ones are filled from the log. */
  follow(meters: readonly CompiledMeter[], before: Pick<RecordedEvent, 'sequence' | 'recordedAt'>): void {
    const kept = keptOf(meters)
    const old = new Map(
      this.#database
        .all<{ meter: string; days: number }>('SELECT meter, days FROM guardrail_meters')
        .map((row) => [row.meter, row.days]),
    )
    const wanted = new Set(kept.map(({ name }) => name))
    for (const name of old.keys()) if (!wanted.has(name)) this.#drop(name)
    const toFill = kept.filter(({ name, days }) => (old.get(name) ?? 0) < days)
    for (const { name } of toFill) this.#drop(name)
    if (toFill.length > 0) this.#fill(toFill, before)
  }

  /** From here on what one account counted counts for another. An entry that was on both counts twice in their number. */
  merge(meters: readonly CompiledMeter[], { id, into }: { id: string; into: string }): void {
    for (const { meter, name } of keptOf(meters)) {
      const at = meter.by.indexOf('account')
      if (at < 0) continue
      const rows = this.#database.all<{ key: string; day: number; sum: number; count: number }>(
        `SELECT key, day, sum, count FROM guardrail_totals WHERE meter = ?1 AND key ->> ?2 = ?3`,
        ...[name, `$[${at}]`, id],
      )
      this.#database.run(
        'DELETE FROM guardrail_totals WHERE meter = ?1 AND key ->> ?2 = ?3',
        ...[name, `$[${at}]`, id],
      )
      for (const { key, day, sum, count } of rows) {
        const parts = (JSON.parse(key) as string[]).with(at, into)
        this.#put([name, JSON.stringify(parts), day, sum, count])
      }
    }
    this.#write()
  }

  /** Since when all of these meters count, in microseconds, where the log before was too long to be read. */
  since(meters: readonly CompiledMeter[]): number | undefined {
    let latest = 0
    for (const meter of meters) {
      const row = this.#database.first<{ since: number }>(
        'SELECT since FROM guardrail_meters WHERE meter = ?',
        nameOf(meter),
      )
      latest = Math.max(latest, row?.since ?? 0)
    }
    return latest === 0 ? undefined : latest
  }

  /** The tables are the truth again. */
  forget(): void {
    this.#added.clear()
    this.#last = undefined
    this.#isFilled = false
  }

  /** Meters that an earlier version kept by something else are filled again, once, from the log before these events. */
  #fillMissing(meters: readonly CompiledMeter[], first?: Pick<RecordedEvent, 'sequence'>): void {
    if (this.#isFilled) return
    this.#isFilled = true
    const last = this.#log.at((first?.sequence ?? this.#log.head.sequence + 1) - 1)
    if (last) this.follow(meters, { sequence: last.sequence + 1, recordedAt: last.recorded_at })
  }

  #read(meter: string, key: string, fromDay: number): Totals {
    const row = this.#database.first<{ sum: number; count: number }>(
      `SELECT COALESCE(SUM(sum), 0) AS sum, COALESCE(SUM(count), 0) AS count
       FROM guardrail_totals WHERE meter = ? AND key = ? AND day >= ?`,
      meter,
      key,
      fromDay,
    )
    return row ?? { sum: 0, count: 0 }
  }

  #fill(toFill: readonly Kept[], before: Pick<RecordedEvent, 'sequence' | 'recordedAt'>): void {
    const today = dayOf(before.recordedAt)
    const longest = Math.max(...toFill.map(({ days }) => days))
    const wanted = firstAt(this.#log, (today - longest + 1) * DAY_MICROS, before.sequence)
    const first = Math.max(wanted, before.sequence - LIMITS.meterFillEventsMax)
    let since = 0
    for (const stored of this.#log.events(first - 1, before.sequence - 1)) {
      if (stored.sequence === first && first > wanted) since = stored.recorded_at
      const event = {
        ...counted(stored),
        type: stored.type,
        version: stored.version,
        data: JSON.parse(stored.data),
      }
      const inWindow = toFill.filter(({ days }) => dayOf(event.recordedAt) > today - days)
      this.#add(inWindow, event, this.#subjectsOf([event])[0])
    }
    this.#write()
    for (const { name, days } of toFill)
      this.#database.run(
        'INSERT INTO guardrail_meters (meter, days, since) VALUES (?, ?, ?)',
        name,
        days,
        since,
      )
  }

  #add(kept: readonly Kept[], event: Counted, subject: Subject | undefined): void {
    if (!subject) return
    const day = dayOf(event.recordedAt)
    for (const { meter, name } of kept) {
      if (!meter.counts(event.command)) continue
      for (const [key, amount] of contributions(meter, event.actor, subject))
        this.#put([name, key, day, amount, 1])
    }
  }

  #put([name, key, day, sum, count]: Addition): void {
    const at = `${name}${day}${key}`
    const row = this.#added.get(at)
    if (row) {
      row[3] += sum
      row[4] += count
    } else this.#added.set(at, [name, key, day, sum, count])
  }

  #write(): void {
    if (this.#added.size === 0) return
    const rows = [...this.#added.values()]
    this.#added.clear()
    for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
      const some = rows.slice(start, start + ROWS_A_STATEMENT)
      this.#database.run(addition(some.length), ...some.flat())
    }
  }

  /** With the first event of a day, the days that no window reaches any more go. */
  #forgetOldDays({ sequence, recordedAt }: Counted, kept: readonly Kept[]): void {
    const day = dayOf(recordedAt)
    const last = this.#last?.sequence === sequence - 1 ? this.#last.day : this.#dayAt(sequence - 1)
    this.#last = { sequence, day }
    if (last === undefined || last === day) return
    for (const { name, days } of kept)
      this.#database.run('DELETE FROM guardrail_totals WHERE meter = ? AND day <= ?', name, day - days)
  }

  #dayAt(sequence: number): number | undefined {
    const event = this.#log.at(sequence)
    return event && dayOf(event.recorded_at)
  }

  #drop(name: string): void {
    this.#database.run('DELETE FROM guardrail_totals WHERE meter = ?', name)
    this.#database.run('DELETE FROM guardrail_meters WHERE meter = ?', name)
  }
}

const DAY_MICROS = 86_400_000_000
/** A statement takes at most 100 bound parameters, and a row five of them. */
const ROWS_A_STATEMENT = 20

const additions: string[] = []
function addition(rows: number): string {
  additions[rows] ??= `INSERT INTO guardrail_totals (meter, key, day, sum, count)
    VALUES ${Array(rows).fill('(?, ?, ?, ?, ?)').join(', ')}
    ON CONFLICT DO UPDATE SET sum = sum + excluded.sum, count = count + excluded.count`
  return additions[rows]
}

/** Meters of several policies that count the same records are kept once, for the longest window of them. */
function keptOf(meters: readonly CompiledMeter[]): Kept[] {
  const kept = new Map<string, Kept>()
  for (const meter of meters) {
    const before = kept.get(meter.id)
    if (!before || before.days < meter.days)
      kept.set(meter.id, { meter, name: nameOf(meter), days: meter.days })
  }
  return [...kept.values()]
}

const names = new Map<string, string>()
/** The name says, too, what the keys are made of. */
function nameOf({ id, by }: CompiledMeter): string {
  let name = names.get(id)
  if (name === undefined) {
    if (names.size >= NAMES_MAX) names.clear()
    name = hash('sha256', by.includes('account') ? `${id} by id` : id).slice(0, 16)
    names.set(id, name)
  }
  return name
}
const NAMES_MAX = 1_000

export const counted = ({ sequence, recorded_at, actor, command }: StoredEvent): Counted => ({
  sequence,
  recordedAt: recorded_at,
  actor,
  command,
})

/** The first position recorded at an instant or later: instants rise with positions, so it is found by halving. */
export function firstAt(log: EventLog, micros: number, end: number): number {
  let [low, high] = [1, end]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const event = log.at(middle)
    if (event && event.recorded_at < micros) low = middle + 1
    else high = middle
  }
  return low
}

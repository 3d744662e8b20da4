import type { Database } from '../kernel/database.ts'
import type { Migration } from '../kernel/migrations.ts'
import type { Movement } from './balances.ts'
import type { EntryPosted } from './contract.ts'
import type { HolderMonths, MonthSums } from './month-sums.ts'
import {
  A_MOVEMENT,
  packMonths,
  packMovements,
  unpackMonths,
  unpackMovements,
  type VisitMovement,
} from './packed.ts'

/**
 * A shortcut to balances as known at a sequence. Movements of a set of buckets are kept in blocks of some thousand, and
 * now and then the sums of all months: whoever wants them as known at a sequence goes from the nearest of these sums and
 * reads what moved in between. Both follow from the log, and none of it is needed for truth: where it is missing, the
 * buckets' own history tells the same.
 */
export const movementLogMigration: Migration = {
  id: '007-movement-blocks',
  sql: `CREATE TABLE movement_blocks (
      source TEXT NOT NULL, through INTEGER NOT NULL, content BLOB NOT NULL,
      PRIMARY KEY (source, through)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE month_images (
      source TEXT NOT NULL, sequence INTEGER NOT NULL, part INTEGER NOT NULL, content BLOB NOT NULL,
      PRIMARY KEY (source, sequence, part)
    ) STRICT, WITHOUT ROWID`,
}

/** What an entry does to a set of buckets. */
export type MovementsOf = (entry: EntryPosted) => Iterable<Movement>

/** Events that a block covers where they come one by one, and the movements that fill one where they come at once. */
const BLOCK_EVENTS = 2_048
const BLOCK_MOVEMENTS = 16_384
/** Events that are read from the log at once, where movements are missing: after waking, or of a log that is older than this. */
const GAP_EVENTS_MAX = 2 * BLOCK_EVENTS
const GAP_BLOCKS_A_CHECKPOINT = 4
/** From one image of the months to the next: at least so many events, and more than it has buckets. */
const IMAGE_EVENTS = 32_768
const IMAGE_PART_BYTES = 1_000_000
/** What is further than this from everything known is told by the buckets' history. */
const WALK_EVENTS_MAX = 4 * IMAGE_EVENTS

/** Sums of all months as known at a sequence. */
export type KnownMonths = { sequence: number; holders: Iterable<HolderMonths> }

interface SequenceRow extends Record<string, SqlStorageValue> {
  sequence: number | null
}

export class MovementLog {
  readonly #database: Database
  readonly #source: string
  readonly #movementsOf: MovementsOf
  /** See {@link Movements}: those of the events behind `#after`, up to the last event that was folded. */
  #recent: number[] = []
  #after: number | undefined
  /** The last event whose movements were read from the log. */
  #read = 0
  /** The last event that is in a block. */
  #stored: number | undefined
  #mark = { length: 0, after: undefined as number | undefined, isLost: false }

  constructor(database: Database, source: string, movementsOf: MovementsOf) {
    this.#database = database
    this.#source = source
    this.#movementsOf = movementsOf
  }

  /** An entry was folded, whether it moves anything here or not. */
  passed(sequence: number): void {
    this.#after ??= sequence - 1
  }

  add({ account, unit, date, quantity, value }: Movement, sequence: number): void {
    if (sequence <= this.#read) return
    this.passed(sequence)
    this.#recent.push(sequence, account, unit, date, quantity, value ?? Number.NaN)
    if (this.#recent.length >= BLOCK_MOVEMENTS * A_MOVEMENT) this.#relieve(sequence - 1)
  }

  mark(): void {
    this.#mark = { length: this.#recent.length, after: this.#after, isLost: false }
  }

  undo(): void {
    // What was stored or read by the command cannot be taken out of memory again; it is read anew when it is wanted.
    if (this.#mark.isLost) this.forget()
    else {
      this.#recent.length = this.#mark.length
      this.#after = this.#mark.after
    }
  }

  forget(): void {
    this.#recent = []
    this.#after = undefined
    this.#read = 0
    this.#stored = undefined
  }

  /** The movements are those of other entries from now on, from the first event on. */
  clear(): void {
    this.#database.run('DELETE FROM movement_blocks WHERE source = ?', this.#source)
    this.#database.run('DELETE FROM month_images WHERE source = ?', this.#source)
    this.forget()
    this.#after = 0
  }

  /** Between turns: stores what came since the last block, and the sums of the months where the last ones are far away. */
  checkpoint(head: number, monthsNow: () => MonthSums | undefined): void {
    for (let blocks = 0; blocks < GAP_BLOCKS_A_CHECKPOINT; blocks++) {
      if (head - this.#storedThrough < BLOCK_EVENTS) break
      const isGap = this.#after === undefined || this.#after > this.#storedThrough
      if (isGap) this.#storeFromLog(Math.min(this.#storedThrough + BLOCK_EVENTS, this.#after ?? head))
      else this.#store(head)
    }
    if (this.#storedThrough !== head || head - (this.#imageBefore(head) ?? 0) < IMAGE_EVENTS) return
    const months = monthsNow()
    if (months && head - (this.#imageBefore(head) ?? 0) >= months.buckets) this.#storeImage(head, months)
  }

  /** The nearest months that are known, `now` being those at the end of the log; undefined: none is near enough. */
  nearest(knownAt: number, now: { sequence: number; months: MonthSums }): KnownMonths | undefined {
    const [before, behind] = [this.#imageBefore(knownAt), this.#imageBehind(knownAt)]
    const known = [0, before, behind, now.sequence].filter((each) => each !== undefined)
    const distance = (sequence: number) => Math.abs(knownAt - sequence)
    const sequence = known.reduce((best, each) => (distance(each) < distance(best) ? each : best))
    if (distance(sequence) > WALK_EVENTS_MAX) return undefined
    if (sequence === now.sequence) return { sequence, holders: now.months.holders() }
    return { sequence, holders: sequence === 0 ? [] : this.#image(sequence) }
  }

  /** Whether all movements up to a sequence are at hand; a short gap is closed. */
  reaches(upTo: number, head: number): boolean {
    if (upTo <= this.#storedThrough) return true
    const end = this.#after ?? head
    if (end <= this.#storedThrough && this.#after !== undefined) return true
    if (end - this.#storedThrough > GAP_EVENTS_MAX) return false
    this.#recent = [...this.#fromLog(this.#storedThrough, end), ...this.#recent]
    // Events of the current command may be among them, before they are folded.
    this.#read = Math.max(this.#read, end)
    this.#after = this.#storedThrough
    this.#mark.isLost = true
    return true
  }

  /** Movements after a sequence up to another one, in their order. */
  visit(after: number, upTo: number, visit: VisitMovement): void {
    if (after >= upTo) return
    const blocks = this.#database.eachRaw<[through: number, content: ArrayBuffer]>(
      'SELECT through, content FROM movement_blocks WHERE source = ? AND through > ? ORDER BY through',
      this.#source,
      after,
    )
    for (const [through, content] of blocks) {
      unpackMovements(new Uint8Array(content), after, upTo, visit)
      if (through >= upTo) return
    }
    const recent = this.#recent
    for (let at = 0; at < recent.length; at += A_MOVEMENT) {
      const sequence = recent[at] as number
      if (sequence <= after) continue
      if (sequence > upTo) return
      const value = recent[at + 5] as number
      visit(
        sequence,
        recent[at + 1] as number,
        recent[at + 2] as number,
        recent[at + 3] as number,
        recent[at + 4] as number,
        Number.isNaN(value) ? null : value,
      )
    }
  }

  get #storedThrough(): number {
    this.#stored ??=
      this.#database.first<SequenceRow>(
        'SELECT MAX(through) AS sequence FROM movement_blocks WHERE source = ?',
        this.#source,
      )?.sequence ?? 0
    return this.#stored
  }

  #imageBefore(sequence: number): number | undefined {
    return this.#imageAt('sequence <= ? ORDER BY sequence DESC', sequence)
  }

  #imageBehind(sequence: number): number | undefined {
    return this.#imageAt('sequence > ? ORDER BY sequence', sequence)
  }

  #imageAt(condition: string, sequence: number): number | undefined {
    const select = `SELECT sequence FROM month_images WHERE source = ? AND ${condition} LIMIT 1`
    return this.#database.first<SequenceRow>(select, this.#source, sequence)?.sequence ?? undefined
  }

  *#image(sequence: number): Iterable<HolderMonths> {
    const parts = this.#database.eachRaw<[content: ArrayBuffer]>(
      'SELECT content FROM month_images WHERE source = ? AND sequence = ? ORDER BY part',
      this.#source,
      sequence,
    )
    for (const [content] of parts) yield* unpackMonths(new Uint8Array(content))
  }

  /** So much came that memory would fill up before the next checkpoint. */
  #relieve(through: number): void {
    this.#mark.isLost = true
    if (this.#after === this.#storedThrough) {
      this.#store(through)
      return
    }
    this.forget()
    // The event at hand is among those that are read from the log later.
    this.#read = through + 1
  }

  /** Everything up to an event into a block; what came after it stays in memory. */
  #store(through: number): void {
    const recent = this.#recent
    let end = recent.length
    while (end > 0 && (recent[end - A_MOVEMENT] as number) > through) end -= A_MOVEMENT
    this.#insert(through, recent.slice(0, end))
    this.#recent = recent.slice(end)
    this.#after = through
  }

  #storeFromLog(through: number): void {
    this.#insert(through, this.#fromLog(this.#storedThrough, through))
  }

  #insert(through: number, movements: readonly number[]): void {
    this.#database.run(
      'INSERT INTO movement_blocks (source, through, content) VALUES (?, ?, ?)',
      this.#source,
      through,
      packMovements(movements).buffer as ArrayBuffer,
    )
    this.#stored = through
  }

  #storeImage(sequence: number, months: MonthSums): void {
    let part = 0
    for (const content of packMonths(months.holders(), IMAGE_PART_BYTES))
      this.#database.run(
        'INSERT INTO month_images (source, sequence, part, content) VALUES (?, ?, ?, ?)',
        this.#source,
        sequence,
        part++,
        content.buffer as ArrayBuffer,
      )
  }

  #fromLog(after: number, upTo: number): number[] {
    const movements: number[] = []
    const rows = this.#database.eachRaw<[sequence: number, data: string]>(
      `SELECT sequence, data FROM events WHERE sequence > ? AND sequence <= ? AND type = 'journal-entry-posted'
       ORDER BY sequence`,
      after,
      upTo,
    )
    for (const [sequence, data] of rows)
      for (const { account, unit, date, quantity, value } of this.#movementsOf(JSON.parse(data)))
        movements.push(sequence, account, unit, date, quantity, value ?? Number.NaN)
    return movements
  }
}

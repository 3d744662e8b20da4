import { encodeCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { formatInstant } from '../../kernel/dates.ts'
import type { EventLog, RecordedEvent, StoredEvent } from '../../kernel/log.ts'
import { rootOf } from '../../kernel/merkle.ts'
import type { Migration } from '../../kernel/migrations.ts'
import { invariant } from '../../kernel/result.ts'
import type { RootDelivered, RootPublished, RootSealed, RootView } from './contract.ts'
import { HOUSEKEEPING, type Root, type SealedRoot } from './domain.ts'
import type { Tree } from './tree.ts'

export const rootsMigration: Migration = {
  id: '002-roots',
  sql: `
    CREATE TABLE sealed_roots (
      size INTEGER NOT NULL, sequence INTEGER NOT NULL, through TEXT,
      PRIMARY KEY (size, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE root_publications (
      size INTEGER NOT NULL, sequence INTEGER NOT NULL, delivered INTEGER,
      PRIMARY KEY (size, sequence)
    ) STRICT, WITHOUT ROWID`,
}

interface SealedRow extends Record<string, SqlStorageValue> {
  size: number
  sequence: number
  through: string | null
}
interface PublicationRow extends Record<string, SqlStorageValue> {
  size: number
  sequence: number
  delivered: number | null
}

/** Sealed roots and what was published of them. What they say lies in the log; the tables say where. */
export class Roots {
  readonly #database: Database
  readonly #log: EventLog
  readonly #tree: Tree

  constructor(database: Database, log: EventLog, tree: Tree) {
    this.#database = database
    this.#log = log
    this.#tree = tree
  }

  sealed({ sequence, data }: RecordedEvent<string, RootSealed>): void {
    this.#database.run(INSERT_ROOT, data.size, sequence, data.through ?? null)
  }

  published({ sequence, data }: RecordedEvent<string, RootPublished>): void {
    this.#database.run(INSERT_PUBLICATION, data.size, sequence)
  }

  delivered({ sequence, data }: RecordedEvent<string, RootDelivered>): void {
    const size = this.#sizeOfPublication(data.publication)
    this.#database.run(DELIVER, sequence, size ?? 0, data.publication)
  }

  /** The root over the first events; undefined past the head. */
  compute(size: number): Root | undefined {
    const last = this.#log.at(size)
    return last && { root: rootOf(this.#tree.subtrees(), size), size, headHash: last.hash }
  }

  /** The events that a sealed root of any kind covers. */
  largest(): number {
    return this.#database.first<{ size: number | null }>(LARGEST)?.size ?? 0
  }

  largestOfMonths(): number {
    return this.#database.first<{ size: number | null }>(LARGEST_OF_MONTHS)?.size ?? 0
  }

  isMonthSealed(through: string): boolean {
    return (
      this.#database.first('SELECT size FROM sealed_roots WHERE through = ? LIMIT 1', through) !== undefined
    )
  }

  /** The first event after a position that is about the books. */
  firstNews(after: number): { sequence: number; recordedAt: number } | undefined {
    return this.#database.first<{ sequence: number; recordedAt: number }>(FIRST_NEWS, after)
  }

  /** How many events were recorded before an instant: the log is in the order of time. */
  sizeBefore(micros: number): number {
    let [low, high] = [0, this.#log.head.sequence]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.#recordedAt(middle) < micros) low = middle
      else high = middle - 1
    }
    return low
  }

  /** As it was sealed first. */
  find(size: number): SealedRoot | undefined {
    const [row] = this.#database.all<SealedRow>(ROOTS_OF_SIZE, size)
    const event = row && this.#log.at(row.sequence)
    return event && { ...sealedData(event), sealedAt: formatInstant(event.recorded_at) }
  }

  isOpenPublication(sequence: number): boolean {
    const size = this.#sizeOfPublication(sequence)
    if (size === undefined) return false
    const row = this.#database.first<PublicationRow>(PUBLICATION, size, sequence)
    return row !== undefined && row.delivered === null
  }

  /** Publications of which nobody has said what came of them. */
  openPublications(): (RootPublished & { sequence: number })[] {
    return this.#database
      .all<PublicationRow>(OPEN)
      .map(({ sequence }) => ({ ...(JSON.parse(this.#event(sequence).data) as RootPublished), sequence }))
  }

  list(limit: number, [size, sequence]: readonly [number, number]) {
    const rows = this.#database.all<SealedRow>(LIST, size, sequence, limit + 1)
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).map((row) => this.#view(sealedData(this.#event(row.sequence)), row)),
      nextCursor: last ? encodeCursor([last.size, last.sequence]) : null,
    }
  }

  /** The root over the first events, and whether it was sealed; undefined past the head. */
  view(size: number): RootView | undefined {
    const root = this.compute(size)
    return root && this.#view(root, this.#database.first<SealedRow>(ROOTS_OF_SIZE, size))
  }

  #view({ root, size, headHash }: Root, row: SealedRow | undefined): RootView {
    const seal = row && this.#event(row.sequence)
    return {
      size,
      root,
      headHash,
      recordedAt: formatInstant(this.#recordedAt(size)),
      sealed: seal
        ? {
            sequence: seal.sequence,
            at: formatInstant(seal.recorded_at),
            by: seal.actor,
            through: sealedData(seal).through ?? null,
          }
        : null,
      publications: this.#database
        .all<PublicationRow>(PUBLICATIONS, size)
        .map((each) => this.#publication(each)),
    }
  }

  #publication({ sequence, delivered }: PublicationRow): RootView['publications'][number] {
    const event = this.#event(sequence)
    const { archive, to } = JSON.parse(event.data) as RootPublished
    const delivery =
      delivered === null ? undefined : (JSON.parse(this.#event(delivered).data) as RootDelivered)
    return {
      sequence,
      publishedAt: formatInstant(event.recorded_at),
      publishedBy: event.actor,
      archive,
      to,
      delivery: delivery
        ? { archivedAs: delivery.archivedAs ?? null, mailed: delivery.mailed, failed: delivery.failed }
        : null,
    }
  }

  #sizeOfPublication(sequence: number): number | undefined {
    const event = this.#log.at(sequence)
    return event?.type === 'root-published' ? (JSON.parse(event.data) as RootPublished).size : undefined
  }

  #recordedAt(sequence: number): number {
    const row = this.#database.first<{ recorded_at: number }>(RECORDED_AT, sequence)
    invariant(row, `event ${sequence} is in the log`)
    return row.recorded_at
  }

  #event(sequence: number): StoredEvent {
    const event = this.#log.at(sequence)
    invariant(event, `event ${sequence} is in the log`)
    return event
  }
}

const sealedData = ({ data }: StoredEvent) => JSON.parse(data) as RootSealed

const INSERT_ROOT = 'INSERT INTO sealed_roots (size, sequence, through) VALUES (?, ?, ?)'
const INSERT_PUBLICATION = 'INSERT INTO root_publications (size, sequence, delivered) VALUES (?, ?, NULL)'
const DELIVER = 'UPDATE root_publications SET delivered = ? WHERE size = ? AND sequence = ?'
const LARGEST = 'SELECT MAX(size) AS size FROM sealed_roots'
const LARGEST_OF_MONTHS = 'SELECT MAX(size) AS size FROM sealed_roots WHERE through IS NOT NULL'
const ROOTS_OF_SIZE = 'SELECT * FROM sealed_roots WHERE size = ? ORDER BY sequence LIMIT 1'
const LIST = `SELECT * FROM sealed_roots WHERE (size, sequence) < (?, ?)
  ORDER BY size DESC, sequence DESC LIMIT ?`
const PUBLICATION = 'SELECT * FROM root_publications WHERE size = ? AND sequence = ?'
const OPEN = 'SELECT * FROM root_publications WHERE delivered IS NULL ORDER BY sequence LIMIT 20'
const PUBLICATIONS = 'SELECT * FROM root_publications WHERE size = ? ORDER BY sequence'
const RECORDED_AT = 'SELECT recorded_at FROM events WHERE sequence = ?'
const FIRST_NEWS = `SELECT sequence, recorded_at AS recordedAt FROM events
  WHERE sequence > ? AND type NOT IN (${HOUSEKEEPING.map((type) => `'${type}'`).join(', ')})
  ORDER BY sequence LIMIT 1`

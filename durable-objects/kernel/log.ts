import { canonicalJson, eventHash, GENESIS_HASH } from './canonical.ts'
import type { Database } from './database.ts'
import { formatInstant } from './dates.ts'
import { LIMITS } from './limits.ts'
import type { Migration } from './migrations.ts'
import { invariant } from './result.ts'

/** What a decision says happened. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  type: Type
  version: number
  data: Data
}

/** An event with its place in the log. `recordedAt` is microseconds since 1970, strictly increasing. */
export interface RecordedEvent<Type extends string = string, Data = unknown> extends NewEvent<Type, Data> {
  sequence: number
  recordedAt: number
  actor: string
  command: string
  requestId: string
  previousHash: string
  hash: string
}

/** An event as it lies in storage, in the archive and in exports: `data` is the exact text that was hashed. */
export interface StoredEvent extends Record<string, SqlStorageValue> {
  sequence: number
  type: string
  version: number
  recorded_at: number
  actor: string
  command: string
  request_id: string
  data: string
  hash: string
}

export interface Origin {
  actor: string
  command: string
  requestId: string
}

export interface Head {
  sequence: number
  hash: string
  recordedAt: number
}

export const logMigrations: Migration[] = [
  {
    id: '001-events',
    sql: `CREATE TABLE events (
      sequence INTEGER PRIMARY KEY,
      type TEXT NOT NULL,
      version INTEGER NOT NULL,
      recorded_at INTEGER NOT NULL,
      actor TEXT NOT NULL,
      command TEXT NOT NULL,
      request_id TEXT NOT NULL,
      data TEXT NOT NULL,
      hash TEXT NOT NULL
    ) STRICT`,
  },
  {
    id: '002-log-origins',
    sql: 'CREATE TABLE log_origins (through INTEGER PRIMARY KEY, company TEXT NOT NULL) STRICT',
  },
]

/** Part of a log that was written as another company's: its events keep the hashes that they were given there. */
export interface LogOrigin extends Record<string, SqlStorageValue> {
  company: string
  /** The last event of the part; the next part starts after it. */
  through: number
}

const COLUMNS = [
  'sequence',
  'type',
  'version',
  'recorded_at',
  'actor',
  'command',
  'request_id',
  'data',
  'hash',
] as const

/** The append-only, hash-chained log: the truth from which every other table can be folded again. */
export class EventLog {
  readonly #database: Database
  readonly #company: string
  #head: Head
  #origins: readonly LogOrigin[] | undefined

  constructor(database: Database, company: string) {
    this.#database = database
    this.#company = company
    const last = database.first<StoredEvent>('SELECT * FROM events ORDER BY sequence DESC LIMIT 1')
    this.#head = last
      ? { sequence: last.sequence, hash: last.hash, recordedAt: last.recorded_at }
      : { sequence: 0, hash: GENESIS_HASH, recordedAt: 0 }
  }

  get head(): Head {
    return this.#head
  }

  /** After a rolled-back command the head in memory must be the one in storage again. */
  rewind(head: Head): void {
    this.#head = head
    this.#origins = undefined
  }

  /** The parts that came from other companies, in order; all that follows them is this company's own. */
  get origins(): readonly LogOrigin[] {
    this.#origins ??= this.#database.all<LogOrigin>('SELECT * FROM log_origins ORDER BY through')
    return this.#origins
  }

  /** The company that an event was written as: it is in the event's hash. */
  companyAt(sequence: number): string {
    return this.origins.find(({ through }) => sequence <= through)?.company ?? this.#company
  }

  /** Says whose the log is up to a position, where that is not known yet. */
  adopt({ company, through }: LogOrigin): void {
    this.#database.run(
      'INSERT OR REPLACE INTO log_origins (through, company) VALUES (?, ?)',
      through,
      company,
    )
    this.#origins = undefined
  }

  append(events: readonly NewEvent[], origin: Origin, nowMicros: number): RecordedEvent[] {
    const rows: SqlStorageValue[][] = []
    const recorded: RecordedEvent[] = []
    for (const event of events) {
      const previous = this.#head
      const sequence = previous.sequence + 1
      // A clock that stands still or runs back must not make two events simultaneous.
      const recordedAt = Math.max(nowMicros, previous.recordedAt + 1)
      const data = canonicalJson(event.data)
      invariant(data.length <= LIMITS.eventBytesMax, `${event.type} has ${data.length} characters of data`)
      const { type, version } = event
      const hash = eventHash(previous.hash, {
        company: this.#company,
        sequence,
        type,
        version,
        recordedAt,
        data,
        ...origin,
      })
      rows.push([
        sequence,
        type,
        version,
        recordedAt,
        origin.actor,
        origin.command,
        origin.requestId,
        data,
        hash,
      ])
      recorded.push({ ...event, ...origin, sequence, recordedAt, previousHash: previous.hash, hash })
      this.#head = { sequence, hash, recordedAt }
    }
    this.#database.insertEach('events', COLUMNS, rows)
    return recorded
  }

  /** Takes events of another object's log as they are: a replay, a restore. */
  restore(events: readonly StoredEvent[]): RecordedEvent[] {
    this.#database.insertEach(
      'events',
      COLUMNS,
      events.map((event) => COLUMNS.map((column) => event[column] as SqlStorageValue)),
    )
    return events.map((event) => {
      const previousHash = this.#head.hash
      this.#head = { sequence: event.sequence, hash: event.hash, recordedAt: event.recorded_at }
      return recordedEvent(event, previousHash)
    })
  }

  /** Stored events in (after, upTo], in order, one at a time: however many they are, few are in memory. */
  events(after: number, upTo: number): Iterable<StoredEvent> {
    const range = 'SELECT * FROM events WHERE sequence > ? AND sequence <= ? ORDER BY sequence'
    return this.#database.each<StoredEvent>(range, after, upTo)
  }

  /** Those of one type: what the others say is not read from the disk, which may be a thousand lines each. */
  eventsOf(type: string, after: number, upTo: number): Iterable<StoredEvent> {
    const range = 'SELECT * FROM events WHERE sequence > ? AND sequence <= ? AND type = ? ORDER BY sequence'
    return this.#database.each<StoredEvent>(range, after, upTo, type)
  }

  /** The next events after a position, as many as one answer may carry and at least one. It ends at the head or goes on. */
  slice(after: number, eventsMax: number = LIMITS.logSliceEventsMax): StoredEvent[] {
    const events: StoredEvent[] = []
    let chars = 0
    for (const event of this.events(after, Math.min(after + eventsMax, this.#head.sequence))) {
      chars += event.data.length
      if (chars > LIMITS.logSliceCharsMax && events.length > 0) break
      events.push(event)
    }
    return events
  }

  at(sequence: number): StoredEvent | undefined {
    return this.#database.first<StoredEvent>('SELECT * FROM events WHERE sequence = ?', sequence)
  }

  hashBefore(sequence: number): string {
    return sequence <= 1 ? GENESIS_HASH : (this.at(sequence - 1)?.hash ?? '(missing)')
  }
}

const recordedEvent = (event: StoredEvent, previousHash: string): RecordedEvent => ({
  type: event.type,
  version: event.version,
  data: JSON.parse(event.data),
  sequence: event.sequence,
  recordedAt: event.recorded_at,
  actor: event.actor,
  command: event.command,
  requestId: event.request_id,
  previousHash,
  hash: event.hash,
})

export function rehash(company: string, previousHash: string, event: StoredEvent): string {
  return eventHash(previousHash, {
    company,
    sequence: event.sequence,
    type: event.type,
    version: event.version,
    recordedAt: event.recorded_at,
    actor: event.actor,
    command: event.command,
    requestId: event.request_id,
    data: event.data,
  })
}

/** The envelope that leaves the object: CloudEvents 1.0, JSON format, with the chain as extension attributes. */
export interface CloudEvent {
  specversion: '1.0'
  id: string
  source: string
  type: string
  time: string
  datacontenttype: 'application/json'
  sequence: number
  dataversion: number
  actor: string
  command: string
  requestid: string
  /** Microseconds, as text: an integer of CloudEvents has 32 bits. */
  recordedat: string
  hash: string
  data: unknown
}

export const cloudEvent = (company: string, event: StoredEvent): CloudEvent =>
  JSON.parse(cloudEventText(company, event)) as CloudEvent

/** The same as one line of JSON, with the stored text of the data as it is: nothing is parsed to be written again. */
export function cloudEventText(company: string, event: StoredEvent): string {
  const envelope: Omit<CloudEvent, 'data'> = {
    specversion: '1.0',
    id: String(event.sequence),
    source: `/companies/${company}`,
    type: event.type,
    time: formatInstant(event.recorded_at),
    datacontenttype: 'application/json',
    sequence: event.sequence,
    dataversion: event.version,
    actor: event.actor,
    command: event.command,
    requestid: event.request_id,
    recordedat: String(event.recorded_at),
    hash: event.hash,
  }
  return `${JSON.stringify(envelope).slice(0, -1)},"data":${event.data}}`
}

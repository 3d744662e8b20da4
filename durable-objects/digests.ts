import { createHash, type Hash } from 'node:crypto'
import type { Breathe } from './kernel/audit.ts'
import type { Database } from './kernel/database.ts'
import type { EventLog } from './kernel/log.ts'
import type { AnyModule } from './kernel/module.ts'

/**
 * SHA-256 of the content of each table that follows from the log, in key order: equal logs give equal digests.
 *
 * They are of one position of the log, and a large company has millions of rows. So they are made in steps, between which
 * the object does its work, and hold only if nothing was recorded meanwhile. Who asks may try that a few times; in books
 * that never rest it is done in one turn at last.
 */
export interface Digested {
  database: Database
  log: EventLog
  modules: readonly AnyModule[]
}

export type Digests = Record<string, string>

/** Undefined: something was recorded meanwhile. Starts in the turn that it is called in, and ends in the one that it returns in. */
export async function tryDigests(digested: Digested, breathe: Breathe): Promise<Digests | undefined> {
  const { sequence } = digested.log.head
  const steps = digestSteps(digested)
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value
    await breathe()
    if (digested.log.head.sequence !== sequence) return undefined
  }
}

/** All in this turn, however long it takes. */
export function digestsNow(digested: Digested): Digests {
  const steps = digestSteps(digested)
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value
}

/** Of books in which nothing is recorded at present. */
export const digestsAtRest = async (digested: Digested, breathe: Breathe): Promise<Digests> =>
  (await tryDigests(digested, breathe)) ?? digestsNow(digested)

/** How often it is tried in steps before it is done in one turn. */
export const DIGEST_TRIES = 3

/** A step reads this many rows: some tens of milliseconds. */
const STEP_ROWS = 5_000

function* digestSteps({ database, modules }: Digested): Generator<undefined, Digests> {
  const digests: Digests = {}
  for (const module of modules) module.volatile?.flush()
  for (const table of modules.flatMap(({ derivedTables }) => derivedTables)) {
    const hash = createHash('sha256')
    yield* hashRows(database, table, hash)
    digests[table] = hash.digest('hex')
  }
  return digests
}

/** From key to key and not with one cursor, which would not outlive its turn. */
function* hashRows(database: Database, table: string, hash: Hash): Generator<undefined> {
  const columns = database.all<{ name: string; pk: number }>(
    `SELECT name, pk FROM pragma_table_info('${table}')`,
  )
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  const names = key.map(({ name }) => name)
  const listed = names.join(', ')
  for (let last: SqlStorageValue[] | undefined; ; ) {
    const from = last ? `WHERE (${listed}) > (${names.map(() => '?').join(', ')})` : ''
    let rows = 0
    for (const row of database.each(
      `SELECT * FROM ${table} ${from} ORDER BY ${listed} LIMIT ${STEP_ROWS}`,
      ...(last ?? []),
    )) {
      hash.update(JSON.stringify(Object.values(row)))
      rows++
      if (rows === STEP_ROWS) last = names.map((name) => row[name] as SqlStorageValue)
    }
    if (rows < STEP_ROWS) return
    yield
  }
}

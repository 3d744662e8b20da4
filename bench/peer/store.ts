import postgres from 'postgres'
import type { Posting } from './contract.ts'

export interface Command {
  key: string
  bodyHash: Buffer
  posting: Posting
}

export interface Outcome {
  status: number
  reply: string
}

export type Database = postgres.Sql

const UNIQUE_VIOLATION = '23505'
/** Named, because the client would take an array of buffers for a single one. */
const BYTEA_ARRAY = 1001
const JSON_NONE = 'null'

export function openDatabase(socketDirectory: string, connections: number): Database {
  return postgres({
    host: socketDirectory,
    port: 5432,
    database: 'postgres',
    username: 'bench',
    max: connections,
    prepare: true,
    onnotice: () => {},
  })
}

export async function postOne(sql: Database, company: number, command: Command): Promise<Outcome> {
  const { key, bodyHash, posting: p } = command
  try {
    const [row] = await sql<{ status: number; reply: string | null }[]>`
      select status, reply from post_entry(
        ${company}, ${key}, ${bodyHash}, ${p.id}, ${p.journal}, ${p.date}, ${p.description},
        ${p.accounts}, ${p.debits}, ${p.credits}, ${p.payload}, ${p.reply})`
    return { status: row?.status ?? 500, reply: row?.reply ?? JSON_NONE }
  } catch (error) {
    // The same key was being posted at the same moment: the one that committed has left its reply.
    if (error instanceof postgres.PostgresError && error.code === UNIQUE_VIOLATION)
      return storedReply(sql, company, key)
    throw error
  }
}

/** All commands in one transaction, each accepted or refused for itself. Keys within a group are distinct. */
export async function postGroup(
  sql: Database,
  company: number,
  commands: readonly Command[],
): Promise<Outcome[]> {
  const keys = commands.map((command) => command.key)
  const hashes = commands.map((command) => command.bodyHash)
  const rows = await callPostEntries(
    sql,
    company,
    { keys, hashes },
    commands.map((c) => c.posting),
    false,
  )
  return rows.map((row) => ({ status: row.status, reply: row.reply ?? JSON_NONE }))
}

/** A bulk request: one key, one stored reply, all entries or none, in one transaction. */
export async function postBulk(
  sql: Database,
  company: number,
  request: { key: string; bodyHash: Buffer },
  postings: readonly Posting[],
): Promise<Outcome> {
  const { key, bodyHash } = request
  return sql.begin(async (transaction) => {
    const [stored] = await transaction<{ bodyHash: Buffer; reply: string }[]>`
      select body_hash as "bodyHash", reply from idempotency where company = ${company} and key = ${key}`
    if (stored) return { status: bodyHash.equals(stored.bodyHash) ? 200 : 409, reply: stored.reply }
    const rows = await callPostEntries(transaction, company, undefined, postings, true)
    const refused = rows.some((row) => row.status !== 201)
    const reply = `{"results":[${rows.map((row) => row.reply ?? `{"status":${row.status}}`).join(',')}]}`
    if (refused) return { status: 422, reply }
    await transaction`insert into idempotency values (${company}, ${key}, ${bodyHash}, ${reply})`
    return { status: 200, reply }
  })
}

function callPostEntries(
  sql: postgres.ISql,
  company: number,
  idempotency: { keys: string[]; hashes: Buffer[] } | undefined,
  postings: readonly Posting[],
  allOrNone: boolean,
): Promise<{ status: number; reply: string | null }[]> {
  const commands = postings.flatMap((p, i) => p.accounts.map(() => i + 1))
  const lines = postings.flatMap((p) => p.accounts.map((_, i) => i + 1))
  const column = <K extends keyof Posting>(name: K): Posting[K][] => postings.map((p) => p[name])
  return sql<{ status: number; reply: string | null }[]>`
    select status, reply from post_entries(
      ${company}, ${idempotency?.keys ?? null}, ${idempotency ? sql.array(idempotency.hashes, BYTEA_ARRAY) : null}, ${column('id')}, ${column('journal')},
      ${column('date')}, ${column('description')}, ${column('payload')}, ${column('reply')},
      ${commands}, ${lines}, ${postings.flatMap((p) => p.accounts)}, ${postings.flatMap((p) => p.debits)},
      ${postings.flatMap((p) => p.credits)}, ${allOrNone})`
}

async function storedReply(sql: Database, company: number, key: string): Promise<Outcome> {
  const [row] = await sql<{ reply: string }[]>`
    select reply from idempotency where company = ${company} and key = ${key}`
  return { status: row ? 200 : 500, reply: row?.reply ?? JSON_NONE }
}

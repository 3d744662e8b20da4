import { createHash } from 'node:crypto'
import type { AuditView } from './company/contract.ts'
import { GuardrailsAudit } from './guardrails/audit.ts'
import { type AuditCheck, type Breathe, failed, passed } from './kernel/audit.ts'
import { GENESIS_HASH } from './kernel/canonical.ts'
import type { Database } from './kernel/database.ts'
import { type EventLog, rehash, type StoredEvent } from './kernel/log.ts'
import type { AnyModule } from './kernel/module.ts'
import { LedgerAudit } from './ledger/audit.ts'
import type { LedgerParts } from './ledger/store.ts'

export interface AuditParts {
  company: string
  database: Database
  log: EventLog
  modules: readonly AnyModule[]
  ledger: LedgerParts
  breathe: Breathe
}

/** Runs every invariant of the books over the whole log and all tables, in slices, while posting goes on. */
export async function audit(parts: AuditParts): Promise<AuditView> {
  const { company, log, breathe } = parts
  const ledger = new LedgerAudit(parts.database, parts.ledger)
  const guardrails = new GuardrailsAudit()
  const chain = new ChainCheck(company)
  let seen = 0
  // The last slice ends at the head without awaiting, so that log and tables are compared as of the same commit.
  for (;;) {
    const slice = log.slice(seen)
    for (const event of slice) {
      chain.visit(event)
      ledger.visit(event)
      guardrails.visit(event)
    }
    seen = slice.at(-1)?.sequence ?? seen
    if (slice.length === 0 || seen >= log.head.sequence) break
    await breathe()
  }
  const checks = [chain.conclude(log), ...guardrails.conclude(), ...(await ledger.conclude(breathe))]
  return { ok: checks.every((check) => check.ok), sequence: seen, checks }
}

class ChainCheck {
  readonly #company: string
  readonly #problems: string[] = []
  #previousHash = GENESIS_HASH
  #sequence = 0
  #recordedAt = 0

  constructor(company: string) {
    this.#company = company
  }

  visit(event: StoredEvent): void {
    const { sequence } = event
    if (sequence !== this.#sequence + 1) this.#problems.push(`event ${this.#sequence + 1} is missing`)
    if (event.recorded_at <= this.#recordedAt)
      this.#problems.push(`event ${sequence} is not later than the one before`)
    if (event.hash !== rehash(this.#company, this.#previousHash, event))
      this.#problems.push(`event ${sequence} is not what its hash was made of`)
    this.#sequence = sequence
    this.#recordedAt = event.recorded_at
    // The chain goes on from the stored hash: one changed event is then named alone, not with all that follow.
    this.#previousHash = event.hash
  }

  conclude(log: EventLog): AuditCheck {
    const name = 'hash chain'
    if (this.#sequence !== log.head.sequence)
      this.#problems.push(`the log ends at ${this.#sequence}, not ${log.head.sequence}`)
    return this.#problems.length === 0
      ? passed(name, `${this.#sequence} events, head ${this.#previousHash}`)
      : failed(name, this.#problems.slice(0, 10).join('; '))
  }
}

/** SHA-256 of the content of each table that follows from the log, in key order: equal logs give equal digests. */
export function tableDigests(database: Database, modules: readonly AnyModule[]): Record<string, string> {
  const digests: Record<string, string> = {}
  for (const module of modules) {
    module.volatile?.flush()
    for (const table of module.derivedTables) {
      const hash = createHash('sha256')
      const columns = database.all<{ name: string; pk: number }>(
        `SELECT name, pk FROM pragma_table_info('${table}')`,
      )
      const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
      const order = key.map(({ name }) => name).join(', ')
      for (const row of database.all(`SELECT * FROM ${table} ORDER BY ${order}`))
        hash.update(JSON.stringify(Object.values(row)))
      digests[table] = hash.digest('hex')
    }
  }
  return digests
}

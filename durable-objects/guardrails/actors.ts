import type { Database } from '../kernel/database.ts'
import type { NewEvent, RecordedEvent } from '../kernel/log.ts'
import type { Migration } from '../kernel/migrations.ts'
import type { Actor } from '../kernel/module.ts'
import type { ActorNoted } from './contract.ts'

/**
 * With which roles and grants each actor last acted. An event of its own says so whenever it changes, so that a simulation
 * and the report on duties know from the log alone who could do what.
 */
export const actorsMigration: Migration = {
  id: '004-actors',
  sql: `CREATE TABLE guardrail_actors (
    id TEXT NOT NULL, since INTEGER NOT NULL, roles TEXT NOT NULL, grants TEXT NOT NULL,
    PRIMARY KEY (id, since)
  ) STRICT, WITHOUT ROWID`,
}

interface Row extends Record<string, SqlStorageValue> {
  id: string
  roles: string
  grants: string
}

export interface KnownActor {
  id: string
  roles: string[]
  grants: string
}

export class Actors {
  readonly #database: Database
  #known: Map<string, { roles: string; grants: string }> | undefined
  /** The actor of the command that runs: its many events ask once. */
  #current: Actor | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /** The event that notes an actor, where the log does not know it so. */
  note(actor: Actor, since: number): NewEvent[] {
    if (actor === this.#current || actor.id === SYSTEM) return []
    this.#current = actor
    const known = this.#all().get(actor.id)
    const { id, grants } = actor
    if (known && known.grants === grants && known.roles === actor.roles.join(' ')) return []
    const data: ActorNoted = { id, roles: [...actor.roles], grants, since }
    return [{ type: 'actor-noted', version: 1, data }]
  }

  apply({ data: { id, roles, grants, since } }: RecordedEvent<string, ActorNoted>): void {
    const text = roles.join(' ')
    this.#all().set(id, { roles: text, grants })
    this.#database.run(
      'INSERT INTO guardrail_actors (id, since, roles, grants) VALUES (?, ?, ?, ?)',
      id,
      since,
      text,
      grants,
    )
  }

  /** The roles that an actor had at a position of the log. */
  rolesAt(id: string, sequence: number): string[] {
    const row = this.#database.first<{ roles: string }>(
      'SELECT roles FROM guardrail_actors WHERE id = ? AND since <= ? ORDER BY since DESC LIMIT 1',
      id,
      sequence,
    )
    return rolesOf(row?.roles ?? '')
  }

  list(): KnownActor[] {
    return [...this.#all()].map(([id, { roles, grants }]) => ({ id, roles: rolesOf(roles), grants }))
  }

  forget(): void {
    this.#known = undefined
    this.#current = undefined
  }

  #all(): Map<string, { roles: string; grants: string }> {
    this.#known ??= new Map(
      this.#database
        .all<Row>('SELECT id, roles, grants FROM guardrail_actors ORDER BY id, since')
        .map(({ id, roles, grants }) => [id, { roles, grants }]),
    )
    return this.#known
  }
}

/** Who carries out what the alarm finds due. */
export const SYSTEM = 'system'
const rolesOf = (text: string): string[] => (text === '' ? [] : text.split(' '))

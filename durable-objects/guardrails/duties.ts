import type { Database } from '../kernel/database.ts'
import { mayCall } from '../kernel/grants.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { EventLog } from '../kernel/log.ts'
import type { Actors } from './actors.ts'
import { SYSTEM } from './actors.ts'
import type { Catalogue } from './catalogue.ts'
import { type Booking, covers } from './policy.ts'

/**
 * Segregation of duties: pairs of duties that let one person make a mistake, or a fraud, and hide it (COSO Internal Control,
 * principle 10; ISO/IEC 27002:2022, 5.3). Told twice: who did both according to the log, and whose roles allow both.
 */
interface Duty {
  title: string
  commands: readonly string[]
}

interface Pair {
  code: string
  title: string
  why: string
  first: Duty
  second: Duty
}

const POST: Duty = {
  title: 'Post entries',
  commands: ['ledger.PostJournalEntry', 'ledger.PostJournalEntries', 'ledger.ImportJournal'],
}
const APPROVE: Duty = { title: 'Approve what others send', commands: ['guardrails.ApproveCommand'] }
const POLICIES: Duty = {
  title: 'Change policies',
  commands: ['guardrails.AdoptPolicy', 'guardrails.RetirePolicy'],
}
const BANK: Duty = { title: 'Change bank details', commands: ['company.ChangeBankDetails'] }
const CHART: Duty = { title: 'Open accounts', commands: ['ledger.OpenAccount'] }
const REVERSE: Duty = { title: 'Reverse entries', commands: ['ledger.ReverseJournalEntry'] }

const PAIRS: readonly Pair[] = [
  {
    code: 'post-and-approve',
    title: 'Post and approve',
    why: 'Two people who both post and approve can let each other through.',
    first: POST,
    second: APPROVE,
  },
  {
    code: 'policies-and-post',
    title: 'Change policies and post',
    why: 'A limit that a person can lift is none for that person.',
    first: POLICIES,
    second: POST,
  },
  {
    code: 'policies-and-approve',
    title: 'Change policies and approve',
    why: 'Whoever says who approves can make it themselves.',
    first: POLICIES,
    second: APPROVE,
  },
  {
    code: 'bank-details-and-post',
    title: 'Change bank details and post',
    why: 'A payment to a changed account can be posted as if it had gone where it should.',
    first: BANK,
    second: POST,
  },
  {
    code: 'bank-details-and-approve',
    title: 'Change bank details and approve',
    why: 'Whoever changes where money goes should not approve that it goes.',
    first: BANK,
    second: APPROVE,
  },
  {
    code: 'accounts-and-post',
    title: 'Open accounts and post',
    why: 'An account that nobody else knows of is a place to hide an entry.',
    first: CHART,
    second: POST,
  },
  {
    code: 'post-and-reverse',
    title: 'Post and reverse',
    why: 'An entry that appears and disappears by one hand is not seen by another.',
    first: POST,
    second: REVERSE,
  },
]

interface Deeds {
  events: number
  lastSequence: number
}
interface DeedRow extends Record<string, SqlStorageValue> {
  actor: string
  command: string
  events: number
  last: number
}

/** Who did what, read from the log as it grows and kept in memory: nothing is written for a report that few ask for. */
export class Duties {
  readonly #database: Database
  readonly #log: EventLog
  readonly #actors: Actors
  readonly #catalogue: Pick<Catalogue, 'scopeOf' | keyof Booking>
  /** By actor, then by command. */
  readonly #deeds = new Map<string, Map<string, Deeds>>()
  #upTo = 0

  constructor(
    database: Database,
    log: EventLog,
    actors: Actors,
    catalogue: Pick<Catalogue, 'scopeOf' | keyof Booking>,
  ) {
    this.#database = database
    this.#log = log
    this.#actors = actors
    this.#catalogue = catalogue
  }

  report() {
    this.#read()
    const sequence = this.#log.head.sequence
    const known = this.#actors.list().filter(({ id }) => id !== SYSTEM)
    const rolesOf = new Map(known.map(({ id, roles }) => [id, roles]))
    return {
      data: PAIRS.map(({ first, second, ...pair }) => ({
        ...pair,
        first: dutyView(first),
        second: dutyView(second),
        did: [...this.#deeds].flatMap(([actor, deeds]) => {
          const one = doneOf(deeds, first, second, this.#catalogue)
          const other = doneOf(deeds, second, first, this.#catalogue)
          if (!one || !other || actor === SYSTEM) return []
          return [{ actor, roles: rolesOf.get(actor) ?? [], first: one, second: other }]
        }),
        could: known
          .filter(({ grants }) => this.#may(grants, first) && this.#may(grants, second))
          .map(({ id, roles }) => ({ actor: id, roles })),
      })),
      upTo: this.#upTo,
      sequence,
      complete: this.#upTo >= sequence,
    }
  }

  #read(): void {
    const upTo = Math.min(this.#upTo + LIMITS.dutiesEventsMax, this.#log.head.sequence)
    // What was denied or waits was not done; it is in the log under the command's name all the same.
    const rows = this.#database.all<DeedRow>(
      `SELECT actor, command, COUNT(*) AS events, MAX(sequence) AS last FROM events
       WHERE sequence > ? AND sequence <= ? AND type NOT IN ('command-denied', 'command-parked', 'actor-noted')
       GROUP BY actor, command`,
      this.#upTo,
      upTo,
    )
    for (const { actor, command, events, last } of rows) {
      const deeds = this.#deeds.get(actor) ?? new Map<string, Deeds>()
      this.#deeds.set(actor, deeds)
      deeds.set(command, { events: (deeds.get(command)?.events ?? 0) + events, lastSequence: last })
    }
    this.#upTo = upTo
  }

  #may(grants: string, { commands }: Duty): boolean {
    return commands.some((command) => {
      const scope = this.#catalogue.scopeOf(command)
      return scope !== undefined && mayCall(grants, command, scope)
    })
  }
}

const dutyView = ({ title, commands }: Duty) => ({ title, commands: [...commands] })

/** A command that the other duty names is none of this one: a reversal books, and is still no posting. */
function doneOf(
  deeds: ReadonlyMap<string, Deeds>,
  { commands }: Duty,
  other: Duty,
  booking: Booking,
): Deeds | undefined {
  let done: Deeds | undefined
  for (const [command, { events, lastSequence }] of deeds)
    if (!other.commands.includes(command) && commands.some((pattern) => covers(pattern, command, booking)))
      done = {
        events: (done?.events ?? 0) + events,
        lastSequence: Math.max(done?.lastSequence ?? 0, lastSequence),
      }
  return done
}

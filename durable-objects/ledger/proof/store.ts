import { decodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog, RecordedEvent } from '../../kernel/log.ts'
import type { Hash, Subtree } from '../../kernel/merkle.ts'
import type { Actor, DueCommand, Module } from '../../kernel/module.ts'
import { invariant, isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import { ProofAudit } from './audit.ts'
import {
  type AuditRun,
  type ProofContract,
  proofContract,
  type RootDelivered,
  type RootPublished,
  type RootSealed,
} from './contract.ts'
import {
  decidePublish,
  decideSeal,
  decideSealMonth,
  decideSettle,
  endOfMonth,
  monthOfInstant,
  nightAfter,
} from './domain.ts'
import { consistencyProof, inclusionProof, type ProofSources, sizeInFuture } from './proofs.ts'
import { Roots, rootsMigration } from './roots.ts'
import { AuditRuns, runsMigration, runView } from './runs.ts'
import { groupsMigration, Tree, treeMigration } from './tree.ts'

/** What the part needs of the company around it. */
export interface ProofSurroundings extends Pick<ProofSources, 'company' | 'entrySequence'> {
  /** Whether record rules or masks leave out something of the log for the actor. */
  isLimited: (actor: Actor, operation: keyof ProofContract['operations']) => boolean
}

export interface ProofParts {
  roots: Roots
  /** When the next self-audit is due, in microseconds; undefined while nothing happened since the last one. */
  nextAudit(): number | undefined
  /** An audit reads the books in many turns, a command is decided in one: it records what the run before it found. */
  recording<Result>(found: AuditRun, run: () => Result): Result
  isLimited: ProofSurroundings['isLimited']
  /** Proofs that events are among the first `size` of the log. */
  inclusions(size: number): (sequence: number) => ReturnType<typeof inclusionProof>
}

export function proofModule(
  database: Database,
  log: EventLog,
  surroundings: ProofSurroundings,
): Module<ProofContract> & { parts: ProofParts } {
  const tree = new Tree(database)
  const roots = new Roots(database, log, tree)
  const runs = new AuditRuns(database, log)
  const sources: ProofSources = { ...surroundings, log, tree }
  let found: AuditRun | undefined

  return {
    contract: proofContract,
    migrations: [treeMigration, rootsMigration, runsMigration, groupsMigration],
    parts: {
      roots,
      nextAudit,
      recording(run, act) {
        found = run
        try {
          return act()
        } finally {
          found = undefined
        }
      },
      isLimited: surroundings.isLimited,
      inclusions(size) {
        const subtrees = remembered(tree.subtrees())
        return (sequence) => inclusionProof(sources, { sequence, size }, subtrees)
      },
    },
    derivedTables: ['merkle_nodes', 'sealed_roots', 'root_publications', 'audit_runs'],
    auditChecks: () => new ProofAudit(database),

    commands: {
      SealRoot(_, { actor }) {
        if (surroundings.isLimited(actor, 'SealRoot')) return coversAllRecords()
        const isNews = roots.firstNews(roots.largest()) !== undefined
        const root = roots.compute(isNews ? log.head.sequence : roots.largest())
        invariant(root, 'open books have an event')
        return { events: decideSeal(root, isNews), reply: () => present(roots.view(root.size)) }
      },
      SealMonth({ through }) {
        const size = roots.isMonthSealed(through) ? 0 : roots.sizeBefore(endOfMonth(through))
        return { events: decideSealMonth(roots.compute(size), through), reply: () => ({}) }
      },
      PublishRoot(input, { actor }) {
        if (surroundings.isLimited(actor, 'PublishRoot')) return coversAllRecords()
        const events = decidePublish(roots.find(input.size), input)
        if (isRefusal(events)) return events
        return { events, reply: () => present(roots.view(input.size)) }
      },
      SettlePublication(delivered) {
        const events = decideSettle(roots.isOpenPublication(delivered.publication), delivered)
        return { events, reply: () => ({}) }
      },
      RunSelfAudit(_, { actor }) {
        if (surroundings.isLimited(actor, 'RunSelfAudit')) return coversAllRecords()
        const run = found
        if (!run)
          return refuse(
            'audit_not_run',
            'The audit runs when it is asked for. Ask again with POST …/audit-runs.',
          )
        return {
          events: [{ type: 'audit-run', version: 1, data: run }],
          reply: ([event]) => runView(run, present(event).sequence, present(event).recordedAt, actor.id),
        }
      },
    },

    queries: {
      ListRoots: (input, { actor }) => {
        const after = decodeCursor(input.cursor, 2)
        if (after === 'invalid') return invalidCursor()
        if (surroundings.isLimited(actor, 'ListRoots')) return coversAllRecords()
        const [size = LIMITS.minorUnitsMax, sequence = 0] = after ?? []
        return roots.list(input.limit ?? LIMITS.pageRowsDefault, [size, sequence])
      },
      GetRoot: ({ size = log.head.sequence }, { actor }) =>
        surroundings.isLimited(actor, 'GetRoot')
          ? coversAllRecords()
          : (roots.view(size) ?? sizeInFuture(size, log.head.sequence, '/size')),
      GetInclusionProof: (input, { actor }) =>
        surroundings.isLimited(actor, 'GetInclusionProof')
          ? coversAllRecords()
          : inclusionProof(sources, input),
      GetConsistencyProof: (input, { actor }) =>
        surroundings.isLimited(actor, 'GetConsistencyProof')
          ? coversAllRecords()
          : consistencyProof(sources, input),
      GetAuditHistory: (input, { actor }) => {
        const before = decodeCursor(input.cursor, 1)
        if (before === 'invalid') return invalidCursor()
        if (surroundings.isLimited(actor, 'GetAuditHistory')) return coversAllRecords()
        return runs.list(input.limit ?? LIMITS.pageRowsDefault, before?.[0] ?? LIMITS.minorUnitsMax)
      },
    },

    apply(events) {
      for (const event of events) {
        if (event.type === 'root-sealed') roots.sealed(event as RecordedEvent<string, RootSealed>)
        if (event.type === 'root-published') roots.published(event as RecordedEvent<string, RootPublished>)
        if (event.type === 'root-delivered') roots.delivered(event as RecordedEvent<string, RootDelivered>)
        if (event.type === 'audit-run') runs.ran(event as RecordedEvent<string, AuditRun>)
      }
    },

    due(nowMicros): DueCommand[] {
      const month = nextMonth()
      if (month === undefined || endOfMonth(month) > nowMicros) return []
      return [{ command: 'SealMonth', input: { through: month } }]
    },
    nextDue() {
      const month = nextMonth()
      return month === undefined ? undefined : endOfMonth(month)
    },

    titleOf: (command, input) =>
      command === 'PublishRoot' ? `Root over ${(input as { size: number }).size} events` : undefined,

    /** Hashes and what an audit found are for who sees everything. */
    shownTo: () => undefined,

    volatile: {
      mark() {},
      undo: () => tree.forget(),
      flush: () => tree.grow(log.head.sequence),
      forget: () => tree.forget(),
    },
  }

  /** The month of the first event that no month's root covers. */
  function nextMonth(): string | undefined {
    const news = roots.firstNews(roots.largestOfMonths())
    return news && monthOfInstant(news.recordedAt)
  }

  function nextAudit(): number | undefined {
    const news = roots.firstNews(runs.through())
    return news && nightAfter(news.recordedAt, spreadOf(surroundings.company))
  }
}

/** Where in the night a company's audit is: the same every night, and another one for each. */
const spreadOf = (company: string): number => (company.charCodeAt(company.length - 1) % 32) / 32

/** What lies at the end of the log is a part of every proof. */
function remembered(subtree: Subtree): Subtree {
  const known = new Map<string, Hash>()
  return (level, index) => {
    const key = `${level} ${index}`
    const hash = known.get(key) ?? subtree(level, index)
    known.set(key, hash)
    return hash
  }
}

const coversAllRecords = (): Refusal<'record_rule'> =>
  refuse(
    'record_rule',
    'This covers all records of the company, and your record rules or grants show you some of them.',
  )

function present<T>(value: T | undefined): T {
  invariant(value !== undefined, 'what was just written is not there')
  return value
}

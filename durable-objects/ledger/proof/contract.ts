import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import { flag, id, listOf, page, wholeNumber } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'

/** What shows others that the books are what they were: Merkle roots over the log, proofs, the export, the self-audit. */

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const size = wholeNumber(1, LIMITS.minorUnitsMax).describe('Events that the tree covers: the first ones.')
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

const rootSealed = z.strictObject({
  root: hash.describe('RFC 9162 root over the hashes of the first `size` events.'),
  size: z.number(),
  headHash: hash.describe('Hash of the last of these events.'),
  through: month.optional().describe('The calendar month (UTC) at whose end it was sealed.'),
})
export type RootSealed = z.output<typeof rootSealed>

const rootPublished = z.strictObject({
  root: hash,
  size: z.number(),
  headHash: hash,
  through: month.optional(),
  sealedAt: z.string(),
  archive: z.boolean(),
  to: z.array(z.string()),
})
export type RootPublished = z.output<typeof rootPublished>

const rootDelivered = z.strictObject({
  publication: z.number().describe('Position of the `root-published`.'),
  archivedAs: z.string().optional(),
  mailed: z.array(z.string()),
  failed: z.array(z.strictObject({ to: z.string(), reason: z.string() })),
})
export type RootDelivered = z.output<typeof rootDelivered>

const auditRun = z.strictObject({
  ok: z.boolean(),
  sequence: z.number().describe('The events that were looked at: all up to this one.'),
  replay: z.boolean(),
  tookMs: z.number(),
  checks: z.array(
    z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string(), tookMs: z.number() }),
  ),
})
export type AuditRun = z.output<typeof auditRun>

const publicationView = z.object({
  sequence: z.number(),
  publishedAt: z.string(),
  publishedBy: z.string(),
  archive: z.boolean(),
  to: z.array(z.string()),
  delivery: z
    .object({
      archivedAs: z.string().nullable(),
      mailed: z.array(z.string()),
      failed: z.array(z.object({ to: z.string(), reason: z.string() })),
    })
    .nullable()
    .describe('What came of it; null while it is on its way.'),
})

export const rootView = z.object({
  size: z.number(),
  root: hash,
  headHash: hash,
  recordedAt: z.string().describe('When the last of the events was recorded.'),
  sealed: z
    .object({
      sequence: z.number(),
      at: z.string(),
      by: z.string(),
      through: z.string().nullable().describe('Null: sealed on demand.'),
    })
    .nullable()
    .describe('Null: computed now, not recorded in the log.'),
  publications: z.array(publicationView),
})
export type RootView = z.output<typeof rootView>

const treeView = z.object({ size: z.number(), root: hash })

export const inclusionProof = z.object({
  format: z.literal('meridian-inclusion-proof/1'),
  company: z.string(),
  size: z.number(),
  root: hash,
  sequence: z.number(),
  leafIndex: z.number(),
  path: z.array(hash).describe('From the leaf up, as in RFC 9162, 2.1.3.'),
  previousHash: hash.describe('Hash of the event before: with the event it gives the hash that is the leaf.'),
  event: z.record(z.string(), z.unknown()).describe('The event as a CloudEvent.'),
})
export type InclusionProof = z.output<typeof inclusionProof>

export const consistencyProof = z.object({
  format: z.literal('meridian-consistency-proof/1'),
  company: z.string(),
  from: treeView,
  to: treeView,
  path: z.array(hash).describe('As in RFC 9162, 2.1.4.'),
})
export type ConsistencyProof = z.output<typeof consistencyProof>

const auditRunView = auditRun.extend({
  recordedAs: z.number().describe('Position of the run in the log.'),
  at: z.string(),
  by: z.string().describe('`system`: by itself, at night.'),
})
export type AuditRunView = z.output<typeof auditRunView>

const address = z
  .email('Write an e-mail address.')
  .max(LIMITS.nameCharsMax, `At most ${LIMITS.nameCharsMax} characters.`)

export const proofContract = {
  name: 'proof',
  title: 'Proof',
  operations: {
    SealRoot: command({
      summary: 'Seal a Merkle root over the log',
      description:
        'The root covers every event so far and is recorded as one. Where nothing but proofs and audits happened since the last root, that root is the reply and nothing is recorded. Months are sealed by themselves when they end (UTC).',
      path: '/roots',
      scope: 'ledger:write',
      input: z.strictObject({}),
      reply: rootView,
    }),
    SealMonth: command({
      summary: 'Seal the root of a calendar month that has ended',
      path: '/roots/month',
      scope: 'ledger:write',
      internal: true,
      input: z.strictObject({ through: month }),
      reply: z.object({}),
    }),
    ListRoots: query({
      summary: 'List the sealed roots, the largest first',
      path: '/roots',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(rootView),
    }),
    GetRoot: query({
      summary: 'Compute the root over the first events',
      description: 'Of all events without a `size`. Whether it was sealed or published is said with it.',
      path: '/root',
      scope: 'ledger:read',
      input: z.strictObject({ size: size.optional() }),
      reply: rootView,
    }),
    GetInclusionProof: query({
      summary: 'Prove that an entry or event is in the log',
      description:
        'Give `entry` or `sequence`. The proof is to the root over the first `size` events, without it to that of all events. It holds the event and verifies without anything else: see docs/proof.md.',
      path: '/proofs/inclusion',
      scope: 'ledger:read',
      input: z.strictObject({
        entry: id('journalEntry').optional(),
        sequence: wholeNumber(1, LIMITS.minorUnitsMax).optional(),
        size: size.optional(),
      }),
      reply: inclusionProof,
    }),
    GetConsistencyProof: query({
      summary: 'Prove that one root is the beginning of another',
      description: 'Between the trees of the first `from` and the first `to` events, by default of all.',
      path: '/proofs/consistency',
      scope: 'ledger:read',
      input: z.strictObject({ from: size, to: size.optional() }),
      reply: consistencyProof,
    }),
    PublishRoot: command({
      summary: 'Publish a sealed root',
      description:
        'Writes the root document into the archive of the region and mails it to the addresses, so that others can hold the books to it.',
      path: '/roots/{size}/publish',
      scope: 'company:write',
      input: z.strictObject({
        size,
        archive: z.boolean().optional().describe('Into the archive; by default it is.'),
        to: z
          .array(address)
          .max(LIMITS.publicationAddressesMax, `At most ${LIMITS.publicationAddressesMax} addresses.`)
          .optional(),
      }),
      reply: rootView,
      example: { to: ['auditor@example.com'] },
    }),
    SettlePublication: command({
      summary: 'Record what came of a publication',
      path: '/roots/settle',
      scope: 'company:write',
      internal: true,
      input: rootDelivered,
      reply: z.object({}),
    }),
    ExportCompany: query({
      summary: 'Export everything: events, roots and documents in one file',
      description:
        'NDJSON, streamed. It verifies offline and can be imported into any tenant. Only for who sees all records, unmasked.',
      path: '/exports/full',
      scope: 'company:read',
      input: z.strictObject({}),
      replyType: 'application/x-ndjson',
      reply: z.object({ text: z.string() }),
    }),
    RunSelfAudit: command({
      summary: 'Check every invariant of the books, and record the result',
      description:
        'As `GET …/audit`, and kept in the log with who asked and how long each check took. It also runs by itself in the night after a change.',
      path: '/audit-runs',
      scope: 'ledger:write',
      input: z.strictObject({ replay: flag.optional() }),
      reply: auditRunView,
      example: { replay: true },
    }),
    GetAuditHistory: query({
      summary: 'List the recorded runs of the self-audit, the last first',
      path: '/audit-runs',
      scope: 'ledger:read',
      input: z.strictObject(page),
      reply: listOf(auditRunView),
    }),
  },
  events: {
    'root-sealed': { version: 1, data: rootSealed },
    'root-published': { version: 1, data: rootPublished },
    'root-delivered': { version: 1, data: rootDelivered },
    'audit-run': { version: 1, data: auditRun },
  },
  refusals: {
    audit_not_run: { status: 409, title: 'The audit has not run' },
    event_not_found: { status: 404, title: 'There is no such event' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    journal_entry_not_found: { status: 404, title: 'There is no such journal entry' },
    nothing_named: { status: 422, title: 'Nothing was named to prove' },
    nowhere_to_publish: { status: 422, title: 'There is nowhere to publish the root' },
    record_rule: { status: 403, title: 'Record rules do not allow this' },
    root_not_sealed: { status: 404, title: 'There is no sealed root of this size' },
    size_in_future: { status: 422, title: 'The log does not reach that size' },
  },
} as const satisfies ModuleContract

export type ProofContract = typeof proofContract

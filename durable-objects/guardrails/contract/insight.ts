import { z } from 'zod'
import { type ModuleContract, query } from '../../kernel/contract.ts'
import { date } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { approvalView } from './approval-views.ts'
import { reasonView } from './fields.ts'
import { policyExample, policyInput } from './policies.ts'

/** What can be told about policies and duties before anything happens. */

/** Roles and grants that an actor acted with from here on: the log itself says who could do what, and when. */
const actorNoted = z.strictObject({
  id: z.string(),
  roles: z.array(z.string()),
  grants: z.string(),
  /** Position of the first event that it acted with them. */
  since: z.number().int(),
})
export type ActorNoted = z.output<typeof actorNoted>

export const insightOperations = {
  SimulatePolicy: query({
    summary: 'Try a draft policy on past commands',
    description: `Judges what the log records. One call looks at ${LIMITS.simulationEventsMax} events; send the nextCursor with the same body until it is null, and add up. Changes nothing.`,
    method: 'POST',
    body: 'json',
    bodyBytesMax: LIMITS.jsonBytesMax,
    path: '/guardrails/simulate',
    scope: 'guardrails:read',
    input: z.strictObject({
      policy: policyInput,
      from: date.optional().describe('First day, in UTC, on which the commands were recorded.'),
      to: date.optional(),
      cursor: z.string().max(500).optional(),
    }),
    reply: z.object({
      examined: z.object({ events: z.number(), records: z.number(), commands: z.number() }),
      matched: z.object({ records: z.number(), commands: z.number(), amount: z.string() }),
      currency: z.string(),
      matches: z.array(
        z.object({
          sequence: z.number(),
          recordedAt: z.string(),
          command: z.string(),
          actor: z.string(),
          id: z.string().nullable(),
          amount: z.string().nullable(),
          reason: z.string(),
          pointer: z.string(),
        }),
      ),
      from: z.number().describe('Positions of the log that this call looked at.'),
      upTo: z.number(),
      nextCursor: z.string().nullable(),
    }),
    example: { policy: policyExample },
  }),
  GetDutiesReport: query({
    summary: 'Show duties that one person should not hold together',
    description: `By what actors did according to the log, and by what their roles let them do. A long log is read ${LIMITS.dutiesEventsMax} events a call; ask again until complete.`,
    path: '/guardrails/duties',
    scope: 'guardrails:read',
    input: z.strictObject({}),
    reply: z.object({
      data: z.array(
        z.object({
          code: z.string(),
          title: z.string(),
          why: z.string(),
          first: z.object({ title: z.string(), commands: z.array(z.string()) }),
          second: z.object({ title: z.string(), commands: z.array(z.string()) }),
          did: z.array(
            z.object({
              actor: z.string(),
              roles: z.array(z.string()),
              first: z.object({ events: z.number(), lastSequence: z.number() }),
              second: z.object({ events: z.number(), lastSequence: z.number() }),
            }),
          ),
          could: z.array(z.object({ actor: z.string(), roles: z.array(z.string()) })),
        }),
      ),
      upTo: z.number(),
      sequence: z.number(),
      complete: z.boolean(),
    }),
  }),
  CheckCommand: query({
    summary: 'Ask what would become of a command',
    description: 'Decides the command and every policy for the caller as things stand, and changes nothing.',
    method: 'POST',
    body: 'json',
    bodyBytesMax: LIMITS.jsonBytesMax,
    path: '/authz/check',
    scope: 'company:read',
    input: z.strictObject({
      command: z.string().max(100).describe('Full name, such as "ledger.PostJournalEntry".'),
      input: z.record(z.string(), z.unknown()).optional(),
    }),
    reply: z.object({
      decision: z.enum(['allow', 'deny', 'approve', 'refused']),
      reasons: z.array(reasonView),
      approvers: z.array(
        z.object({
          roles: z.array(z.string()),
          users: z.array(z.string()),
          count: z.number(),
          over: z.string().nullable(),
        }),
      ),
      refusal: approvalView.shape.refusal,
    }),
    example: { command: 'ledger.OpenAccount', input: { code: '1000', name: 'Cash', type: 'asset' } },
  }),
} as const satisfies ModuleContract['operations']

export const insightEvents = {
  'actor-noted': { version: 1, data: actorNoted },
} as const satisfies ModuleContract['events']

export const insightRefusals = {
  unknown_command: { status: 422, title: 'There is no such command' },
} as const satisfies ModuleContract['refusals']

import { z } from 'zod'
import { reasonView } from './fields.ts'

/** What is shown of commands that wait. */

export const APPROVAL_STATUSES = [
  'pending',
  'executed',
  'failed',
  'rejected',
  'withdrawn',
  'expired',
] as const
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number]

const stepView = z.object({
  roles: z.array(z.string()),
  users: z.array(z.string()),
  count: z.number(),
  over: z.string().nullable(),
  complete: z.boolean(),
  approvedBy: z.array(
    z.object({
      by: z.string(),
      onBehalfOf: z.string().nullable(),
      at: z.string(),
      comment: z.string().nullable(),
    }),
  ),
})

export const approvalView = z.object({
  id: z.string(),
  status: z.enum(APPROVAL_STATUSES),
  command: z.string(),
  summary: z.string().describe('What the command does, in words.'),
  title: z
    .string()
    .describe('What a person recognises it by, such as the description of an entry; else the summary.'),
  maker: z.object({ id: z.string(), roles: z.array(z.string()) }),
  requestedAt: z.string(),
  sequence: z.number(),
  amount: z.string().nullable().describe('In company currency; the largest of its records.'),
  currency: z.string(),
  policies: z.array(reasonView),
  steps: z.array(stepView),
  escalatesAt: z.string().nullable(),
  escalatedTo: z.array(z.string()).nullable(),
  expiresAt: z.string().nullable(),
  settledAt: z.string().nullable(),
  mayDecide: z.boolean().describe('Whether the caller may approve or reject it now.'),
  why: z.string().describe('Why the caller may, or may not.'),
  onBehalfOf: z.string().nullable().describe('Whose authority the caller would use, when not its own.'),
  isMaker: z.boolean(),
  refusal: z
    .object({
      code: z.string(),
      detail: z.string(),
      errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
    })
    .nullable()
    .describe('Why the approved command was refused when it was carried out.'),
})
export type ApprovalView = z.output<typeof approvalView>

export const approvalDetail = approvalView.extend({
  input: z.unknown().describe('The command’s input as it was sent.'),
  fields: z
    .array(
      z.object({
        pointer: z.string(),
        label: z.string(),
        value: z.string().nullable(),
        masked: z.boolean().describe('The caller may not see the value; it is null.'),
      }),
    )
    .describe('The same, one value a row, for reading.'),
  history: z.array(
    z.object({
      sequence: z.number(),
      type: z.string(),
      at: z.string(),
      actor: z.string(),
      onBehalfOf: z.string().nullable(),
      detail: z.string().describe('What the actor said: a comment, a reason, or why it was refused.'),
    }),
  ),
  results: z
    .array(z.object({ sequence: z.number(), type: z.string(), id: z.string().nullable() }))
    .describe('What the command recorded when it was carried out.'),
})
export type ApprovalDetail = z.output<typeof approvalDetail>

/** The body of a 202: what a parked command answers instead of its own reply. */
export const parkedReply = z.object({
  approval: z.object({
    id: z.string(),
    status: z.literal('pending'),
    policies: z.array(
      z.object({ code: z.string(), name: z.string(), reason: z.string(), pointer: z.string() }),
    ),
    steps: z.array(
      z.object({
        roles: z.array(z.string()),
        users: z.array(z.string()),
        count: z.number(),
        over: z.string().nullable(),
      }),
    ),
  }),
})
export type ParkedReply = z.output<typeof parkedReply>

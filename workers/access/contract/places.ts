import { z } from 'zod'
import { command, query } from '../../../durable-objects/kernel/contract.ts'
import { id, listOf, page, requiredLine, wholeNumber } from '../../../durable-objects/kernel/fields.ts'
import { REGIONS } from '../../../durable-objects/kernel/regions.ts'
import { roleCode } from './shapes.ts'

/** Where the tenant's data lies, and whom of the operator's staff the tenant lets in. */

export const SUPPORT_HOURS_MAX = 72

const placeOfData = z.object({
  kind: z.enum(['books', 'identity', 'reporting', 'documents', 'archive', 'events', 'directory']),
  title: z.string(),
  holds: z.string(),
  store: z.string(),
  personal: z.boolean().describe('Whether data of persons lies there.'),
  region: z.enum(REGIONS).nullable().describe('Null: everywhere.'),
  guarantee: z.enum(['jurisdiction', 'placement-wish', 'global-without-personal-data']),
  explanation: z.string(),
})
export type PlaceOfData = z.output<typeof placeOfData>

const regionView = z.object({
  region: z.enum(REGIONS),
  name: z.string(),
  guaranteed: z.string(),
  wished: z.string(),
})

export const supportGrantView = z.object({
  id: z.string(),
  reason: z.string(),
  role: z.string(),
  state: z.enum(['active', 'expired', 'revoked']),
  grantedBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  lastEnteredAt: z.string().nullable(),
  lastEnteredBy: z.string().nullable(),
})
export type SupportGrantView = z.output<typeof supportGrantView>

export const placeOperations = {
  GetResidency: query({
    summary: 'Show where the data lies and what holds it there',
    level: 'tenant',
    path: '/residency',
    scope: 'company:read',
    input: z.strictObject({}),
    reply: z.object({
      tenant: z.object({ id: z.string(), region: z.enum(REGIONS), data: z.array(placeOfData) }),
      companies: z.array(
        z.object({
          id: z.string(),
          slug: z.string(),
          region: z.enum(REGIONS),
          data: z.array(placeOfData),
        }),
      ),
      regions: z.array(regionView),
    }),
  }),
  ListSupportGrants: query({
    summary: 'List to whom of support the tenant opened itself, and for how long',
    level: 'tenant',
    path: '/support-grants',
    scope: 'access:read',
    input: z.strictObject(page),
    reply: listOf(supportGrantView),
  }),
  GrantSupport: command({
    summary: 'Let support in for a limited time',
    description:
      'Support acts with the role you name, is marked in everything it does, and is out when the time is over.',
    level: 'tenant',
    path: '/support-grants',
    scope: 'access:write',
    input: z.strictObject({
      reason: requiredLine(500),
      role: roleCode.optional().describe('Default: auditor, which reads and changes nothing.'),
      hours: wholeNumber(1, SUPPORT_HOURS_MAX),
    }),
    reply: supportGrantView,
    example: { reason: 'The trial balance of March looks wrong', hours: 4 },
  }),
  RevokeSupportGrant: command({
    summary: 'Take back what support was granted',
    description: 'Support is out within five seconds.',
    level: 'tenant',
    method: 'DELETE',
    path: '/support-grants/{id}',
    scope: 'access:write',
    body: 'none',
    status: 200,
    input: z.strictObject({ id: id('supportGrant') }),
    reply: supportGrantView,
  }),
} as const

import { z } from 'zod'
import { command, query } from '../../../durable-objects/kernel/contract.ts'
import { id, listOf, page, requiredLine } from '../../../durable-objects/kernel/fields.ts'
import { GRANTS_MAX, grant, instant, roleCodes } from './shapes.ts'

/** Keys for programs, and what happened to the security of the tenant. */

export const ADDRESSES_MAX = 50

export const apiKeyView = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('The first characters of the key, to recognise it by.'),
  roles: z.array(z.string()).describe('Empty for a key with scopes.'),
  scopes: z.array(z.string()).describe('Empty for a key with roles.'),
  allowedAddresses: z
    .array(z.string())
    .describe('Addresses and CIDR ranges it works from. Empty: from everywhere.'),
  state: z.enum(['active', 'expired', 'revoked']),
  createdBy: z.string().nullable().describe('Id of the member who made it.'),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable().describe('To the minute.'),
  lastUsedFrom: z.string().nullable(),
})
export type ApiKeyView = z.output<typeof apiKeyView>

const securityEventView = z.object({
  id: z.string(),
  type: z.string(),
  at: z.string(),
  user: z.string().nullable(),
  userName: z.string().nullable(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})

export const keyOperations = {
  ListApiKeys: query({
    summary: 'List the API keys',
    level: 'tenant',
    path: '/api-keys',
    scope: 'access:read',
    input: z.strictObject(page),
    reply: listOf(apiKeyView),
  }),
  CreateApiKey: command({
    summary: 'Make an API key',
    description:
      'With roles or with scopes, and never with more than you have yourself. The text of the key is in this reply and nowhere else.',
    level: 'tenant',
    path: '/api-keys',
    scope: 'access:write',
    input: z.strictObject({
      name: requiredLine(100),
      roles: roleCodes.min(1).optional(),
      scopes: z.array(grant).min(1).max(GRANTS_MAX).optional(),
      expiresAt: instant.optional().describe('Default: it does not expire.'),
      allowedAddresses: z
        .array(z.string().max(50))
        .max(ADDRESSES_MAX, `At most ${ADDRESSES_MAX} addresses.`)
        .optional()
        .describe('IPv4 and IPv6 addresses and CIDR ranges, such as `203.0.113.0/24`.'),
    }),
    reply: apiKeyView.extend({
      text: z.string().nullable().describe('The key itself. Null when the request was sent before.'),
    }),
    example: { name: 'Web shop', scopes: ['ledger:read'] },
  }),
  RevokeApiKey: command({
    summary: 'Revoke an API key',
    description: 'It stops working within five seconds.',
    level: 'tenant',
    method: 'DELETE',
    path: '/api-keys/{id}',
    scope: 'access:write',
    body: 'none',
    status: 200,
    input: z.strictObject({ id: id('apiKey') }),
    reply: apiKeyView,
  }),
  ListSecurityEvents: query({
    summary: 'List security events, newest first',
    level: 'tenant',
    path: '/security-events',
    scope: 'access:read',
    input: z.strictObject({
      ...page,
      type: z.string().max(60).optional(),
      user: z.string().max(60).optional(),
      from: instant.optional(),
      to: instant.optional(),
    }),
    reply: listOf(securityEventView),
  }),
} as const

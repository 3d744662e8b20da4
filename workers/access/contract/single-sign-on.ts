import { z } from 'zod'
import { command, query } from '../../../durable-objects/kernel/contract.ts'
import { requiredLine } from '../../../durable-objects/kernel/fields.ts'
import { roleCode } from './shapes.ts'

/** The tenant's own identity provider (OpenID Connect). */

export const DOMAINS_MAX = 20

export const domainName = z
  .string()
  .max(253)
  .transform((text) => text.trim().toLowerCase())
  .pipe(
    z
      .string()
      .regex(
        /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
        'Write a domain such as "example.com"; an international one in its xn-- form.',
      ),
  )

export const singleSignOnView = z.object({
  configured: z.boolean(),
  redirectUri: z.string().describe('What the provider needs to know of us.'),
  issuer: z.string().nullable(),
  clientId: z.string().nullable(),
  required: z.boolean(),
  join: z.enum(['invitation', 'role']),
  role: z.string().nullable().describe('Role of people whom the provider brings.'),
  domains: z.array(
    z.object({
      domain: z.string(),
      verified: z.boolean(),
      record: z
        .object({ name: z.string(), type: z.literal('TXT'), value: z.string() })
        .describe('The DNS record that proves the domain to be yours.'),
    }),
  ),
  updatedAt: z.string().nullable(),
})
export type SingleSignOnView = z.output<typeof singleSignOnView>

export const singleSignOnOperations = {
  GetSingleSignOn: query({
    summary: "Show the tenant's own identity provider",
    level: 'tenant',
    path: '/single-sign-on',
    scope: 'access:read',
    input: z.strictObject({}),
    reply: singleSignOnView,
  }),
  ConfigureSingleSignOn: command({
    summary: "Set the tenant's own identity provider",
    description:
      'The provider is asked for its discovery document at once. It may vouch for addresses of the domains listed here, each once its DNS record is seen. With `required`, people of these domains cannot sign in otherwise; owners still can.',
    level: 'tenant',
    method: 'PUT',
    path: '/single-sign-on',
    scope: 'access:write',
    status: 200,
    input: z.strictObject({
      issuer: z.string().max(500, 'At most 500 characters.'),
      clientId: requiredLine(500),
      clientSecret: z
        .string()
        .min(1)
        .max(1_000)
        .optional()
        .describe('May be left out when there is one already.'),
      domains: z.array(domainName).min(1, 'Name at least one domain.').max(DOMAINS_MAX),
      join: z
        .enum(['invitation', 'role'])
        .describe('Whether only invited people get in, or all whom the provider brings.'),
      role: roleCode.optional().describe('With `join: role`. Default: employee.'),
      required: z.boolean(),
    }),
    reply: singleSignOnView,
    example: {
      issuer: 'https://login.example.com',
      clientId: 'meridian',
      clientSecret: 'a secret of the provider',
      domains: ['example.com'],
      join: 'invitation',
      required: false,
    },
  }),
  CheckSingleSignOnDomains: command({
    summary: 'Ask DNS again for the records of the domains',
    level: 'tenant',
    path: '/single-sign-on/check',
    scope: 'access:write',
    status: 200,
    input: z.strictObject({}),
    reply: singleSignOnView,
  }),
  RemoveSingleSignOn: command({
    summary: "Remove the tenant's own identity provider",
    description: 'People sign in with a password, a passkey or a mail again.',
    level: 'tenant',
    method: 'DELETE',
    path: '/single-sign-on',
    scope: 'access:write',
    body: 'none',
    status: 200,
    input: z.strictObject({}),
    reply: singleSignOnView,
  }),
} as const

export const singleSignOnRefusals = {
  sso_issuer_unusable: { status: 422, title: 'The identity provider cannot be used' },
  sso_not_configured: { status: 404, title: 'There is no identity provider for this' },
  sso_required: { status: 403, title: 'Your company wants you to sign in through its identity provider' },
  sso_required_needs_domain: { status: 409, title: 'Prove a domain first' },
} as const

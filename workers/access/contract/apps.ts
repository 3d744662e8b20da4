import { z } from 'zod'
import { command, query } from '../../../durable-objects/kernel/contract.ts'
import { id, requiredLine } from '../../../durable-objects/kernel/fields.ts'
import { GRANTS_MAX, roleCode } from './shapes.ts'

/** Programs of others that act for members (OAuth 2.1), or for themselves. */

export const APPS_MAX = 100
export const REDIRECT_URIS_MAX = 20

const scope = z
  .string()
  .regex(/^[a-z][a-z-]*:(read|write)$/, 'Write a scope such as "ledger:read".')
  .max(100, 'At most 100 characters.')

export const oauthClientView = z.object({
  id: z.string().describe('The `client_id`.'),
  name: z.string(),
  uri: z.string().nullable(),
  type: z.enum(['confidential', 'public']),
  redirectUris: z.array(z.string()),
  grantTypes: z.array(z.enum(['authorization_code', 'client_credentials'])),
  scopes: z.array(z.string()).describe('What it may ask for at most.'),
  role: z.string().nullable().describe('What it may do when it acts by itself.'),
  people: z.number().describe('How many people have authorised it.'),
  createdAt: z.string(),
  createdBy: z.string(),
  lastUsedAt: z.string().nullable().describe('To the minute.'),
})
export type OAuthClientView = z.output<typeof oauthClientView>

export const appOperations = {
  ListOAuthClients: query({
    summary: 'List the apps that may ask members for access',
    level: 'tenant',
    path: '/oauth-clients',
    scope: 'access:read',
    input: z.strictObject({}),
    reply: z.object({ data: z.array(oauthClientView), nextCursor: z.null() }),
  }),
  RegisterOAuthClient: command({
    summary: 'Register an app',
    description:
      'A confidential app runs on a server and keeps a secret; a public one runs with its user and has none. Redirect addresses are compared character by character: https, the loopback interface over http, or a private scheme of a native app. The secret is in this reply and nowhere else.',
    level: 'tenant',
    path: '/oauth-clients',
    scope: 'access:write',
    input: z.strictObject({
      name: requiredLine(100),
      uri: z
        .url({ protocol: /^https$/, error: 'Write an https address.' })
        .max(500)
        .optional(),
      type: z.enum(['confidential', 'public']),
      redirectUris: z
        .array(z.string().max(500, 'At most 500 characters.'))
        .max(REDIRECT_URIS_MAX, `At most ${REDIRECT_URIS_MAX} addresses.`),
      grantTypes: z.array(z.enum(['authorization_code', 'client_credentials'])).min(1),
      scopes: z.array(scope).min(1, 'Name at least one scope.').max(GRANTS_MAX),
      role: roleCode.optional().describe('For client credentials. Default: integration.'),
    }),
    reply: oauthClientView.extend({ clientSecret: z.string().nullable() }),
    example: {
      name: 'Web shop',
      type: 'confidential',
      redirectUris: ['https://shop.example.com/oauth/callback'],
      grantTypes: ['authorization_code'],
      scopes: ['ledger:read'],
    },
  }),
  RotateOAuthClientSecret: command({
    summary: 'Give an app a new secret',
    description: 'The old one stops at once; access tokens that were issued with it end within ten minutes.',
    level: 'tenant',
    path: '/oauth-clients/{id}/secret',
    scope: 'access:write',
    input: z.strictObject({ id: id('oauthClient') }),
    reply: z.object({ id: z.string(), clientSecret: z.string() }),
  }),
  RemoveOAuthClient: command({
    summary: 'Remove an app',
    description: 'With all that people granted to it. Its tokens stop working within five seconds.',
    level: 'tenant',
    method: 'DELETE',
    path: '/oauth-clients/{id}',
    scope: 'access:write',
    body: 'none',
    status: 200,
    input: z.strictObject({ id: id('oauthClient') }),
    reply: z.object({ id: z.string() }),
  }),
} as const

export const appRefusals = {
  app_not_authorised: { status: 404, title: 'You have not authorised this app' },
  authorization_expired: { status: 410, title: 'The request of the app is no longer good' },
  not_a_member: { status: 403, title: 'You are not a member of the tenant that the app belongs to' },
  oauth_client_not_found: { status: 404, title: 'There is no such app' },
  oauth_client_public: { status: 409, title: 'A public app has no secret' },
  redirect_uri_not_allowed: { status: 422, title: 'A redirect address cannot be used' },
  too_many_oauth_clients: { status: 409, title: 'The tenant has as many apps as it can have' },
  unknown_scope: { status: 422, title: 'There is no such scope' },
} as const

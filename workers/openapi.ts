import { z } from 'zod'
import { parkedReply } from '../durable-objects/guardrails/contract.ts'
import type { FileFormat, Operation } from '../durable-objects/kernel/contract.ts'
import { LIMITS } from '../durable-objects/kernel/limits.ts'
import { maskOf } from '../durable-objects/kernel/masking.ts'
import { REGIONS, type Region } from '../durable-objects/kernel/regions.ts'
import { contracts, type Named, operations, pathOf } from './contracts.ts'
import { FILE_TYPES } from './http/file-types.ts'
import { allScopes } from './scopes.ts'

type Schema = Record<string, unknown> & { properties?: Record<string, Schema>; required?: string[] }

/** The OpenAPI 3.1 document, derived from the contracts that the routes are derived from. */
export function openApi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  /** Schemas with a name of their own, such as one that contains itself. */
  const shared: Record<string, Schema> = {}
  for (const named of operations()) {
    const path = pathOf(named.operation)
    paths[path] = { ...paths[path], [named.operation.method.toLowerCase()]: describe(named, shared) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Meridian',
      version: '1',
      description:
        'Amounts are decimal strings. Lists are `{data, nextCursor}`. Errors are RFC 9457 problem details. Send an `Idempotency-Key` with every POST: a retry with the same key gets the first reply and books nothing twice.',
      license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
    },
    servers: [{ url: '/' }],
    tags: Object.values(contracts).map(({ name, title }) => ({ name, description: title })),
    security: [{ bearer: [] }, ...REGIONS.map((region) => ({ [oauthScheme(region)]: [] }))],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: `An API key, or an OAuth access token. Scopes: ${allScopes().join(', ')}.`,
        },
        ...Object.fromEntries(REGIONS.map((region) => [oauthScheme(region), oauthOf(region)])),
      },
      schemas: { Problem: PROBLEM, ...shared },
      responses: {
        Parked: {
          description:
            'A policy of the company makes the command wait: nothing of it has happened yet. It is carried out as it was sent once the approvals are given.',
          content: { 'application/json': { schema: jsonSchema(parkedReply, 'output', shared) } },
        },
        Problem: {
          description: 'A refusal: what is wrong, in which field, and the way out. Nothing was changed.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

const oauthScheme = (region: Region) => `oauth-${region}`

/** Each region is an authorization server of its own, for the tenants that are at home there. */
const oauthOf = (region: Region) => ({
  type: 'openIdConnect',
  openIdConnectUrl: `/v1/auth/${region}/.well-known/openid-configuration`,
  description:
    'OAuth 2.1: authorization code with PKCE for what acts for a person, client credentials for what acts for itself.',
})

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'errors', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'RFC 6901 JSON pointer to the field.' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
    requestId: { type: 'string' },
  },
}

/** A field of a class that not everybody may read: what it is for the others. */
function describeMask(schema: Schema, io: 'input' | 'output'): void {
  const { sensitive } = schema
  if (sensitive === undefined) return
  delete schema.sensitive
  if (io === 'input') return
  const note = `Null without the grant \`field:${sensitive}\`; \`masked\` then has its pointer.`
  const { description, ...rest } = schema
  for (const key of Object.keys(schema)) delete schema[key]
  schema.anyOf = [rest, { type: 'null' }]
  schema.description = description === undefined ? note : `${description} ${note}`
}

/** A schema of the document; what has a name of its own goes among the shared ones. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', shared: Record<string, Schema>): Schema {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => describeMask(jsonSchema as Schema, io),
  }) as Schema
  const text = JSON.stringify(plain).replaceAll('"#/$defs/', '"#/components/schemas/')
  const { $defs = {}, ...rest } = JSON.parse(text) as Schema & { $defs?: Record<string, Schema> }
  Object.assign(shared, $defs)
  return rest
}

function describe(
  { module, name, operation }: Named,
  shared: Record<string, Schema>,
): Record<string, unknown> {
  const input = jsonSchema(operation.input, 'input', shared)
  const inPath = [...pathOf(operation).matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string)
  const inQuery = Object.keys(input.properties ?? {}).filter(
    (field) =>
      !inPath.includes(field) &&
      operation.body !== 'json' &&
      !(operation.body === 'ndjson' && field === 'rows') &&
      !(operation.body === 'text' && field === 'text'),
  )
  return {
    operationId: `${module}.${name}`,
    summary: operation.summary,
    description: [operation.description, `Scope: \`${operation.scope}\`.`].filter(Boolean).join(' '),
    tags: [module],
    parameters: [
      ...inPath.map((field) => parameter(field, 'path', input)),
      ...inQuery.map((field) => parameter(field, 'query', input)),
      ...(operation.files ? [formatParameter(operation.files)] : []),
      ...(operation.kind === 'command' ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(operation.body !== 'none' && { requestBody: requestBody(operation, input, inPath) }),
    responses: {
      [operation.status]: { description: 'Done.', content: replyContent(operation, shared) },
      ...(canBeParked(operation) && { 202: { $ref: '#/components/responses/Parked' } }),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

const formatParameter = (files: readonly FileFormat[]) => ({
  name: 'format',
  in: 'query',
  required: false,
  description: 'As a file, with all pages of it. Default: json.',
  schema: { type: 'string', enum: ['json', ...files] },
})

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: `Kept for ${LIMITS.idempotencyDays} days.`,
  schema: { type: 'string', maxLength: LIMITS.idempotencyKeyCharsMax },
}

function parameter(field: string, place: 'path' | 'query', input: Schema) {
  const schema =
    field === 'company' ? { type: 'string', description: 'Id or slug.' } : input.properties?.[field]
  const required = place === 'path' || (input.required ?? []).includes(field)
  return { name: field, in: place, required, schema: schema ?? { type: 'string' } }
}

/** Policies stand before every command of a company. */
const canBeParked = ({ kind, level }: Operation): boolean => kind === 'command' && level === 'company'

function requestBody(operation: Operation, schema: Schema, inPath: string[]) {
  switch (operation.body) {
    case 'ndjson': {
      const rows = schema.properties?.rows as { items?: { anyOf?: Schema[] } } | undefined
      const row = rows?.items?.anyOf?.[0]?.properties?.value
      return {
        required: true,
        content: { 'application/x-ndjson': { schema: { type: 'string' }, 'x-row-schema': row } },
      }
    }
    case 'text':
      return { required: true, content: { 'text/plain': { schema: { type: 'string' } } } }
    case 'binary':
      return { required: true, content: { 'application/octet-stream': { schema: {} } } }
    default: {
      const properties = Object.fromEntries(
        Object.entries(schema.properties ?? {}).filter(([field]) => !inPath.includes(field)),
      )
      const required = (schema.required ?? []).filter((field) => !inPath.includes(field))
      const example = operation.example === undefined ? {} : { example: operation.example }
      return {
        required: required.length > 0,
        content: { 'application/json': { schema: { ...schema, properties, required }, ...example } },
      }
    }
  }
}

const MASKED: Schema = {
  type: 'array',
  items: { type: 'string' },
  description:
    'RFC 6901 pointers to the fields that are null because the reader lacks their grant. Absent: none.',
}

function replyContent(operation: Operation, shared: Record<string, Schema>) {
  return { ...replyOf(operation, shared), ...filesOf(operation.files ?? []) }
}

const filesOf = (files: readonly FileFormat[]) =>
  Object.fromEntries(files.map((file) => [FILE_TYPES[file], { schema: { type: 'string' } }]))

function replyOf(operation: Operation, shared: Record<string, Schema>) {
  if (operation.replyType) return { [operation.replyType]: { schema: { type: 'string' } } }
  const schema = jsonSchema(operation.reply, 'output', shared)
  if (!maskOf(operation.reply)) return { 'application/json': { schema } }
  const properties = { ...schema.properties, masked: MASKED }
  return { 'application/json': { schema: { ...schema, properties } } }
}

import { z } from 'zod'
import { contracts } from '../durable-objects/contracts.ts'
import type { Operation } from '../durable-objects/kernel/contract.ts'
import { LIMITS } from '../durable-objects/kernel/limits.ts'
import { type Named, operations, pathOf } from './mount.ts'
import { allScopes } from './scopes.ts'

type Schema = Record<string, unknown> & { properties?: Record<string, Schema>; required?: string[] }

/** The OpenAPI 3.1 document, derived from the contracts that the routes are derived from. */
export function openApi(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const named of operations()) {
    const path = pathOf(named.operation)
    paths[path] = { ...paths[path], [named.operation.method.toLowerCase()]: describe(named) }
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
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: `An API key or a session token. Scopes: ${allScopes().join(', ')}.`,
        },
      },
      schemas: { Problem: PROBLEM },
      responses: {
        Problem: {
          description: 'A refusal: what is wrong, in which field, and the way out. Nothing was changed.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  }
}

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

function describe({ module, name, operation }: Named): Record<string, unknown> {
  const input = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as Schema
  const inPath = [...pathOf(operation).matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string)
  const inQuery = Object.keys(input.properties ?? {}).filter(
    (field) =>
      !inPath.includes(field) &&
      operation.body !== 'json' &&
      field !== 'rows' &&
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
      ...(operation.kind === 'command' ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(operation.body !== 'none' && { requestBody: requestBody(operation, input, inPath) }),
    responses: {
      [operation.status]: { description: 'Done.', content: replyContent(operation) },
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

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

function requestBody(operation: Operation, input: Schema, inPath: string[]) {
  const { $schema: _, ...schema } = input
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

function replyContent(operation: Operation) {
  if (operation.replyType) return { [operation.replyType]: { schema: { type: 'string' } } }
  const reply = z.toJSONSchema(operation.reply, { io: 'output', unrepresentable: 'any' }) as Schema
  const { $schema: _, ...schema } = reply
  return { 'application/json': { schema } }
}

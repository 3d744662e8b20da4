import { z } from 'zod'
import { contracts } from '../../../../workers/contracts.ts'
import { type FieldChoice, type FieldKind, labelOfPath, phraseOfPath } from './fields.ts'

/** The fields that people send with a command, read off its contract: what a condition can compare besides the record. */

interface Schema {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  $ref?: string
}

/** Deeper structures, such as a policy's own conditions, are no fields that people know. */
const DEPTH_MAX = 4
const FIELDS_MAX = 200

/** Of all commands that the patterns cover, each field once. */
export function inputFieldsOf(patterns: readonly string[]): FieldChoice[] {
  const found = new Map<string, FieldChoice>()
  for (const [name, operation] of commandsIn(patterns))
    for (const choice of fieldsOf(name, operation))
      if (!found.has(choice.field)) found.set(choice.field, choice)
  return [...found.values()].slice(0, FIELDS_MAX)
}

type AnyOperation = { kind: string; level: string; input: z.ZodType; internal?: true }

function commandsIn(patterns: readonly string[]): [string, AnyOperation][] {
  return Object.entries(contracts).flatMap(([module, contract]) =>
    Object.entries(contract.operations as Record<string, AnyOperation>)
      .map(([name, operation]): [string, AnyOperation] => [`${module}.${name}`, operation])
      .filter(([, { kind, level, internal }]) => kind === 'command' && level === 'company' && !internal)
      .filter(([name]) => patterns.some((pattern) => covers(pattern, name))),
  )
}

/** As the contract says it: `*` leaves out the commands of guardrails, which have to be named. */
export function covers(pattern: string, command: string): boolean {
  if (pattern === '*') return !command.startsWith('guardrails.')
  return pattern.endsWith('.*') ? command.startsWith(pattern.slice(0, -1)) : pattern === command
}

const known = new Map<string, readonly FieldChoice[]>()

function fieldsOf(name: string, { input }: AnyOperation): readonly FieldChoice[] {
  let fields = known.get(name)
  if (!fields) {
    const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema
    fields = walk(schema, 'input', 0)
    known.set(name, fields)
  }
  return fields
}

function walk(schema: Schema, path: string, depth: number): FieldChoice[] {
  if (schema.$ref !== undefined || depth > DEPTH_MAX) return []
  const options = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]
  const parts = options.flatMap((option) => [
    ...Object.entries(option.properties ?? {}).flatMap(([name, property]) =>
      /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? walk(property, `${path}.${name}`, depth + 1) : [],
    ),
    ...(option.items ? walk(option.items, `${path}[]`, depth) : []),
  ])
  if (parts.length > 0 || path === 'input') return parts
  const kind = options.map(kindOf).find((each) => each !== undefined)
  if (!kind) return []
  const scalar = options.map(scalarOf).find((each) => each !== undefined)
  const choices = schema.enum?.filter((value): value is string => typeof value === 'string')
  return [
    {
      field: path,
      label: labelOfPath(path),
      phrase: phraseOfPath(path),
      kind,
      group: 'What is sent',
      ...(kind === 'choice' && choices && { options: choices }),
      ...(scalar && { scalar }),
    },
  ]
}

const scalarOf = ({ type }: Schema): 'number' | 'boolean' | undefined =>
  type === 'number' || type === 'integer' ? 'number' : type === 'boolean' ? 'boolean' : undefined

function kindOf({ type, format, enum: values }: Schema): FieldKind | undefined {
  if (values) return 'choice'
  if (format === 'decimal' || type === 'number' || type === 'integer') return 'number'
  if (type === 'boolean') return 'boolean'
  // Dates of the input are compared as text: only "is" and the like make sense.
  return type === 'string' ? 'text' : undefined
}

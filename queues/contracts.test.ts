import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventSchemas } from './contracts.ts'

/**
 * An event that was written once is read forever. The committed snapshots are what integrations rely on: a schema may
 * grow by an optional field; anything else is a new version of the event beside the old one.
 *
 * A new event or version: `npm run schemas` writes its snapshot; it never changes one that exists.
 */
const folder = join(import.meta.dirname, 'schemas')
const fileOf = (name: string) => `${name.replace('/', '.v')}.json`
const schemas = eventSchemas() as Record<string, Schema>
const committed = readdirSync(folder).filter((file) => file.endsWith('.json'))

interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
}

describe('event schemas', () => {
  it('each has its snapshot, and each snapshot its event', () => {
    expect(Object.keys(schemas).map(fileOf).sort()).toEqual(committed.sort())
  })

  it.each(Object.keys(schemas))(
    '%s still reads what was written by its snapshot, and its readers still understand it',
    (name) => {
      const before = JSON.parse(readFileSync(join(folder, fileOf(name)), 'utf8')) as Schema
      expect(incompatibilities(before, schemas[name] as Schema, name)).toEqual([])
    },
  )

  it('the check itself finds a lost field, a new required one, another type and a narrower choice', () => {
    const before: Schema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { enum: ['x', 'y'] } },
      required: ['a'],
    }
    const changed = (change: Partial<Schema>): Schema => ({ ...before, ...change })
    const of = (schema: Schema) => incompatibilities(before, schema, '')
    expect(of(changed({ properties: { b: { enum: ['x', 'y'] } } }))).toEqual(['/a is gone'])
    expect(of(changed({ properties: { ...before.properties, c: {} }, required: ['a', 'c'] }))).toEqual([
      '/c is required now',
    ])
    expect(of(changed({ properties: { ...before.properties, a: { type: 'number' } } }))).toEqual([
      '/a is number, was string',
    ])
    expect(of(changed({ properties: { ...before.properties, b: { enum: ['x'] } } }))).toEqual([
      '/b has lost "y"',
    ])
    expect(of(changed({ required: [] }))).toEqual(['/a may be missing now'])
    expect(of(changed({ properties: { ...before.properties, c: {} } }))).toEqual([])
  })
})

function incompatibilities(before: Schema, after: Schema, path: string): string[] {
  // A field that may be null has a list of types.
  if (String(before.type) !== String(after.type)) return [`${path} is ${after.type}, was ${before.type}`]
  const lost = (before.enum ?? []).filter((value) => !after.enum?.includes(value))
  const required = (after.required ?? []).filter((field) => !before.required?.includes(field))
  const optional = (before.required ?? []).filter(
    (field) => after.properties?.[field] && !after.required?.includes(field),
  )
  return [
    ...lost.map((value) => `${path} has lost ${JSON.stringify(value)}`),
    ...required.map((field) => `${path}/${field} is required now`),
    ...optional.map((field) => `${path}/${field} may be missing now`),
    ...Object.entries(before.properties ?? {}).flatMap(([field, schema]) => {
      const now = after.properties?.[field]
      return now ? incompatibilities(schema, now, `${path}/${field}`) : [`${path}/${field} is gone`]
    }),
    ...(before.items ? incompatibilities(before.items, after.items ?? {}, `${path}/*`) : []),
    ...(before.anyOf ?? []).flatMap((choice, index) =>
      incompatibilities(choice, after.anyOf?.[index] ?? {}, path),
    ),
  ]
}

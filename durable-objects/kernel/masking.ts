import type { z } from 'zod'
import { FIELD_CLASSES, type FieldClass } from './field-classes.ts'
import { type Grants, mayReadField } from './grants.ts'

/**
 * Masks the fields that a contract marks with `.meta({ sensitive: 'bank-details' })`: for a reader without the grant for
 * the class they are null, and their JSON pointers stand in `masked` beside them at the top of the reply.
 */
export interface Masked {
  value: unknown
  /** RFC 6901 pointers of what was replaced by null. */
  masked: string[]
}

/** Replaces in place; `note` gets the pointer of each field. */
type Mask = (
  value: unknown,
  pointer: string,
  hidden: ReadonlySet<FieldClass>,
  note: (pointer: string) => void,
) => unknown

/** Undefined for nearly all schemas: nothing in them is sensitive. */
// Zod's own types tell every kind of schema apart; `Schema` is the little that is read of all of them.
export const maskOf = (schema: z.ZodType): Mask | undefined => maskOfPart(schema as unknown as Schema)

/** Made once per schema. */
function maskOfPart(schema: Schema): Mask | undefined {
  if (masks.has(schema)) return masks.get(schema)
  // A schema that contains itself ends here.
  masks.set(schema, undefined)
  const mask = compile(schema)
  masks.set(schema, mask)
  return mask
}

const masks = new WeakMap<Schema, Mask | undefined>()

/** Classes whose fields an actor gets as null. */
export const hiddenClasses = (grants: Grants): ReadonlySet<FieldClass> =>
  new Set((Object.keys(FIELD_CLASSES) as FieldClass[]).filter((each) => !mayReadField(grants, each)))

export function masked(schema: z.ZodType, value: unknown, grants: Grants): Masked {
  const mask = maskOf(schema)
  if (!mask) return { value, masked: [] }
  const hidden = hiddenClasses(grants)
  const pointers: string[] = []
  return hidden.size === 0
    ? { value, masked: [] }
    : { value: mask(value, '', hidden, (pointer) => pointers.push(pointer)), masked: pointers }
}

/** A reply as JSON text, masked for the actor. */
export function maskedReply(schema: z.ZodType, reply: unknown, grants: Grants): string {
  const { value, masked: pointers } = masked(schema, reply, grants)
  return JSON.stringify(pointers.length === 0 ? value : { ...(value as object), masked: pointers })
}

/** What is read of zod's schemas. */
interface Schema {
  meta(): { sensitive?: FieldClass } | undefined
  def: {
    type: string
    shape?: Record<string, Schema>
    element?: Schema
    valueType?: Schema
    innerType?: Schema
    options?: readonly Schema[]
    out?: Schema
  }
}

function compile(schema: Schema): Mask | undefined {
  const { sensitive } = schema.meta() ?? {}
  if (sensitive) return maskField(sensitive)
  const { shape, element, valueType, innerType, options, out } = schema.def
  if (shape) return maskFields(shape)
  if (element) return maskItems(element)
  if (valueType) return maskItems(valueType)
  const inner = innerType ?? out
  if (inner) return maskOfPart(inner)
  return options && maskChoices(options)
}

const maskField =
  (fieldClass: FieldClass): Mask =>
  (value, pointer, hidden, note) => {
    if (!hidden.has(fieldClass) || value === null || value === undefined) return value
    note(pointer)
    return null
  }

function maskFields(shape: Record<string, Schema>): Mask | undefined {
  const fields = Object.entries(shape).flatMap(([name, field]): [string, Mask][] => {
    const mask = maskOfPart(field)
    return mask ? [[name, mask]] : []
  })
  if (fields.length === 0) return undefined
  return (value, pointer, hidden, note) => {
    if (typeof value !== 'object' || value === null) return value
    const copy: Record<string, unknown> = { ...value }
    for (const [name, mask] of fields)
      if (name in copy) copy[name] = mask(copy[name], `${pointer}/${escaped(name)}`, hidden, note)
    return copy
  }
}

/** Of an array or a record: both are told apart by the value. */
function maskItems(item: Schema): Mask | undefined {
  const mask = maskOfPart(item)
  if (!mask) return undefined
  return (value, pointer, hidden, note) => {
    if (Array.isArray(value))
      return value.map((each, index) => mask(each, `${pointer}/${index}`, hidden, note))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
    return Object.fromEntries(
      entries.map(([key, each]) => [key, mask(each, `${pointer}/${escaped(key)}`, hidden, note)]),
    )
  }
}

/** What is sensitive in one choice is masked whichever choice the value is. */
function maskChoices(options: readonly Schema[]): Mask | undefined {
  const each = options.flatMap((option) => maskOfPart(option) ?? [])
  if (each.length === 0) return undefined
  return (value, pointer, hidden, note) => each.reduce((so, mask) => mask(so, pointer, hidden, note), value)
}

/** RFC 6901 */
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')

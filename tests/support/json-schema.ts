/**
 * The part of JSON Schema 2020-12 that the API description uses, checked without the library that the description is
 * made with. A keyword that is not known here is an error: what is not understood must not pass as valid.
 */
export interface Schema {
  [keyword: string]: unknown
}

/** Schemas of the description that have a name of their own, for those that refer to them. */
let named: Record<string, Schema> = {}
const REFERENCE = '#/components/schemas/'

export function knowSchemas(schemas: Record<string, Schema>): void {
  named = schemas
}

type Check = (value: unknown, operand: never, schema: Schema, at: string) => string[]

/** What does not fit, each with the JSON pointer of its place; empty when the value is valid. */
export function violations(schema: unknown, value: unknown, at = ''): string[] {
  if (schema === true) return []
  if (schema === false) return [`${at}: nothing is allowed here`]
  if (!isObject(schema)) throw new Error(`a schema is an object or a boolean, not ${JSON.stringify(schema)}`)
  return Object.entries(schema).flatMap(([keyword, operand]) => {
    if (ANNOTATIONS.has(keyword)) return []
    const check = CHECKS[keyword]
    if (!check) throw new Error(`the keyword ${keyword} is not known`)
    return check(value, operand as never, schema, at)
  })
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value

const isType = (value: unknown, type: string) =>
  type === 'integer' ? Number.isInteger(value) : typeOf(value) === type

const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const say = (holds: boolean, at: string, what: string) => (holds ? [] : [`${at || '/'}: ${what}`])
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')

/** Keywords that say something without asserting it. Formats do, in this vocabulary. */
const ANNOTATIONS = new Set([
  'description',
  'title',
  'examples',
  'example',
  'default',
  'deprecated',
  'format',
  '$schema',
])

const CHECKS: Record<string, Check> = {
  $ref: (value, reference: string, _, at) => violations(named[reference.slice(REFERENCE.length)], value, at),
  type: (value, type: string | string[], _, at) =>
    say(
      [type].flat().some((each) => isType(value, each)),
      at,
      `is ${typeOf(value)}, not ${type}`,
    ),
  const: (value, constant: unknown, _, at) =>
    say(equal(value, constant), at, `is not ${JSON.stringify(constant)}`),
  enum: (value, choices: unknown[], _, at) =>
    say(
      choices.some((choice) => equal(value, choice)),
      at,
      `is none of ${JSON.stringify(choices)}`,
    ),
  anyOf: (value, choices: Schema[], _, at) => {
    const problems = choices.map((choice) => violations(choice, value, at))
    return problems.some((each) => each.length === 0)
      ? []
      : [`${at}: fits no choice (${problems.join(' | ')})`]
  },
  oneOf: (value, choices: Schema[], _, at) =>
    say(
      choices.filter((each) => violations(each, value, at).length === 0).length === 1,
      at,
      'fits not one choice',
    ),
  allOf: (value, all: Schema[], _, at) => all.flatMap((each) => violations(each, value, at)),
  not: (value, not: Schema, _, at) =>
    say(violations(not, value, at).length > 0, at, 'is what it must not be'),
  properties: (value, properties: Record<string, Schema>, _, at) =>
    isObject(value)
      ? Object.entries(properties).flatMap(([name, schema]) =>
          Object.hasOwn(value, name) ? violations(schema, value[name], `${at}/${escaped(name)}`) : [],
        )
      : [],
  required: (value, names: string[], _, at) =>
    isObject(value)
      ? names.flatMap((name) => say(Object.hasOwn(value, name), `${at}/${escaped(name)}`, 'is missing'))
      : [],
  additionalProperties: (value, additional: Schema | boolean, { properties = {} }, at) =>
    isObject(value)
      ? Object.entries(value)
          .filter(([name]) => !Object.hasOwn(properties as object, name))
          .flatMap(([name, member]) => violations(additional, member, `${at}/${escaped(name)}`))
      : [],
  propertyNames: (value, names: Schema, _, at) =>
    isObject(value)
      ? Object.keys(value).flatMap((name) => violations(names, name, `${at}/${escaped(name)}`))
      : [],
  items: (value, items: Schema | boolean, _, at) =>
    Array.isArray(value) ? value.flatMap((item, index) => violations(items, item, `${at}/${index}`)) : [],
  minItems: (value, min: number, _, at) =>
    say(!Array.isArray(value) || value.length >= min, at, `has below ${min} items`),
  maxItems: (value, max: number, _, at) =>
    say(!Array.isArray(value) || value.length <= max, at, `has over ${max} items`),
  minLength: (value, min: number, _, at) =>
    say(typeof value !== 'string' || [...value].length >= min, at, `is below ${min} long`),
  maxLength: (value, max: number, _, at) =>
    say(typeof value !== 'string' || [...value].length <= max, at, `is over ${max} long`),
  pattern: (value, pattern: string, _, at) =>
    say(typeof value !== 'string' || new RegExp(pattern, 'u').test(value), at, `does not match ${pattern}`),
  minimum: (value, min: number, _, at) =>
    say(typeof value !== 'number' || value >= min, at, `is below ${min}`),
  maximum: (value, max: number, _, at) =>
    say(typeof value !== 'number' || value <= max, at, `is above ${max}`),
  exclusiveMinimum: (value, min: number, _, at) =>
    say(typeof value !== 'number' || value > min, at, `is not above ${min}`),
  exclusiveMaximum: (value, max: number, _, at) =>
    say(typeof value !== 'number' || value < max, at, `is not below ${max}`),
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']

/** What is wrong with a schema itself, wherever in it. */
export function schemaProblems(schema: unknown, at: string): string[] {
  if (typeof schema === 'boolean') return []
  if (!isObject(schema)) return [`${at} is no schema`]
  return Object.entries(schema).flatMap(([keyword, operand]): string[] => {
    const here = `${at}/${keyword}`
    switch (keyword) {
      case 'type':
        return say(
          [operand].flat().every((each) => TYPES.includes(each as string)),
          here,
          'is no type',
        )
      case 'properties':
        return isObject(operand)
          ? Object.entries(operand).flatMap(([name, each]) => schemaProblems(each, `${here}/${name}`))
          : [`${here} is no object`]
      case 'items':
      case 'additionalProperties':
      case 'propertyNames':
      case 'not':
        return schemaProblems(operand, here)
      case 'anyOf':
      case 'oneOf':
      case 'allOf':
        return Array.isArray(operand) && operand.length > 0
          ? operand.flatMap((each, index) => schemaProblems(each, `${here}/${index}`))
          : [`${here} has no choices`]
      case '$ref':
        return say(String(operand).startsWith(REFERENCE), here, 'refers to no named schema')
      case 'required':
        return say(
          Array.isArray(operand) &&
            new Set(operand).size === operand.length &&
            operand.every(
              (name) => typeof name === 'string' && Object.hasOwn((schema.properties ?? {}) as object, name),
            ),
          here,
          'names what is no property',
        )
      case 'enum':
      case 'examples':
        return say(Array.isArray(operand) && operand.length > 0, here, 'is empty')
      case 'pattern':
        return say(isPattern(operand), here, 'is no regular expression')
      case 'minimum':
      case 'maximum':
      case 'exclusiveMinimum':
      case 'exclusiveMaximum':
        return say(typeof operand === 'number', here, 'is no number')
      case 'minItems':
      case 'maxItems':
      case 'minLength':
      case 'maxLength':
        return say(Number.isInteger(operand) && (operand as number) >= 0, here, 'is no length')
      case 'description':
      case 'title':
      case 'format':
        return say(typeof operand === 'string' && operand !== '', here, 'is no text')
      case 'const':
      case 'default':
      case 'example':
        return []
      default:
        return [`${here} is an unknown keyword`]
    }
  })
}

function isPattern(text: unknown): boolean {
  try {
    new RegExp(text as string, 'u')
    return typeof text === 'string'
  } catch {
    return false
  }
}

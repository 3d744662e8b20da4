import { z } from 'zod'
import { parseDate } from './dates.ts'
import { type IdKind, isId, PREFIX } from './ids.ts'
import { LIMITS } from './limits.ts'
import { isTimeZone } from './zones.ts'

/** Field schemas that every module's contract is built from. Their messages are what the user reads. */

// NUL and the other C0 controls end up in files, terminals and spreadsheets where they do harm; a lone surrogate has no
// UTF-8 form and could therefore not be hashed.
const CONTROL = /\p{Cc}/u
const CONTROL_BUT_LINES = /(?![\t\n\r])\p{Cc}/u

const text = (charsMax: number, forbidden: RegExp) =>
  z
    .string()
    .max(charsMax, `At most ${charsMax} characters.`)
    .refine(
      (value) => !forbidden.test(value) && value.isWellFormed(),
      'Control characters and broken Unicode are not accepted.',
    )

/** One line of text, stored in Unicode normalisation form C and without outer white space. */
export const line = (charsMax: number) =>
  text(charsMax, CONTROL).transform((value) => value.normalize('NFC').trim())

export const requiredLine = (charsMax: number) =>
  line(charsMax).refine((value) => value.length > 0, 'Must not be empty.')

export const multiline = (charsMax: number) =>
  text(charsMax, CONTROL_BUT_LINES).transform((value) => value.normalize('NFC').trim())

/** An exact decimal; whether it fits the unit's decimal places is known only with the unit. */
export const decimal = z
  .string({ error: 'Write amounts as a string, such as "1234.50": JSON numbers are not exact.' })
  .max(64, 'At most 64 characters.')
  .meta({ format: 'decimal', examples: ['1234.50'] })

export const date = z
  .string()
  .refine((value) => parseDate(value) !== undefined, 'Write a date of the calendar as YYYY-MM-DD.')
  .meta({ format: 'date', examples: ['2026-03-31'] })

export const timeZone = z
  .string()
  .max(LIMITS.timeZoneCharsMax)
  .refine(isTimeZone, 'Name an IANA time zone such as "Europe/Berlin".')
  .meta({ examples: ['Europe/Berlin'] })

export const id = (kind: IdKind) =>
  z
    .string()
    .refine((value) => isId(kind, value), `Write an id as ${PREFIX[kind]}_ followed by a ULID.`)
    .meta({ examples: [`${PREFIX[kind]}_01JZ8M3Y5N6P7Q8R9S0T1V2W3X`] })

/** A whole number in the query string. */
export const wholeNumber = (min: number, max: number) =>
  z
    .union([z.string().regex(/^\d{1,16}$/, 'Write a whole number.'), z.number()])
    .transform(Number)
    .pipe(z.number().int().min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max })

export const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((value) => value === true || value === 'true')
  .meta({ type: 'boolean' })

export const sequence = wholeNumber(0, LIMITS.minorUnitsMax)

/** The two query parameters of every list. */
export const page = {
  limit: wholeNumber(1, LIMITS.pageRowsMax).optional(),
  cursor: z.string().max(500).optional(),
}

export const listOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ data: z.array(row), nextCursor: z.string().nullable() })

/** One line of an NDJSON body: what it parsed to, or why it did not. */
export const ndjsonRow = <Row extends z.ZodType>(row: Row) =>
  z.union([
    z.object({ value: row }),
    z.object({ errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })) }),
  ])

import { z } from 'zod'
import { requiredLine } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { ACCOUNT_TYPES, accountCode } from '../contract.ts'

/** How the columns of a CSV file become entries. Nothing in it is guessed when the file is imported. */

/** Fields that are said once an entry; of several rows of one entry, the first one counts. */
export const ENTRY_FIELDS = [
  'externalId',
  'entry',
  'date',
  'journal',
  'description',
  'reference',
  'note',
] as const
/** Fields of a line. */
export const LINE_FIELDS = [
  'account',
  'accountName',
  'debitAccount',
  'creditAccount',
  'debit',
  'credit',
  'amount',
  'unit',
  'value',
  'rate',
  'memo',
  'itemReference',
  'dueDate',
  'distribution',
] as const
export const MAPPING_FIELDS = [...ENTRY_FIELDS, ...LINE_FIELDS] as const

export const DATE_FORMATS = [
  'YYYY-MM-DD',
  'DD.MM.YYYY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'YYYY/MM/DD',
  'YYYY.MM.DD',
  'YYYYMMDD',
  'DD.MM.YY',
  'DD/MM/YY',
  'MM/DD/YY',
  'DDMMYYYY',
] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

export const DELIMITERS = [',', ';', '\t', '|'] as const

const field = z
  .string()
  .refine(
    (name) =>
      (MAPPING_FIELDS as readonly string[]).includes(name) || /^dimension:[a-z][a-z0-9-]*$/.test(name),
    { error: `Write one of ${MAPPING_FIELDS.join(', ')}, or dimension:<code>.` },
  )

export const accountCodes = z
  .record(requiredLine(LIMITS.accountCodeCharsMax), accountCode)
  .refine(
    (all) => Object.keys(all).length <= LIMITS.mappedAccountsMax,
    `At most ${LIMITS.mappedAccountsMax} accounts.`,
  )

/** Types of accounts that are to be opened, by code or by the beginning of codes (`4*`). */
export const accountTypes = z
  .record(requiredLine(LIMITS.accountCodeCharsMax), z.enum(ACCOUNT_TYPES))
  .refine(
    (all) => Object.keys(all).length <= LIMITS.mappedAccountsMax,
    `At most ${LIMITS.mappedAccountsMax} accounts.`,
  )

export const mapping = z.strictObject({
  layout: z
    .enum(['lines', 'entries'])
    .describe('`lines`: one row a line of an entry. `entries`: one row an entry of two lines.'),
  delimiter: z.enum(DELIMITERS).optional().describe('Default: a comma.'),
  dateFormat: z.enum(DATE_FORMATS),
  decimalMark: z.enum(['.', ',']),
  thousands: z.enum([',', '.', ' ', "'", '']).optional().describe('What parts thousands. Default: nothing.'),
  columns: z
    .record(field, requiredLine(LIMITS.nameCharsMax))
    .describe('Header of the column that each field stands in.'),
  accounts: accountCodes.optional().describe('Codes in the file and the accounts that they stand for.'),
  defaults: z
    .record(field, requiredLine(LIMITS.descriptionCharsMax))
    .optional()
    .describe('What a field is where the row says nothing.'),
})

/** The same as it lies in events. */
const texts = z.record(z.string(), z.string())
export const storedMapping = mapping.extend({
  columns: texts,
  accounts: texts.optional(),
  defaults: texts.optional(),
})
export type Mapping = z.output<typeof storedMapping>

/** Fields without which no row could be booked; empty: the mapping is complete. */
export function missingFields({ layout, columns, defaults = {} }: Mapping): string[] {
  const has = (name: string) => columns[name] !== undefined || defaults[name] !== undefined
  const missing = ['date'].filter((name) => !has(name))
  if (layout === 'entries')
    return [...missing, ...['debitAccount', 'creditAccount', 'amount'].filter((name) => !has(name))]
  if (!has('account')) missing.push('account')
  if (!has('amount') && !(has('debit') && has('credit'))) missing.push('debit and credit, or amount')
  return missing
}

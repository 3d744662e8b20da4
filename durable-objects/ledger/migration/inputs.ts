import { z } from 'zod'
import { date, decimal, flag, line, requiredLine } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { ACCOUNT_TYPES, accountCode, journalCode, unitCode } from '../contract.ts'
import { accountCodes, accountTypes } from './mapping.ts'

/** What files are imported with, and lines of opening balances. */

export const IMPORT_FORMATS = ['csv', 'saf-t', 'hledger', 'ledger', 'beancount'] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]
export const IMPORT_STATUSES = ['open', 'finished', 'abandoned', 'reversing', 'reversed'] as const
export type ImportStatus = (typeof IMPORT_STATUSES)[number]
export const format = z.enum(IMPORT_FORMATS)
export const upsert = z.enum(['refuse', 'skip', 'correct'])
export type Upsert = z.output<typeof upsert>
export const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'Write a SHA-256 as 64 small hexadecimal digits.')
  .meta({ examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'] })

export const options = z.strictObject({
  accounts: accountCodes.optional().describe('Codes in the file and the accounts that they stand for.'),
  accountTypes: accountTypes
    .optional()
    .describe(
      'Types of accounts that the file does not tell, by code or by its beginning, such as "4*". An account of a CSV that is not in the chart is opened with it.',
    ),
  journal: journalCode.optional().describe('Journal of entries that name none.'),
  journals: z
    .record(requiredLine(LIMITS.nameCharsMax), journalCode)
    .optional()
    .describe('Journals in the file and those that they stand for, of CSV and SAF-T.'),
  externalIdPrefix: line(40).optional().describe('Stands before every external id, such as "old-erp:".'),
  externalIdTag: line(100)
    .optional()
    .describe('Tag or metadata of a plain-text journal that holds the id of an entry.'),
  openingBalances: flag.optional().describe('Book the opening balances of accounts in SAF-T. Default: yes.'),
  dateField: z
    .enum(['transaction', 'posting'])
    .optional()
    .describe('Which date of SAF-T is the effective one. Default: TransactionDate.'),
})
/** The same as it lies in events. */
export const storedOptions = options.extend({
  accounts: z.record(z.string(), z.string()).optional(),
  accountTypes: z.record(z.string(), z.enum(ACCOUNT_TYPES)).optional(),
  journals: z.record(z.string(), z.string()).optional(),
  journal: z.string().optional(),
  externalIdPrefix: z.string().optional(),
  externalIdTag: z.string().optional(),
  openingBalances: z.boolean().optional(),
})
export type ImportOptions = z.output<typeof storedOptions>

export const openingLine = z.strictObject({
  account: accountCode,
  debit: decimal.optional(),
  credit: decimal.optional(),
  unit: unitCode.optional(),
  value: decimal.optional().describe('In company currency, for a line in another unit.'),
  reference: line(LIMITS.referenceCharsMax).optional().describe('Number of the document of an open item.'),
  dueDate: date.optional(),
  memo: line(LIMITS.memoCharsMax).optional(),
})
export type OpeningLine = z.output<typeof openingLine>

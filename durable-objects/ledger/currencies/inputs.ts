import { z } from 'zod'
import { date } from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { accountCode } from '../contract.ts'

/** What several commands and queries about currencies are asked with. */

export const rateText = z
  .string({ error: 'Write a rate as a string, such as "1.0852": JSON numbers are not exact.' })
  .max(40, 'At most 40 characters.')
  .meta({ format: 'decimal', examples: ['1.0852'] })

/** Begins with a letter, so that no source reads like a rate. */
export const rateSource = z
  .string()
  .regex(
    new RegExp(`^[a-z][a-z0-9-]{0,${LIMITS.rateSourceCharsMax - 1}}$`),
    'Write small letters, digits and hyphens, beginning with a letter, such as "ecb".',
  )
  .refine((value) => value !== 'auto', '"auto" means the sources in their order: choose another name.')
  .meta({ examples: ['ecb'] })
/** In which rates are recorded that name no other. */
export const MANUAL_SOURCE = 'manual'
export const ECB_SOURCE = 'ecb'

/** IAS 21.39, or everything at the closing rate for the convenience of readers. */
export const TRANSLATION_METHODS = ['closing-rate', 'convenience'] as const
export const translationMethod = z.enum(TRANSLATION_METHODS)
export type TranslationMethod = z.output<typeof translationMethod>

/** Several codes in the query string: `1200,1210`. */
export const codes = z
  .string()
  .max(LIMITS.accountCodeCharsMax * 10)
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(accountCode).min(1).max(LIMITS.revaluedAccountsMax))
  .meta({ type: 'string' })

export const revaluing = {
  asOf: date.describe('Usually the last day of a period.'),
  reverseOn: date.optional().describe('Default: the day after.'),
  source: rateSource.optional().describe('Default: the sources in their order.'),
}

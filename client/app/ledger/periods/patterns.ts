import type { PeriodPattern } from '../../../../durable-objects/ledger/periods/contract.ts'

/** What a year is cut into. */
export const PATTERN_NAMES: Readonly<Record<PeriodPattern, string>> = {
  months: 'Months',
  quarters: 'Quarters',
  '4-4-5': 'Weeks as 4-4-5',
  '4-5-4': 'Weeks as 4-5-4',
  '5-4-4': 'Weeks as 5-4-4',
}

export const isOfWeeks = (pattern: string): boolean => pattern.includes('-')

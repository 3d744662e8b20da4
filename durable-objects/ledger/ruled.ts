import { parseAmount } from '../kernel/amount.ts'
import type { FieldError } from '../kernel/result.ts'
import type { FieldRule, RuledReader, RuledRecord } from '../kernel/rules.ts'

/** What record rules see of a line: its account, and journal, author and amount of its entry. */
export const ruledLine = (
  account: string,
  journal: string,
  author: string,
  totalMinor: number,
): RuledRecord => ({
  text(field) {
    switch (field) {
      case 'account':
        return account
      case 'journal':
        return journal
      case 'author':
        return author
      default:
        return undefined
    }
  },
  amount: (field) => (field === 'amount' ? totalMinor : undefined),
})

export const readerOf = (actor: string, scale: () => number): RuledReader => ({
  actor,
  /** A limit with more decimals than the currency has is met by what lies below it. */
  minorUnits(text) {
    const point = text.indexOf('.')
    const cut = point < 0 ? text : text.slice(0, point + (scale() === 0 ? 0 : 1 + scale()))
    const amount = parseAmount(cut, scale())
    return typeof amount === 'number' ? amount : undefined
  },
})

/** Where the field that a rule is about stands in an entry that somebody sends, and what to say about it. */
export function ruleError(rule: FieldRule, line: number): FieldError {
  const code = 'record_rule'
  const pointer =
    rule.field === 'account'
      ? `/lines/${line}/account`
      : rule.field === 'journal'
        ? '/journal'
        : rule.field === 'amount'
          ? '/lines'
          : ''
  return { pointer, code, detail: describeRule(rule) }
}

export function describeRule(rule: FieldRule): string {
  const { field } = rule
  if (field === '') return 'No role of yours allows this for any record.'
  if ('max' in rule) return `Your record rules allow an ${field} up to ${rule.max} in company currency.`
  if ('own' in rule) return `Your record rules allow records of your own only (${field}).`
  if ('allow' in rule) return `Your record rules allow ${field} ${rule.allow.join(', ')} only.`
  return `Your record rules exclude ${field} ${rule.deny.join(', ')}.`
}

/** Sum of the debit values, in minor units of the company's currency: what rules and policies call the amount of an entry. */
export function totalOf({ lines }: { lines: readonly { value: number | null }[] }): number {
  let total = 0
  for (const { value } of lines) if (value !== null && value > 0) total += value
  return total
}

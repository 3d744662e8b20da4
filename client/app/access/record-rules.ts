import type { RecordRuleInput } from '../../../workers/access/contract/shapes.ts'

/** A record rule as a form edits it, and as the API takes it. */

export type RuleKind = 'allow' | 'deny' | 'own' | 'max'

export interface RuleDraft {
  /** Tells rows of the editor apart. */
  key: number
  field: string
  kind: RuleKind
  /** Values separated by commas, or the amount. */
  text: string
}

export const RULE_WORDS: Readonly<Record<RuleKind, string>> = {
  allow: 'is one of',
  deny: 'is none of',
  own: 'is their own',
  max: 'is at most',
}

/** Which kinds of rules a field takes, by what the matrix says of it. */
export const kindsOf = (takes: readonly ('values' | 'own' | 'max')[]): RuleKind[] =>
  takes.flatMap((take): RuleKind[] => (take === 'values' ? ['allow', 'deny'] : [take]))

export function draftOf(rule: RecordRuleInput, key: number): RuleDraft {
  if ('allow' in rule) return { key, field: rule.field, kind: 'allow', text: rule.allow.join(', ') }
  if ('deny' in rule) return { key, field: rule.field, kind: 'deny', text: rule.deny.join(', ') }
  if ('own' in rule) return { key, field: rule.field, kind: 'own', text: '' }
  return { key, field: rule.field, kind: 'max', text: rule.max }
}

const valuesOf = (text: string): string[] =>
  text
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '')

export function ruleOf({ field, kind, text }: RuleDraft): RecordRuleInput {
  if (kind === 'own') return { field, own: true }
  if (kind === 'max') return { field, max: text.trim() }
  return kind === 'allow' ? { field, allow: valuesOf(text) } : { field, deny: valuesOf(text) }
}

/** A rule as a sentence: `Account is one of 40*, 41*`. */
export function ruleInWords(rule: RecordRuleInput, titleOf: (field: string) => string): string {
  const { kind, text } = draftOf(rule, 0)
  return `${titleOf(rule.field)} ${RULE_WORDS[kind]} ${text}`.trim()
}

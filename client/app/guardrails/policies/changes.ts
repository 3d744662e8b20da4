import type { Policy } from '../../../../durable-objects/guardrails/contract.ts'
import { commandsPhrase, conditionPhrase, countOf, oneOf, stepsPhrase, type Words } from './sentence.ts'

/** What one version of a policy changed, in words. Pure. */
export interface Change {
  what: string
  before: string
  after: string
}

const NONE = 'none'

export function changesBetween(before: Policy, after: Policy, words: Words): Change[] {
  const [old, now] = [factsOf(before, words), factsOf(after, words)]
  return Object.keys(old).flatMap((what) => {
    const [was, is] = [old[what] ?? NONE, now[what] ?? NONE]
    return was === is ? [] : [{ what, before: was, after: is }]
  })
}

const EFFECTS: Readonly<Record<Policy['effect'], string>> = {
  approve: 'needs approval',
  deny: 'not allowed',
  allow: 'exception',
}

function factsOf(policy: Policy, words: Words): Record<string, string> {
  const { approval } = policy
  return {
    Name: policy.name,
    Commands: commandsPhrase(policy.commands, words),
    Condition: conditionPhrase(policy.when, words) || 'always',
    Effect: EFFECTS[policy.effect],
    Reason: policy.reason,
    'Takes back': policy.exempts ? oneOf(policy.exempts.map(words.policy)) : NONE,
    Approval: approval ? stepsPhrase(approval.steps, words) : NONE,
    'More people':
      approval?.escalateAfterHours === undefined
        ? NONE
        : `after ${countOf(approval.escalateAfterHours, 'hour')} ${oneOf((approval.escalateTo ?? []).map(words.role))}`,
    Lapses:
      approval?.expireAfterDays === undefined ? 'never' : `after ${countOf(approval.expireAfterDays, 'day')}`,
  }
}

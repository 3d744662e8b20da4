import type { z } from 'zod'
import { type Policy, policyInput } from '../../../../durable-objects/guardrails/contract.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { checkInput, type FormErrors } from '../../lib/forms.ts'
import { conditionOf, type Group, groupOf } from './condition-form.ts'
import { type ConditionChange, editCondition, lackOf, rowsOf } from './edit-condition.ts'

/** A policy as the editor holds it: texts as typed, and lists that may still be empty. Pure. */

export interface StepForm {
  key: number
  roles: readonly string[]
  users: readonly string[]
  count: string
  over: string
}

export interface PolicyForm {
  code: string
  name: string
  commands: readonly string[]
  when: Group
  effect: Policy['effect']
  exempts: readonly string[]
  reason: string
  steps: readonly StepForm[]
  escalateAfterHours: string
  escalateTo: readonly string[]
  expireAfterDays: string
}

export type PolicyInput = z.input<typeof policyInput>

export const BLANK: PolicyForm = {
  code: '',
  name: '',
  commands: ['ledger.PostJournalEntry'],
  when: groupOf(undefined),
  effect: 'approve',
  exempts: [],
  reason: '',
  steps: [{ key: 1, roles: ['owner', 'administrator'], users: [], count: '1', over: '' }],
  escalateAfterHours: '',
  escalateTo: [],
  expireAfterDays: '',
}

export function formOf(policy: Policy): PolicyForm {
  const { code, name, commands, when, effect, exempts = [], reason, approval } = policy
  const { steps = BLANK.steps, escalateAfterHours, escalateTo = [], expireAfterDays } = approval ?? {}
  return {
    code,
    name,
    commands,
    when: groupOf(when),
    effect,
    exempts,
    reason,
    steps: steps.map(({ roles = [], users = [], count, over = '' }, index) => ({
      key: index + 1,
      roles,
      users,
      count: String(count),
      over,
    })),
    escalateAfterHours: textOf(escalateAfterHours),
    escalateTo,
    expireAfterDays: textOf(expireAfterDays),
  }
}

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value))

/** What is sent. Parts that belong to another effect are left out, but stay in the form. */
export function policyOf(form: PolicyForm): PolicyInput {
  const { code, name, commands, effect, reason } = form
  const { condition } = conditionOf(form.when)
  return {
    code: code.trim(),
    name: name.trim(),
    commands: [...commands],
    ...(condition && { when: condition }),
    effect,
    reason: reason.trim(),
    ...(effect === 'allow' && { exempts: [...form.exempts] }),
    ...(effect === 'approve' && { approval: approvalOf(form) }),
  }
}

function approvalOf(form: PolicyForm): NonNullable<PolicyInput['approval']> {
  return {
    steps: form.steps.map(({ roles, users, count, over }) => ({
      ...(roles.length > 0 && { roles: [...roles] }),
      ...(users.length > 0 && { users: [...users] }),
      count: numberOf(count),
      ...(over.trim() && { over: over.trim() }),
    })),
    ...(form.escalateAfterHours.trim() && { escalateAfterHours: numberOf(form.escalateAfterHours) }),
    ...(form.escalateTo.length > 0 && { escalateTo: [...form.escalateTo] }),
    ...(form.expireAfterDays.trim() && { expireAfterDays: numberOf(form.expireAfterDays) }),
  }
}

const numberOf = (text: string): number =>
  /^\d{1,9}(\.\d{1,4})?$/.test(text.trim()) ? Number(text) : Number.NaN

/** What the contract refuses, and rows that are not finished yet, by JSON pointers into the policy. */
export function problemsOf(form: PolicyForm): FormErrors | undefined {
  const { pointers } = conditionOf(form.when)
  const fields = new Map<string, string>()
  for (const row of rowsOf(form.when)) {
    const lack = lackOf(row)
    if (lack) fields.set(pointers.get(row.key) ?? '/when', lack)
  }
  for (const [index, { count }] of form.steps.entries())
    if (form.effect === 'approve' && Number.isNaN(numberOf(count)))
      fields.set(`/approval/steps/${index}/count`, 'Write how many have to approve.')
  if (fields.size > 0) return { fields, general: undefined }
  return checkInput(policyInput, policyOf(form))
}

/** `Four eyes over 10,000` becomes `four-eyes-over-10-000`. */
export const codeOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')

export type FormChange =
  | { type: 'set'; fields: Partial<Omit<PolicyForm, 'when' | 'steps'>> }
  | { type: 'condition'; change: ConditionChange }
  | { type: 'step'; step: StepForm }
  | { type: 'add-step' }
  | { type: 'remove-step'; key: number }

export function editPolicy(form: PolicyForm, change: FormChange): PolicyForm {
  switch (change.type) {
    case 'set':
      return { ...form, ...change.fields }
    case 'condition':
      return { ...form, when: editCondition(form.when, change.change) }
    case 'step':
      return { ...form, steps: form.steps.map((step) => (step.key === change.step.key ? change.step : step)) }
    case 'add-step': {
      if (form.steps.length >= LIMITS.policyStepsMax) return form
      const key = Math.max(0, ...form.steps.map((step) => step.key)) + 1
      return { ...form, steps: [...form.steps, { key, roles: [], users: [], count: '1', over: '' }] }
    }
    case 'remove-step':
      return { ...form, steps: form.steps.filter(({ key }) => key !== change.key) }
    default:
      return change satisfies never
  }
}

/** The refusals at a place of the policy or below it, such as all of one condition. */
export function errorAt(errors: FormErrors, pointer: string | undefined): string | undefined {
  if (pointer === undefined) return undefined
  for (const [at, text] of errors.fields) if (at === pointer || at.startsWith(`${pointer}/`)) return text
  return undefined
}

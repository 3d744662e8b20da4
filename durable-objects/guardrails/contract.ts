import type { ModuleContract } from '../kernel/contract.ts'
import { approvalEvents, approvalOperations, approvalRefusals } from './contract/approvals.ts'
import { delegationEvents, delegationOperations, delegationRefusals } from './contract/delegations.ts'
import { insightEvents, insightOperations, insightRefusals } from './contract/insight.ts'
import { policyEvents, policyOperations, policyRefusals } from './contract/policies.ts'

/** Policies over every command, the approvals they ask for, and what can be told about both. */

export {
  type ApprovalDetail,
  type ApprovalStatus,
  type ApprovalView,
  type ParkedReply,
  parkedReply,
} from './contract/approval-views.ts'
export type {
  ApprovalEscalated,
  ApprovalGiven,
  CommandFailed,
  CommandParked,
  CommandReleased,
  ParkedStep,
} from './contract/approvals.ts'
export type { ApprovalsDelegated, DelegationView } from './contract/delegations.ts'
export type { ReasonView } from './contract/fields.ts'
export type { ActorNoted } from './contract/insight.ts'
export {
  type CommandDenied,
  type Policy,
  type PolicyAdopted,
  type PolicyRetired,
  type PolicyView,
  policyInput,
  type Step,
  type TemplateView,
} from './contract/policies.ts'

export const guardrailsContract = {
  name: 'guardrails',
  title: 'Guardrails',
  operations: {
    ...policyOperations,
    ...insightOperations,
    ...approvalOperations,
    ...delegationOperations,
  },
  events: {
    ...policyEvents,
    ...insightEvents,
    ...approvalEvents,
    ...delegationEvents,
  },
  refusals: {
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    record_rule: { status: 403, title: 'Record rules do not allow this' },
    ...policyRefusals,
    ...insightRefusals,
    ...approvalRefusals,
    ...delegationRefusals,
  },
} as const satisfies ModuleContract

export type GuardrailsContract = typeof guardrailsContract

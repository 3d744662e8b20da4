import type { RefusalCode } from '../kernel/contract.ts'
import type { NewEvent } from '../kernel/log.ts'
import type { Actor } from '../kernel/module.ts'
import { type Refusal, refuse } from '../kernel/result.ts'
import type {
  ApprovalGiven,
  ApprovalStatus,
  ApprovalsDelegated,
  CommandParked,
  GuardrailsContract,
  ParkedStep,
} from './contract.ts'

/** Who may decide what waits, and when it has been decided. Pure: from what was loaded to events or a refusal. */

export type GuardrailsRefusal = Refusal<RefusalCode<GuardrailsContract>>

/** An approval as the log tells it. */
export interface Approval {
  sequence: number
  parkedAt: number
  parked: CommandParked
  status: ApprovalStatus
  given: readonly (ApprovalGiven & { at: number })[]
  escalatedTo: readonly string[] | undefined
  settledAt: number | undefined
}

export interface Delegation extends ApprovalsDelegated {
  revoked: boolean
}

/** How an actor may decide: for which steps, and by whose authority if not its own. */
export interface Authority {
  steps: number[]
  onBehalfOf?: string
}

type Person = Pick<Actor, 'id' | 'roles'>

/** Nobody decides what they made, by whatever authority, and nobody's authority counts twice. */
export function authorityOf(
  approval: Approval,
  actor: Person,
  lent: readonly Delegation[],
): Authority | GuardrailsRefusal {
  const { parked, status } = approval
  if (status !== 'pending')
    return refuse('approval_not_pending', `The approval is ${status}: there is nothing to decide any more.`)
  if (actor.id === parked.maker.id)
    return refuse('own_command', 'You sent this command yourself. Somebody else has to decide it.')
  if (hasDecided(approval, actor.id))
    return refuse('already_approved', 'Your approval is counted already. A person counts once.')
  const own = openSteps(approval, actor, { steps: stepsFor(approval, actor) })
  if (own) return own
  for (const { by, roles } of lent) {
    if (by === parked.maker.id || hasDecided(approval, by)) continue
    const steps = stepsFor(approval, { id: by, roles })
    const borrowed = openSteps(approval, actor, { steps, onBehalfOf: by })
    if (borrowed) return borrowed
  }
  return refuse('not_an_approver', `This needs ${describeSteps(missingSteps(approval))}.`)
}

const hasDecided = ({ given }: Approval, person: string): boolean =>
  given.some(({ by, onBehalfOf }) => by === person || onBehalfOf === person)

/** The steps that a person's roles or id answer; after an escalation, further roles answer all of them. */
export function stepsFor({ parked, escalatedTo = [] }: Approval, { id, roles }: Person): number[] {
  const escalated = roles.some((role) => escalatedTo.includes(role))
  return parked.steps.flatMap((step, index) =>
    escalated || step.users.includes(id) || roles.some((role) => step.roles.includes(role)) ? [index] : [],
  )
}

/** The authority, where one more approval of these steps would bring the decision nearer. */
function openSteps(approval: Approval, { id, roles }: Person, authority: Authority): Authority | undefined {
  if (authority.steps.length === 0) return undefined
  const given = approval.given.map(({ steps }) => steps)
  const more: ApprovalGiven = {
    approval: approval.parked.id,
    by: id,
    roles: [...roles],
    steps: authority.steps,
  }
  const before = assign(approval.parked.steps, given).filled
  return assign(approval.parked.steps, [...given, more.steps]).filled > before ? authority : undefined
}

export interface Assignment {
  /** How many of the approvals that are asked for there are. */
  filled: number
  asked: number
  /** For each approval, the step that it counts for. */
  stepOf: (number | undefined)[]
}

/**
 * Which approval counts for which step, so that as many as possible count: a person who may answer two steps must not block
 * one who may answer only the first (maximum bipartite matching by augmenting paths).
 */
export function assign(
  steps: readonly Pick<ParkedStep, 'count'>[],
  approvals: readonly (readonly number[])[],
): Assignment {
  const takenBy = steps.map((): number[] => [])
  const place = (approval: number, tried: Set<number>): boolean => {
    for (const step of approvals[approval] ?? []) {
      if (tried.has(step)) continue
      tried.add(step)
      const taken = takenBy[step] as number[]
      if (taken.length < (steps[step]?.count ?? 0)) {
        taken.push(approval)
        return true
      }
      for (const [index, other] of taken.entries())
        if (place(other, tried)) {
          taken[index] = approval
          return true
        }
    }
    return false
  }
  let filled = 0
  for (const approval of approvals.keys()) if (place(approval, new Set())) filled++
  const stepOf = approvals.map((_, approval) => {
    const step = takenBy.findIndex((taken) => taken.includes(approval))
    return step < 0 ? undefined : step
  })
  return { filled, asked: steps.reduce((sum, { count }) => sum + count, 0), stepOf }
}

/** What is still asked for. */
export function missingSteps({ parked, given }: Approval): ParkedStep[] {
  const { stepOf } = assign(
    parked.steps,
    given.map(({ steps }) => steps),
  )
  return parked.steps.flatMap((step, index) => {
    const left = step.count - stepOf.filter((each) => each === index).length
    return left > 0 ? [{ ...step, count: left }] : []
  })
}

export function describeSteps(steps: readonly ParkedStep[]): string {
  return steps
    .map(({ count, roles, users }) => {
      const who = [...roles.map((role) => `"${role}"`), ...users].join(' or ')
      return `${count} ${count === 1 ? 'approval' : 'approvals'} of ${who}`
    })
    .join(' and ')
}

/** An approval that is given, and with the last one the release of the command. */
export function decideApprove(
  approval: Approval,
  actor: Person,
  lent: readonly Delegation[],
  comment: string | undefined,
): { given: NewEvent; complete: boolean } | GuardrailsRefusal {
  const authority = authorityOf(approval, actor, lent)
  if ('refused' in authority) return authority
  const { steps, onBehalfOf } = authority
  const data: ApprovalGiven = {
    approval: approval.parked.id,
    by: actor.id,
    roles: [...actor.roles],
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    steps,
    ...(comment && { comment }),
  }
  const { filled, asked } = assign(approval.parked.steps, [
    ...approval.given.map((each) => each.steps),
    steps,
  ])
  return { given: { type: 'approval-given', version: 1, data }, complete: filled === asked }
}

export function decideReject(
  approval: Approval,
  actor: Person,
  lent: readonly Delegation[],
  reason: string,
): NewEvent | GuardrailsRefusal {
  const authority = authorityOf(approval, actor, lent)
  if ('refused' in authority) return authority
  const { onBehalfOf } = authority
  const data = {
    approval: approval.parked.id,
    by: actor.id,
    roles: [...actor.roles],
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    reason,
  }
  return { type: 'approval-rejected', version: 1, data }
}

export function decideWithdraw(
  { parked, status }: Approval,
  actor: Person,
  reason: string | undefined,
): NewEvent | GuardrailsRefusal {
  if (actor.id !== parked.maker.id)
    return refuse('not_the_maker', 'Somebody else sent this command. An approver can reject it.')
  if (status !== 'pending')
    return refuse(
      'approval_not_pending',
      `The approval is ${status}: there is nothing to take back any more.`,
    )
  return {
    type: 'command-withdrawn',
    version: 1,
    data: { approval: parked.id, ...(reason && { reason }) },
  }
}

/**
 * One lends what one has: roles that the actor does not have are refused, and so is lending to oneself, or what is lent to
 * the same person already.
 */
export function decideDelegate(
  actor: Person,
  input: { to: string; from: string; until: string; roles?: string[] | undefined },
  { id, today, lent }: { id: string; today: string; lent: readonly Delegation[] },
  daysMax: number,
): NewEvent | GuardrailsRefusal {
  const { to, from, until, roles = [...actor.roles] } = input
  const refuseField = (pointer: string, detail: string) =>
    refuse('invalid_delegation', detail, [{ pointer, code: 'invalid_delegation', detail }])
  if (to === actor.id) return refuseField('/to', 'Choose somebody else: you may approve as yourself.')
  if (until < from) return refuseField('/until', 'The last day is before the first.')
  if (until < today) return refuseField('/until', 'The last day is past.')
  if (daysBetween(from, until) > daysMax) return refuseField('/until', `At most ${daysMax} days.`)
  const missing = roles.findIndex((role) => !actor.roles.includes(role))
  if (missing >= 0) return refuseField(`/roles/${missing}`, `You do not have the role "${roles[missing]}".`)
  const same = lent.find((each) => each.from <= from && each.until >= until && isWithin(roles, each.roles))
  if (same)
    return refuse(
      'already_delegated',
      `This person may approve for you from ${same.from} to ${same.until} already, by ${same.id}. End that delegation, or choose other days or roles.`,
    )
  const data: ApprovalsDelegated = { id, by: actor.id, to, roles, from, until }
  return { type: 'approvals-delegated', version: 1, data }
}

const isWithin = (roles: readonly string[], all: readonly string[]): boolean =>
  roles.every((role) => all.includes(role))

const daysBetween = (from: string, until: string): number =>
  (Date.parse(until) - Date.parse(from)) / 86_400_000

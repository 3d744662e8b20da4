import { formatAmount } from '../kernel/amount.ts'
import type { Guard, Judged, Verdict } from '../kernel/guard.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { NewEvent } from '../kernel/log.ts'
import type { Actor, Subject } from '../kernel/module.ts'
import { type FieldError, type Refusal, refuse } from '../kernel/result.ts'
import type { Behaviour, SubjectsOf } from './behaviour.ts'
import type { CommandDenied, CommandParked, ParkedReply, ParkedStep, ReasonView } from './contract.ts'
import { describeSteps } from './domain.ts'
import { type JudgedRecord, type Judgement, judge } from './evaluate.ts'
import type { Policies } from './policies.ts'
import type { CompiledPolicy } from './policy.ts'

/** Deciding what waits must never itself wait, or nothing could be decided any more. It can still be denied. */
const NEVER_PARKED: ReadonlySet<string> = new Set([
  'guardrails.ApproveCommand',
  'guardrails.RejectCommand',
  'guardrails.WithdrawCommand',
])
/** Carried out by the object itself: what only records that something came to nothing is no command of anybody. */
const NEVER_JUDGED: ReadonlySet<string> = new Set([
  'drafts.NoteOccurrence',
  'drafts.NoteReversal',
  'guardrails.EscalateApproval',
  'guardrails.ExpireApproval',
])

/** The company's policies between what a command decided and the log. */
export class PolicyGuard implements Guard {
  readonly #policies: Policies
  readonly #behaviour: Behaviour
  readonly #subjectsOf: SubjectsOf

  constructor(policies: Policies, behaviour: Behaviour, subjectsOf: SubjectsOf) {
    this.#policies = policies
    this.#behaviour = behaviour
    this.#subjectsOf = subjectsOf
  }

  judge(command: Judged): Verdict | undefined {
    const policies = this.#policies.for(command.name)
    if (policies.length === 0 || NEVER_JUDGED.has(command.name)) return undefined
    const judgement = this.#judgement(command, policies)
    if (!judgement) return undefined
    return judgement.effect === 'deny' ? deny(command, judgement) : park(command, judgement)
  }

  #judgement(command: Judged, policies: readonly CompiledPolicy[]): Judgement | undefined {
    const { name, input, context, events, pointerOf, released } = command
    const { actor, nowMicros } = context
    const applying =
      released || NEVER_PARKED.has(name)
        ? policies.filter(({ policy }) => policy.effect !== 'approve')
        : policies
    const records: JudgedRecord[] = []
    for (const [index, subject] of this.#subjectsOf(events).entries())
      if (subject) records.push({ subject, pointer: pointerOf?.(events[index] as NewEvent) ?? '' })
    if (records.length === 0) records.push({ subject: NOTHING_MOVED, pointer: '' })
    const read = this.#behaviour.reader(this.#policies.meters(), nowMicros)
    return judge(applying, records, { command: name, actor, nowMicros, input }, read)
  }
}

const NOTHING_MOVED: Subject = { facts: {} }

function deny({ name, input, context }: Judged, { reasons, amount }: Judgement): Verdict {
  const data: CommandDenied = {
    command: name,
    roles: [...context.actor.roles],
    ...(amount !== undefined && { amount }),
    reasons,
    ...(JSON.stringify(input).length <= LIMITS.storedRequestBytesMax && { input }),
  }
  return { kind: 'deny', refusal: denied(reasons), events: [{ type: 'command-denied', version: 1, data }] }
}

export function denied(reasons: readonly ReasonView[]): Refusal<'policy_denied'> {
  const [first] = reasons
  const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : ''
  return refuse('policy_denied', `${first?.name}: ${first?.reason}${more}`, reasons.map(errorOf))
}

export const errorOf = ({ policy, name, reason, pointer }: ReasonView): FieldError => ({
  pointer,
  code: policy,
  detail: `${name}: ${reason}`,
})

function park({ module, command, input, context }: Judged, judgement: Judgement): Verdict {
  if (Buffer.byteLength(JSON.stringify(input)) > LIMITS.parkedInputBytesMax) {
    const detail = `This needs ${describeSteps(judgement.steps)}, and what waits may have ${LIMITS.parkedInputBytesMax} bytes. Send it in parts.`
    return { kind: 'refuse', refusal: refuse('too_large_to_park', detail, judgement.reasons.map(errorOf)) }
  }
  const { nowMicros } = context
  const { reasons, steps, amount, escalation, expireAfterDays } = judgement
  const data: CommandParked = {
    id: context.idAt('approval', context.nextSequence),
    module,
    command,
    input,
    maker: makerOf(context.actor),
    ...(amount !== undefined && { amount }),
    reasons,
    steps,
    ...(escalation && {
      escalation: {
        at: nowMicros + Math.round(escalation.afterHours * HOUR_MICROS),
        roles: escalation.roles,
      },
    }),
    ...(expireAfterDays !== undefined && {
      expiresAt: nowMicros + Math.round(expireAfterDays * 24 * HOUR_MICROS),
    }),
  }
  return { kind: 'park', event: { type: 'command-parked', version: 1, data }, reply: () => parkedReply(data) }
}

const HOUR_MICROS = 3_600_000_000

const makerOf = ({ id, roles, grants, rules }: Actor): CommandParked['maker'] => ({
  id,
  roles: [...roles],
  grants,
  ...(rules && { rules: rules.map((rule) => ({ ...rule })) }),
})

const parkedReply = ({ id, reasons, steps }: CommandParked): ParkedReply => ({
  approval: {
    id,
    status: 'pending',
    policies: reasons.map(({ policy: code, name, reason, pointer }) => ({ code, name, reason, pointer })),
    steps: steps.map(stepView),
  },
})

export const stepView = ({ roles, users, count, over }: ParkedStep) => ({
  roles,
  users,
  count,
  over: over ?? null,
})

export const amountView = (minor: number | undefined, scale: number): string | null =>
  minor === undefined ? null : formatAmount(minor, scale)

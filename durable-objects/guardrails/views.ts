import { formatDate, formatInstant } from '../kernel/dates.ts'
import type { EventLog, StoredEvent } from '../kernel/log.ts'
import { type Masked, masked } from '../kernel/masking.ts'
import type { Actor } from '../kernel/module.ts'
import { isRefusal } from '../kernel/result.ts'
import type { Days } from '../kernel/zones.ts'
import { type Approvals, instantOrNull, isResult } from './approvals.ts'
import type { Catalogue } from './catalogue.ts'
import type {
  ApprovalDetail,
  ApprovalsDelegated,
  ApprovalView,
  CommandFailed,
  CommandParked,
  DelegationView,
} from './contract.ts'
import { type Approval, assign, authorityOf, type Delegation } from './domain.ts'
import { amountView } from './guard.ts'
import type { Currency } from './policy.ts'

/** How approvals and delegations are shown, to whom. */

export interface Reading {
  approvals: Approvals
  log: EventLog
  currency: () => Currency
  days: Days
  catalogue: Catalogue
}

export interface Reader {
  actor: Actor
  nowMicros: number
}

/** The day of an instant where the company is. */
export const dayText = ({ days }: { days: Days }, micros: number): string => formatDate(days.dateAt(micros))

export function approvalView(
  reading: Reading,
  approval: Approval,
  { actor, nowMicros }: Reader,
): ApprovalView {
  const { approvals, catalogue, currency } = reading
  const { parked, sequence } = approval
  const authority = authorityOf(approval, actor, approvals.lentTo(actor.id, dayText(reading, nowMicros)))
  const command = `${parked.module}.${parked.command}`
  return {
    id: parked.id,
    status: approval.status,
    command,
    summary: catalogue.summaryOf(command),
    title: catalogue.titleOf(command, shownInput(reading, parked, actor).value, actor),
    maker: { id: parked.maker.id, roles: parked.maker.roles },
    requestedAt: formatInstant(approval.parkedAt),
    sequence,
    amount: amountView(parked.amount, currency().scale),
    currency: currency().code,
    policies: parked.reasons,
    steps: stepViews(approval),
    escalatesAt: instantOrNull(approval.escalatedTo ? undefined : parked.escalation?.at),
    escalatedTo: approval.escalatedTo ? [...approval.escalatedTo] : null,
    expiresAt: instantOrNull(parked.expiresAt),
    settledAt: instantOrNull(approval.settledAt),
    mayDecide: !isRefusal(authority),
    why: isRefusal(authority) ? authority.detail : whyAllowed(authority.onBehalfOf, actor),
    onBehalfOf: isRefusal(authority) ? null : (authority.onBehalfOf ?? null),
    isMaker: actor.id === parked.maker.id,
    refusal: approval.status === 'failed' ? refusalOf(approvals.history(sequence)) : null,
  }
}

const whyAllowed = (onBehalfOf: string | undefined, { roles }: Actor): string =>
  onBehalfOf === undefined
    ? `Your roles (${roles.map((role) => `"${role}"`).join(', ')}) may.`
    : `${onBehalfOf} lets you approve for them.`

function stepViews({ parked, given }: Approval): ApprovalView['steps'] {
  const { stepOf } = assign(
    parked.steps,
    given.map(({ steps }) => steps),
  )
  return parked.steps.map(({ roles, users, count, over }, index) => {
    const counting = given.filter((_, each) => stepOf[each] === index)
    return {
      roles,
      users,
      count,
      over: over ?? null,
      complete: counting.length >= count,
      approvedBy: counting.map(({ by, onBehalfOf = null, at, comment = null }) => ({
        by,
        onBehalfOf,
        at: formatInstant(at),
        comment,
      })),
    }
  })
}

function refusalOf(history: readonly StoredEvent[]): ApprovalView['refusal'] {
  const event = history.find(({ type }) => type === 'command-failed')
  return event ? (JSON.parse(event.data) as CommandFailed).refusal : null
}

export function approvalDetail(reading: Reading, approval: Approval, reader: Reader): ApprovalDetail {
  const { log, approvals } = reading
  const { parked, sequence } = approval
  const history = approvals.history(sequence)
  const opened = log.at(sequence)
  const { value: input, masked: hidden } = shownInput(reading, parked, reader.actor)
  return {
    ...approvalView(reading, approval, reader),
    input,
    fields: fieldsOf(input, new Set(hidden)),
    history: [...(opened ? [opened] : []), ...history].map((event) => ({
      sequence: event.sequence,
      type: event.type,
      at: formatInstant(event.recorded_at),
      actor: event.actor,
      ...saidIn(event),
    })),
    results: resultsOf(log, history, approval),
  }
}

/** Fields of a class that the reader may not see are null, as in every reply. */
function shownInput({ catalogue }: Reading, { module, command, input }: CommandParked, actor: Actor): Masked {
  const schema = catalogue.command(`${module}.${command}`)?.input
  return schema ? masked(schema, input, actor.grants) : { value: input, masked: [] }
}

function resultsOf(
  log: EventLog,
  history: readonly StoredEvent[],
  approval: Approval,
): ApprovalDetail['results'] {
  const released = history.find(({ type }) => type === 'command-released')
  if (!released) return []
  const results: ApprovalDetail['results'] = []
  for (const event of log.slice(released.sequence, RESULTS_SHOWN)) {
    if (!isResult(event, released, approval)) break
    if (event.type === 'actor-noted') continue
    const { id } = JSON.parse(event.data) as { id?: unknown }
    results.push({ sequence: event.sequence, type: event.type, id: typeof id === 'string' ? id : null })
  }
  return results
}

const RESULTS_SHOWN = 200

function saidIn({ data }: StoredEvent): Pick<ApprovalDetail['history'][number], 'onBehalfOf' | 'detail'> {
  const { comment, reason, onBehalfOf, refusal } = JSON.parse(data) as Said
  return { onBehalfOf: onBehalfOf ?? null, detail: comment ?? reason ?? refusal?.detail ?? '' }
}

interface Said {
  comment?: string
  reason?: string
  onBehalfOf?: string
  refusal?: { detail: string }
}

/** One value a row, in the order of the input. */
function fieldsOf(input: unknown, hidden: ReadonlySet<string>): ApprovalDetail['fields'] {
  const fields: ApprovalDetail['fields'] = []
  const visit = (value: unknown, pointer: string, label: string): void => {
    if (fields.length >= FIELDS_SHOWN || value === undefined) return
    if (typeof value !== 'object' || value === null) {
      const text = value === null ? null : String(value)
      fields.push({ pointer, label, value: text, masked: hidden.has(pointer) })
      return
    }
    for (const [key, each] of Object.entries(value)) {
      const name = Array.isArray(value) ? String(Number(key) + 1) : key
      const escaped = key.replaceAll('~', '~0').replaceAll('/', '~1')
      visit(each, `${pointer}/${escaped}`, label ? `${label} › ${name}` : name)
    }
  }
  visit(input, '', '')
  return fields
}

const FIELDS_SHOWN = 200

export function delegationView(
  { id, by, to, roles, from, until, revoked }: ApprovalsDelegated & Partial<Pick<Delegation, 'revoked'>>,
  today: string,
): DelegationView {
  const status = revoked ? 'revoked' : today < from ? 'planned' : today > until ? 'ended' : 'active'
  return { id, by, to, roles, from, until, status }
}

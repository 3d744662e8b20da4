import { formatAmount } from '../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../kernel/cursor.ts'
import { parseDate } from '../kernel/dates.ts'
import { mayCall } from '../kernel/grants.ts'
import type { Verdict } from '../kernel/guard.ts'
import type { Actor, QueryContext } from '../kernel/module.ts'
import type { CommandEnvelope } from '../kernel/pipeline.ts'
import { isRefusal, type Refusal, refuse } from '../kernel/result.ts'
import { checkPolicy } from './adoption.ts'
import { firstAt } from './behaviour.ts'
import type { ApprovalView, CommandParked, GuardrailsContract, ReasonView } from './contract.ts'
import { type Approval, authorityOf, type GuardrailsRefusal, stepsFor } from './domain.ts'
import { stepView } from './guard.ts'
import { covers } from './policy.ts'
import { Simulation } from './simulate.ts'
import type { GuardrailsTables } from './store.ts'
import { templates } from './templates.ts'
import { approvalDetail, approvalView, dayText, delegationView } from './views.ts'

type Input<Name extends keyof GuardrailsContract['operations']> = InputOf<GuardrailsContract, Name>
type Reply<Name extends keyof GuardrailsContract['operations']> = ReplyOf<GuardrailsContract, Name>

/** Simulations that are kept between two calls; one that was forgotten begins again where its cursor says. */
const SIMULATIONS_KEPT = 4

export class GuardrailsQueries {
  readonly #tables: GuardrailsTables
  readonly #simulations = new Map<string, Simulation>()

  constructor(tables: GuardrailsTables) {
    this.#tables = tables
  }

  listPolicies(input: Input<'ListPolicies'>): Reply<'ListPolicies'> | Refusal<'invalid_cursor'> {
    return this.#tables.policies.page(input, this.#tables.behaviour)
  }

  getPolicy({ policy, version }: Input<'GetPolicy'>): Reply<'GetPolicy'> | GuardrailsRefusal {
    const { policies, behaviour } = this.#tables
    const versions = policies.versions(policy).map((row) => policies.view(row, behaviour))
    const shown = versions.find((each) => version === undefined || each.version === version)
    return shown ? { ...shown, versions } : policyNotFound(policy, version)
  }

  listTemplates(): Reply<'ListPolicyTemplates'> {
    return { data: templates(this.#tables.currency()) }
  }

  listApprovals(
    { mine, made, result, ...input }: Input<'ListApprovals'>,
    context: QueryContext,
    isLimited: boolean,
  ): Reply<'ListApprovals'> | Refusal<'invalid_cursor'> {
    if (result !== undefined) return this.#ofResult(result, context, isLimited)
    const page = this.#tables.approvals.page(mine ? { ...input, status: 'pending' } : input, (approval) => {
      if (made && approval.parked.maker.id !== context.actor.id) return false
      return mine
        ? !isRefusal(this.#authority(approval, context))
        : this.#maySee(approval, context, isLimited)
    })
    if (isRefusal(page)) return page
    return { ...page, data: page.data.map((approval) => approvalView(this.#tables, approval, context)) }
  }

  /** Who reads the whole log reads in it, too, who sent the command of an event and who approved it. */
  #ofResult(sequence: number, context: QueryContext, isLimited: boolean): Reply<'ListApprovals'> {
    const { actor } = context
    const approval = this.#tables.approvals.ofResult(sequence)
    const readsLog = !isLimited && mayCall(actor.grants, 'company.ListEvents', 'company:read')
    const isShown = approval && (readsLog || this.#maySee(approval, context, isLimited))
    return { data: isShown ? [approvalView(this.#tables, approval, context)] : [], nextCursor: null }
  }

  getApproval(
    { approval: id }: Input<'GetApproval'>,
    context: QueryContext,
    isLimited: boolean,
  ): Reply<'GetApproval'> | GuardrailsRefusal {
    const approval = this.#tables.approvals.find(id)
    if (!approval || !this.#maySee(approval, context, isLimited)) return approvalNotFound(id)
    return approvalDetail(this.#tables, approval, context)
  }

  listDelegations(
    input: Input<'ListDelegations'>,
    { actor, nowMicros }: QueryContext,
  ): Reply<'ListDelegations'> | Refusal<'invalid_cursor'> {
    const page = this.#tables.approvals.delegations(input, seesAll(actor) ? undefined : actor.id)
    return isRefusal(page)
      ? page
      : { ...page, data: page.data.map((each) => delegationView(each, dayText(this.#tables, nowMicros))) }
  }

  simulate(input: Input<'SimulatePolicy'>): Reply<'SimulatePolicy'> | GuardrailsRefusal {
    const { log, catalogue, policies } = this.#tables
    const { policy } = input
    const currency = this.#tables.currency()
    const known = { currency, commands: catalogue.names(), codes: policies.codes(), booking: catalogue }
    const compiled = checkPolicy(policy, 0, known, '/policy')
    if (isRefusal(compiled)) return compiled
    const cursor = decodeCursor(input.cursor, 1)
    const head = log.head.sequence
    const [from, last] = this.#range(input, head)
    const after = cursor === 'invalid' ? -1 : (cursor?.[0] ?? from - 1)
    if (after < 0 || after > head) return invalidCursor()

    const key = JSON.stringify([policy, input.from, input.to])
    const kept = this.#simulations.get(key)
    const isCovered = (command: string) =>
      policy.commands.some((pattern) => covers(pattern, command, catalogue))
    const simulation =
      cursor !== undefined && kept?.upTo === after
        ? kept
        : new Simulation({ ...this.#tables, currency }, compiled, isCovered, after)
    const slice = simulation.next(Math.max(last, after))
    this.#simulations.delete(key)
    if (simulation.upTo < last) this.#simulations.set(key, simulation)
    const [oldest] = this.#simulations.keys()
    if (this.#simulations.size > SIMULATIONS_KEPT && oldest !== undefined) this.#simulations.delete(oldest)
    const { amountMinor, ...matched } = slice.matched
    return {
      examined: slice.examined,
      matched: { ...matched, amount: formatAmount(amountMinor, currency.scale) },
      currency: currency.code,
      matches: slice.matches,
      from: after + 1,
      upTo: simulation.upTo,
      nextCursor: simulation.upTo < last ? encodeCursor([simulation.upTo]) : null,
    }
  }

  check(
    { command: name, input = {} }: Input<'CheckCommand'>,
    { actor }: QueryContext,
  ): Reply<'CheckCommand'> | GuardrailsRefusal {
    const { catalogue, company, dryRun } = this.#tables
    const operation = catalogue.command(name)
    if (!operation)
      return refuse('unknown_command', `No command is called ${name}.`, [
        { pointer: '/command', code: 'unknown_command', detail: 'Is not a command of a company.' },
      ])
    if (!mayCall(actor.grants, name, operation.scope))
      return refused(
        refuse('missing_scope', `${name} needs the scope ${operation.scope} and a role that allows it.`),
      )
    const parsed = catalogue.parse(operation, input)
    if ('errors' in parsed)
      return refused(
        refuse('invalid_request', parsed.errors[0]?.detail ?? 'The input is not valid.', parsed.errors),
      )
    const [module = '', command = ''] = name.split('.')
    const outcome = dryRun({
      company,
      module,
      command,
      input: JSON.stringify(parsed.input),
      actor,
      requestId: 'check',
    })
    return checked(outcome)
  }

  #range({ from, to }: Input<'SimulatePolicy'>, head: number): [number, number] {
    const { log } = this.#tables
    const micros = (day: string) => (parseDate(day) === undefined ? 0 : Date.parse(day) * 1_000)
    const first = from === undefined ? 1 : firstAt(log, micros(from), head + 1)
    const last = to === undefined ? head : firstAt(log, micros(to) + 86_400_000_000, head + 1) - 1
    return [first, last]
  }

  #authority(approval: Approval, { actor, nowMicros }: QueryContext) {
    return authorityOf(
      approval,
      actor,
      this.#tables.approvals.lentTo(actor.id, dayText(this.#tables, nowMicros)),
    )
  }

  /** What waits may hold what is not everybody's business: its maker and its approvers see it, and auditors of policies. */
  #maySee(approval: Approval, context: QueryContext, isLimited: boolean): boolean {
    const { actor } = context
    const { parked, given } = approval
    // Who does not see every record sees what is theirs to decide, and no more.
    if ((seesAll(actor) && !isLimited) || parked.maker.id === actor.id) return true
    if (stepsFor(approval, actor).length > 0 || given.some(({ by }) => by === actor.id)) return true
    return !isRefusal(this.#authority(approval, context))
  }
}

const seesAll = ({ grants }: Actor): boolean => mayCall(grants, 'guardrails.ListPolicies', 'guardrails:read')

function checked(outcome: Refusal | Verdict | undefined): Reply<'CheckCommand'> {
  if (outcome === undefined) return { decision: 'allow', reasons: [], approvers: [], refusal: null }
  if ('refused' in outcome) return refused(outcome)
  switch (outcome.kind) {
    case 'refuse':
      return refused(outcome.refusal)
    case 'deny': {
      const reasons = outcome.events.flatMap(({ data }) => (data as { reasons: ReasonView[] }).reasons)
      return { decision: 'deny', reasons, approvers: [], refusal: refusalView(outcome.refusal) }
    }
    case 'park': {
      const { reasons, steps } = outcome.event.data as CommandParked
      return { decision: 'approve', reasons, approvers: steps.map(stepView), refusal: null }
    }
  }
}

const refused = (refusal: Refusal): Reply<'CheckCommand'> => ({
  decision: 'refused',
  reasons: [],
  approvers: [],
  refusal: refusalView(refusal),
})

export const refusalView = ({
  refused: code,
  detail,
  errors,
}: Refusal): NonNullable<ApprovalView['refusal']> => ({ code, detail, errors })

export type DryRun = (envelope: CommandEnvelope) => Refusal | Verdict | undefined

export const approvalNotFound = (id: string) =>
  refuse('approval_not_found', `There is no approval ${id.slice(0, 60)} that you may see.`)

export const policyNotFound = (code: string, version?: number) =>
  refuse(
    'policy_not_found',
    version === undefined
      ? `There is no policy ${code}.`
      : `There is no version ${version} of a policy ${code}.`,
  )

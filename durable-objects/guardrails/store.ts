import type { Database } from '../kernel/database.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { EventLog, NewEvent, RecordedEvent } from '../kernel/log.ts'
import type {
  Actor,
  AnyModule,
  CommandContext,
  Decision,
  Module,
  Release,
  Released,
  Subject,
} from '../kernel/module.ts'
import { isRefusal, refuse } from '../kernel/result.ts'
import type { RecordRule } from '../kernel/rules.ts'
import { eventSight } from '../kernel/shown-events.ts'
import type { Days } from '../kernel/zones.ts'
import { Actors, actorsMigration } from './actors.ts'
import { checkPolicy } from './adoption.ts'
import { Approvals, approvalsMigration, releasesMigration } from './approvals.ts'
import { GuardrailsAudit } from './audit.ts'
import { Behaviour, behaviourMigration, type SubjectsOf } from './behaviour.ts'
import { Catalogue } from './catalogue.ts'
import {
  type ActorNoted,
  type ApprovalsDelegated,
  type CommandFailed,
  type CommandReleased,
  type GuardrailsContract,
  guardrailsContract,
  type Policy,
  type PolicyAdopted,
  type PolicyRetired,
} from './contract.ts'
import {
  type Approval,
  decideApprove,
  decideDelegate,
  decideReject,
  decideWithdraw,
  type GuardrailsRefusal,
} from './domain.ts'
import { Duties } from './duties.ts'
import { PolicyGuard } from './guard.ts'
import { Policies, policiesMigration } from './policies.ts'
import type { Currency } from './policy.ts'
import { approvalNotFound, type DryRun, GuardrailsQueries, policyNotFound, refusalView } from './queries.ts'
import { titleOf } from './titles.ts'
import { approvalView, dayText, delegationView } from './views.ts'

/** What the module needs of the company around it; modules and pipeline exist only after it does. */
export interface Surroundings {
  company: string
  currency: () => Currency
  /** Those of the company's time zone. */
  days: Days
  modules: () => readonly AnyModule[]
  dryRun: DryRun
}

export interface GuardrailsTables extends Surroundings {
  log: EventLog
  policies: Policies
  behaviour: Behaviour
  approvals: Approvals
  actors: Actors
  catalogue: Catalogue
  subjectsOf: SubjectsOf
}

export interface GuardrailsParts {
  guard: PolicyGuard
  approvals: Approvals
}

export function guardrailsModule(
  database: Database,
  log: EventLog,
  surroundings: Surroundings,
): Module<GuardrailsContract> & { parts: GuardrailsParts } {
  const subjectsOf: SubjectsOf = (events) => subjectsIn(surroundings.modules(), events)
  const catalogue = new Catalogue(surroundings.modules)
  const policies = new Policies(database, log, surroundings.currency, catalogue)
  const behaviour = new Behaviour(database, log, subjectsOf)
  const approvals = new Approvals(database, log)
  const actors = new Actors(database)
  /** Whether record rules or masks leave out something for the actor. */
  const isLimited = (actor: Actor, name: keyof GuardrailsContract['operations']): boolean => {
    const { scope } = guardrailsContract.operations[name]
    return eventSight(surroundings.modules(), actor, `guardrails.${name}`, scope) !== undefined
  }
  const tables = {
    ...surroundings,
    log,
    policies,
    behaviour,
    approvals,
    actors,
    catalogue,
    subjectsOf,
  }
  const queries = new GuardrailsQueries(tables)
  const duties = new Duties(database, log, actors, catalogue)

  return {
    contract: guardrailsContract,
    migrations: [
      policiesMigration,
      behaviourMigration,
      approvalsMigration,
      actorsMigration,
      releasesMigration,
    ],
    parts: { guard: new PolicyGuard(policies, behaviour, subjectsOf), approvals },
    auditChecks: () => new GuardrailsAudit(),
    derivedTables: [
      'guardrail_policies',
      'guardrail_meters',
      'guardrail_totals',
      'approvals',
      'approval_events',
      'delegations',
      'guardrail_actors',
    ],

    commands: {
      AdoptPolicy(policy) {
        const version = (policies.versions(policy.code)[0]?.version ?? 0) + 1
        const known = {
          currency: surroundings.currency(),
          commands: catalogue.names(),
          codes: policies.codes(),
          booking: catalogue,
        }
        const compiled = checkPolicy(policy, version, known)
        if (isRefusal(compiled)) return compiled
        const data: PolicyAdopted = { version, policy: withoutUndefined(policy) }
        return { events: [event('policy-adopted', data)], reply: () => latest(policy.code) }
      },
      RetirePolicy({ policy: code, reason }) {
        const [row] = policies.versions(code)
        if (!row) return policyNotFound(code)
        if (row.status !== 'active')
          return refuse('policy_not_active', `The policy ${code} is retired already.`)
        const data: PolicyRetired = { code, version: row.version, ...(reason && { reason }) }
        return { events: [event('policy-retired', data)], reply: () => latest(code) }
      },
      ApproveCommand({ approval: id, comment }, context) {
        const approval = approvals.find(id)
        if (!approval) return approvalNotFound(id)
        const decided = decideApprove(approval, context.actor, lent(context), comment)
        if (isRefusal(decided)) return decided
        const { given, complete } = decided
        return {
          events: [given],
          ...(complete && { releases: release(approval, given, context) }),
          reply: (_, released) => settled(id, context, released),
        }
      },
      RejectCommand({ approval: id, reason }, context) {
        const approval = approvals.find(id)
        if (!approval) return approvalNotFound(id)
        return settling(decideReject(approval, context.actor, lent(context), reason), id, context)
      },
      WithdrawCommand({ approval: id, reason }, context) {
        const approval = approvals.find(id)
        if (!approval) return approvalNotFound(id)
        return settling(decideWithdraw(approval, context.actor, reason), id, context)
      },
      DelegateApprovals(input, context) {
        const id = context.idAt('delegation', context.nextSequence)
        const today = dayText(surroundings, context.nowMicros)
        const lent = approvals.lentBy(context.actor.id, input.to, today)
        const delegated = decideDelegate(context.actor, input, { id, today, lent }, LIMITS.delegationDaysMax)
        if (isRefusal(delegated)) return delegated
        const data = delegated.data as ApprovalsDelegated
        return { events: [delegated], reply: () => delegationView(data, today) }
      },
      RevokeDelegation({ delegation: id }, { actor, nowMicros }) {
        const delegation = approvals.delegation(id)
        if (!delegation || (delegation.by !== actor.id && delegation.to !== actor.id))
          return refuse('delegation_not_found', `There is no delegation ${id} of yours.`)
        if (delegation.revoked) return refuse('delegation_not_active', 'The delegation is revoked already.')
        return {
          events: [event('delegation-revoked', { id })],
          reply: () => delegationView({ ...delegation, revoked: true }, dayText(surroundings, nowMicros)),
        }
      },
      EscalateApproval({ approval: id }) {
        const approval = approvals.find(id)
        if (!approval) return approvalNotFound(id)
        const { parked, status, escalatedTo } = approval
        if (status !== 'pending' || escalatedTo || !parked.escalation)
          return { events: [], reply: () => ({}) }
        const data = { approval: id, roles: parked.escalation.roles }
        return { events: [event('approval-escalated', data)], reply: () => ({}) }
      },
      ExpireApproval({ approval: id }) {
        const approval = approvals.find(id)
        if (!approval) return approvalNotFound(id)
        if (approval.status !== 'pending') return { events: [], reply: () => ({}) }
        return { events: [event('approval-expired', { approval: id })], reply: () => ({}) }
      },
    },

    queries: {
      ListPolicies: (input) => queries.listPolicies(input),
      GetPolicy: (input) => queries.getPolicy(input),
      ListPolicyTemplates: () => queries.listTemplates(),
      SimulatePolicy: (input, { actor }) =>
        isLimited(actor, 'SimulatePolicy') ? coversAllRecords() : queries.simulate(input),
      GetDutiesReport: (_, { actor }) =>
        isLimited(actor, 'GetDutiesReport') ? coversAllRecords() : duties.report(),
      CheckCommand: (input, context) => queries.check(input, context),
      ListApprovals: (input, context) =>
        queries.listApprovals(input, context, isLimited(context.actor, 'ListApprovals')),
      GetApproval: (input, context) =>
        queries.getApproval(input, context, isLimited(context.actor, 'GetApproval')),
      ListDelegations: (input, context) => queries.listDelegations(input, context),
    },

    apply(events) {
      // Before the change of a policy is folded: what came with it is counted by the policies that held then.
      behaviour.count(policies.meters(), events)
      for (const each of events) applyOne(each)
    },

    titleOf: (command, input) => titleOf(command, input, nameOfPolicy),

    react: ({ sequence }, { actor }) => actors.note(actor, sequence),

    due: (nowMicros) => approvals.due(nowMicros),
    nextDue: () => approvals.nextDue(),

    volatile: { mark() {}, undo: forget, flush() {}, forget },
  }

  function applyOne(each: RecordedEvent): void {
    switch (each.type) {
      case 'policy-adopted':
        policies.adopt(each as RecordedEvent<string, PolicyAdopted>)
        behaviour.follow(policies.meters(), each)
        return
      case 'policy-retired':
        policies.retire(each as RecordedEvent<string, PolicyRetired>)
        behaviour.follow(policies.meters(), each)
        return
      case 'account-merged':
        behaviour.merge(policies.meters(), each.data as { id: string; into: string })
        return
      case 'actor-noted':
        actors.apply(each as RecordedEvent<string, ActorNoted>)
        return
      default:
        approvals.apply(each)
    }
  }

  function forget(): void {
    policies.forget()
    behaviour.forget()
    approvals.forget()
    actors.forget()
  }

  function latest(code: string) {
    const [row] = policies.versions(code)
    if (!row) throw new Error(`invariant broken: policy ${code} was just written`)
    return policies.view(row, behaviour)
  }

  function nameOfPolicy(code: string): string | undefined {
    const [row] = policies.versions(code)
    return row && policies.view(row, behaviour).name
  }

  function lent({ actor, nowMicros }: Pick<CommandContext, 'actor' | 'nowMicros'>) {
    return approvals.lentTo(actor.id, dayText(surroundings, nowMicros))
  }

  function settling(
    decided: NewEvent | GuardrailsRefusal,
    id: string,
    context: CommandContext,
  ): Decision<ReturnType<typeof settled>> | GuardrailsRefusal {
    if (isRefusal(decided)) return decided
    return { events: [decided], reply: () => settled(id, context, undefined) }
  }

  function settled(id: string, context: CommandContext, released: Released | undefined) {
    const approval = approvals.find(id)
    if (!approval) throw new Error(`invariant broken: approval ${id} was just decided`)
    return { approval: approvalView(tables, approval, context), outcome: outcomeOf(released) }
  }
}

const event = (type: keyof GuardrailsContract['events'], data: unknown): NewEvent => ({
  type,
  version: 1,
  data,
})

function outcomeOf(released: Released | undefined) {
  if (!released) return null
  if (released.kind === 'accepted')
    return { status: 'executed' as const, reply: released.reply, refusal: null }
  return { status: 'failed' as const, reply: null, refusal: refusalView(released.refusal) }
}

/** Carried out with the roles and rules that the maker had when it was sent. */
function release(
  { parked, given }: Approval,
  last: NewEvent,
  { actor: { tenant } }: CommandContext,
): Release {
  const { id, module, command, input, maker } = parked
  const name = `${module}.${command}`
  const approvers = [...given, last.data as Approval['given'][number]].map(({ by, onBehalfOf }) => ({
    by,
    ...(onBehalfOf !== undefined && { onBehalfOf }),
  }))
  const released: CommandReleased = { approval: id, command: name, maker: maker.id, approvers }
  const { rules, ...rest } = maker
  return {
    module,
    command,
    input,
    // Rules are kept as they came; the event's schema knows that they are objects and no more.
    actor: { tenant, ...rest, ...(rules && { rules: rules as unknown as RecordRule[] }) },
    released: event('command-released', released),
    failed: (refusal) => {
      const data: CommandFailed = { approval: id, command: name, refusal: refusalView(refusal) }
      return event('command-failed', data)
    },
  }
}

/** Each event has a subject by the module that it is of. */
/** What looks at every record is for who may see every record, whole. */
const coversAllRecords = () =>
  refuse('record_rule', 'This covers all records of the company, and you may see some of them, or parts.')

function subjectsIn(modules: readonly AnyModule[], events: readonly NewEvent[]): (Subject | undefined)[] {
  let subjects: (Subject | undefined)[] | undefined
  for (const module of modules) {
    const own = module.subjectsOf?.(events)
    if (!subjects) subjects = own
    else for (const [index, subject] of (own ?? []).entries()) subjects[index] ??= subject
  }
  return subjects ?? []
}

/** Absent and undefined are the same to a reader, and only absent has a canonical form. */
const withoutUndefined = (policy: Policy): Policy => JSON.parse(JSON.stringify(policy)) as Policy

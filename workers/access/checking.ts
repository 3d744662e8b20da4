import { findMembership } from '../../d1/identity/members.ts'
import type { InputOf } from '../../durable-objects/kernel/contract.ts'
import { mayCall } from '../../durable-objects/kernel/grants.ts'
import type { Actor } from '../../durable-objects/kernel/module.ts'
import { refuse } from '../../durable-objects/kernel/result.ts'
import { operations } from '../contracts.ts'
import type { Place } from '../directory.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import type { Call } from '../mount.ts'
import { booksOf } from '../regions.ts'
import { hereOf } from './calling.ts'
import type { AccessCheck, AccessReason } from './contract/roles.ts'
import type { AccessContract } from './contract.ts'
import { actorOfMember, rolesOf } from './members.ts'

/** Whether an actor may do something, layer by layer. The object answers for its records, as it does when it is done. */
export async function checkAccess(call: Call, place: Place | undefined): Promise<Response> {
  if (!place) throw new Error('the operation is below a company')
  const { c } = call
  const { actor: caller } = hereOf(call)
  const { command, record, user = caller.id } = call.input as InputOf<AccessContract, 'CheckAccess'>
  const named = operations().find(({ module, name }) => `${module}.${name}` === command)
  if (!named) return problem(c, unknownOperation(command))
  if (user !== caller.id && !mayCall(caller.grants, 'access.ListMembers', 'access:read'))
    return problem(
      c,
      edgeRefusal('missing_scope', 'To ask about somebody else needs the scope access:read.', [
        { pointer: '/user', code: 'missing_scope', detail: 'Needs the scope access:read.' },
      ]),
    )
  const { scope } = named.operation
  const asked = await whoIs(call, user)
  const because = [...asked.reasons]
  if (asked.actor) {
    const { actor } = asked
    because.push(...(await roleReasons(call, user, actor, command, scope)))
    if (record !== undefined || actor.rules?.length)
      because.push(
        ...(await booksOf(c.env, place.region, place.id).explain(actor, {
          command,
          scope,
          record: record ?? null,
        })),
      )
  }
  const may = asked.actor !== undefined && because.every(({ allows }) => allows)
  return c.json({ may, user, command, record: record ?? null, because } satisfies AccessCheck)
}

/** The actor in question, or why there is none. */
async function whoIs(
  call: Call,
  user: string,
): Promise<{ actor: Actor | undefined; reasons: AccessReason[] }> {
  const { actor: caller, database, region } = hereOf(call)
  const tenant = (allows: boolean, detail: string): AccessReason => ({
    layer: 'tenant',
    allows,
    detail,
    source: caller.tenant,
  })
  if (user === caller.id)
    return { actor: caller, reasons: [tenant(true, 'The credential is in force in this tenant.')] }
  const actor = await actorOfMember(call.c.env, region, caller.tenant, user)
  if (actor) return { actor, reasons: [tenant(true, 'Is a member of this tenant.')] }
  const { member } = await findMembership(database, caller.tenant, user)
  return {
    actor: undefined,
    reasons: [tenant(false, member?.disabled ? 'The member is disabled.' : 'Is no member of this tenant.')],
  }
}

async function roleReasons(
  call: Call,
  user: string,
  actor: Actor,
  command: string,
  scope: `${string}:${'read' | 'write'}`,
): Promise<AccessReason[]> {
  const { actor: caller, database } = hereOf(call)
  const { member, roles: custom } = await findMembership(database, caller.tenant, user)
  const allowing = rolesOf(member?.roles ?? [], custom).filter(({ grants }) =>
    mayCall(grants, command, scope),
  )
  const may = mayCall(actor.grants, command, scope)
  const reasons: AccessReason[] = []
  if (member)
    reasons.push({
      layer: 'role',
      allows: allowing.length > 0,
      detail:
        allowing.length > 0
          ? `${command} is allowed by ${allowing.map(({ name }) => name).join(', ')}.`
          : `None of the roles allows ${command}, nor its scope ${scope}.`,
      source: (allowing.length > 0 ? allowing.map(({ code }) => code) : member.roles).join(', '),
    })
  if (!member || may !== allowing.length > 0)
    reasons.push({
      layer: 'credential',
      allows: may,
      detail: may
        ? `The credential allows ${command}.`
        : `The credential is narrower than the roles: it has neither ${command} nor ${scope}.`,
      source: actor.id,
    })
  return reasons
}

const unknownOperation = (command: string) => {
  const detail = `There is no operation ${command.slice(0, 100)}. See GET /v1/permissions.`
  return refuse('unknown_operation', detail, [{ pointer: '/command', code: 'unknown_operation', detail }])
}

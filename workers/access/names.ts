import { actorsOfTenant } from '../../d1/identity/actors.ts'
import type { InputOf } from '../../durable-objects/kernel/contract.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import { problem } from '../http/problem.ts'
import type { Call } from '../mount.ts'
import { hereOf, pageOf } from './calling.ts'
import type { PersonView } from './contract/members.ts'
import type { AccessContract } from './contract.ts'

/** Who stands behind the ids in logs and approvals: names, and nothing else about anybody. */
export async function listPeople(call: Call): Promise<Response> {
  const { actor, database } = hereOf(call)
  const page = await pageOf(
    call.input as InputOf<AccessContract, 'ListPeople'>,
    (after, limit) => actorsOfTenant(database, actor.tenant, { after, limit, nowMs: Date.now() }),
    ({ id }) => id,
    ({ id, name, kind, disabled }): PersonView => ({ id, name: name ?? id, kind, disabled: disabled === 1 }),
  )
  return isRefusal(page) ? problem(call.c, page) : call.c.json(page)
}

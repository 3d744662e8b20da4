import { namesOfUsers } from '../../d1/identity/members.ts'
import { SECURITY_EVENT_TYPES, securityEventsOfTenant } from '../../d1/identity/security-log.ts'
import type { InputOf } from '../../durable-objects/kernel/contract.ts'
import { decodeTextCursor, encodeTextCursor, invalidCursor } from '../../durable-objects/kernel/cursor.ts'
import { LIMITS } from '../../durable-objects/kernel/limits.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import type { Call } from '../mount.ts'
import { hereOf, iso } from './calling.ts'
import type { AccessContract } from './contract.ts'

/** The security log of the tenant, newest first. */
export async function listSecurityEvents(call: Call): Promise<Response> {
  const { c } = call
  const { actor, database } = hereOf(call)
  const { cursor, type, user, from, to, ...input } = call.input as InputOf<
    AccessContract,
    'ListSecurityEvents'
  >
  const limit = input.limit ?? LIMITS.pageRowsDefault
  const before = cursor === undefined ? undefined : decodeTextCursor(cursor)
  if (cursor !== undefined && before === undefined) return problem(c, invalidCursor())
  const known = SECURITY_EVENT_TYPES.find((each) => each === type)
  if (type !== undefined && !known) return problem(c, unknownType())
  const rows = await securityEventsOfTenant(database, actor.tenant, {
    before,
    type: known,
    user,
    fromMs: from === undefined ? undefined : Date.parse(from),
    toMs: to === undefined ? undefined : Date.parse(to),
    limit: limit + 1,
  })
  const shown = rows.slice(0, limit)
  const names = await namesOfUsers(
    database,
    shown.flatMap((row) => row.user ?? []),
  )
  const last = shown.at(-1)
  return c.json({
    data: shown.map((row) => ({
      id: row.id,
      type: row.type,
      at: iso(row.at),
      user: row.user,
      userName: row.user === null ? null : (names.get(row.user) ?? null),
      address: row.ip,
      userAgent: row.userAgent,
      requestId: row.requestId,
      detail: JSON.parse(row.detail) as unknown,
    })),
    nextCursor: rows.length > limit && last ? encodeTextCursor(last.id) : null,
  })
}

const unknownType = () => {
  const detail = `Choose one of ${SECURITY_EVENT_TYPES.join(', ')}.`
  return edgeRefusal('invalid_request', `type: ${detail}`, [
    { pointer: '/type', code: 'invalid_value', detail },
  ])
}

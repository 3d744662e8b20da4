import { claimKey, keepReply, releaseKey, type TenantReply } from '../../d1/identity/tenant-replies.ts'
import { type FieldError, type Refusal, refuse } from '../../durable-objects/kernel/result.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { sha256 } from '../identity/keys.ts'
import type { Call, SpecialHandler } from '../mount.ts'
import { hereOf } from './calling.ts'

/**
 * Runs a tenant's command once per Idempotency-Key, as a company's object does with its own commands: the same request
 * gets the first reply again, another one is refused. What a reply shows only once (the text of a key) is not kept, so a
 * replay has null there.
 */
export const once =
  (handler: SpecialHandler, secrets: readonly string[] = []): SpecialHandler =>
  async (call, place) => {
    const { idempotencyKey: key, module, name } = call
    if (key === undefined) return handler(call, place)
    const { actor, database } = hereOf(call)
    const { tenant } = actor
    const claim = { tenant, key, command: `${module}.${name}`, request: await digests(call.input) }
    const before = await claimKey(database, claim, Date.now())
    if (before) return replay(call, claim, before)
    try {
      const response = await handler(call, place)
      if (response.status >= 500) await releaseKey(database, tenant, key)
      else {
        const reply = withoutSecrets(await response.clone().text(), secrets)
        await keepReply(database, { tenant, key, status: response.status, reply })
      }
      return response
    } catch (error) {
      await releaseKey(database, tenant, key)
      throw error
    }
  }

/**
 * For a command that finishes what an earlier attempt began, such as the opening of a company: only that the key was not
 * used with another request is checked. Undefined: go on.
 */
export async function keyReused(call: Call): Promise<Refusal | undefined> {
  const { idempotencyKey: key, module, name } = call
  if (key === undefined) return undefined
  const { actor, database } = hereOf(call)
  const claim = {
    tenant: actor.tenant,
    key,
    command: `${module}.${name}`,
    request: await digests(call.input),
  }
  const before = await claimKey(database, claim, Date.now())
  return before && differenceOf(claim, before)
}

function replay({ c }: Call, claim: Pick<TenantReply, 'command' | 'request'>, before: TenantReply): Response {
  const differs = differenceOf(claim, before)
  if (differs) return problem(c, differs)
  if (before.status === null || before.reply === null)
    return problem(
      c,
      refuse('request_in_progress', 'The same request is being answered. Send it again in a few seconds.'),
    )
  c.header('idempotent-replayed', 'true')
  if (before.status < 400)
    return c.body(before.reply, before.status as 200, { 'content-type': 'application/json' })
  const { code, detail, errors } = JSON.parse(before.reply) as {
    code: string
    detail: string
    errors: FieldError[]
  }
  return problem(c, { refused: code, detail, errors })
}

/** The field that differs is named; what it was is not known any more. */
function differenceOf(
  claim: Pick<TenantReply, 'command' | 'request'>,
  before: Pick<TenantReply, 'command' | 'request'>,
): Refusal | undefined {
  if (claim.command === before.command && claim.request === before.request) return undefined
  const [is, was] = [parsed(claim.request), parsed(before.request)]
  const field = Object.keys({ ...is, ...was }).find((name) => is[name] !== was[name]) ?? ''
  const pointer = claim.command === before.command ? `/${field}` : ''
  const what = pointer === '' ? `another command, ${before.command}` : `a request that differs at ${pointer}`
  return edgeRefusal(
    'idempotency_key_reused',
    `This Idempotency-Key was used with ${what}. Send the same request again to get its reply, or use a new key.`,
    [
      {
        pointer,
        code: 'differs_from_first_request',
        detail: 'Differs from the request first sent with this key.',
      },
    ],
  )
}

const parsed = (text: string) => JSON.parse(text) as Record<string, string>

/** The digest of each field, by its name. */
async function digests(input: unknown): Promise<string> {
  const fields = Object.entries(input as Record<string, unknown>).filter(([, value]) => value !== undefined)
  const pairs = await Promise.all(
    fields
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([name, value]) => [name, await sha256(JSON.stringify(value))]),
  )
  return JSON.stringify(Object.fromEntries(pairs))
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  if (secrets.length === 0) return text
  const reply = JSON.parse(text) as Record<string, unknown>
  for (const field of secrets) if (field in reply) reply[field] = null
  return JSON.stringify(reply)
}

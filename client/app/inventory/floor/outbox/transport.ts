import { contracts } from '../../../../../workers/contracts.ts'
import { problemFrom } from '../../../../sdk/problem.ts'
import { buildRequest } from '../../../../sdk/request.ts'
import type { Answer, Entry, Owner, Refused } from './entry.ts'
import type { Transport } from './sender.ts'

/** Of a connection that is there in name only. */
const ANSWER_WITHIN_MS = 20_000

type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** The outbox's way to the server: one attempt each; when to try again is the outbox's to decide. */
export function httpTransport(fetch: Fetch): Transport {
  const ask = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }).catch(() => undefined)
  return {
    async identify() {
      const response = await ask('/v1/session', { cache: 'no-store' })
      if (!response?.ok) return 'unanswered'
      const view = await response.json().catch(() => undefined)
      if (view === undefined) return 'unanswered'
      const date = Date.parse(response.headers.get('date') ?? '')
      // The header has no fractions of seconds: half of one is right on average.
      const offsetMs = Number.isNaN(date) ? 0 : date + 500 - Date.now()
      return { owner: ownerOf(view), offsetMs }
    },
    async send(entry) {
      const [module, name] = entry.operation.split('.') as ['stock', 'ReceiveGoods']
      const { method, target, body, contentType } = buildRequest(
        contracts[module].operations[name],
        entry.company,
        { ...entry.sent },
      )
      const response = await ask(target, {
        method,
        body: body as string,
        headers: {
          accept: 'application/json',
          'content-type': contentType as string,
          'idempotency-key': entry.key,
          // The server refuses it if somebody else is signed in by now.
          'meridian-meant-for': `${entry.owner.tenant}/${entry.owner.actor}`,
        },
      })
      if (!response) return { kind: 'unanswered' }
      return answerOf(response, entry).catch((): Answer => ({ kind: 'unanswered' }))
    },
  }
}

interface SessionLike {
  actor?: { id: string } | null
  tenant?: { id: string } | null
}

export const ownerOf = (view: SessionLike | null): Owner | null =>
  view?.actor && view.tenant ? { tenant: view.tenant.id, actor: view.actor.id } : null

interface Accepted {
  id?: string
  voucher?: string
  sequence?: number
}

export async function answerOf(response: Response, entry: Pick<Entry, 'attempts'>): Promise<Answer> {
  const { status } = response
  if (status === 202) {
    const { approval } = (await response.json()) as {
      approval: { id: string; policies: { reason: string }[] }
    }
    return {
      kind: 'parked',
      approval: approval.id,
      reason: approval.policies.map(({ reason }) => reason).join(' '),
    }
  }
  if (response.ok) {
    const { id, voucher, sequence } = (await response.json()) as Accepted
    return {
      kind: 'accepted',
      ...(sequence !== undefined && { sequence }),
      ...(id !== undefined && { document: id }),
      ...(voucher !== undefined && { voucher }),
    }
  }
  const problem = await problemFrom(response)
  const refused = refusedOf(problem)
  if (status === 401) return { kind: 'signed-out' }
  if (problem.code === 'other_session') return { kind: 'other-session' }
  if (status === 403) return { kind: 'forbidden', problem: refused }
  // A document has the id that the device gave it: it was recorded by an attempt that got no answer.
  if (problem.code === 'stock_id_taken' && entry.attempts > 1) return { kind: 'accepted' }
  if (status >= 500 || status === 429 || status === 408 || status === 425) {
    const seconds = problem.retryAfterSeconds
    return {
      kind: 'failed',
      problem: refused,
      ...(seconds !== undefined && { retryAfterMs: seconds * 1000 }),
    }
  }
  return { kind: 'refused', problem: refused }
}

const refusedOf = ({ status, code, title, detail, errors }: Refused): Refused => ({
  status,
  code,
  title,
  detail,
  errors: errors.map((error) => ({ pointer: error.pointer, detail: error.detail })),
})

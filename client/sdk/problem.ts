import type { ParkedReply } from '../../durable-objects/guardrails/contract.ts'
import type { RefusalCode } from '../../durable-objects/kernel/contract.ts'
import type { contracts } from '../../workers/contracts.ts'

type Contracts = typeof contracts
type Declared = { [Module in keyof Contracts]: RefusalCode<Contracts[Module]> }[keyof Contracts]

/** Codes that a contract declares complete in an editor; the edge adds its own, such as `invalid_input`. */
export type ProblemCode = Declared | (string & {})

/** One refused field: `pointer` is an RFC 6901 JSON pointer into the request's input. */
export interface FieldError {
  pointer: string
  code: string
  detail: string
}

export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail: string
  code: ProblemCode
  errors: FieldError[]
  requestId: string | null
}

/**
 * The server's answer when it did not do what was asked, as RFC 9457 describes it. An answer that is no problem document
 * (a proxy's error page) becomes one too, so that callers handle a single shape. A request that got no answer
 * at all rejects with {@link Unreachable} instead: then nobody knows yet whether the command happened.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ProblemCode
  readonly errors: readonly FieldError[]
  readonly requestId: string | null
  /** Where the server said when to come back: seconds from its answer on. */
  readonly retryAfterSeconds: number | undefined

  constructor(document: ProblemDocument, retryAfterSeconds?: number) {
    super(document.detail || document.title)
    this.type = document.type
    this.title = document.title
    this.status = document.status
    this.detail = document.detail
    this.code = document.code
    this.errors = document.errors
    this.requestId = document.requestId
    this.retryAfterSeconds = retryAfterSeconds
  }

  /** Whether the same request may succeed later by itself: overload and maintenance, never a refusal. */
  get isTemporary(): boolean {
    return this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504
  }
}

/** No answer arrived. Sending the same request again with the same key is safe and finds out what happened. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** What a command waits for, as the server answered it. */
export type ParkedApproval = ParkedReply['approval']

/**
 * The command was accepted, but waits until others have approved it (HTTP 202). Nothing has happened yet, so there is no
 * reply either: whoever relies on one must not go on as if there were.
 */
export class Parked extends Error {
  override readonly name = 'Parked'
  readonly approval: ParkedApproval

  constructor(approval: ParkedApproval) {
    super(approval.policies.map(({ reason }) => reason).join(' ') || 'The command waits for approval.')
    this.approval = approval
  }
}

export async function parkedFrom(response: Response): Promise<Parked> {
  const { approval } = (await response.json()) as ParkedReply
  return new Parked(approval)
}

export async function problemFrom(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined)
  const fields = isRecord(body) ? body : {}
  const text = (key: string, otherwise: string) => {
    const value = fields[key]
    return typeof value === 'string' ? value : otherwise
  }
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const problem: ProblemDocument = {
    type: text('type', 'about:blank'),
    title: text('title', `The server answered ${response.status}`),
    status: response.status,
    detail: text('detail', ''),
    code: text('code', `http_${response.status}`),
    errors: Array.isArray(fields.errors) ? fields.errors.filter(isFieldError) : [],
    requestId: text('requestId', '') || response.headers.get('x-request-id'),
  }
  return new Problem(problem, Number.isFinite(retryAfter) ? retryAfter : undefined)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isFieldError = (value: unknown): value is FieldError =>
  isRecord(value) &&
  typeof value.pointer === 'string' &&
  typeof value.code === 'string' &&
  typeof value.detail === 'string'

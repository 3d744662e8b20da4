import type { Context } from 'hono'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import type { Edge } from '../edge.ts'
import { originOf } from '../http/origin.ts'
import { type Auth, authOf } from './auth.ts'
import { libraryHeaders } from './facts.ts'

/** What the authentication library answered. */
export interface Answer {
  status: number
  /** The library's code of a refusal. */
  code: string | undefined
  body: Record<string, unknown>
  cookies: string[]
}

/** Calls one of the library's endpoints from the inside. Its cookies are given to the browser by `giveCookies`. */
export async function askLibrary(
  c: Context<Edge>,
  region: Region,
  who: 'with session' | 'without session',
  call: (api: Auth['api'], headers: Headers) => Promise<Response>,
): Promise<Answer> {
  const { api } = authOf(c.env, region, originOf(c))
  return answerOf(await call(api, libraryHeaders(c, who)))
}

export async function answerOf(response: Response): Promise<Answer> {
  const body = (await response.json().catch(() => null)) as Record<string, unknown> | null
  if (response.status >= 500)
    throw new Error(`the authentication library failed: ${response.status} ${JSON.stringify(body)}`)
  return {
    status: response.status,
    code: typeof body?.code === 'string' ? body.code : undefined,
    body: body ?? {},
    cookies: response.headers.getSetCookie(),
  }
}

export function giveCookies(c: Context<Edge>, { cookies }: Pick<Answer, 'cookies'>): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
}

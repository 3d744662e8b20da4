import { z } from 'zod'
import { fetchOutbound } from '../../http/outbound.ts'
import type { Env } from '../../regions.ts'

/** What an administrator puts into DNS to prove that a domain is the tenant's. */
export const recordOf = (domain: string, tenant: string) => ({
  name: `_meridian.${domain}`,
  type: 'TXT' as const,
  value: `meridian-tenant=${tenant}`,
})

const TXT = 16
const answers = z.object({
  Status: z.number(),
  Answer: z.array(z.object({ type: z.number(), data: z.string() })).optional(),
})

/**
 * Whether DNS says that a domain is the tenant's, asked over HTTPS (RFC 8484's JSON form). Undefined when DNS does not
 * answer: then what was known before stays.
 */
export async function isProven(env: Env, domain: string, tenant: string): Promise<boolean | undefined> {
  const { name, value } = recordOf(domain, tenant)
  const query = new URLSearchParams({ name, type: 'TXT' })
  const answer = await fetchOutbound(`${env.DNS_RESOLVER}?${query}`, {
    accept: 'application/dns-json',
    allowLoopback: env.SANDBOX === 'on',
  })
  if ('code' in answer || answer.status !== 200) return undefined
  const parsed = answers.safeParse(readJson(answer.text))
  // 0: there is an answer; 3: there is no such name (RFC 1035, 4.1.1).
  if (!parsed.success || ![0, 3].includes(parsed.data.Status)) return undefined
  return (parsed.data.Answer ?? []).some(({ type, data }) => type === TXT && textOf(data) === value)
}

/** A TXT record is one or more quoted strings that belong together (RFC 7208, 3.3). */
const textOf = (data: string): string =>
  /^".*"$/.test(data) ? [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part]) => part).join('') : data

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import type { Context } from 'hono'
import { z } from 'zod'
import { IDENTITY } from '../../d1/identity/limits.ts'
import { REGIONS } from '../../durable-objects/kernel/regions.ts'
import { isRefusal, type Refusal } from '../../durable-objects/kernel/result.ts'
import { isCrossSite } from '../access.ts'
import type { Edge } from '../edge.ts'
import { readInput } from '../http/body.ts'
import { edgeRefusal } from '../http/problem.ts'
import { normalEmail } from './directory.ts'

/** Fields that the routes of people have in common, and how their bodies are read. */
export const email = z
  .string()
  .max(IDENTITY.emailCharsMax, `At most ${IDENTITY.emailCharsMax} characters.`)
  .transform(normalEmail)
  .pipe(z.email('Is not an e-mail address, such as name@example.com.'))

/** No limit below what may have been set: a wrong password is refused as such, not as too short. */
export const password = z.string().min(1, 'Is required.').max(1_000, 'At most 1000 characters.')

const shownName = (missing: string) =>
  z
    .string()
    .trim()
    .min(1, missing)
    .max(IDENTITY.nameCharsMax, `At most ${IDENTITY.nameCharsMax} characters.`)
    .regex(/^\P{C}*$/u, 'Has characters that cannot be shown.')

export const personName = shownName('Say your name.')
export const passkeyName = shownName('Name the passkey, to know it again.')

export const region = z.enum(REGIONS)
export const token = z.string().min(1, 'Is required.').max(200, 'At most 200 characters.')

/**
 * The body of a request that a page of ours sends, parsed. Every such route changes something for the browser that calls
 * it, so none may be called by another site: cookies are set by some before there is one to protect.
 */
export async function readBody<Schema extends z.ZodType>(
  c: Context<Edge>,
  input: Schema,
): Promise<{ input: z.output<Schema> } | Refusal> {
  if (isCrossSite(c)) return crossSite()
  const read = await readInput(c, { body: 'json', bodyBytesMax: IDENTITY.requestBytesMax, input })
  return isRefusal(read) ? read : { input: read.input as z.output<Schema> }
}

export const crossSite = (): Refusal =>
  edgeRefusal('cross_site_request', 'Send this from the web app itself, not from another site.')

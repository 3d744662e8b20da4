import {
  activateCompany,
  type CompanyEntry,
  listCompanies,
  reserveCompany,
} from '../../d1/directory/queries.ts'
import type { CompanyContract, CompanyView } from '../../durable-objects/company/contract.ts'
import type { InputOf } from '../../durable-objects/kernel/contract.ts'
import { decodeTextCursor, encodeTextCursor, invalidCursor } from '../../durable-objects/kernel/cursor.ts'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { LIMITS } from '../../durable-objects/kernel/limits.ts'
import { refuse } from '../../durable-objects/kernel/result.ts'
import { keyReused } from '../access/once.ts'
import { regionOfTenant } from '../directory.ts'
import { problem } from '../http/problem.ts'
import { type Call, execute } from '../mount.ts'
import { booksOf } from '../regions.ts'

/**
 * Opens a company: the directory reserves slug, id and region, the object opens its books, the directory says so. Each
 * step may be repeated, so a request that was cut off is finished by sending it again.
 */
export async function openCompany(call: Call): Promise<Response> {
  const { c, idempotencyKey } = call
  const input = call.input as InputOf<CompanyContract, 'OpenCompany'>
  // The object compares requests, too, but another slug leads to another object.
  const reused = await keyReused(call)
  if (reused) return problem(c, reused)
  const { tenant } = c.get('actor')
  const region = input.region ?? (await regionOfTenant(c.env, tenant))
  const wanted = { tenant, slug: input.slug, id: newId('company'), region }
  const entry = await reserveCompany(c.env.DIRECTORY, wanted)
  if (entry.status === 'importing') return problem(c, slugTaken(input.slug))
  // Without a key nobody can tell a retry from a second company, and a slug names one.
  if (entry.status === 'active' && idempotencyKey === undefined) return problem(c, slugTaken(input.slug))

  const response = await execute({ ...call, input: { ...input, region: entry.region } }, entry)
  const finished = response.ok ? response : await openedBefore(call, entry, response)
  if (finished?.ok && entry.status === 'opening') await activateCompany(c.env.DIRECTORY, entry.id)
  return finished ?? problem(c, slugTaken(input.slug))
}

/**
 * The object says that its books are open. Where the directory does not say so yet, an earlier request was cut off in
 * between: the same company is then finished. Undefined: the slug is another company's.
 */
async function openedBefore(
  call: Call,
  entry: CompanyEntry,
  response: Response,
): Promise<Response | undefined> {
  const { code } = await response.clone().json<{ code: string }>()
  if (code !== 'company_already_open') return response
  if (entry.status === 'active') return undefined
  const { c } = call
  const actor = c.get('actor')
  const query = { module: 'company', query: 'GetCompany', input: {}, actor }
  const answer = await booksOf(c.env, entry.region, entry.id).ask(query)
  if (answer.kind === 'refused') return response
  const opened = JSON.parse(answer.body) as CompanyView
  const { name, country, currency } = call.input as InputOf<CompanyContract, 'OpenCompany'>
  const isSame = opened.name === name && opened.country === country && opened.currency === currency
  return isSame ? c.json(opened, 201) : undefined
}

/** The directory knows which companies there are; what they are called only their own region knows. */
export async function listCompaniesOfTenant({ c, input }: Call): Promise<Response> {
  const { cursor, limit = LIMITS.pageRowsDefault } = input as InputOf<CompanyContract, 'ListCompanies'>
  const actor = c.get('actor')
  const after = cursor === undefined ? '' : decodeTextCursor(cursor)
  if (after === undefined) return problem(c, invalidCursor())
  const entries = await listCompanies(c.env.DIRECTORY, actor.tenant, after, limit + 1)
  const shown = entries.slice(0, limit)
  const data = await Promise.all(
    shown.map(async ({ id, region }) => {
      const query = { module: 'company', query: 'GetCompany', input: {}, actor }
      const answer = await booksOf(c.env, region, id).ask(query)
      return answer.kind === 'answered' ? (JSON.parse(answer.body) as unknown) : undefined
    }),
  )
  const last = shown.at(-1)
  const nextCursor = entries.length > limit && last ? encodeTextCursor(last.slug) : null
  return c.json({ data: data.filter((company) => company !== undefined), nextCursor })
}

const slugTaken = (slug: string) =>
  refuse('slug_taken', `Your tenant has a company with the slug ${slug}. Choose another slug.`, [
    { pointer: '/slug', code: 'slug_taken', detail: 'Another company has this slug.' },
  ])

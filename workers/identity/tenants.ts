import { Hono } from 'hono'
import { z } from 'zod'
import { addTenant, findTenantBySlug } from '../../d1/directory/queries.ts'
import { foundTenant } from '../../d1/identity/members.ts'
import { setSessionTenant } from '../../d1/identity/people.ts'
import { newId } from '../../durable-objects/kernel/ids.ts'
import type { Region } from '../../durable-objects/kernel/regions.ts'
import { isRefusal } from '../../durable-objects/kernel/result.ts'
import type { Edge } from '../edge.ts'
import { edgeRefusal, problem } from '../http/problem.ts'
import { forgetSessions, personOf } from '../principal/session.ts'
import { type Env, identityDatabase } from '../regions.ts'
import { personName, readBody } from './inputs.ts'
import { signInFirst } from './refusals.ts'
import { record } from './security.ts'
import { sessionView } from './session-view.ts'

/** A person may open any number of tenants in their own region, and is the first owner of each. */
export const tenantRoutes = new Hono<Edge>()

export const tenantInput = z.strictObject({
  name: personName,
  slug: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/, 'Use 3 to 40 lower-case letters, digits and hyphens.'),
})
type TenantInput = z.output<typeof tenantInput>

tenantRoutes.post('/v1/tenants', async (c) => {
  const person = await personOf(c)
  if (!person) return problem(c, signInFirst())
  const read = await readBody(c, tenantInput)
  if (isRefusal(read)) return problem(c, read)
  const { region, user, session } = person
  const tenantId = await openTenant(c.env, region, read.input, user.id)
  if (tenantId === undefined) return problem(c, slugTaken('/slug'))
  await setSessionTenant(identityDatabase(c.env, region), session.id, tenantId)
  forgetSessions()
  const detail = { slug: read.input.slug }
  await record(c, region, { type: 'tenant-created', user: user.id, tenant: tenantId, detail })
  return c.json(await sessionView(c, { ...person, session: { ...session, tenantId } }), 201)
})

/** The tenant in the directory, then its name and its first owner in the region; undefined when the slug is taken. */
export async function openTenant(
  env: Env,
  region: Region,
  { name, slug }: TenantInput,
  owner: string,
): Promise<string | undefined> {
  const id = newId('tenant')
  await addTenant(env.DIRECTORY, { id, slug, region, status: 'active' })
  if ((await findTenantBySlug(env.DIRECTORY, slug))?.id !== id) return undefined
  await foundTenant(identityDatabase(env, region), { id, slug, name }, owner, Date.now())
  return id
}

export const slugTaken = (pointer: string) => {
  const detail = 'Another tenant has this slug. Choose another one.'
  return edgeRefusal('tenant_slug_taken', detail, [{ pointer, code: 'tenant_slug_taken', detail }])
}

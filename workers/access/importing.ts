import {
  activateCompany,
  type CompanyEntry,
  findCompany,
  listImportsBefore,
  releaseImport,
  reserveCompany,
} from '../../d1/directory/queries.ts'
import type { InputOf } from '../../durable-objects/kernel/contract.ts'
import { idAtSequence, newId } from '../../durable-objects/kernel/ids.ts'
import { isRefusal, type Refusal, refuse } from '../../durable-objects/kernel/result.ts'
import { regionOfTenant } from '../directory.ts'
import { problem } from '../http/problem.ts'
import type { Call } from '../mount.ts'
import { booksOf, type Env } from '../regions.ts'
import type { ImportView } from './contract/imports.ts'
import type { AccessContract } from './contract.ts'

/**
 * Companies that arrive as a file. The directory holds slug, id and region as `importing` until the object has verified
 * everything; until then nobody finds the company, and whatever goes wrong gives both back.
 */
type Input<Name extends keyof AccessContract['operations']> = InputOf<AccessContract, Name>

/** A request that was cut off is sent again: the same slug leads to the same import. */
export async function startImport({ c, input }: Call): Promise<Response> {
  const { slug, name, root, region: wished } = input as Input<'StartImport'>
  const { tenant } = c.get('actor')
  const region = wished ?? (await regionOfTenant(c.env, tenant))
  const id = newId('company')
  const entry = await reserveCompany(c.env.DIRECTORY, { tenant, slug, id, region }, 'importing')
  if (entry.status !== 'importing') return problem(c, slugTaken(slug))
  const progress = await objectOf(c, entry).startImport({ tenant, slug, region: entry.region, name, root })
  return isRefusal(progress) ? problem(c, progress) : c.json(viewOf(entry, progress), 201)
}

export async function sendImportPart({ c, input }: Call): Promise<Response> {
  const { import: id, line, text } = input as Input<'SendImportPart'>
  const entry = await importOf(c, id)
  if (!entry) return problem(c, notFound(id))
  const progress = await objectOf(c, entry).takeImported(line, text)
  if (!isRefusal(progress)) return c.json(viewOf(entry, progress), 201)
  await giveUpWhere(c, entry, progress)
  return problem(c, progress)
}

export async function getImport({ c, input }: Call): Promise<Response> {
  const { import: id } = input as Input<'GetImport'>
  const entry = await importOf(c, id)
  const progress = entry && (await objectOf(c, entry).importProgress())
  return entry && progress ? c.json(viewOf(entry, progress)) : problem(c, notFound(id))
}

export async function finishImport({ c, input }: Call): Promise<Response> {
  const { import: id } = input as Input<'FinishImport'>
  const entry = await importOf(c, id)
  if (!entry) return problem(c, notFound(id))
  const finished = await objectOf(c, entry).finishImport(c.get('actor'), c.get('requestId'))
  if (isRefusal(finished)) {
    await giveUpWhere(c, entry, finished)
    return problem(c, finished)
  }
  await activateCompany(c.env.DIRECTORY, entry.id)
  const { reply, events, tables } = finished
  return c.json({ ...(JSON.parse(reply) as object), events, tables }, 201)
}

export async function cancelImport({ c, input }: Call): Promise<Response> {
  const { import: id } = input as Input<'CancelImport'>
  const entry = await importOf(c, id)
  const progress = entry && (await objectOf(c, entry).importProgress())
  if (!entry || !progress) return problem(c, notFound(id))
  const refusal = await giveUp(c.env, entry)
  return refusal ? problem(c, refusal) : c.json({ ...viewOf(entry, progress), state: 'cancelled' })
}

/** A file that is not what it says is not tried again: what came of it goes, and its slug is free. */
async function giveUpWhere(c: Call['c'], entry: CompanyEntry, { refused }: Refusal): Promise<void> {
  if (refused === 'import_refused') await giveUp(c.env, entry)
}

/** What was finished and only not said to be so stays, and is said to be so. */
async function giveUp(env: Env, entry: CompanyEntry): Promise<Refusal | undefined> {
  const outcome = await booksOf(env, entry.region, entry.id).discardImport()
  if (typeof outcome !== 'string') return outcome
  if (outcome === 'finished') await activateCompany(env.DIRECTORY, entry.id)
  else await releaseImport(env.DIRECTORY, entry.id)
  return undefined
}

/** Imports that nobody went on with end by themselves. An id says when it was made. */
export async function endAbandonedImports(env: Env, nowMs: number): Promise<void> {
  const before = idAtSequence('company', nowMs - ABANDONED_AFTER_MS, 0, 0)
  for (const entry of await listImportsBefore(env.DIRECTORY, before)) await giveUp(env, entry)
}

const ABANDONED_AFTER_MS = 7 * 86_400_000

async function importOf(c: Call['c'], id: string): Promise<CompanyEntry | undefined> {
  const entry = await findCompany(c.env.DIRECTORY, c.get('actor').tenant, id)
  return entry?.status === 'importing' ? entry : undefined
}

const objectOf = (c: Call['c'], { region, id }: CompanyEntry) => booksOf(c.env, region, id)

const viewOf = (
  { id, slug, region }: CompanyEntry,
  { lines, events }: Pick<ImportView, 'lines' | 'events'>,
): ImportView => ({ import: id, slug, region, state: 'receiving', lines, events })

const notFound = (id: string) =>
  refuse(
    'import_not_found',
    `There is no import ${id} that is under way. It may have been finished, refused or ended.`,
  )

const slugTaken = (slug: string) =>
  refuse('slug_taken', `A company of this tenant has the slug ${slug}. Choose another one.`, [
    { pointer: '/slug', code: 'slug_taken', detail: 'Is the slug of another company.' },
  ])

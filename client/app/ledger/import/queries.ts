import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { MigrationContract } from '../../../../durable-objects/ledger/migration/contract.ts'
import type { CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

type Operations = MigrationContract['operations']
export type Import = CallReply<Operations['ListImports']>['data'][number]
export type Issue = CallReply<Operations['ImportPart']>['errors'][number]
export type Proposal = CallReply<Operations['ProposeMapping']>
export type Mapping = Proposal['mapping']

export const importsQuery = (company: string) =>
  infiniteQueryOptions({
    queryKey: subjectKey(company, 'imports'),
    queryFn: ({ pageParam, signal }) =>
      meridian.migration.ListImports(company, { ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const importQuery = (company: string, id: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'imports'), id],
    queryFn: ({ signal }) => meridian.migration.GetImport(company, { import: id }, { signal }),
  })

export const importEntriesQuery = (company: string, id: string) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'imports'), id, 'entries'],
    queryFn: ({ pageParam, signal }) =>
      meridian.migration.ListImportEntries(
        company,
        { import: id, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const importErrorsQuery = (company: string, id: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'imports'), id, 'errors'],
    queryFn: async ({ signal }) =>
      (await meridian.migration.ListImportErrors(company, { import: id, limit: 200 }, { signal })).data,
  })

export const mappingsQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'imports'), 'mappings'],
    queryFn: async ({ signal }) =>
      (await meridian.migration.ListImportMappings(company, { limit: 200 }, { signal })).data,
  })

/** How many of the newest imports are looked through for one of the same file. */
const LOOKED_AT = 200

/** An import of this very file that is open: how far it came, and how it was begun. */
export async function openImportOf(company: string, digest: string) {
  const { data } = await meridian.migration.ListImports(company, { limit: LOOKED_AT })
  const found = data.find((each) => each.digest === digest && each.status === 'open')
  return found && (await meridian.migration.GetImport(company, { import: found.id }))
}
export type BegunImport = NonNullable<Awaited<ReturnType<typeof openImportOf>>>

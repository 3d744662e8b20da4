import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type {
  DraftStatus,
  draftsContract,
  OccurrenceStatus,
  ReversalStatus,
} from '../../../../durable-objects/ledger/drafts/contract.ts'
import type { pendingContract } from '../../../../durable-objects/ledger/pending/contract.ts'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

/** Entries that are not booked yet, and those that book themselves. */

type Operations = (typeof draftsContract)['operations']
type PendingOperations = (typeof pendingContract)['operations']
export type SavedDraft = CallReply<Operations['GetDraft']>
export type DraftRow = CallReply<Operations['ListDrafts']>['data'][number]
export type Template = CallReply<Operations['GetTemplate']>
export type Schedule = CallReply<Operations['GetSchedule']>
export type Occurrence = CallReply<Operations['ListOccurrences']>['data'][number]
export type Reversal = CallReply<Operations['ListReversals']>['data'][number]
export type Pending = CallReply<PendingOperations['ListPendingEntries']>['data'][number]
export type PendingStatusFilter = NonNullable<CallInput<PendingOperations['ListPendingEntries']>['status']>
export type Recurrence = Omit<CallInput<Operations['PreviewSchedule']>, 'limit'>

const ROWS = 100

/** The shape of every list here: pages that follow a cursor. */
const paged = <Row>(
  key: readonly unknown[],
  read: (
    cursor: string | undefined,
    signal: AbortSignal,
  ) => Promise<{ data: Row[]; nextCursor: string | null }>,
) =>
  infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam || undefined, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

const at = (cursor: string | undefined) => ({ limit: ROWS, ...(cursor && { cursor }) })

export const draftsQuery = (company: string, filter: { status?: DraftStatus; q?: string }) =>
  paged([...subjectKey(company, 'drafts'), 'list', filter], (cursor, signal) =>
    meridian.drafts.ListDrafts(company, { ...filter, ...at(cursor) }, { signal }),
  )

export const draftQuery = (company: string, draft: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'drafts'), draft],
    queryFn: ({ signal }) => meridian.drafts.GetDraft(company, { draft }, { signal }),
  })

export const templatesQuery = (company: string, status: 'active' | 'retired' = 'active') =>
  queryOptions({
    queryKey: [...subjectKey(company, 'templates'), status],
    queryFn: async ({ signal }) =>
      (await meridian.drafts.ListTemplates(company, { status, limit: LIMITS.pageRowsMax }, { signal })).data,
  })

export const schedulesQuery = (company: string) =>
  paged([...subjectKey(company, 'schedules'), 'list'], (cursor, signal) =>
    meridian.drafts.ListSchedules(company, at(cursor), { signal }),
  )

export const occurrencesQuery = (company: string, filter: { schedule?: string; status?: OccurrenceStatus }) =>
  paged([...subjectKey(company, 'schedules'), 'occurrences', filter], (cursor, signal) =>
    meridian.drafts.ListOccurrences(company, { ...filter, ...at(cursor) }, { signal }),
  )

export const schedulePreviewQuery = (company: string, recurrence: Recurrence) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'schedules'), 'preview', recurrence],
    queryFn: ({ signal }) =>
      meridian.drafts.PreviewSchedule(company, { ...recurrence, limit: 12 }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    retry: false,
  })

export const reversalsQuery = (company: string, status: ReversalStatus | undefined) =>
  paged([...subjectKey(company, 'reversals'), status ?? 'all'], (cursor, signal) =>
    meridian.drafts.ListReversals(company, { ...(status && { status }), ...at(cursor) }, { signal }),
  )

export const pendingQuery = (company: string, status: PendingStatusFilter) =>
  paged([...subjectKey(company, 'pending'), 'list', status], (cursor, signal) =>
    meridian.pending.ListPendingEntries(company, { status, ...at(cursor) }, { signal }),
  )

export const pendingEntryQuery = (company: string, pending: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'pending'), pending],
    queryFn: ({ signal }) => meridian.pending.GetPendingEntry(company, { pending }, { signal }),
  })

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { periodsContract } from '../../../../durable-objects/ledger/periods/contract.ts'
import type { CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

type Operations = (typeof periodsContract)['operations']
export type FiscalYear = CallReply<Operations['ListFiscalYears']>['data'][number]
export type FiscalPeriod = FiscalYear['periods'][number]
export type Checklist = CallReply<Operations['GetPeriodChecklist']>
export type ChecklistItem = Checklist['items'][number]
export type Locks = CallReply<Operations['GetLocks']>
export type LockChange = CallReply<Operations['ListLockChanges']>['data'][number]
export type Exception = CallReply<Operations['ListExceptions']>['data'][number]
export type ClosePreview = CallReply<Operations['PreviewClose']>
export type Calendar = CallReply<Operations['GetFiscalCalendar']>

const key = (company: string, ...rest: readonly unknown[]) => [...subjectKey(company, 'periods'), ...rest]

export const calendarQuery = (company: string) =>
  queryOptions({
    queryKey: key(company, 'calendar'),
    queryFn: ({ signal }) => meridian.periods.GetFiscalCalendar(company, {}, { signal }),
  })

/** From the first entry to a year from today: few enough for one page, whatever the company's age. */
export const yearsQuery = (company: string) =>
  queryOptions({
    queryKey: key(company, 'years'),
    queryFn: async ({ signal }) =>
      (await meridian.periods.ListFiscalYears(company, { limit: LIMITS.pageRowsMax }, { signal })).data,
  })

export const yearQuery = (company: string, year: string) =>
  queryOptions({
    queryKey: key(company, 'year', year),
    queryFn: ({ signal }) => meridian.periods.GetFiscalYear(company, { year }, { signal }),
  })

export const closePreviewQuery = (company: string, year: string) =>
  queryOptions({
    queryKey: key(company, 'close-preview', year),
    queryFn: ({ signal }) => meridian.periods.PreviewClose(company, { year }, { signal }),
  })

/** Of a period or, by a year's code, of the whole year. */
export const checklistQuery = (company: string, period: string) =>
  queryOptions({
    queryKey: key(company, 'checklist', period),
    queryFn: ({ signal }) => meridian.periods.GetPeriodChecklist(company, { period }, { signal }),
    // Much of it is found by other parts of the books, which have events of their own.
    staleTime: 0,
  })

export const ownItemsQuery = (company: string) =>
  queryOptions({
    queryKey: key(company, 'own-items'),
    queryFn: async ({ signal }) =>
      (await meridian.periods.ListChecklistItems(company, { limit: LIMITS.pageRowsMax }, { signal })).data,
  })

export const locksQuery = (company: string) =>
  queryOptions({
    queryKey: key(company, 'locks'),
    queryFn: ({ signal }) => meridian.periods.GetLocks(company, {}, { signal }),
  })

export const lockChangesQuery = (company: string) =>
  infiniteQueryOptions({
    queryKey: key(company, 'lock-changes'),
    queryFn: ({ pageParam, signal }) =>
      meridian.periods.ListLockChanges(
        company,
        { limit: 20, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const exceptionsQuery = (company: string) =>
  infiniteQueryOptions({
    queryKey: key(company, 'exceptions'),
    queryFn: ({ pageParam, signal }) =>
      meridian.periods.ListExceptions(
        company,
        { limit: 50, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

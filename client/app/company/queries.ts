import { keepPreviousData, queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { CompanyView } from '../../../durable-objects/company/contract.ts'
import { Unreachable } from '../../sdk/problem.ts'
import { meridian } from '../lib/api.ts'
import { subjectKey } from '../lib/keys.ts'
import { keptStart } from '../session/kept.ts'

/** A tenant with more companies than this reaches the others by their address. */
const COMPANIES_SHOWN_MAX = 200

export const companiesQuery = queryOptions({
  queryKey: ['companies'],
  queryFn: async ({ signal }) => {
    const asked = meridian.company.ListCompanies({ limit: COMPANIES_SHOWN_MAX }, { signal })
    return orKept(
      asked.then(({ data }) => data as CompanyView[]),
      () => keptStart.get()?.companies as CompanyView[] | undefined,
    )
  },
  networkMode: 'always',
  staleTime: 5 * 60_000,
})

/** What the device knew last, where the server does not answer. */
const orKept = <Data>(asked: Promise<Data>, kept: () => Data | undefined): Promise<Data> =>
  asked.catch((error: unknown) => {
    const data = error instanceof Unreachable ? kept() : undefined
    if (data === undefined) throw error
    return data
  })

export const companyQuery = (company: string) =>
  queryOptions({
    queryKey: ['company', company, 'company'],
    queryFn: ({ signal }) =>
      orKept(meridian.company.GetCompany(company, {}, { signal }), () =>
        keptStart.get()?.companies.find(({ slug }) => slug === company),
      ),
    networkMode: 'always',
    // Name, country and currency of a company do not change; its time zone does so by hand, and is put here then.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The slug in the address. */
export const useCompanySlug = (): string => useParams({ from: '/signed-in/companies/$company' }).company

export const useCompany = (): CompanyView => useSuspenseQuery(companyQuery(useCompanySlug())).data

/** Events come in windows of the log that are aligned, so that a full one never has to be asked for again. */
export const EVENTS_WINDOW = 50

export const eventsWindowQuery = (company: string, window: number, isFull: boolean) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'events'), window, isFull],
    queryFn: async ({ signal }) =>
      (
        await meridian.company.ListEvents(
          company,
          { after: window * EVENTS_WINDOW, limit: EVENTS_WINDOW },
          { signal },
        )
      ).data,
    staleTime: isFull ? Number.POSITIVE_INFINITY : 0,
    placeholderData: keepPreviousData,
  })

/** One event by its sequence; it never changes. */
export const eventQuery = (company: string, sequence: number) =>
  queryOptions({
    queryKey: ['company', company, 'event', sequence],
    queryFn: async ({ signal }) =>
      (await meridian.company.ListEvents(company, { after: sequence - 1, limit: 1 }, { signal })).data[0] ??
      null,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** How far the log is, where the live channel has not said it yet. */
export const headQuery = (company: string) =>
  queryOptions({
    queryKey: subjectKey(company, 'head'),
    queryFn: async ({ signal }) => (await meridian.company.GetUsage(company, {}, { signal })).sequence,
  })

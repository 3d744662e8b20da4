import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { reservationsContract } from '../../../../durable-objects/inventory/reservations/contract.ts'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

type Operations = (typeof reservationsContract)['operations']
export type Reservation = CallReply<Operations['GetReservation']>
export type ReservationFilter = Omit<CallInput<Operations['ListReservations']>, 'cursor' | 'limit'>
export type ExpectedFilter = Omit<CallInput<Operations['ListExpectedReceipts']>, 'cursor' | 'limit'>

const key = (company: string, ...rest: readonly unknown[]) => [
  ...subjectKey(company, 'reservations'),
  ...rest,
]

export const reservationsQuery = (company: string, filter: ReservationFilter) =>
  infiniteQueryOptions({
    queryKey: key(company, 'list', filter),
    queryFn: ({ pageParam, signal }) =>
      meridian.reservations.ListReservations(
        company,
        { ...filter, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    retry: false,
  })

/** Those of an item that goods can still be issued for, the first of them. */
export const openReservationsQuery = (company: string, item: string) =>
  queryOptions({
    queryKey: key(company, 'open', item),
    queryFn: async ({ signal }) =>
      (await meridian.reservations.ListReservations(company, { item, limit: 100 }, { signal })).data,
    retry: false,
  })

export const reservationQuery = (company: string, reservation: string) =>
  queryOptions({
    queryKey: key(company, 'one', reservation),
    queryFn: ({ signal }) => meridian.reservations.GetReservation(company, { reservation }, { signal }),
    retry: false,
  })

export const expectedQuery = (company: string, filter: ExpectedFilter) =>
  infiniteQueryOptions({
    queryKey: key(company, 'expected', filter),
    queryFn: ({ pageParam, signal }) =>
      meridian.reservations.ListExpectedReceipts(
        company,
        { ...filter, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    retry: false,
  })

/** The lines that were announced under one reference. */
export const announcedQuery = (company: string, reference: string) =>
  queryOptions({
    queryKey: key(company, 'announced', reference),
    queryFn: async ({ signal }) =>
      (await meridian.reservations.ListExpectedReceipts(company, { reference, limit: 200 }, { signal })).data,
  })

import { infiniteQueryOptions, keepPreviousData, queryOptions, useQueries } from '@tanstack/react-query'
import type { z } from 'zod'
import type { reservationsContract } from '../../../../durable-objects/inventory/reservations/contract.ts'
import type { DocumentKind, stockContract } from '../../../../durable-objects/inventory/stock/contract.ts'
import { mayReadField } from '../../../../durable-objects/kernel/grants.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { useCompany, useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useSession } from '../../session/queries.ts'

export type StockOperations = (typeof stockContract)['operations']
type Reservations = (typeof reservationsContract)['operations']

export type { DocumentKind }
export type StockDocument = CallReply<StockOperations['GetStockDocument']>
export type DocumentLine = StockDocument['lines'][number]
export type DocumentRow = CallReply<StockOperations['ListStockDocuments']>['data'][number]
export type DocumentFilter = Omit<CallInput<StockOperations['ListStockDocuments']>, 'cursor' | 'limit'>
export type StockSettings = CallReply<StockOperations['GetStockSettings']>
export type Available = z.output<Reservations['GetAvailability']['reply']>['data'][number]

export const documentsQuery = (company: string, filter: DocumentFilter) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'stock-documents'), 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      meridian.stock.ListStockDocuments(
        company,
        { ...filter, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const documentQuery = (company: string, id: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'stock-documents'), 'one', id],
    queryFn: ({ signal }) => meridian.stock.GetStockDocument(company, { id }, { signal }),
  })

export const stockSettingsQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'stock'), 'settings'],
    queryFn: ({ signal }) => meridian.stock.GetStockSettings(company, {}, { signal }),
  })

/** Of goods in stock alone: for others there is nothing to ask. */
export const availabilityQuery = (company: string, items: readonly string[], warehouse: string | undefined) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'stock'), 'availability', items, warehouse ?? null],
    queryFn: async ({ signal }): Promise<readonly Available[]> => {
      const input = { items: items.join(','), ...(warehouse && { warehouse }) }
      return (await meridian.reservations.GetAvailability(company, input, { signal })).data
    },
    enabled: items.length > 0,
    retry: false,
    placeholderData: keepPreviousData,
  })

/** What is available of each item, by its code. */
export function useAvailability(
  codes: readonly string[],
  warehouse: string | undefined,
): ReadonlyMap<string, Available> {
  const company = useCompanySlug()
  const sorted = [...new Set(codes)].sort()
  const parts = Array.from({ length: Math.ceil(sorted.length / LIMITS.availabilityItemsMax) }, (_, part) =>
    sorted.slice(part * LIMITS.availabilityItemsMax, (part + 1) * LIMITS.availabilityItemsMax),
  )
  return useQueries({
    queries: parts.map((items) => availabilityQuery(company, items, warehouse)),
    combine: byCode,
  })
}

const byCode = (replies: readonly { data?: readonly Available[] | undefined }[]) =>
  new Map(replies.flatMap(({ data }) => (data ?? []).map((row) => [row.item.code, row] as const)))

/** Whether the person sees what goods cost. */
export const useSeesCosts = (): boolean => mayReadField(useSession().actor?.grants.join(' ') ?? '', 'costs')

/** The day that it is where the company is. */
export function useCompanyToday(): string {
  const { timeZone } = useCompany()
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date())
}

/** Decimal places of the company's currency. */
export function useMoneyScale(): number {
  const { currency } = useCompany()
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}

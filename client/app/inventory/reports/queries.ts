import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { stockReportsContract } from '../../../../durable-objects/inventory/reports/contract.ts'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

type Operations = (typeof stockReportsContract)['operations']
type Input<Name extends keyof Operations> = CallInput<Operations[Name]>
type Reply<Name extends keyof Operations> = CallReply<Operations[Name]>

export interface Reports {
  'on-hand': Reply<'GetStockOnHand'>
  valuation: Reply<'GetStockValuation'>
  movement: Reply<'GetStockMovement'>
  ageing: Reply<'GetStockAgeing'>
  turnover: Reply<'GetStockTurnover'>
  'slow-movers': Reply<'GetSlowMovers'>
  reserved: Reply<'GetReservedStock'>
}
export type ReportName = keyof Reports
export type Row<Name extends ReportName> = Reports[Name]['data'][number]
export type Explanation = Reply<'ExplainItemValue'>
export type Trace = Reply<'TraceLot'>

/** As they stand in the query string of the API. */
export type Parameters = Readonly<Record<string, string>>

type Ask<Of> = (company: string, input: Parameters, signal: AbortSignal) => Promise<Of>

// What addresses hold is text, as a query string is; the server reads it.
const ASK: { [Name in ReportName]: Ask<Reports[Name]> } = {
  'on-hand': (company, input, signal) =>
    meridian.stockReports.GetStockOnHand(company, input as Input<'GetStockOnHand'>, { signal }),
  valuation: (company, input, signal) =>
    meridian.stockReports.GetStockValuation(company, input as Input<'GetStockValuation'>, { signal }),
  movement: (company, input, signal) =>
    meridian.stockReports.GetStockMovement(company, input as Input<'GetStockMovement'>, { signal }),
  ageing: (company, input, signal) =>
    meridian.stockReports.GetStockAgeing(company, input as Input<'GetStockAgeing'>, { signal }),
  turnover: (company, input, signal) =>
    meridian.stockReports.GetStockTurnover(company, input as Input<'GetStockTurnover'>, { signal }),
  'slow-movers': (company, input, signal) =>
    meridian.stockReports.GetSlowMovers(company, input as Input<'GetSlowMovers'>, { signal }),
  reserved: (company, input, signal) =>
    meridian.stockReports.GetReservedStock(company, input as Input<'GetReservedStock'>, { signal }),
}

const ROWS_A_PAGE = '100'
const next = (page: { nextCursor: string | null }) => page.nextCursor
const paged = (input: Parameters, cursor: string): Parameters => ({
  ...input,
  limit: ROWS_A_PAGE,
  ...(cursor && { cursor }),
})

export const stockReportQuery = <Name extends ReportName>(company: string, name: Name, input: Parameters) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'stock-reports'), name, input],
    queryFn: ({ pageParam, signal }): Promise<Reports[Name]> =>
      ASK[name](company, paged(input, pageParam), signal),
    initialPageParam: '',
    getNextPageParam: (page: Reports[Name]) => next(page),
    placeholderData: keepPreviousData,
  })

export const explainValueQuery = (company: string, input: Parameters) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'stock-reports'), 'explain', input],
    queryFn: ({ pageParam, signal }) =>
      meridian.stockReports.ExplainItemValue(
        company,
        paged(input, pageParam) as unknown as Input<'ExplainItemValue'>,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: next,
  })

export const traceQuery = (company: string, input: Parameters) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'stock-reports'), 'trace', input],
    queryFn: ({ pageParam, signal }) =>
      meridian.stockReports.TraceLot(company, paged(input, pageParam) as unknown as Input<'TraceLot'>, {
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: next,
    placeholderData: keepPreviousData,
    retry: false,
  })

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { reportsContract } from '../../../../durable-objects/ledger/reports/contract.ts'
import type { CallInput, CallReply } from '../../../sdk/types.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

type Operations = (typeof reportsContract)['operations']
export type Statement = CallReply<Operations['GetBalanceSheet']>
export type StatementRow = Statement['rows'][number]
export type StatementColumn = Statement['columns'][number]
export type Explanation = CallReply<Operations['ExplainFigure']>
export type GeneralLedgerPart = CallReply<Operations['GetGeneralLedger']>['data'][number]
export type Change = CallReply<Operations['GetChanges']>['data'][number]

export const STATEMENTS = [
  'balance-sheet',
  'profit-and-loss',
  'cash-flow',
  'trial-balance-by-period',
] as const
export type StatementKind = (typeof STATEMENTS)[number]

/** Parameters of a statement as they stand in the address of the API. */
export type Parameters = Readonly<Record<string, string>>

const ask: Record<
  StatementKind,
  (company: string, input: Parameters, signal: AbortSignal) => Promise<Statement>
> = {
  'balance-sheet': (company, input, signal) => meridian.reports.GetBalanceSheet(company, input, { signal }),
  'profit-and-loss': (company, input, signal) =>
    meridian.reports.GetProfitAndLoss(company, input, { signal }),
  'cash-flow': (company, input, signal) => meridian.reports.GetCashFlow(company, input, { signal }),
  'trial-balance-by-period': (company, input, signal) =>
    meridian.reports.GetTrialBalanceByPeriod(company, input, { signal }),
}

export const statementQuery = (company: string, kind: StatementKind, parameters: Parameters) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'reports'), kind, parameters],
    queryFn: ({ signal }) => ask[kind](company, parameters, signal),
    placeholderData: (before) => (before?.report && isSameKind(before.report, kind) ? before : undefined),
  })

const isSameKind = (report: Statement['report'], kind: StatementKind): boolean => kind.startsWith(report)

export const explainQuery = (company: string, parameters: Parameters) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'reports'), 'explain', parameters],
    queryFn: ({ pageParam, signal }) =>
      meridian.reports.ExplainFigure(
        company,
        {
          ...(parameters as CallInput<Operations['ExplainFigure']>),
          ...(pageParam && { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.entries.nextCursor,
  })

export const generalLedgerQuery = (company: string, parameters: Parameters) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'reports'), 'general-ledger', parameters],
    queryFn: ({ pageParam, signal }) =>
      meridian.reports.GetGeneralLedger(
        company,
        { ...parameters, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const changesQuery = (company: string, from: number, to: number | undefined) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'reports'), 'changes', from, to ?? null],
    queryFn: ({ pageParam, signal }) =>
      meridian.reports.GetChanges(
        company,
        { from, ...(to !== undefined && { to }), limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

/** Address of a report as a file; a path with a slash in front is not below the reports. */
export function fileAddress(company: string, path: string, parameters: Parameters, format: string): string {
  const query = new URLSearchParams({ ...parameters, format })
  const place = path.startsWith('/') ? path : `/reports/${path}`
  return `/v1/companies/${encodeURIComponent(company)}${place}?${query}`
}

import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { parametersOf, type StockReportSearch } from './parameters.ts'
import { type ReportName, type Reports, type Row, stockReportQuery } from './queries.ts'

/** Rows of a first view: the server looks at so many items a page, of which few may have a row. */
const ROWS_WANTED = 60

/** What the address of a report asks for, and what it says. */
export function useStockReport<Name extends ReportName>(name: Name) {
  const company = useCompanySlug()
  const { search, change } = useReportSearch()
  const parameters = parametersOf(search)
  const query = useInfiniteQuery(stockReportQuery(company, name, parameters))
  const pages: readonly Reports[Name][] = query.data?.pages ?? []
  const rows = pages.flatMap((page) => page.data as Row<Name>[])
  const { hasNextPage, isFetching, isError, fetchNextPage } = query
  const isShort = hasNextPage && !isFetching && !isError && rows.length < ROWS_WANTED
  useEffect(() => {
    if (isShort) void fetchNextPage()
  }, [isShort, fetchNextPage])
  const report: Reports[Name] | undefined = pages[0]
  return { company, search, change, parameters, query, report, rows, isWhole: !hasNextPage && !isFetching }
}

/** Every report of the stock has its own address; what is read of them here, all of them may have. */
export function useReportSearch() {
  const search = useSearch({ strict: false }) as StockReportSearch
  const navigate = useNavigate()
  const change = (next: StockReportSearch) =>
    void navigate({
      to: '.',
      search: ((before: StockReportSearch) => ({ ...before, ...next })) as never,
      replace: true,
      resetScroll: false,
    })
  return { search, change }
}

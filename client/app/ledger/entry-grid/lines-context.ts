import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useMay } from '../../session/queries.ts'
import type { Option } from '../../ui/combobox.tsx'
import {
  type Dimension,
  type DimensionValue,
  dimensionsQuery,
  distributionsQuery,
} from '../dimensions/queries.ts'
import type { Books } from './balance.ts'
import {
  type Column,
  DETAIL_COLUMNS,
  type DimensionColumn,
  dimensionColumn,
  isDimensionColumn,
  type Row,
  textOf,
} from './model.ts'

/** As many dimensions have columns of their own; more stand below the line. */
const DIMENSION_COLUMNS_MAX = 2

/** What lines can say beside account and amounts. */
export interface LineDimension {
  column: DimensionColumn
  code: string
  name: string
  options: readonly Option[]
  /** All values are there; otherwise typing asks the server. */
  isComplete: boolean
}

export interface LineContext {
  dimensions: readonly LineDimension[]
  /** Those that have columns of their own. */
  columns: readonly DimensionColumn[]
  distributions: readonly Option[]
}

const NONE: readonly Option[] = []

export function useLineContext(): LineContext {
  const company = useCompanySlug()
  const defined = useQuery(dimensionsQuery(company)).data
  const dimensions = useMemo(() => (defined ?? []).filter(({ isActive }) => isActive), [defined])
  const mayDistribute = useMay('dimensions.ListDistributions')
  const distributions = useQuery({ ...distributionsQuery(company), enabled: mayDistribute }).data
  const values = useQueries({
    queries: dimensions.map(({ code }) => firstValuesQuery(company, code)),
    combine: (replies) => replies.map(({ data }) => data),
  })
  return useMemo(() => {
    const known = dimensions.map((dimension, index) => withValues(dimension, values[index]))
    return {
      dimensions: known,
      columns: known.length <= DIMENSION_COLUMNS_MAX ? known.map(({ column }) => column) : [],
      distributions:
        distributions
          ?.filter(({ isActive }) => isActive)
          .map(({ code, name }) => ({ value: code, label: `${code} ${name}` })) ?? NONE,
    }
  }, [dimensions, values, distributions])
}

const firstValuesQuery = (company: string, dimension: string) => ({
  queryKey: [...subjectKey(company, 'dimensions'), 'first-values', dimension],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    meridian.dimensions.ListDimensionValues(company, { dimension, limit: LIMITS.pageRowsMax }, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

const withValues = (
  { code, name }: Dimension,
  page: { data: readonly DimensionValue[]; nextCursor: string | null } | undefined,
): LineDimension => ({
  column: dimensionColumn(code),
  code,
  name,
  options: optionsOf(page?.data ?? []),
  isComplete: page?.nextCursor === null,
})

const optionsOf = (values: readonly DimensionValue[]): Option[] =>
  values
    .filter(({ isActive }) => isActive)
    .map(({ code, name }) => ({ value: code, label: code === name ? code : `${code} ${name}` }))

/** Of a dimension with more values than are kept here. */
export function useFoundValues(
  dimension: string,
  text: string,
  isEnabled: boolean,
): readonly Option[] | undefined {
  const company = useCompanySlug()
  const { data } = useQuery({
    queryKey: [...subjectKey(company, 'dimensions'), 'found-values', dimension, text],
    queryFn: ({ signal }) =>
      meridian.dimensions.ListDimensionValues(company, { dimension, q: text, limit: 20 }, { signal }),
    enabled: isEnabled && text !== '',
    placeholderData: keepPreviousData,
  })
  return isEnabled && text !== '' ? optionsOf(data?.data ?? []) : undefined
}

/** What a line has below it: what it already says, and what its account and the company ask for. */
export function detailColumnsOf(row: Row, context: LineContext, books: Books): readonly Column[] {
  const own = Object.keys(row).filter(isDimensionColumn)
  const asked = new Set<Column>([
    ...(context.columns.length > 0 ? [] : context.dimensions.map(({ column }) => column)),
    ...own.filter((column) => !context.columns.includes(column) && textOf(row, column) !== ''),
    ...(context.distributions.length > 0 ? (['distribution'] as const) : []),
    ...(books.account(row.account)?.isOpenItem ? (['reference', 'dueDate'] as const) : []),
    ...DETAIL_COLUMNS.filter((column) => row[column] !== ''),
  ])
  return [...asked]
}

export const dimensionName = (column: DimensionColumn, { dimensions }: LineContext): string =>
  dimensions.find((dimension) => dimension.column === column)?.name ?? column.slice('dimensions/'.length)

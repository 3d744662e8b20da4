import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Coins, FileUp, Pencil, Plus, Search, SearchX } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { DateInput, Field, Select, TextInput } from '../../ui/field.tsx'
import { Tag } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { settingsQuery } from '../reports/settings-query.ts'
import { FindRateSheet } from './find-rate.tsx'
import { ImportRatesSheet } from './import-rates.tsx'
import { type Rate, type RateFilter, ratesQuery } from './queries.ts'
import { RecordRateSheet } from './record-rate.tsx'
import { useCurrenciesSearch } from './use-currencies-search.ts'

/** What is recorded, newest day first, by source. */
export function RatesTab() {
  const slug = useCompanySlug()
  const { search, change } = useCurrenciesSearch()
  const { source, base, quote, from, to } = search
  const filter = Object.fromEntries(
    Object.entries({ source, base, quote, from, to }).filter(([, value]) => value !== undefined),
  ) as RateFilter
  const query = useInfiniteQuery(ratesQuery(slug, filter))
  const mayRecord = useMay('currencies.RecordRates')
  const [corrected, setCorrected] = useState<Rate>()
  const rates = query.data?.pages.flatMap(({ data }) => data) ?? []
  const isFiltered = Object.keys(filter).length > 0
  const isEmpty = query.isSuccess && rates.length === 0 && !query.hasNextPage
  const clear = () =>
    change({ source: undefined, base: undefined, quote: undefined, from: undefined, to: undefined })
  const close = () => {
    setCorrected(undefined)
    change({ open: undefined })
  }
  return (
    <>
      {(!isEmpty || isFiltered) && <Filters />}
      {query.isPending && <Loading rows={8} label="Loading the rates" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty && (
        <Empty
          icon={isFiltered ? SearchX : Coins}
          title={isFiltered ? 'No rate matches' : 'No rates yet'}
          actions={isFiltered && <Button onClick={clear}>Clear the filters</Button>}
        >
          {isFiltered
            ? 'There are rates, but none with these filters.'
            : 'Import the reference rates of the European Central Bank, or record those that you use.'}
        </Empty>
      )}
      {rates.length > 0 && <RateTable rates={rates} onCorrect={mayRecord ? setCorrected : undefined} />}
      {query.hasNextPage && (
        <Button
          className="mt-3 self-start"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      {mayRecord && (corrected || search.open === 'record') && (
        <RecordRateSheet rate={corrected} onClose={close} />
      )}
      {mayRecord && search.open === 'import' && <ImportRatesSheet onClose={close} />}
      {search.open === 'find' && <FindRateSheet onClose={close} />}
    </>
  )
}

/** What is done with rates, in the head of the page. */
export function RateActions() {
  const { change } = useCurrenciesSearch()
  const mayRecord = useMay('currencies.RecordRates')
  return (
    <>
      <Button onClick={() => change({ open: 'find' })}>
        <Search className="size-4" aria-hidden="true" /> Find a rate
      </Button>
      {mayRecord && (
        <>
          <Button onClick={() => change({ open: 'import' })}>
            <FileUp className="size-4" aria-hidden="true" /> Import a file
          </Button>
          <Button variant="primary" onClick={() => change({ open: 'record' })}>
            <Plus className="size-4" aria-hidden="true" /> Record a rate
          </Button>
        </>
      )}
    </>
  )
}

function Filters() {
  const { search, change } = useCurrenciesSearch()
  const sources = useQuery(settingsQuery(useCompanySlug())).data?.knownSources ?? []
  return (
    <search className="mb-3 flex flex-wrap items-end gap-2">
      <Field label="Source" className="w-[calc(50%-0.25rem)] sm:w-32">
        {(control) => (
          <Select
            {...control}
            value={search.source ?? ''}
            onValue={(source) => change({ source: source || undefined })}
          >
            <option value="">All</option>
            {sources.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {(['base', 'quote'] as const).map((side) => (
        <Field
          key={side}
          label={side === 'base' ? 'One of' : 'Costs'}
          className="w-[calc(25%-0.375rem)] sm:w-24"
        >
          {(control) => (
            <CodeFilter {...control} value={search[side] ?? ''} onCode={(code) => change({ [side]: code })} />
          )}
        </Field>
      ))}
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={end === 'from' ? 'From' : 'To'} className="w-[calc(50%-0.25rem)] sm:w-36">
          {(control) => (
            <DateInput
              {...control}
              value={search[end] ?? ''}
              onValue={(date) => change({ [end]: date || undefined })}
            />
          )}
        </Field>
      ))}
    </search>
  )
}

type CodeProps = Omit<React.ComponentProps<typeof TextInput>, 'onValue'> & {
  onCode: (code: string | undefined) => void
}

/** Asks when a whole code is there, not with every letter. */
function CodeFilter({ value, onCode, ...rest }: CodeProps) {
  const [text, setText] = useState(value)
  const type = (typed: string) => {
    const code = typed.trim().toUpperCase()
    setText(code)
    if (code === '') onCode(undefined)
    if (code.length === 3) onCode(code)
  }
  return (
    <TextInput
      {...rest}
      className="font-mono"
      placeholder="Any"
      value={text}
      onValue={type}
      onBlur={() => onCode(text || undefined)}
    />
  )
}

interface TableProps {
  rates: readonly Rate[]
  onCorrect: ((rate: Rate) => void) | undefined
}

const RateTable = ({ rates, onCorrect }: TableProps) => (
  <Table aria-label="Rates">
    <thead>
      <tr>
        <HeadCell>Day</HeadCell>
        <HeadCell>Rate</HeadCell>
        <HeadCell className="max-sm:hidden">Source</HeadCell>
        <HeadCell className="w-12">
          <span className="unseen">Correct</span>
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {rates.map((rate) => (
        <tr key={`${rate.date} ${rate.base} ${rate.quote} ${rate.source}`} className="hover:bg-hover">
          <RowHead className="whitespace-nowrap tabular-nums">{formatDate(rate.date)}</RowHead>
          <Cell className="whitespace-nowrap tabular-nums">
            1 {rate.base} = <span className="font-medium">{rate.rate}</span> {rate.quote}
            <span className="block text-sm text-muted sm:hidden">{rate.source}</span>
          </Cell>
          <Cell className="max-sm:hidden">
            <Tag>{rate.source}</Tag>
          </Cell>
          <Cell className="text-right!">
            {onCorrect && (
              <IconButton
                label={`Correct ${rate.base} to ${rate.quote} of ${formatDate(rate.date)}, ${rate.source}`}
                onClick={() => onCorrect(rate)}
              >
                <Pencil className="size-4" aria-hidden="true" />
              </IconButton>
            )}
          </Cell>
        </tr>
      ))}
    </tbody>
  </Table>
)

import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Route, SearchX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Problem } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { Downloads } from '../../ledger/reports/downloads.tsx'
import { formatDate } from '../../lib/dates.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { formatQuantity } from '../format.ts'
import { lotsQuery } from '../items/queries.ts'
import { ItemPicker } from '../pickers/item-picker.tsx'
import { type Trace, traceQuery } from './queries.ts'
import { TraceTable } from './trace-table.tsx'

const FROM = '/signed-in/companies/$company/stock-reports/trace'

/** Where a lot or serial number came from, what went into it, and where it went. */
export function LotTracePage() {
  const company = useCompanySlug()
  const search = useSearch({ from: FROM })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/stock-reports/trace',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
    })
  const { item, lot, direction = 'forward' } = search
  const isAsked = item !== undefined && lot !== undefined
  const query = useInfiniteQuery({
    ...traceQuery(company, { item: item ?? '', lot: lot ?? '', direction }),
    enabled: isAsked,
  })
  const trace = isAsked ? query.data?.pages[0] : undefined
  const rows = isAsked ? (query.data?.pages.flatMap(({ data }) => data) ?? []) : []
  return (
    <Page
      title="Trace a lot"
      subtitle={trace && <Subtitle trace={trace} />}
      actions={
        trace && (
          <Downloads
            path={`/items/${encodeURIComponent(trace.item.id)}/lot-trace`}
            parameters={{ lot: trace.lot, direction }}
          />
        )
      }
      toolbar={
        <search className="flex w-full flex-wrap items-end gap-2">
          <Field label="Item" className="w-full sm:w-80">
            {(control) => (
              <ItemPicker
                {...control}
                kinds={['stock']}
                value={item ?? ''}
                onValue={(code, _, scan) =>
                  change({ item: code || undefined, lot: scan?.lot ?? scan?.serial ?? undefined })
                }
              />
            )}
          </Field>
          <LotField item={item} lot={lot} onChange={change} />
          <Tabs
            label="Direction"
            tabs={[
              { value: 'forward', label: 'Where it went' },
              { value: 'backward', label: 'Where it came from' },
            ]}
            value={direction}
            onValue={(next) => change({ direction: next === 'forward' ? undefined : next })}
          />
        </search>
      }
    >
      {!isAsked && (
        <Empty icon={Route} title="Choose an item and one of its lots">
          You will see every receipt, transfer, issue and return of it, and through production what went into
          it and what was made of it.
        </Empty>
      )}
      {isAsked && query.isPending && <Loading rows={8} label="Tracing the lot" />}
      {isAsked && query.isError && <NotTraced error={query.error} onRetry={() => void query.refetch()} />}
      {rows.length > 0 && (
        <div aria-busy={query.isPlaceholderData} className="transition-opacity aria-busy:opacity-60">
          <TraceTable rows={rows} direction={direction} lot={lot ?? ''} />
        </div>
      )}
      {isAsked && query.hasNextPage && (
        <Button
          className="mt-4 self-start"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Page>
  )
}

const Subtitle = ({ trace: { item, lot, expiry, onHand, unit } }: { trace: Trace }) => (
  <>
    {lot} of {item.code} {item.name !== item.code && item.name}, {formatQuantity(onHand)} {unit} on hand
    {expiry && `, expires ${formatDate(expiry)}`}
  </>
)

const NOWHERE = new Set(['lot_not_found', 'item_not_found'])

/** A number that is not known is an answer, not a failure. */
function NotTraced({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (!(error instanceof Problem && NOWHERE.has(error.code)))
    return <ProblemNotice error={error} onRetry={onRetry} />
  return (
    <Empty icon={SearchX} title="Nothing matches">
      The item has no lot or serial number of this name. Choose one of those that are offered.
    </Empty>
  )
}

interface LotFieldProps {
  item: string | undefined
  lot: string | undefined
  onChange: (next: { lot: string | undefined }) => void
}

/** The item's lots are offered, those that nothing is left of too; any other may be typed or scanned. */
function LotField({ item, lot = '', onChange }: LotFieldProps) {
  const company = useCompanySlug()
  const [text, setText] = useState(lot)
  const rested = useDebounced(text, 250)
  useEffect(() => setText(lot), [lot])
  // biome-ignore lint/correctness/useExhaustiveDependencies: Only what was typed here is passed on; a lot from outside is taken over above.
  useEffect(() => {
    if (rested === text && rested.trim() !== lot) onChange({ lot: rested.trim() || undefined })
  }, [rested])
  const lots = useInfiniteQuery({ ...lotsQuery(company, item ?? '', true), enabled: item !== undefined })
  return (
    <Field label="Lot or serial number" className="w-full sm:w-56">
      {(control) => (
        <>
          <TextInput
            {...control}
            list={`${control.id}-lots`}
            disabled={item === undefined}
            value={text}
            onValue={setText}
          />
          <datalist id={`${control.id}-lots`}>
            {lots.data?.pages
              .flatMap(({ data }) => data)
              .map((each) => (
                <option key={each.lot} value={each.lot} />
              ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

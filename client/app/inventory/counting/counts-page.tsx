import { useInfiniteQuery } from '@tanstack/react-query'
import { ClipboardList, Plus, SearchX, Target } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useWarehouses } from '../pickers/queries.ts'
import { AccuracyPanel } from './accuracy.tsx'
import { CountTable } from './count-table.tsx'
import { PlanSheet } from './plan-sheet.tsx'
import { countsQuery } from './queries.ts'
import { useCountsSearch } from './use-counts-search.ts'

const TABS = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'finished', label: 'To be posted' },
  { value: 'posted', label: 'Posted' },
  { value: 'cancelled', label: 'Cancelled' },
] as const

/** Stock counts: what is being counted, what waits to be posted, and how often the books were right. */
export function CountsPage() {
  const company = useCompanySlug()
  const mayPlan = useMay('counts.PlanStockCount')
  const { search, change } = useCountsSearch()
  const warehouses = useWarehouses(company)
  useShortcut('n', 'Plan a count', 'On this page', () => change({ open: 'new' }), mayPlan)
  return (
    <Page
      title="Counts"
      subtitle="Goods may move while they are counted: what differs is worked out for the moment of counting."
      actions={
        <>
          <Button onClick={() => change({ open: search.open === 'accuracy' ? undefined : 'accuracy' })}>
            <Target className="size-4" aria-hidden="true" /> Accuracy
          </Button>
          {mayPlan && (
            <Button variant="primary" onClick={() => change({ open: 'new' })}>
              <Plus className="size-4" aria-hidden="true" /> Plan a count
            </Button>
          )}
        </>
      }
      toolbar={
        <>
          <Tabs
            label="Which counts"
            tabs={TABS}
            value={search.status ?? 'all'}
            onValue={(status) => change({ status: status === 'all' ? undefined : status })}
          />
          {warehouses.length > 1 && (
            <Field label="Warehouse" className="w-48">
              {(control) => (
                <Select
                  {...control}
                  value={search.warehouse ?? ''}
                  onValue={(warehouse) => change({ warehouse: warehouse || undefined })}
                >
                  <option value="">All</option>
                  {warehouses.map(({ code, name }) => (
                    <option key={code} value={code}>
                      {code} {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
        </>
      }
    >
      {search.open === 'accuracy' && <AccuracyPanel warehouse={search.warehouse} />}
      <Counts />
      {search.open === 'new' && mayPlan && <PlanSheet onClose={() => change({ open: undefined })} />}
    </Page>
  )
}

function Counts() {
  const company = useCompanySlug()
  const mayPlan = useMay('counts.PlanStockCount')
  const { search, change } = useCountsSearch()
  const { status, warehouse } = search
  const query = useInfiniteQuery(
    countsQuery(company, { ...(status && { status }), ...(warehouse && { warehouse }) }),
  )
  if (query.isPending) return <Loading rows={8} label="Loading the counts" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const counts = query.data.pages.flatMap(({ data }) => data)
  if (counts.length > 0) return <CountTable counts={counts} query={query} />
  if (status ?? warehouse)
    return (
      <Empty
        icon={SearchX}
        title="No count matches"
        actions={
          <Button onClick={() => change({ status: undefined, warehouse: undefined })}>Show all counts</Button>
        }
      >
        There may be counts, but none with these filters.
      </Empty>
    )
  return (
    <Empty
      icon={ClipboardList}
      title="No counts yet"
      actions={
        mayPlan && (
          <Button variant="primary" onClick={() => change({ open: 'new' })}>
            Plan the first count
          </Button>
        )
      }
    >
      Count a warehouse at once, or a part of it every week. Nothing is locked meanwhile.
    </Empty>
  )
}

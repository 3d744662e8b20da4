import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Warehouse } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { type Place, warehousesQuery } from '../pickers/queries.ts'
import { AdjustGrid } from './adjust-grid.tsx'
import { lyingQuery } from './queries.ts'

const isOfWarehouse = ({ warehouse }: Place) => warehouse !== null

/** What lies in a warehouse, to be typed over: many corrections as one document. */
export function AdjustPage() {
  const company = useCompanySlug()
  const search = useSearch({ from: '/signed-in/companies/$company/stock/adjust' })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/stock/adjust',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  const warehouses = useQuery(warehousesQuery(company))
  const place = search.place ?? warehouses.data?.[0]?.code ?? ''
  const lying = useQuery(lyingQuery(company, place))
  return (
    <Page
      title="Adjust stock"
      subtitle="Type what lies there now, or how much more or less. Copy and paste work as in a spreadsheet."
      toolbar={
        place !== '' && (
          <>
            <Field label="Warehouse or place" className="w-56">
              {(control) => (
                <PlacePicker
                  {...control}
                  only="all"
                  offers={isOfWarehouse}
                  value={place}
                  onValue={(code) => change({ place: code || undefined })}
                />
              )}
            </Field>
            <Field label="Item, place or lot" className="min-w-0 flex-1 basis-40">
              {(control) => (
                <TextInput
                  {...control}
                  type="search"
                  value={search.q ?? ''}
                  onValue={(q) => change({ q: q || undefined })}
                />
              )}
            </Field>
          </>
        )
      }
    >
      {warehouses.isSuccess && warehouses.data.length === 0 && (
        <Empty icon={Warehouse} title="No warehouse yet">
          Open a warehouse and receive goods into it; then what lies there can be corrected here.
        </Empty>
      )}
      {(warehouses.isPending || (place !== '' && lying.isPending)) && (
        <Loading rows={10} label="Loading what lies there" />
      )}
      {lying.isError && <ProblemNotice error={lying.error} onRetry={() => void lying.refetch()} />}
      {lying.data && (
        <AdjustGrid
          key={place}
          place={place}
          q={search.q ?? ''}
          lying={lying.data.rows}
          isComplete={lying.data.isComplete}
        />
      )}
    </Page>
  )
}

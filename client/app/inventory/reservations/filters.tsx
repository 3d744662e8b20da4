import { RESERVATION_STATUSES } from '../../../../durable-objects/inventory/reservations/contract.ts'
import { Field, Select } from '../../ui/field.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ItemPicker } from '../pickers/item-picker.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { useReservationsSearch } from './reservations-search.ts'

const STATUS_NAMES = {
  open: 'Open',
  consumed: 'Issued',
  released: 'Released',
  expired: 'Expired',
  all: 'All',
} as const

export function ReservationFilters() {
  const { search, change } = useReservationsSearch()
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      <SearchField
        label={search.tab === 'expected' ? 'Order' : 'Demand'}
        placeholder="Its whole number"
        className="max-sm:basis-full sm:max-w-56"
        value={search.q ?? ''}
        onValue={(q) => change({ q: q || undefined })}
      />
      <Field label="Item" className="max-sm:basis-full sm:w-64">
        {(control) => (
          <ItemPicker
            {...control}
            placeholder="Any item"
            value={search.item ?? ''}
            onValue={(item) => item !== (search.item ?? '') && change({ item: item || undefined })}
          />
        )}
      </Field>
      <Field label="Warehouse" className="w-[calc(50%-0.25rem)] sm:w-44">
        {(control) => (
          <PlacePicker
            {...control}
            only="warehouses"
            placeholder="Any"
            value={search.warehouse ?? ''}
            onValue={(warehouse) => change({ warehouse: warehouse || undefined })}
          />
        )}
      </Field>
      {search.tab !== 'expected' && (
        <Field label="Status" className="w-[calc(50%-0.25rem)] sm:w-36">
          {(control) => (
            <Select
              {...control}
              value={search.status ?? 'open'}
              onValue={(status) =>
                change({ status: status === 'open' ? undefined : (status as typeof search.status) })
              }
            >
              {[...RESERVATION_STATUSES, 'all' as const].map((status) => (
                <option key={status} value={status}>
                  {STATUS_NAMES[status]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </search>
  )
}

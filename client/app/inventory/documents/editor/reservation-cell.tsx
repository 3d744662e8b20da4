import { useQuery } from '@tanstack/react-query'
import { useCompanySlug } from '../../../company/queries.ts'
import type { CellProps } from '../../../ledger/entry-grid/cells.tsx'
import { ChoiceCell } from '../../../ledger/entry-grid/choice-cell.tsx'
import { quantityWithUnit } from '../../format.ts'
import { openReservationsQuery } from '../../reservations/queries.ts'

/** A reservation of the item that the goods were kept for, by the demand that they are for. */
export function ReservationCell({ item, ...cell }: CellProps & { item: string | undefined }) {
  const query = useQuery({
    ...openReservationsQuery(useCompanySlug(), item ?? ''),
    enabled: item !== undefined,
  })
  const options = (query.data ?? []).map(({ id, demand, quantity, unit }) => ({
    value: id,
    label: demand.reference,
    detail: quantityWithUnit(quantity, unit),
  }))
  return (
    <ChoiceCell
      {...cell}
      options={options}
      emptyText={item ? 'Nothing of the item is reserved.' : 'Choose the item first.'}
    />
  )
}

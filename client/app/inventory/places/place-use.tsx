import { placesContract } from '../../../../durable-objects/inventory/places/contract.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Place } from '../pickers/queries.ts'

/** A place or a whole warehouse goes out of use when nothing lies in it, and comes back. */
export function PlaceUse({ place, isWarehouse }: { place: Place; isWarehouse: boolean }) {
  const told = ({ code, isActive }: { code: string; isActive: boolean }) => {
    toast(isActive ? `${code} is in use again.` : `${code} is not used any more.`)
  }
  const ofPlace = useCommand({
    operation: placesContract.operations.ChangePlace,
    call: meridian.places.ChangePlace,
    stale: ['places'],
    onDone: told,
  })
  const ofWarehouse = useCommand({
    operation: placesContract.operations.ChangeWarehouse,
    call: meridian.places.ChangeWarehouse,
    stale: ['places'],
    onDone: told,
  })
  const { errors, isBusy } = isWarehouse ? ofWarehouse : ofPlace
  const isActive = !place.isActive
  const send = () =>
    isWarehouse
      ? ofWarehouse.submit({ warehouse: place.code, isActive })
      : ofPlace.submit({ place: place.code, isActive })
  const refused = errors.general ?? [...errors.fields.values()][0]
  return (
    <>
      <Button variant={place.isActive ? 'danger' : 'secondary'} isBusy={isBusy} onClick={send}>
        {place.isActive ? 'Take out of use' : 'Take into use again'}
      </Button>
      {refused && <Notice>{refused}</Notice>}
    </>
  )
}

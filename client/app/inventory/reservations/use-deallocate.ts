import { reservationsContract } from '../../../../durable-objects/inventory/reservations/contract.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { toast } from '../../ui/toast.tsx'

/** Lets a reservation lie anywhere in its warehouse again. */
export function useDeallocate() {
  return useCommand({
    operation: reservationsContract.operations.DeallocateReservation,
    call: meridian.reservations.DeallocateReservation,
    stale: ['reservations', 'stock'],
    onDone: () => toast('It may lie anywhere in the warehouse again.'),
  })
}

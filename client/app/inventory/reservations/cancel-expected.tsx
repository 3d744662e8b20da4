import { useQueryClient } from '@tanstack/react-query'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { toast } from '../../ui/toast.tsx'

/** An announced receipt does not come: what was promised of it waits for another. */
export function CancelExpected({ reference, onClose }: { reference: string; onClose: () => void }) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  return (
    <Confirm
      title={`Cancel ${reference}?`}
      verb="It does not come"
      send={() =>
        commandKey.send({ reference }, (idempotencyKey) =>
          meridian.reservations.CancelExpectedReceipt(company, { reference }, { idempotencyKey }),
        )
      }
      onDone={async () => {
        await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'reservations') })
        toast(`${reference} is no longer expected.`)
      }}
      onClose={onClose}
    >
      Nothing of it is expected any more. Reservations that wait for it go on waiting for other receipts.
    </Confirm>
  )
}

import { Check, Undo2, X } from 'lucide-react'
import type { ApprovalView } from '../../../../durable-objects/guardrails/contract.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Keys } from '../../ui/keys.tsx'
import type { Decide } from './use-decide.tsx'

/** What the reader can do about what waits; nothing when others have to decide. */
export function DecisionButtons({ approval, decide }: { approval: ApprovalView; decide: Decide }) {
  const mayWithdraw = useMay('guardrails.WithdrawCommand')
  if (approval.status !== 'pending') return null
  return (
    <>
      {approval.mayDecide && (
        <>
          <Button variant="primary" isBusy={decide.isBusy} onClick={() => decide.approve(approval)}>
            <Check className="size-4" aria-hidden="true" /> Approve{approval.amount !== null && '…'}
            <Keys keys="a" className="max-md:hidden" />
          </Button>
          <Button onClick={() => decide.reject(approval)}>
            <X className="size-4" aria-hidden="true" /> Reject…
            <Keys keys="r" className="max-md:hidden" />
          </Button>
        </>
      )}
      {approval.isMaker && mayWithdraw && (
        <Button onClick={() => decide.withdraw(approval)}>
          <Undo2 className="size-4" aria-hidden="true" /> Take it back…
        </Button>
      )}
    </>
  )
}

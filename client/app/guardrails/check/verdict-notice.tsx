import { Ban, Stamp } from 'lucide-react'
import { useMoney, usePersonName, useRoleName } from '../names.ts'
import { placeOf } from '../places.ts'
import { allOf, approversPhrase } from '../policies/sentence.ts'
import type { Verdict } from '../queries.ts'

/** Before it is sent: that a command will wait, for whom and why, or that it is not allowed. */
export function VerdictNotice({ verdict }: { verdict: Verdict | undefined }) {
  // The region is there from the start: one that appears with its text is not read out.
  return <div role="status">{verdict && <Explained verdict={verdict} />}</div>
}

function Explained({ verdict: { decision, reasons, approvers } }: { verdict: Verdict }) {
  const role = useRoleName()
  const person = usePersonName()
  const money = useMoney()
  if (decision !== 'approve' && decision !== 'deny') return null
  const isDenied = decision === 'deny'
  const Icon = isDenied ? Ban : Stamp
  const steps = approvers.map(
    (step) => `${approversPhrase(step, { role, person })}${step.over ? ` (over ${money(step.over)})` : ''}`,
  )
  const distinct = [...new Map(reasons.map((reason) => [reason.policy, reason])).values()]
  return (
    <div
      data-testid="verdict"
      className={`flex items-start gap-2.5 rounded-md border px-3 py-2 ${isDenied ? 'border-negative/30 bg-negative-soft text-negative' : 'border-warning/30 bg-warning-soft text-warning'}`}
    >
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="min-w-0">
        <p className="font-medium">
          {isDenied ? 'This is not allowed' : `This needs approval by ${allOf(steps)}`}
          {distinct.length > 1 ? ', because:' : ' because:'}
        </p>
        {distinct.length === 1 ? (
          distinct.map((reason) => <Reason key={reason.policy} reason={reason} />)
        ) : (
          <ul className="list-disc pl-4">
            {distinct.map((reason) => (
              <li key={reason.policy}>
                <Reason reason={reason} />
              </li>
            ))}
          </ul>
        )}
        {!isDenied && <p className="text-sm">It is sent now, and carried out when they approve it.</p>}
      </div>
    </div>
  )
}

/** With the place in the form, where the policy stopped at one. */
const Reason = ({ reason: { reason, pointer } }: { reason: Verdict['reasons'][number] }) => (
  <p>
    {reason}
    {pointer && <span className="text-sm"> ({placeOf(pointer)})</span>}
  </p>
)

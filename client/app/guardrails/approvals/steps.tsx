import { Circle, CircleCheck } from 'lucide-react'
import type { ApprovalView } from '../../../../durable-objects/guardrails/contract.ts'
import { formatInstant } from '../../lib/dates.ts'
import { capital, useMoney, usePersonName, useRoleName } from '../names.ts'
import { approversPhrase, oneOf } from '../policies/sentence.ts'

/** Who has approved, who still has to, and who can. */
export function Steps({ approval }: { approval: ApprovalView }) {
  const role = useRoleName()
  const person = usePersonName()
  const money = useMoney()
  return (
    <ol className="flex flex-col gap-3">
      {approval.steps.map((step, index) => {
        const Icon = step.complete ? CircleCheck : Circle
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of an approval never move
          <li key={index} className="flex gap-2.5">
            <Icon
              className={`mt-0.5 size-4 shrink-0 ${step.complete ? 'text-positive' : 'text-faint'}`}
              aria-hidden="true"
            />
            <div className="min-w-0">
              <p>
                <span className="font-medium">{capital(approversPhrase(step, { role, person }))}</span>
                {step.over && <span className="text-muted"> over {money(step.over)}</span>}
                <span className="text-muted">
                  {' '}
                  · {step.complete ? 'complete' : `${step.approvedBy.length} of ${step.count}`}
                </span>
              </p>
              {step.approvedBy.map(({ by, onBehalfOf, at, comment }) => (
                <p key={by} className="text-sm text-muted">
                  {capital(person(by))} approved{onBehalfOf && ` for ${person(onBehalfOf)}`},{' '}
                  {formatInstant(at)}
                  {comment && <span className="block text-ink">“{comment}”</span>}
                </p>
              ))}
            </div>
          </li>
        )
      })}
      {approval.escalatedTo && approval.status === 'pending' && (
        <li className="text-sm text-warning">
          It has waited long: {oneOf(approval.escalatedTo.map(role))} may approve too.
        </li>
      )}
    </ol>
  )
}

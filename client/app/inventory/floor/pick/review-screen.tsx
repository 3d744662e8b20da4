import { Check } from 'lucide-react'
import { useState } from 'react'
import { quantityWithUnit } from '../../format.ts'
import { BigButton, Screen } from '../parts/screen.tsx'
import { useWedge } from '../scanner/use-wedge.ts'
import type { Picking } from './picking.ts'

interface ReviewScreenProps {
  state: Picking
  onRecord: () => Promise<void>
  onGiveUp: () => void
}

/** What was taken, and what was not there, before the goods leave. */
export function ReviewScreen({ state, onRecord, onGiveUp }: ReviewScreenProps) {
  const { tasks, lines, reference } = state
  const [isBusy, setBusy] = useState(false)
  // A stray scan presses no button.
  useWedge({ onScan: () => undefined })
  return (
    <Screen
      title={`Pick ${reference}`}
      prompt={lines.length === 0 ? 'Nothing was taken.' : 'Is this what you took?'}
      actions={
        <>
          {lines.length > 0 && (
            <BigButton
              tone="primary"
              disabled={isBusy}
              onClick={() => {
                setBusy(true)
                void onRecord()
              }}
            >
              <Check className="size-5" aria-hidden="true" /> Finish the pick
            </BigButton>
          )}
          <BigButton onClick={onGiveUp}>
            {lines.length === 0 ? 'Back to the orders' : 'Give up, everything goes back'}
          </BigButton>
        </>
      }
    >
      <ul aria-label="Lines" className="flex flex-col gap-2">
        {tasks.map((task, index) => {
          const line = lines.find(({ task: at }) => at === index)
          const isShort = line?.quantity !== task.quantity
          return (
            <li
              key={`${task.reservation}/${task.place}/${task.lot}`}
              className={`rounded-xl border bg-surface px-4 py-2 ${isShort ? 'border-warning' : 'border-line'}`}
            >
              <span className="block text-lg font-semibold wrap-anywhere">{task.item.name}</span>
              <span className="block text-base text-muted wrap-anywhere">
                {quantityWithUnit(line?.quantity ?? '0', task.item.unit)}
                {isShort && ` of ${task.quantity}: short`}
                {line?.lot && ` · lot ${line.lot}`} · from {task.place}
              </span>
            </li>
          )
        })}
      </ul>
    </Screen>
  )
}

import { Check } from 'lucide-react'
import { useState } from 'react'
import { BigButton, Screen } from '../parts/screen.tsx'
import type { ReceivedLine, Receiving } from './receiving.ts'

interface ReviewScreenProps {
  state: Receiving
  onLines: (lines: readonly ReceivedLine[]) => void
  onBack: () => void
  onRecord: () => Promise<void>
}

/** All lines once more, before they become one receipt. */
export function ReviewScreen({ state, onLines, onBack, onRecord }: ReviewScreenProps) {
  const { reference, lines } = state
  const [isBusy, setBusy] = useState(false)
  return (
    <Screen
      title={reference ? `Receipt ${reference}` : 'Receipt'}
      prompt={lines.length === 0 ? 'Nothing is left in it.' : 'Is this what arrived?'}
      onBack={onBack}
      actions={
        <BigButton
          tone="primary"
          disabled={isBusy || lines.length === 0}
          onClick={() => {
            setBusy(true)
            void onRecord()
          }}
        >
          <Check className="size-5" aria-hidden="true" /> Record the receipt
        </BigButton>
      }
    >
      <ul aria-label="Lines" className="flex flex-col gap-2">
        {lines.map((line, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: the same goods may be in two lines, and lines never move
            key={index}
            className="flex items-center gap-2 rounded-xl border border-line bg-surface py-2 pr-1 pl-4"
          >
            <span className="min-w-0 flex-1">
              <span className="block text-lg font-semibold wrap-anywhere">{line.item.name}</span>
              <span className="block text-base text-muted wrap-anywhere">{detailOf(line)}</span>
            </span>
            <button
              type="button"
              className="min-h-12 rounded-xl px-3 text-muted hover:bg-hover"
              aria-label={`Remove ${line.item.name}`}
              onClick={() => onLines(lines.filter((each) => each !== line))}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
    </Screen>
  )
}

const detailOf = ({ item, quantity, unit, serials, lot, place }: ReceivedLine): string =>
  [
    item.tracking === 'serial' ? `${serials.length} serial numbers` : `${quantity} ${unit}`,
    lot && `lot ${lot}`,
    `to ${place}`,
  ]
    .filter(Boolean)
    .join(' · ')

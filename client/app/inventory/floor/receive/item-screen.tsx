import { LIMITS } from '../../../../../durable-objects/kernel/limits.ts'
import { quantityWithUnit } from '../../format.ts'
import type { ExpectedRow } from '../device/floor-data.ts'
import { BigButton, Card, Screen } from '../parts/screen.tsx'
import { type useVerdict, VerdictBar } from '../parts/use-verdict.tsx'
import { ScanBar } from '../scanner/scan-bar.tsx'
import type { Receiving } from './receiving.ts'

interface ItemScreenProps {
  state: Receiving
  expected: readonly ExpectedRow[]
  onText: (text: string) => void
  verdict: ReturnType<typeof useVerdict>
  onReview: () => void
  onGiveUp: () => void
}

/** Between two items: what is still to come, and the way to the end. */
export function ItemScreen({ state, expected, onText, verdict, onReview, onGiveUp }: ItemScreenProps) {
  const { reference, lines, warehouse } = state
  const isFull = lines.length >= LIMITS.stockLinesMax
  return (
    <Screen
      title={reference ? `Receive ${reference}` : 'Receive'}
      prompt={isFull ? 'This receipt is full. Finish it, and begin another one.' : 'Scan an item.'}
      onBack={lines.length === 0 ? onGiveUp : undefined}
      actions={
        <>
          <BigButton tone="primary" disabled={lines.length === 0} onClick={onReview}>
            {lines.length === 0
              ? 'Nothing scanned yet'
              : `Finish, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`}
          </BigButton>
          {!isFull && <ScanBar onText={onText} finds="items" />}
        </>
      }
    >
      <VerdictBar shown={verdict.shown} />
      {expected.length > 0 && (
        <Card>
          <h2 className="text-base font-semibold">Still expected in {warehouse}</h2>
          <ul className="mt-1 divide-y divide-line">
            {expected.map(({ line, item, quantity, unit }) => (
              <li key={`${item.id}/${line}`} className="flex items-baseline gap-3 py-2">
                <span className="min-w-0 flex-1">
                  <span className="block font-semibold wrap-anywhere">{item.name}</span>
                  <span className="block text-muted wrap-anywhere">{item.code}</span>
                </span>
                <span className="text-lg tabular-nums">{quantityWithUnit(quantity, unit)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Screen>
  )
}

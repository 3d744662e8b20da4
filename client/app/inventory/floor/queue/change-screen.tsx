import { Send } from 'lucide-react'
import { useState } from 'react'
import { ulid } from 'ulid'
import { toast } from '../../../ui/toast.tsx'
import type { Entry } from '../outbox/entry.ts'
import { sendChanged } from '../outbox/outbox.ts'
import { SerialList } from '../parts/goods-steps.tsx'
import { useKeptPlaces } from '../parts/places.ts'
import { BigButton, BigField, Card, Screen } from '../parts/screen.tsx'
import { changedInput, dateOf, linesOf, placeField, type QueuedLine } from './lines.ts'
import { useItemNames } from './use-item-names.ts'
import { problemOf } from './words.ts'

/** A refused command, corrected: it is sent as another one, in the place of the first. */
export function ChangeScreen({ entry, onDone }: { entry: Entry; onDone: () => void }) {
  const [lines, setLines] = useState(linesOf(entry))
  const [date, setDate] = useState(dateOf(entry))
  const names = useItemNames(entry)
  const { find } = useKeptPlaces()
  const where = placeField(entry)
  const problem = problemOf(entry)
  const change = (at: number, part: Partial<QueuedLine>) =>
    setLines(lines.map((line, index) => (index === at ? { ...line, ...part } : line)))
  const submit = async () => {
    const placed = lines.map((line) => ({ ...line, [where]: find(line[where] ?? '') ?? line[where] }))
    const input = changedInput(entry, { date, lines: placed }, ulid)
    const isTaken = await sendChanged(entry.ordinal, input, { key: ulid(), knownAt: null })
    toast(isTaken ? 'It is sent again.' : 'It has changed meanwhile.', isTaken ? 'done' : 'failed')
    onDone()
  }
  const isWhole = lines.length > 0 && lines.every(({ quantity, serials }) => quantity || serials?.length)
  return (
    <Screen
      title={entry.title}
      prompt={problem?.title}
      onBack={onDone}
      actions={
        <BigButton tone="primary" disabled={!isWhole} onClick={() => void submit()}>
          <Send className="size-5" aria-hidden="true" /> Send again
        </BigButton>
      }
    >
      {problem?.detail && <p className="text-base text-negative wrap-anywhere">{problem.detail}</p>}
      {date !== undefined && <BigField label="Date" type="date" value={date} onValue={setDate} />}
      {lines.map((line, index) => (
        <Card
          // biome-ignore lint/suspicious/noArrayIndexKey: lines keep their order
          key={index}
          className="flex flex-col gap-2"
        >
          <h2 className="text-lg font-semibold wrap-anywhere">{names.get(line.item) ?? line.item}</h2>
          {line.serials ? (
            <SerialList serials={line.serials} onSerials={(serials) => change(index, { serials })} />
          ) : (
            <BigField
              label={`Quantity, ${line.unit ?? ''} (line ${index + 1})`}
              inputMode="decimal"
              value={line.quantity ?? ''}
              onValue={(quantity) => change(index, { quantity: quantity.replace(',', '.').trim() })}
            />
          )}
          <BigField
            label={`Place (line ${index + 1})`}
            value={line[where] ?? ''}
            onValue={(place) => change(index, { [where]: place.trim() })}
          />
          {line.lot !== undefined && (
            <BigField
              label={`Lot (line ${index + 1})`}
              value={line.lot}
              onValue={(lot) => change(index, { lot: lot.trim() })}
            />
          )}
          {line.reservation !== undefined && (
            <BigButton
              onClick={() => setLines(lines.map((each, at) => (at === index ? unreserved(each) : each)))}
            >
              Take it without the reservation
            </BigButton>
          )}
          <BigButton onClick={() => setLines(lines.filter((_, at) => at !== index))}>
            Remove this line
          </BigButton>
        </Card>
      ))}
    </Screen>
  )
}

/** Of goods that left although nothing is kept for them any more. */
const unreserved = ({ reservation: _, ...line }: QueuedLine): QueuedLine => line

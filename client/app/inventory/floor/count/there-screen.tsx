import { Check } from 'lucide-react'
import type { CountLineView } from '../../../../../durable-objects/inventory/counts/contract.ts'
import { quantityWithUnit } from '../../format.ts'
import { useOutbox } from '../parts/floor-context.ts'
import { useKeptPlaces } from '../parts/places.ts'
import { BigButton, Card, Screen, Wanted } from '../parts/screen.tsx'
import { type useVerdict, VerdictBar } from '../parts/use-verdict.tsx'
import { ScanBar } from '../scanner/scan-bar.tsx'
import type { Counting } from './counting.ts'

interface ThereScreenProps {
  state: Counting
  count: { id: string; number: number; name: string | null; place: string; warehouse: string; blind: boolean }
  lines: readonly CountLineView[]
  onText: (text: string) => void
  onLeavePlace: () => void
  onLeave: () => void
  verdict: ReturnType<typeof useVerdict>
}

/** Where to go next, and in a place what is known of it; of a blind count, nothing but what to look for. */
export function ThereScreen({
  state,
  count,
  lines,
  onText,
  onLeavePlace,
  onLeave,
  verdict,
}: ThereScreenProps) {
  const { place } = state
  const captured = useCapturedLines(count.id)
  const isDone = (line: CountLineView) =>
    line.counted !== null || captured.has(keyOf(line.item.id, line.place, line.lot))
  const title = count.name ?? `Count ${count.number}`
  const { walk } = useKeptPlaces()
  if (place === null) {
    const open = lines.filter((line) => !isDone(line))
    const order = walk(count.warehouse)
    const next = [...new Set(open.map((line) => line.place))].sort(
      (a, b) => order.indexOf(a) - order.indexOf(b),
    )
    return (
      <Screen
        title={title}
        prompt="Scan a place."
        onBack={onLeave}
        actions={<ScanBar onText={onText} finds="places" />}
      >
        <VerdictBar shown={verdict.shown} />
        {next[0] !== undefined && (
          <Wanted
            label="Next place"
            value={next[0]}
            detail={`${lines.length - open.length} of ${lines.length} lines counted`}
          />
        )}
        {lines.length > 0 && open.length === 0 && (
          <Card className="flex items-center gap-2 text-lg text-positive">
            <Check className="size-6" aria-hidden="true" /> All planned lines are counted.
          </Card>
        )}
      </Screen>
    )
  }
  const here = lines.filter((line) => line.place === place)
  return (
    <Screen
      title={place}
      prompt="Scan what lies here."
      onBack={onLeavePlace}
      actions={
        <>
          <BigButton onClick={onLeavePlace}>Next place</BigButton>
          <ScanBar onText={onText} finds="items" />
        </>
      }
    >
      <VerdictBar shown={verdict.shown} />
      {here.length > 0 && (
        <ul aria-label="Lines here" className="flex flex-col gap-2">
          {here.map((line) => (
            <li
              key={line.line}
              className="flex items-center gap-3 rounded-xl border border-line bg-surface px-4 py-2"
            >
              <span className="min-w-0 flex-1">
                <span className="block text-lg font-semibold wrap-anywhere">{line.item.name}</span>
                <span className="block text-base text-muted wrap-anywhere">
                  {line.item.code}
                  {line.lot && ` · ${line.lot}`}
                  {line.expected !== null && ` · ${quantityWithUnit(line.expected, line.unit)} in the books`}
                </span>
              </span>
              {isDone(line) && (
                <span className="flex items-center gap-1 font-medium text-positive">
                  <Check className="size-5" aria-hidden="true" /> Counted
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Screen>
  )
}

const keyOf = (item: string, place: string, lot: string | null): string => JSON.stringify([item, place, lot])

/** What this device has counted, sent or not. */
function useCapturedLines(count: string): ReadonlySet<string> {
  const { entries } = useOutbox()
  const keys = new Set<string>()
  for (const { operation, input, state } of entries)
    if (operation === 'counts.RecordCounts' && input.count === count && state.kind !== 'discarded')
      for (const { item, place, lot, serials } of input.lines as CapturedLine[])
        for (const each of serials ?? [lot ?? null]) keys.add(keyOf(item, place, each))
  return keys
}

interface CapturedLine {
  item: string
  place: string
  lot?: string
  serials?: readonly string[]
}

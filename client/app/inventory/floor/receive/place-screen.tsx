import { MapPin } from 'lucide-react'
import type { Goods } from '../parts/goods.ts'
import { useKeptPlaces } from '../parts/places.ts'
import { BigButton, Screen, Wanted } from '../parts/screen.tsx'
import { type useVerdict, VerdictBar } from '../parts/use-verdict.tsx'
import { ScanBar } from '../scanner/scan-bar.tsx'
import type { Receiving } from './receiving.ts'

interface PlaceScreenProps {
  state: Receiving
  onText: (text: string) => void
  onPlace: (place: string) => void
  onBack: () => void
  verdict: ReturnType<typeof useVerdict>
}

/** Where the goods are put: as somebody has said for the item, else where the same went before, else the warehouse. */
export function PlaceScreen({ state, onText, onPlace, onBack, verdict }: PlaceScreenProps) {
  const { proposed, isStorage } = useKeptPlaces()
  const goods = state.goods as Goods
  const said = proposed(goods.item.id, state.warehouse)
  const before = state.lines.findLast(({ item }) => item.id === goods.item.id)?.place
  const place = [said, before, state.warehouse].find((code) => code && isStorage(code, state.warehouse))
  return (
    <Screen
      title={goods.item.name}
      prompt="Put it away, and scan the place."
      onBack={onBack}
      actions={
        <>
          {place && (
            <BigButton tone="primary" onClick={() => onPlace(place)}>
              <MapPin className="size-5" aria-hidden="true" /> It is in {place}
            </BigButton>
          )}
          <ScanBar onText={onText} finds="places" />
        </>
      }
    >
      <VerdictBar shown={verdict.shown} />
      {place && (
        <Wanted
          label={
            said === place
              ? 'Its place'
              : before === place
                ? 'Where it went before'
                : 'Without a place of its own'
          }
          value={place}
          detail={
            goods.item.tracking === 'serial'
              ? `${goods.serials.length} serial numbers`
              : [`${goods.quantity} ${goods.unit}`, goods.lot && `lot ${goods.lot}`]
                  .filter(Boolean)
                  .join(', ')
          }
        />
      )}
    </Screen>
  )
}

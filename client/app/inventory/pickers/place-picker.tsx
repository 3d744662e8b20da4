import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, useMemo, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Combobox, type Option } from '../../ui/combobox.tsx'
import { type Place, placeSearchQuery, usePlaces, useWarehouses } from './queries.ts'

/** More than fit on a screen help nobody; typing narrows them. */
const OPTIONS_MAX = 50

type PlacePickerProps = Omit<
  ComponentProps<typeof Combobox>,
  'value' | 'onValue' | 'display' | 'text' | 'onText' | 'options' | 'emptyText'
> & {
  value: string
  onValue: (code: string) => void
  /** `storage`: warehouses and bins that goods lie in; `all`: with suppliers, customers and other virtual places. */
  only?: 'warehouses' | 'storage' | 'all'
  /** Of this warehouse alone. */
  warehouse?: string | undefined
  /** Which of these can be meant; default: all in use. */
  offers?: (place: Place) => boolean
  invalid?: boolean
}

const all = () => true

/** Chooses a place by code or name. Where there are too many to keep, they are searched on the server. */
export function PlacePicker(props: PlacePickerProps) {
  const { value, onValue, only = 'storage', warehouse, offers = all, invalid, ...rest } = props
  const company = useCompanySlug()
  const [text, setText] = useState<string>()
  const known = usePlaces(company)
  const warehouses = useWarehouses(company)
  const found = useRemoteSearch(text, warehouse, !known.isComplete && only !== 'warehouses')
  const candidates = useMemo((): readonly Choice[] => {
    if (only === 'warehouses') return warehouses.filter(({ isActive }) => isActive)
    return (found ?? known.places).filter(
      (place) =>
        place.isActive &&
        (only === 'all' || (place.warehouse !== null && place.kind !== 'view')) &&
        (warehouse === undefined || place.warehouse === warehouse) &&
        offers(place),
    )
  }, [only, warehouses, found, known, warehouse, offers])
  const options = useMemo(() => search(candidates, text ?? ''), [candidates, text])
  const chosen = known.byCode.get(value) ?? [...candidates, ...warehouses].find(({ code }) => code === value)
  return (
    <Combobox
      placeholder={only === 'warehouses' ? 'Warehouse' : 'Code or name'}
      {...(invalid && { 'aria-invalid': true })}
      {...rest}
      value={value}
      onValue={(code) => code !== value && onValue(code)}
      display={chosen ? labelOf(chosen) : value}
      text={text}
      onText={setText}
      options={options.map(optionOf)}
      emptyText={candidates.length === 0 && !text ? 'No places yet.' : 'No place matches.'}
    />
  )
}

type Choice = Pick<Place, 'code' | 'name'> & Partial<Pick<Place, 'kind' | 'warehouse'>>

function useRemoteSearch(text: string | undefined, warehouse: string | undefined, isEnabled: boolean) {
  const q = useDebounced(text?.trim() ?? '', 150)
  const found = useQuery({
    ...placeSearchQuery(useCompanySlug(), q, warehouse),
    enabled: isEnabled && text !== undefined && q !== '',
  })
  return isEnabled && q !== '' ? (found.data ?? []) : undefined
}

const labelOf = ({ code, name }: Choice): string => (name && name !== code ? `${code} ${name}` : code)

const optionOf = (place: Choice): Option => ({
  value: place.code,
  label: labelOf(place),
  detail: !place.kind
    ? undefined
    : place.kind === 'bin' || place.kind === 'view'
      ? place.warehouse === place.code
        ? 'warehouse'
        : undefined
      : place.kind,
})

/** The whole code first, then codes that begin with the text, then whatever contains every word. */
function search(places: readonly Choice[], text: string): Choice[] {
  const wanted = text.trim().toLocaleLowerCase()
  if (!wanted) return places.slice(0, OPTIONS_MAX)
  const words = wanted.split(/\s+/)
  return places
    .flatMap((place) => {
      const code = place.code.toLocaleLowerCase()
      const whole = `${code} ${place.name.toLocaleLowerCase()}`
      if (!words.every((word) => whole.includes(word))) return []
      return [{ place, rank: code === wanted ? 0 : code.startsWith(wanted) ? 1 : 2 }]
    })
    .sort((a, b) => a.rank - b.rank)
    .slice(0, OPTIONS_MAX)
    .map(({ place }) => place)
}

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PlaceView } from '../../../../../durable-objects/inventory/places/contract.ts'
import { placesKept } from '../device/floor-data.ts'
import { useFloor } from './floor-context.ts'

/** The company's places as the floor asks about them. */
export interface KeptPlaces {
  places: readonly PlaceView[]
  /** By what a label says; case does not count. */
  find: (text: string) => string | undefined
  isStorage: (code: string, warehouse: string) => boolean
  /** Whether a place is another, or lies below it. */
  isWithin: (code: string, above: string) => boolean
  /** Of a warehouse, those that are picked from, in the order in which they are walked. */
  walk: (warehouse: string) => readonly string[]
  warehouses: readonly string[]
  /** Where an item is put away, where somebody has said so. */
  proposed: (item: string, warehouse: string) => string | undefined
}

export function useKeptPlaces(): KeptPlaces {
  const data = useQuery(placesKept(useFloor())).data?.data
  return useMemo(() => {
    const places = data?.places ?? []
    const byText = new Map(places.map((place) => [place.code.toLocaleLowerCase('en'), place]))
    const byCode = (code: string) => byText.get(code.toLocaleLowerCase('en'))
    const warehouses = [...new Set(places.flatMap(({ warehouse }) => warehouse ?? []))].sort()
    const walks = new Map(warehouses.map((warehouse) => [warehouse, walkOf(places, warehouse)]))
    return {
      places,
      warehouses,
      find: (text) => byCode(text)?.code,
      isStorage: (code, warehouse) => {
        const place = byCode(code)
        return place?.warehouse === warehouse && place.kind === 'bin'
      },
      isWithin: (code, above) => byCode(code)?.path.includes(above) ?? false,
      walk: (warehouse) => walks.get(warehouse) ?? [],
      proposed: (item, warehouse) =>
        data?.putAway.find((row) => row.item.id === item && row.warehouse === warehouse)?.place ?? undefined,
    }
  }, [data])
}

const walkOf = (places: readonly PlaceView[], warehouse: string): string[] =>
  places
    .filter((place) => place.warehouse === warehouse && place.isPickable && place.kind === 'bin')
    .sort((a, b) => a.sort - b.sort || (a.code < b.code ? -1 : 1))
    .map(({ code }) => code)

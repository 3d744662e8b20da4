import { useCallback, useRef } from 'react'
import { flushSync } from 'react-dom'
import { askedByBarcode, askedByCode } from '../device/asked.ts'
import { keptByBarcode, keptByCode } from '../device/items.ts'
import { useFloor } from '../parts/floor-context.ts'
import { useKeptPlaces } from '../parts/places.ts'
import { readScan, type Scan } from './reading.ts'

/** Reads what was scanned, on the device first; scans that come quickly keep their order. */
export function useScan(onScan: (scan: Scan) => void): (text: string) => void {
  const floor = useFloor()
  const { find } = useKeptPlaces()
  const latest = useRef(onScan)
  latest.current = onScan
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  return useCallback(
    (text) => {
      const lookup = {
        place: find,
        byBarcode: (barcode: string) => keptByBarcode(floor.owner, floor.company, barcode),
        byCode: (code: string) => keptByCode(floor.owner, floor.company, code),
        asked: async (text: string) => (await askedByBarcode(floor, text)) ?? askedByCode(floor, text),
      }
      queue.current = queue.current
        .then(() => readScan(text, lookup, new Date().getFullYear()))
        .catch((): Scan => ({ kind: 'unknown', text }))
        // The next scan acts on what this one has left.
        .then((scan) => flushSync(() => latest.current(scan)))
    },
    [floor, find],
  )
}

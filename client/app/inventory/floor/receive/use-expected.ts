import { useQuery } from '@tanstack/react-query'
import { type ExpectedRow, workKept } from '../device/floor-data.ts'
import { useFloor } from '../parts/floor-context.ts'
import { stepsOf, textOf } from '../parts/quantities.ts'
import type { Receiving } from './receiving.ts'

/** What is still to come of the order, less what is in the receipt already. */
export function useExpected({ reference, warehouse, lines }: Receiving): ExpectedRow[] {
  const work = useQuery(workKept(useFloor())).data?.data
  if (reference === null) return []
  const rows = (work?.expected ?? []).filter(
    (row) => row.reference === reference && row.warehouse === warehouse,
  )
  return rows.flatMap((row) => {
    const own = lines.filter(({ item }) => item.id === row.item.id)
    const [first] = own
    if (!first) return [row]
    const came = own.reduce(
      (sum, { item, quantity, unit, serials }) =>
        sum +
        (item.tracking === 'serial'
          ? BigInt(serials.length) * 10n ** BigInt(item.scale)
          : (stepsOf(item, quantity ?? '0', unit) ?? 0n)),
      0n,
    )
    const left = (stepsOf(first.item, row.quantity, row.unit) ?? 0n) - came
    return left > 0n ? [{ ...row, quantity: textOf(first.item, left) }] : []
  })
}

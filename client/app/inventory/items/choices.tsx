import type { ItemKind } from '../pickers/queries.ts'

/** Choices of the forms of items, in the order in which people want them. */

export const ITEM_KINDS = ['stock', 'service', 'kit'] as const satisfies readonly ItemKind[]
export const METHODS = ['fifo', 'average', 'standard', 'lot'] as const
export const TRACKINGS = ['none', 'lot', 'serial'] as const

/** Options of a select, by their words. */
export const Described = <Value extends string>({
  values,
  name,
}: {
  values: readonly Value[]
  name: (value: Value) => string
}) =>
  values.map((value) => (
    <option key={value} value={value}>
      {name(value)}
    </option>
  ))

import { splitByWeights } from '../../kernel/split.ts'
import { byAge, type Part, type Settlement } from './domain.ts'

/**
 * Whose the differences are that a match books, by the dimensions of the items. Pure.
 *
 * Differences of exchange are those of the items that are settled, each for itself: what it was carried at, less its share
 * of what settled it, in proportion to quantities. Settled is what was there first; where that side names no dimensions
 * and the other one does (a payment in advance, and then the invoice), the other one.
 *
 * A rest that is written off is that of the items it is left of, in proportion to their quantities.
 */
export interface DimensionShare {
  dimensions: Dimensions
  /** Debit positive, in minor units of the items' unit and of the company's currency. */
  quantity: number
  value: number
}

type Dimensions = Part['item']['dimensions']

export function exchangeShares({ parts, rest }: Settlement): DimensionShare[] {
  const settled = settledSide(parts)
  const carried = (some: readonly Part[]) => some.reduce((sum, { value }) => sum + (value ?? 0), 0)
  const settling = carried(parts) - carried(settled) - (rest?.value ?? 0)
  const shares = splitByWeights(
    settling,
    settled.map(({ quantity }) => Math.abs(quantity)),
  )
  return grouped(
    settled.map(({ item, value }, index) => ({
      dimensions: item.dimensions,
      quantity: 0,
      value: (value ?? 0) + (shares[index] as number),
    })),
  ).filter(({ value }) => value !== 0)
}

export function writeOffShares({ parts, rest }: Settlement): DimensionShare[] {
  if (!rest) return []
  const left = grouped(
    parts
      .filter(({ quantity }) => Math.sign(quantity) === Math.sign(rest.quantity))
      .map(({ item, quantity }) => ({ dimensions: item.dimensions, quantity, value: 0 })),
  )
  const quantities = splitByWeights(rest.quantity, left.map(weightOf))
  const shares = left
    .map((share, index) => ({ ...share, quantity: quantities[index] as number }))
    .filter(({ quantity }) => quantity !== 0)
  const values = splitByWeights(rest.value, shares.map(weightOf))
  return shares.map((share, index) => ({ ...share, value: values[index] as number }))
}

const weightOf = ({ quantity }: DimensionShare): number => Math.abs(quantity)

function settledSide(parts: readonly Part[]): Part[] {
  const [oldest] = parts.toSorted((a, b) => byAge(a.item, b.item))
  const isFirst = ({ quantity }: Part) => Math.sign(quantity) === Math.sign(oldest?.quantity ?? 0)
  const first = parts.filter(isFirst)
  const other = parts.filter((part) => !isFirst(part))
  return namesDimensions(other) && !namesDimensions(first) ? other : first
}

const namesDimensions = (parts: readonly Part[]): boolean =>
  parts.some(({ item }) => Object.keys(item.dimensions).length > 0)

/** One share a combination of dimensions, in the order in which they come. */
function grouped(shares: readonly DimensionShare[]): DimensionShare[] {
  const groups = new Map<string, DimensionShare>()
  for (const { dimensions, quantity, value } of shares) {
    const key = JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1)))
    const group = groups.get(key) ?? { dimensions, quantity: 0, value: 0 }
    groups.set(key, { ...group, quantity: group.quantity + quantity, value: group.value + value })
  }
  return [...groups.values()]
}

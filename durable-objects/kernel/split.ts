import { invariant } from './result.ts'

/**
 * Splits an amount of minor units by whole weights so that the parts sum to it exactly: each part is rounded towards
 * zero, and what is left goes, one unit each, to the parts with the largest remainders, the first of equal ones first (the
 * method of Hamilton). 15 by 80, 8 and 12 gives 12, 1 and 2.
 */
export function splitByWeights(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n)
  invariant(sum > 0n, 'there is nothing to split by')
  const amount = BigInt(Math.abs(total))
  const shares = weights.map((weight, index) => {
    const product = amount * BigInt(weight)
    return { index, part: product / sum, remainder: product % sum }
  })
  const left = amount - shares.reduce((all, { part }) => all + part, 0n)
  const first = shares
    .toSorted((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
    )
    .slice(0, Number(left))
  for (const share of first) share.part += 1n
  return shares.map(({ part }) => (total < 0 ? 0 - Number(part) : Number(part)))
}

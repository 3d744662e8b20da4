/**
 * Chooses whole minor units for lines whose exact worth is not whole, entry after entry.
 *
 * Journals accept a residue below their display precision (4.862 × 98.73 = 480.02526 against 480.03 in cash); books do
 * not. Rounding each line alone would let every account drift. Instead each account carries its deviation, booked
 * minus exact, to its next line (error diffusion), and the residue of an entry goes to the line whose account is then
 * nearest to its exact cumulative worth. Ties go to the larger line, then to the earlier one: the same file gives the
 * same books.
 */
import { divideRounded } from './decimal.ts'
import { fine } from './value.ts'

/** A line whose value may be chosen. Lines without quantity are left at their worth as long as others can give way. */
export type OpenLine = { account: string; exact: bigint; hasQuantity: boolean }

/** Booked minus exact, per account, in fine units. */
export type Deviations = Map<string, bigint>

/**
 * Values for the open lines so that they sum to `target` (minus the sum of the lines that are fixed).
 * `rest` is what could not be placed: not zero only when there are no open lines.
 */
export const chooseValues = (
  lines: readonly OpenLine[],
  target: bigint,
  deviations: Deviations,
): { values: bigint[]; rest: bigint } => {
  let rest = target
  const values = lines.map((line) => {
    const carried = deviations.get(line.account) ?? 0n
    const value = divideRounded(line.exact - carried, fine)
    deviations.set(line.account, carried + value * fine - line.exact)
    rest -= value
    return value
  })
  if (rest === 0n || lines.length === 0) return { values, rest }
  const bearers = bearersOf(lines)
  const each = rest / BigInt(bearers.length)
  for (const bearer of bearers) give(lines, values, bearer, each, deviations)
  rest -= each * BigInt(bearers.length)
  const step = rest > 0n ? 1n : -1n
  // The account that stands furthest on the other side is brought nearest to its exact worth by one more unit.
  const byRoom = bearers.toSorted((a, b) => {
    const difference = step * (deviationAt(lines, a, deviations) - deviationAt(lines, b, deviations))
    return difference === 0n ? 0 : difference < 0n ? -1 : 1
  })
  for (const bearer of byRoom.slice(0, Number(rest * step))) give(lines, values, bearer, step, deviations)
  return { values, rest: 0n }
}

/**
 * Takes whole units back from accounts that do not stand at the minor unit nearest to their exact worth, and returns
 * their sum: what a rounding account must take instead.
 */
export const takeBack = (lines: readonly OpenLine[], values: bigint[], deviations: Deviations): bigint => {
  let taken = 0n
  for (const [i, line] of lines.entries()) {
    const whole = divideRounded(deviations.get(line.account) ?? 0n, fine)
    if (whole === 0n || !line.hasQuantity) continue
    give(lines, values, i, -whole, deviations)
    taken += whole
  }
  return taken
}

/** One line per account, the largest, largest first: the indices of those that may take a residue. */
const bearersOf = (lines: readonly OpenLine[]): number[] => {
  const usable = lines.some((line) => line.hasQuantity) ? (line: OpenLine) => line.hasQuantity : () => true
  const largest = new Map<string, number>()
  for (const [i, line] of lines.entries()) {
    if (!usable(line)) continue
    const best = lines[largest.get(line.account) ?? -1]
    if (best === undefined || size(line) > size(best)) largest.set(line.account, i)
  }
  return [...largest.values()].sort((a, b) => {
    const difference = sizeAt(lines, b) - sizeAt(lines, a)
    return difference === 0n ? a - b : difference < 0n ? -1 : 1
  })
}

const give = (
  lines: readonly OpenLine[],
  values: bigint[],
  index: number,
  units: bigint,
  deviations: Deviations,
): void => {
  const account = lines[index]?.account ?? ''
  values[index] = (values[index] ?? 0n) + units
  deviations.set(account, (deviations.get(account) ?? 0n) + units * fine)
}

const deviationAt = (lines: readonly OpenLine[], index: number, deviations: Deviations): bigint =>
  deviations.get(lines[index]?.account ?? '') ?? 0n

const size = (line: OpenLine): bigint => (line.exact < 0n ? -line.exact : line.exact)
const sizeAt = (lines: readonly OpenLine[], index: number): bigint => {
  const line = lines[index]
  return line === undefined ? 0n : size(line)
}

import { formatAmount, parseAmount } from '../../kernel/amount.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { type FieldError, refuse } from '../../kernel/result.ts'
import { splitByWeights } from '../../kernel/split.ts'
import { DEFAULT_VARIABLE, type StoredLine, type StoredTemplateLine } from './contract.ts'

/**
 * What a template makes of amounts. Lines of one side, unit and variable are split together: what they have in common is
 * rounded once and handed out by largest remainder, so equal shares of both sides are equal to the last cent.
 */

/** Percentages have at most six decimals; 100 % is this weight. */
const PERCENT_SCALE = 6
const WHOLE = 100 * 10 ** PERCENT_SCALE
const PERCENT_MAX = 1_000

export interface LineUnit {
  code: string
  scale: number
}
/** A line of a template with the unit that it is in. */
export interface SplitLine {
  line: StoredTemplateLine
  unit: LineUnit
}

interface Share {
  variable: string
  weight: number
}

const shareOf = ({ variable, percent, of = DEFAULT_VARIABLE }: StoredTemplateLine): Share | undefined => {
  if (variable !== undefined) return { variable, weight: WHOLE }
  return percent === undefined
    ? undefined
    : { variable: of, weight: parseAmount(percent, PERCENT_SCALE) as number }
}

/** Names of the amounts that applying it needs, in their order. */
export const variablesOf = (lines: readonly StoredTemplateLine[]): string[] => [
  ...new Set(lines.flatMap((line) => shareOf(line)?.variable ?? [])),
]

/** What is wrong with a line by itself. */
export function lineProblem({ line, unit }: SplitLine, index: number): FieldError | undefined {
  const pointer = `/lines/${index}`
  const kinds = [line.fixed, line.variable, line.percent, line.rest].filter((kind) => kind !== undefined)
  if (kinds.length !== 1)
    return { pointer, code: 'one_amount', detail: 'Give a line one of fixed, variable, percent and rest.' }
  if (line.of !== undefined && line.percent === undefined)
    return {
      pointer: `${pointer}/of`,
      code: 'not_a_percentage',
      detail: 'Only a percentage is of something.',
    }
  if (line.fixed !== undefined && !isPositive(parseAmount(line.fixed, unit.scale)))
    return {
      pointer: `${pointer}/fixed`,
      code: 'invalid_amount',
      detail: `Write an amount above zero with at most ${unit.scale} decimals (${unit.code}).`,
    }
  const weight = line.percent === undefined ? WHOLE : parseAmount(line.percent, PERCENT_SCALE)
  if (!isPositive(weight) || weight > PERCENT_MAX * 10 ** PERCENT_SCALE)
    return {
      pointer: `${pointer}/percent`,
      code: 'invalid_percentage',
      detail: `Write a percentage above 0 and up to ${PERCENT_MAX}, with at most ${PERCENT_SCALE} decimals.`,
    }
  return undefined
}

const isPositive = (amount: number | string): amount is number => typeof amount === 'number' && amount > 0

/** By how much debits and credits of a template differ, whatever its amounts will be; undefined where they cannot. */
export function imbalance(lines: readonly SplitLine[]): string | undefined {
  const balances = new Map<string, { text: (amount: number) => string; amount: number }>()
  const rests = new Set(lines.flatMap(({ line, unit }) => (line.rest ? [unit.code] : [])))
  for (const { line, unit } of lines) {
    if (rests.has(unit.code)) continue
    const share = shareOf(line)
    const key = `${unit.code} ${share?.variable ?? ''}`
    const text = share
      ? (weight: number) =>
          `${formatAmount(weight, PERCENT_SCALE).replace(/\.?0+$/, '')} % of ${share.variable}`
      : (amount: number) => `${formatAmount(amount, unit.scale)} ${unit.code}`
    const balance = balances.get(key) ?? { text, amount: 0 }
    const amount = share?.weight ?? (parseAmount(line.fixed ?? '', unit.scale) as number)
    balance.amount += line.side === 'debit' ? amount : -amount
    balances.set(key, balance)
  }
  const wrong = [...balances.values()].find(({ amount }) => amount !== 0)
  if (!wrong) return undefined
  const side = wrong.amount > 0 ? 'Debits' : 'Credits'
  return `${side} are more by ${wrong.text(Math.abs(wrong.amount))}. Correct the shares, or give one line the rest.`
}

/** The lines of an entry, made of the template's. Lines that come to nothing are left out. */
export function split(
  lines: readonly SplitLine[],
  given: Readonly<Record<string, string>>,
): StoredLine[] | ReturnType<typeof refuse<'variables_missing' | 'invalid_amount'>> {
  const problem = problemOfVariables(lines, given)
  if (problem) return problem
  const amounts = shares(lines, given)
  for (const [index, { line, unit }] of lines.entries())
    if (line.fixed !== undefined) amounts[index] = parseAmount(line.fixed, unit.scale) as number
  takeRest(lines, amounts)
  if (amounts.some((amount) => !Number.isSafeInteger(amount)))
    return refuse('invalid_amount', 'The amounts come to more than can be exact.')
  return lines.flatMap(({ line, unit }, index) => lineOf(line, unit, amounts[index] ?? 0))
}

function problemOfVariables(lines: readonly SplitLine[], given: Readonly<Record<string, string>>) {
  const needed = variablesOf(lines.map(({ line }) => line))
  const missing = needed.filter((name) => given[name] === undefined)
  if (missing.length > 0)
    return refuse(
      'variables_missing',
      `Give amounts for ${missing.join(', ')}.`,
      missing.map((name) => ({ pointer: pointerOf(name), code: 'required', detail: 'Is required.' })),
    )
  const errors: FieldError[] = []
  for (const [name, text] of Object.entries(given)) {
    const of = lines.find(({ line }) => shareOf(line)?.variable === name)
    const amount = of ? parseAmount(text, of.unit.scale) : undefined
    if (typeof amount === 'number' && amount >= 0) continue
    const detail = of
      ? `Write an amount of ${of.unit.code} that is not negative, with at most ${of.unit.scale} decimals.`
      : 'The template has no such variable.'
    errors.push({ pointer: pointerOf(name), code: of ? 'invalid_amount' : 'unknown_variable', detail })
  }
  const [first] = errors
  return first && refuse('invalid_amount', `${first.pointer.slice(1)}: ${first.detail}`, errors)
}

const pointerOf = (name: string) => (name === DEFAULT_VARIABLE ? '/amount' : `/variables/${name}`)

/** Amounts of the lines that are shares of a variable; 0 for the others. */
function shares(lines: readonly SplitLine[], given: Readonly<Record<string, string>>): number[] {
  const amounts = new Array<number>(lines.length).fill(0)
  const groups = new Map<string, { total: number; members: { index: number; weight: number }[] }>()
  for (const [index, { line, unit }] of lines.entries()) {
    const share = shareOf(line)
    if (!share) continue
    const key = `${line.side} ${unit.code} ${share.variable}`
    const total = parseAmount(given[share.variable] ?? '0', unit.scale)
    const group = groups.get(key) ?? { total: typeof total === 'number' ? total : 0, members: [] }
    group.members.push({ index, weight: share.weight })
    groups.set(key, group)
  }
  for (const { total, members } of groups.values()) {
    const weights = members.map(({ weight }) => weight)
    const whole = weights.reduce((sum, weight) => sum + weight, 0)
    const parts = splitByWeights(halfUp(BigInt(total) * BigInt(whole), BigInt(WHOLE)), weights)
    for (const [at, { index }] of members.entries()) amounts[index] = parts[at] ?? 0
  }
  return amounts
}

/** A whole number that is not exact is refused by the caller. */
const halfUp = (dividend: bigint, divisor: bigint): number => {
  const quotient = (2n * dividend + divisor) / (2n * divisor)
  return quotient > BigInt(LIMITS.minorUnitsMax) ? Number.MAX_VALUE : Number(quotient)
}

/** The one line that takes the rest gets what its side lacks; below zero, it changes sides. */
function takeRest(lines: readonly SplitLine[], amounts: number[]): void {
  for (const [at, { line, unit }] of lines.entries()) {
    if (!line.rest) continue
    let open = 0
    for (const [index, other] of lines.entries())
      if (other.unit.code === unit.code)
        open += (other.line.side === line.side ? -1 : 1) * (amounts[index] ?? 0)
    amounts[at] = open
  }
}

function lineOf(
  { account, accountId, side, unit, memo, reference, dimensions }: StoredTemplateLine,
  { scale }: LineUnit,
  amount: number,
): StoredLine[] {
  if (amount === 0) return []
  const other = side === 'debit' ? 'credit' : 'debit'
  return [
    {
      account,
      ...(accountId !== undefined && { accountId }),
      [amount > 0 ? side : other]: formatAmount(Math.abs(amount), scale),
      ...(unit !== undefined && { unit }),
      ...(memo !== undefined && { memo }),
      ...(reference !== undefined && { reference }),
      ...(dimensions !== undefined && { dimensions }),
    },
  ]
}

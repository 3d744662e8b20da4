import { parseDate } from '../../kernel/dates.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { Unit } from '../model.ts'
import type { PostingRefusal, Valuation, ValuedLine } from '../rules.ts'
import { convertTogether, parseRate } from './decimals.ts'
import { describeRate } from './described-rate.ts'
import type { FoundRate } from './finding.ts'

/** How a line says that the sources are to be asked in their order. */
export const AUTO = 'auto'

export interface Valuing {
  currency: () => Pick<Unit, 'code' | 'scale'>
  sources: () => readonly string[]
  /** The rate from a unit to the company's currency; `source` undefined: in the order of the company. */
  find(unit: string, date: number, source: string | undefined): FoundRate | Refusal<'rate_not_found'>
}

/**
 * Values of lines that bring a rate. Lines of an entry in the same unit at the same rate are valued together: what
 * balances in the unit balances in value, and no cent comes or goes by rounding line by line. Between lines at different
 * rates a difference stays as it is, to be booked by whoever made it.
 */
export function valuationOf(valuing: Valuing): Valuation {
  return {
    values(lines, effectiveDate) {
      const date = parseDate(effectiveDate) as number
      const values: { value: number; rate: string }[] = new Array(lines.length)
      for (const group of groupsOf(lines)) {
        const rate = rateOf(valuing, group.lines[0] as ValuedLine, date)
        if (isRefusal(rate)) return pointed(rate, group.lines)
        const quantities = group.lines.map(({ quantity }) => quantity)
        const scales = { from: (group.lines[0] as ValuedLine).unit.scale, to: valuing.currency().scale }
        const converted = convertTogether(quantities, rate.rate, scales)
        if (!converted) return tooLarge(group.lines)
        for (const [index, value] of converted.entries())
          values[group.positions[index] as number] = { value, rate: rate.text }
      }
      return values
    },
  }
}

interface Group {
  lines: ValuedLine[]
  positions: number[]
}

function groupsOf(lines: readonly ValuedLine[]): Iterable<Group> {
  const groups = new Map<string, Group>()
  for (const [position, line] of lines.entries()) {
    const key = JSON.stringify([line.unit.code, parseRate(line.rate) ?? line.rate])
    const group = groups.get(key) ?? { lines: [], positions: [] }
    group.lines.push(line)
    group.positions.push(position)
    groups.set(key, group)
  }
  return groups.values()
}

function rateOf(valuing: Valuing, { unit, rate: text }: ValuedLine, date: number) {
  const given = parseRate(text)
  if (given !== undefined) return { rate: given, text: given }
  if (text !== AUTO && !valuing.sources().includes(text)) return unknownSource(text)
  const found = valuing.find(unit.code, date, text === AUTO ? undefined : text)
  return isRefusal(found) ? found : { rate: found.rate, text: describeRate(found) }
}

const unknownSource = (text: string): PostingRefusal =>
  refuse(
    'invalid_line',
    `"${text}" is neither a rate nor a source of rates. Write a decimal such as "0.9215", "${AUTO}", or record rates of that source.`,
  )

const pointed = ({ refused, detail }: Refusal, lines: readonly ValuedLine[]): PostingRefusal =>
  refuse(
    refused as PostingRefusal['refused'],
    detail,
    lines.map(({ index }) => ({ pointer: `/lines/${index}/rate`, code: refused, detail })),
  )

const tooLarge = (lines: readonly ValuedLine[]): PostingRefusal =>
  pointed(refuse('balance_out_of_range', 'At this rate the value is more than can be exact.'), lines)

import { isId } from '../../kernel/ids.ts'
import { type FieldError, isRefusal, refuse } from '../../kernel/result.ts'
import { splitByWeights } from '../../kernel/split.ts'
import type { PostingRefusal, PostingRule, ProposedEntry, ResolvedLine } from '../rules.ts'
import { weightOf } from './domain.ts'
import type { Dimensions } from './model.ts'

/**
 * What dimensions say of a posting: lines are split by their distribution, get the defaults of their account, and name
 * values that are in use, where the account needs or allows them. An entry that takes another one back keeps the
 * dimensions of that one, whatever has been decided since; what the system books by itself (closings, revaluations)
 * needs none.
 *
 * What settling items books follows from them and brings their dimensions: it leaves out those that the account of gains,
 * losses or write-offs takes none of, gets that account's defaults, and is never refused, because nobody could mend the
 * items after the fact.
 */
export const dimensionRule = (dimensions: () => Dimensions): PostingRule => ({
  begin() {
    const all = dimensions()
    return {
      complete(entry) {
        if (isAsItWas(entry)) return entry.lines
        return completed(
          all,
          isSettling(entry) ? entry.lines.map((line) => withoutForbidden(all, line)) : entry.lines,
        )
      },
      refuses: (entry) => (isAsItWas(entry) || isSettling(entry) ? undefined : problemOf(all, entry)),
    }
  },
})

const isSettling = ({ header: { purpose, origin } }: ProposedEntry): boolean =>
  purpose === 'exchange' || (origin !== undefined && isId('match', origin))

function withoutForbidden(all: Dimensions, line: ResolvedLine): ResolvedLine {
  if (!line.dimensions || line.isSettled) return line
  const forbidden = new Set(
    all.rulesOf(line.account.id).flatMap(({ dimension, rule }) => (rule === 'forbidden' ? [dimension] : [])),
  )
  const kept = Object.entries(line.dimensions).filter(([dimension]) => !forbidden.has(dimension))
  return { ...line, dimensions: Object.fromEntries(kept) }
}

const isAsItWas = ({ header }: ProposedEntry): boolean => header.reverses !== undefined

function completed(
  all: Dimensions,
  lines: readonly ResolvedLine[],
): readonly ResolvedLine[] | PostingRefusal {
  const done: ResolvedLine[] = []
  for (const [at, line] of lines.entries()) {
    const shares =
      line.distribution === undefined ? [line] : shared(all, { ...line, index: line.index ?? at })
    if (isRefusal(shares)) return shares
    done.push(...(all.isEmpty ? shares : shares.map((each) => withDefaults(all, each))))
  }
  return done
}

/** One line a share, without those that would move nothing. */
function shared(all: Dimensions, line: ResolvedLine): ResolvedLine[] | PostingRefusal {
  const { distribution: code = '', index = 0, quantity, value } = line
  const distribution = all.distribution(code)
  if (!distribution?.isActive) {
    const detail = `There is no distribution ${code} in use.`
    const pointer = `/lines/${index}/distribution`
    return refuse('unknown_distribution', detail, [{ pointer, code: 'unknown_distribution', detail }])
  }
  const weights = distribution.shares.map(({ percent }) => weightOf(percent))
  const quantities = splitByWeights(quantity, weights)
  const values = value === null ? undefined : splitByWeights(value, weights)
  return distribution.shares
    .map(({ dimensions }, share) => ({
      ...line,
      distribution: undefined,
      quantity: quantities[share] as number,
      value: values ? (values[share] as number) : null,
      dimensions: { ...line.dimensions, ...dimensions },
    }))
    .filter((each) => each.quantity !== 0 || (each.value ?? 0) !== 0)
}

function withDefaults(all: Dimensions, line: ResolvedLine): ResolvedLine {
  if (line.isSettled) return line
  const missing = all
    .rulesOf(line.account.id)
    .filter((rule) => rule.default !== null && line.dimensions?.[rule.dimension] === undefined)
    .filter(({ dimension }) => all.dimension(dimension)?.isActive)
  if (missing.length === 0) return line
  const defaults = Object.fromEntries(missing.map((rule) => [rule.dimension, rule.default as string]))
  return { ...line, dimensions: { ...defaults, ...line.dimensions } }
}

function problemOf(all: Dimensions, { header, lines }: ProposedEntry): PostingRefusal | undefined {
  const errors = lines.flatMap((line, at) =>
    lineErrors(all, line, `/lines/${line.index ?? at}/dimensions`, header.purpose === undefined),
  )
  const [first] = errors
  return first && refuse(first.code as PostingRefusal['refused'], first.detail, errors)
}

function lineErrors(
  all: Dimensions,
  { account, dimensions = {} }: ResolvedLine,
  pointer: string,
  needsRequired: boolean,
): FieldError[] {
  const errors = Object.entries(dimensions).flatMap(([dimension, value]) =>
    all.dimension(dimension)?.isActive && all.value(dimension, value)?.isActive
      ? []
      : [
          {
            pointer: `${pointer}/${dimension}`,
            code: 'unknown_dimension',
            detail: `${dimension} has no value ${value} in use. Add it, or correct the code.`,
          },
        ],
  )
  for (const { dimension, rule } of all.rulesOf(account.id)) {
    if (!all.dimension(dimension)?.isActive) continue
    const isNamed = dimensions[dimension] !== undefined
    if (rule === 'required' && !isNamed && needsRequired)
      errors.push({
        pointer: `${pointer}/${dimension}`,
        code: 'dimension_required',
        detail: `Lines in ${account.code} ${account.name} need a value of ${dimension}.`,
      })
    if (rule === 'forbidden' && isNamed)
      errors.push({
        pointer: `${pointer}/${dimension}`,
        code: 'dimension_forbidden',
        detail: `Lines in ${account.code} ${account.name} take no value of ${dimension}. Leave it out.`,
      })
  }
  return errors
}

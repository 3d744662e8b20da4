import { LIMITS } from '../../kernel/limits.ts'
import { refuse } from '../../kernel/result.ts'
import type { Axis } from './contract.ts'
import { type Catalogue, cellOf, type Item, isTemplate } from './model.ts'
import { at, type ItemsRefusal } from './refusals.ts'
import { variantBase } from './writing.ts'

/** Templates and their variants: a matrix of axes and values, of which each cell may be an item. */

export type Combination = Readonly<Record<string, string>>

export function templateProblem(
  catalogue: Catalogue,
  item: Item,
  before: Item | undefined,
): ItemsRefusal | undefined {
  const wasTemplate = before !== undefined && isTemplate(before)
  if (!isTemplate(item) && !wasTemplate) return undefined
  if (item.axes === before?.axes && item.codePattern === before.codePattern && isPlain(item)) return undefined
  const variants = catalogue.variants(item.id)
  if (!isTemplate(item))
    return variants.length === 0
      ? undefined
      : at('/axes', 'axes_fixed', `${item.code} has ${variants.length} variants. It stays their template.`)
  if (!isPlain(item))
    return at(
      '/axes',
      'invalid_item',
      'A template is not in stock itself: it is no kit, has no barcodes, and is no variant of another.',
    )
  if (before && !wasTemplate && (catalogue.hasMoved(item.id) || catalogue.isComponent(item.id)))
    return at('/axes', 'item_has_moved', `${item.code} is in use as an item. Make a new one as the template.`)
  return axesProblem(item.axes) ?? patternProblem(item) ?? fixedAxes(item, before, variants)
}

const isPlain = ({ kind, barcodes, template }: Item): boolean =>
  kind !== 'kit' && barcodes.length === 0 && template === null

function axesProblem(axes: readonly Axis[]): ItemsRefusal | undefined {
  const codes = new Set<string>()
  for (const [index, { code, values }] of axes.entries()) {
    if (codes.has(code)) return at(`/axes/${index}/code`, 'invalid_item', `The axis ${code} is there twice.`)
    codes.add(code)
    const twice = values.findIndex((each, at) => values.findIndex((other) => other.code === each.code) < at)
    if (twice >= 0)
      return at(
        `/axes/${index}/values/${twice}/code`,
        'invalid_item',
        `The value ${values[twice]?.code} is there twice.`,
      )
  }
  return undefined
}

/** A pattern that leaves an axis out gives several variants the same code. */
function patternProblem({ axes, codePattern }: Item): ItemsRefusal | undefined {
  if (codePattern === null) return undefined
  const known = new Set(['template', ...axes.map(({ code }) => code)])
  const used = [...codePattern.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name)
  const strange = used.find((name) => !known.has(name))
  if (strange !== undefined)
    return at(
      '/codePattern',
      'invalid_item',
      `There is no axis {${strange}}: take ${[...known].map((each) => `{${each}}`).join(', ')}.`,
    )
  const left = axes.find(({ code, values }) => values.length > 1 && !used.includes(code))
  return (
    left &&
    at('/codePattern', 'invalid_item', `The pattern leaves out {${left.code}}: codes would be there twice.`)
  )
}

/** Variants keep what they are: their axes stay, and so do the values that they have. */
function fixedAxes(
  item: Item,
  before: Item | undefined,
  variants: readonly Item[],
): ItemsRefusal | undefined {
  if (!before || variants.length === 0) return undefined
  const codes = ({ axes }: Item) => axes.map(({ code }) => code).join('\n')
  if (codes(item) !== codes(before))
    return at('/axes', 'axes_fixed', `${item.code} has variants. Axes stay; values may be added.`)
  for (const [index, { code, values }] of item.axes.entries()) {
    const known = new Set(values.map((each) => each.code))
    const user = variants.find(({ attributes }) => !known.has(attributes[code] ?? ''))
    if (user)
      return at(
        `/axes/${index}/values`,
        'axes_fixed',
        `${user.code} is a variant with ${code} ${user.attributes[code]}, which the axis would not have.`,
      )
  }
  return undefined
}

/** A variant stands in one cell of the matrix, alone, for good. */
export function variantProblem(
  catalogue: Catalogue,
  item: Item,
  before: Item | undefined,
): ItemsRefusal | undefined {
  if (item.template === null) return undefined
  const template = catalogue.item(item.template)
  if (!template || !isTemplate(template))
    return at(
      '/template',
      'invalid_item',
      `${template?.code ?? item.template} is no template: it has no axes.`,
    )
  const cell = cellOf(template.axes, item.attributes)
  if (before) {
    return cell === cellOf(template.axes, before.attributes)
      ? undefined
      : at('/attributes', 'axes_fixed', `${before.code} stays the variant that it is. Make another one.`)
  }
  for (const { code, values } of template.axes)
    if (!values.some((each) => each.code === item.attributes[code]))
      return at(
        `/attributes/${code}`,
        'invalid_item',
        `A variant of ${template.code} has one of these as ${code}: ${values.map((each) => each.code).join(', ')}.`,
      )
  const same = catalogue.variantAt(template.id, cell)
  if (same) return at('/attributes', 'variant_exists', `${same.code} is this variant of ${template.code}.`)
  return catalogue.variantCount(template.id) < LIMITS.variantsMax
    ? undefined
    : at('/template', 'too_many_variants', `A template has at most ${LIMITS.variantsMax} variants.`)
}

/** The cells that are wanted and empty, in the order of the matrix. */
export function emptyCells(
  { axes, code }: Item,
  variants: readonly Item[],
  wanted: readonly Combination[] | undefined,
): { cells: Combination[]; existing: number } | ItemsRefusal {
  const size = axes.reduce((product, { values }) => product * values.length, 1)
  if (wanted === undefined && size > LIMITS.variantsMax)
    return at(
      '/axes',
      'too_many_variants',
      `The matrix has ${size} cells; a template has at most ${LIMITS.variantsMax} variants. Name the combinations that there are.`,
    )
  const problem = wanted && combinationProblem(axes, wanted)
  if (problem) return problem
  const taken = new Set(variants.map(({ attributes }) => cellOf(axes, attributes)))
  const cells = new Map((wanted ?? matrixOf(axes)).map((each) => [cellOf(axes, each), each]))
  const empty = [...cells].flatMap(([cell, each]) => (taken.has(cell) ? [] : [each]))
  if (empty.length > LIMITS.variantsARequestMax || taken.size + empty.length > LIMITS.variantsMax)
    return refuse(
      'too_many_variants',
      `${code} would get ${empty.length} variants more. A request makes at most ${LIMITS.variantsARequestMax}, and a template has at most ${LIMITS.variantsMax}.`,
      [
        {
          pointer: '/combinations',
          code: 'too_many_variants',
          detail: 'Name some of the combinations, and the others in another request.',
        },
      ],
    )
  return { cells: empty, existing: cells.size - empty.length }
}

function combinationProblem(axes: readonly Axis[], wanted: readonly Combination[]) {
  for (const [index, each] of wanted.entries()) {
    const strange = Object.keys(each).find((key) => !axes.some(({ code }) => code === key))
    if (strange !== undefined)
      return at(`/combinations/${index}/${strange}`, 'invalid_item', `There is no axis ${strange}.`)
    for (const { code, values } of axes)
      if (!values.some((value) => value.code === each[code]))
        return at(
          `/combinations/${index}/${code}`,
          'invalid_item',
          `Name one of ${values.map((value) => value.code).join(', ')} as ${code}.`,
        )
  }
  return undefined
}

function matrixOf(axes: readonly Axis[]): Combination[] {
  return axes.reduce<Combination[]>(
    (cells, { code, values }) =>
      cells.flatMap((cell) => values.map((value) => ({ ...cell, [code]: value.code }))),
    [{}],
  )
}

/** The item of one cell. */
export function variantOf(template: Item, cell: Combination, id: string, ordinal: number): Item {
  const pattern =
    template.codePattern ?? `{template}-${template.axes.map(({ code }) => `{${code}}`).join('-')}`
  const names = template.axes.map(({ code, values }) => values.find((each) => each.code === cell[code])?.name)
  return {
    ...variantBase(template),
    id,
    ordinal,
    code: pattern.replaceAll(/\{([^{}]*)\}/g, (_, name: string) =>
      name === 'template' ? template.code : (cell[name] ?? ''),
    ),
    name: [...`${template.name}, ${names.join(', ')}`].slice(0, VARIANT_NAME_CHARS_MAX).join('').trim(),
    attributes: { ...template.attributes, ...cell },
  }
}

/** Characters may take two code units each, and the limit of a name is told in these. */
const VARIANT_NAME_CHARS_MAX = LIMITS.nameCharsMax / 2

import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal } from '../../kernel/result.ts'
import { barcodeKey } from './barcodes.ts'
import type { ItemFields } from './contract.ts'
import { exploded } from './kits.ts'
import { type Catalogue, type Item, isTemplate } from './model.ts'
import { at, type ItemsRefusal } from './refusals.ts'
import { templateProblem, variantProblem } from './variants.ts'

/** Whether an item may be as it is written. Of several problems the first is told, in the order of the checks. */
export function itemProblem(
  catalogue: Catalogue,
  item: Item,
  before: Item | undefined,
): ItemsRefusal | undefined {
  for (const check of CHECKS) {
    const problem = check(catalogue, item, before)
    if (problem) return problem
  }
  return undefined
}

type Check = (catalogue: Catalogue, item: Item, before: Item | undefined) => ItemsRefusal | undefined

const namesAreFree: Check = (catalogue, item) => {
  if (item.code.length > LIMITS.itemCodeCharsMax)
    return at('/code', 'invalid_item', `${item.code} is longer than ${LIMITS.itemCodeCharsMax} characters.`)
  const own = catalogue.idOfCode(item.code)
  if (own !== undefined && own !== item.id)
    return at('/code', 'item_code_taken', `Item ${item.code} exists. Choose another code.`)
  const other = item.externalId === null ? undefined : catalogue.idOfExternalId(item.externalId)
  return other === undefined || other === item.id
    ? undefined
    : at('/externalId', 'external_id_taken', `Another item has the external id ${item.externalId}.`)
}

const familyIsThere: Check = (catalogue, { family }, before) => {
  if (family === null || family === before?.family) return undefined
  return catalogue.family(family)?.isActive
    ? undefined
    : at('/family', 'family_not_found', `There is no family ${family} in use.`)
}

/** What stands in the moves of an item. */
const FIXED = [
  'kind',
  'unit',
  'scale',
  'method',
  'tracking',
  'standardCost',
] as const satisfies readonly (keyof ItemFields)[]

const fixedStays: Check = (catalogue, item, before) => {
  if (!before) return undefined
  const changed = FIXED.find((field) => item[field] !== before[field])
  if (changed !== undefined && catalogue.hasMoved(item.id))
    return at(
      `/${changed}`,
      'item_has_moved',
      `${before.code} has moved: its ${changed} is in the value of its stock. ${
        changed === 'standardCost' ? 'Revalue the stock to a new standard cost.' : 'Make a new item.'
      }`,
    )
  const isOfKits =
    (item.unit !== before.unit || item.scale !== before.scale) && catalogue.isComponent(item.id)
  if (isOfKits) {
    const field = item.unit === before.unit ? 'scale' : 'unit'
    return at(
      `/${field}`,
      'item_in_use',
      `Kits are made of ${before.code}, in ${before.unit}. Make a new item.`,
    )
  }
  return undefined
}

/** What is short stays allowed to be so, until it has come. */
const negativeEnds: Check = (catalogue, item, before) =>
  before?.allowsNegative && !item.allowsNegative && catalogue.isShort(item.id)
    ? at(
        '/allowsNegative',
        'item_is_short',
        `More of ${before.code} went out or is reserved than is there. Receive, count or release it first.`,
      )
    : undefined

const kindFits: Check = (_, item) => {
  const { kind, tracking, scale, method } = item
  if (kind !== 'stock' && (tracking !== 'none' || item.hasExpiry))
    return at(
      '/tracking',
      'invalid_item',
      `A ${kind} is not in stock: it has neither lots nor serial numbers.`,
    )
  if (tracking === 'serial' && scale !== 0)
    return at('/scale', 'invalid_item', 'What has a serial number is counted in whole pieces: scale is 0.')
  if (item.hasExpiry && tracking === 'none')
    return at('/hasExpiry', 'invalid_item', 'Only lots and serial numbers expire. Set tracking to lot.')
  if (method === 'lot' && tracking === 'none')
    return at('/method', 'invalid_item', 'Valuation by lot needs lots. Set tracking to lot, or take fifo.')
  if (kind === 'kit' && scale !== 0) return at('/scale', 'invalid_item', 'Kits are whole: scale is 0.')
  if (kind === 'kit' && item.components.length === 0)
    return at('/components', 'invalid_item', 'A kit is made of at least one component.')
  if (kind !== 'kit' && item.components.length > 0)
    return at('/components', 'invalid_item', 'Only a kit has components. Set kind to kit.')
  return undefined
}

const unitsFit: Check = (_, item) => {
  const codes = new Set([item.unit])
  for (const [index, { code, numerator, denominator }] of item.units.entries()) {
    if (codes.has(code)) return at(`/units/${index}/code`, 'invalid_item', `The unit ${code} is there twice.`)
    codes.add(code)
    if (numerator > LIMITS.conversionPartMax || denominator > LIMITS.conversionPartMax)
      return at(`/units/${index}`, 'invalid_item', `At most ${LIMITS.conversionPartMax} of one are another.`)
  }
  for (const field of ['purchaseUnit', 'salesUnit'] as const) {
    const unit = item[field]
    if (unit !== null && !codes.has(unit))
      return at(`/${field}`, 'unknown_unit_of_item', `${item.code} has no unit ${unit}. Add it to its units.`)
  }
  const index = item.barcodes.findIndex(({ unit }) => unit !== null && !codes.has(unit))
  if (index < 0) return undefined
  const { barcode, unit } = item.barcodes[index] as Item['barcodes'][number]
  return at(
    `/barcodes/${index}/unit`,
    'unknown_unit_of_item',
    `The barcode ${barcode} is on the unit ${unit}, which ${item.code} does not have.`,
  )
}

const barcodesAreFree: Check = (catalogue, item) => {
  if (item.barcodes.length > LIMITS.itemBarcodesMax)
    return at('/barcodes', 'invalid_item', `An item has at most ${LIMITS.itemBarcodesMax} barcodes.`)
  const seen = new Set<string>()
  for (const [index, { barcode }] of item.barcodes.entries()) {
    const key = barcodeKey(barcode)
    const pointer = `/barcodes/${index}/barcode`
    const owner = catalogue.idOfBarcode(key)
    if (seen.has(key)) return at(pointer, 'invalid_barcode', `The barcode ${barcode} is there twice.`)
    seen.add(key)
    if (owner !== undefined && owner !== item.id)
      return at(
        pointer,
        'barcode_taken',
        `${catalogue.item(owner)?.code ?? 'Another item'} has the barcode ${barcode}. Take it away there first.`,
      )
  }
  return undefined
}

const kitFits: Check = (catalogue, item, before) => {
  if (item.components.length === 0 || item.components === before?.components) return undefined
  const index = item.components.findIndex(({ item: id }) => {
    const component = catalogue.item(id)
    return component !== undefined && isTemplate(component)
  })
  if (index >= 0)
    return at(
      `/components/${index}/item`,
      'invalid_item',
      'A template is not in stock itself. Take one of its variants.',
    )
  const all = exploded(item, (id) => (id === item.id ? item : catalogue.item(id)))
  return isRefusal(all) ? all : undefined
}

const CHECKS: readonly Check[] = [
  namesAreFree,
  familyIsThere,
  fixedStays,
  negativeEnds,
  kindFits,
  unitsFit,
  barcodesAreFree,
  kitFits,
  templateProblem,
  variantProblem,
]

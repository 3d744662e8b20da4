import { formatAmount, parseAmount } from '../../kernel/amount.ts'
import { isRefusal } from '../../kernel/result.ts'
import { ROLE_TYPES } from '../../ledger/contract.ts'
import { readBarcode } from './barcodes.ts'
import type { Family, ItemAccount } from './contract.ts'
import type { ChangedItem, ComponentInput, NewItem } from './inputs.ts'
import { type Catalogue, EMPTY_ITEM, type Item, lineage } from './model.ts'
import { formatSteps, reduced, stepsOf } from './quantities.ts'
import { at, type ItemsRefusal } from './refusals.ts'
import { ROLE_OF } from './roles.ts'

/** An item as it is when what a client writes is put into it. Whether it may be so, `checks.ts` says. */

type Written = Omit<NewItem, 'template'> | ChangedItem

export function newItemOf(
  catalogue: Catalogue,
  id: string,
  ordinal: number,
  input: NewItem,
): Item | ItemsRefusal {
  const template = input.template === undefined ? undefined : catalogue.byRef(input.template)
  if (input.template !== undefined && !template)
    return at('/template', 'unknown_item', `There is no item ${input.template}.`)
  const base = template ? variantBase(template) : defaultsOf(catalogue, input)
  const { template: _, ...fields } = input
  return written(catalogue, { ...base, id, ordinal, code: input.code, name: input.name }, fields)
}

/** What a variant takes from its template when it is made. */
export const variantBase = (template: Item): Item => ({
  ...template,
  axes: [],
  codePattern: null,
  barcodes: [],
  externalId: null,
  image: null,
  template: template.id,
  isActive: true,
})

/** What a new item takes from its family, and where that says nothing, what most items are. */
function defaultsOf(catalogue: Catalogue, { family, kind: wanted }: NewItem): Item {
  const said = <Field extends keyof Family>(field: Field) => {
    for (const each of lineage(catalogue, family ?? null)) if (each[field] !== null) return each[field]
    return undefined
  }
  const kind = wanted ?? said('kind') ?? 'stock'
  const isStock = kind === 'stock'
  return {
    ...(EMPTY_ITEM as unknown as Item),
    kind,
    unit: said('unit') ?? 'pcs',
    scale: kind === 'kit' ? 0 : (said('scale') ?? 0),
    method: said('method') ?? 'fifo',
    tracking: isStock ? (said('tracking') ?? 'none') : 'none',
    hasExpiry: isStock && (said('hasExpiry') ?? false),
    allowsNegative: isStock && (said('allowsNegative') ?? false),
  }
}

export function written(catalogue: Catalogue, base: Item, input: Written): Item | ItemsRefusal {
  const { units, barcodes, accounts, components, weightKg, volumeLitres, standardCost, ...plain } = input
  const item = { ...base, ...said(plain) } as Item
  if (units)
    item.units = units.map(({ code, numerator, denominator }) => reduced(code, numerator, denominator ?? 1))
  for (const set of [
    () => setMeasure(item, 'weightMilligrams', 'weightKg', weightKg),
    () => setMeasure(item, 'volumeMicrolitres', 'volumeLitres', volumeLitres),
    () => setCost(item, standardCost),
    () => setBarcodes(item, barcodes),
    () => setAccounts(catalogue, item, accounts),
    () => setComponents(catalogue, item, components),
  ]) {
    const problem = set()
    if (problem) return problem
  }
  return item
}

const said = (input: object) =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))

/** Millionths of the unit at the API: milligrams of a kilogram, microlitres of a litre. */
function setMeasure(
  item: Item,
  field: 'weightMilligrams' | 'volumeMicrolitres',
  name: string,
  text: string | null | undefined,
): ItemsRefusal | undefined {
  if (text === undefined) return undefined
  const value = text === null ? null : parseAmount(text, MEASURE_SCALE)
  if (typeof value === 'string' || (value !== null && value < 0))
    return at(`/${name}`, 'invalid_item', 'Write a decimal that is not negative, with up to six decimals.')
  item[field] = value
  return undefined
}

const MEASURE_SCALE = 6
export const formatMeasure = (value: number | null): string | null =>
  value === null ? null : formatAmount(value, MEASURE_SCALE).replace(/\.?0+$/, '')

function setCost(item: Item, text: string | null | undefined): ItemsRefusal | undefined {
  if (text === undefined) return undefined
  const cost = text === null ? null : normalCost(text)
  if (cost === undefined)
    return at(
      '/standardCost',
      'invalid_item',
      'Write the cost of one stock unit as a decimal that is not negative, with up to ten decimals.',
    )
  item.standardCost = cost
  return undefined
}

/** Without zeros that say nothing; undefined: it is no cost. */
export function normalCost(text: string): string | undefined {
  const [, whole, fraction = ''] = /^(0|[1-9]\d{0,15})(?:\.(\d{1,10}))?$/.exec(text) ?? []
  if (whole === undefined) return undefined
  const kept = fraction.replace(/0+$/, '')
  return kept === '' ? whole : `${whole}.${kept}`
}

function setBarcodes(item: Item, barcodes: Written['barcodes']): ItemsRefusal | undefined {
  if (!barcodes) return undefined
  item.barcodes = []
  for (const [index, { barcode, kind, unit = null }] of barcodes.entries()) {
    const read = readBarcode(barcode, kind, unit === item.unit ? null : unit)
    if ('problem' in read) return at(`/barcodes/${index}/barcode`, 'invalid_barcode', read.problem)
    item.barcodes.push(read)
  }
  return undefined
}

function setAccounts(
  catalogue: Catalogue,
  item: Item,
  accounts: Written['accounts'],
): ItemsRefusal | undefined {
  const own = accountsOf(catalogue, item.accounts, accounts)
  if (isRefusal(own)) return own as ItemsRefusal
  item.accounts = own
  return undefined
}

type Accounts = Partial<Record<ItemAccount, string>>

/** Ids of accounts, with those that are named put in or taken away. */
export function accountsOf(
  catalogue: Catalogue,
  before: Accounts,
  wanted: Partial<Record<ItemAccount, string | null | undefined>> | undefined,
): Accounts | ItemsRefusal {
  const after = { ...before }
  for (const [name, code] of Object.entries(wanted ?? {}) as [ItemAccount, string | null | undefined][]) {
    if (code === undefined) continue
    if (code === null) {
      delete after[name]
      continue
    }
    const account = catalogue.account(code)
    const pointer = `/accounts/${name}`
    if (!account) return at(pointer, 'unknown_account', `There is no account ${code} in this company.`)
    const types: readonly string[] = ROLE_TYPES[ROLE_OF[name]]
    if (!types.includes(account.type) || account.isHeading || !account.isActive)
      return at(
        pointer,
        'account_not_usable',
        `Take an account of type ${types.join(' or ')} that takes entries and is in use.`,
      )
    after[name] = account.id
  }
  return after
}

function setComponents(
  catalogue: Catalogue,
  item: Item,
  components: readonly ComponentInput[] | undefined,
): ItemsRefusal | undefined {
  if (!components) return undefined
  item.components = []
  for (const [index, { item: ref, quantity, unit }] of components.entries()) {
    const pointer = `/components/${index}`
    const component = catalogue.byRef(ref)
    if (!component) return at(`${pointer}/item`, 'unknown_item', `There is no item ${ref}.`)
    const steps = stepsOf(component, quantity, unit)
    if (isRefusal(steps))
      return at(
        `${pointer}/${steps.refused === 'unknown_unit_of_item' ? 'unit' : 'quantity'}`,
        steps.refused,
        steps.detail,
      )
    if (steps === 0)
      return at(`${pointer}/quantity`, 'invalid_quantity', 'A kit takes more than nothing of it.')
    item.components.push({ item: component.id, quantity: formatSteps(component, steps) })
  }
  return undefined
}

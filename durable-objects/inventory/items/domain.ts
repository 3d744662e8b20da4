import type { InputOf } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { type FieldError, isRefusal, refuse } from '../../kernel/result.ts'
import { barcodeKey, readBarcode } from './barcodes.ts'
import { itemProblem } from './checks.ts'
import type { Family, ItemChanged, ItemCreated, ItemsContract, RowResult } from './contract.ts'
import type { ChangedItem, FamilyInput, ItemRow, NewItem } from './inputs.ts'
import { type Catalogue, changesOf, createdOf, type Item, isTemplate, lineage } from './model.ts'
import { CatalogueDraft } from './overlay.ts'
import { at, type ItemsRefusal, itemNotFound } from './refusals.ts'
import { emptyCells, variantOf } from './variants.ts'
import { accountsOf, newItemOf, written } from './writing.ts'

/** Pure decisions about families and items. */

type Input<Name extends keyof ItemsContract['operations']> = InputOf<ItemsContract, Name>

/** Where the next item lies in the log, and the id that says so. */
export interface Places {
  /** Position of the first event of the decision. */
  first: number
  idAt(sequence: number): string
}

const created = (item: Item): NewEvent<'item-created', ItemCreated> => ({
  type: 'item-created',
  version: 1,
  data: createdOf(item),
})
const changed = (data: ItemChanged): NewEvent<'item-changed', ItemChanged> => ({
  type: 'item-changed',
  version: 1,
  data,
})

export function decideCreate(
  catalogue: Catalogue,
  { first, idAt }: Places,
  input: NewItem,
): NewEvent[] | ItemsRefusal {
  const item = newItemOf(catalogue, idAt(first), first, input)
  if (isRefusal(item)) return item as ItemsRefusal
  return itemProblem(catalogue, item, undefined) ?? [created(item)]
}

export function decideChange(
  catalogue: Catalogue,
  ref: string,
  input: ChangedItem,
): NewEvent[] | ItemsRefusal {
  const before = catalogue.byRef(ref)
  return before ? change(catalogue, before, input) : itemNotFound(ref)
}

function change(catalogue: Catalogue, before: Item, input: ChangedItem): NewEvent[] | ItemsRefusal {
  const item = written(catalogue, before, input)
  if (isRefusal(item)) return item as ItemsRefusal
  return changeTo(catalogue, before, item)
}

function changeTo(catalogue: Catalogue, before: Item, item: Item): NewEvent[] | ItemsRefusal {
  const data = changesOf(before, item)
  if (!data) return []
  return itemProblem(catalogue, item, before) ?? [changed(data)]
}

export function decideAddBarcode(
  catalogue: Catalogue,
  { item: ref, barcode, kind, unit = null }: Input<'AddItemBarcode'>,
): NewEvent[] | ItemsRefusal {
  const before = catalogue.byRef(ref)
  if (!before) return itemNotFound(ref)
  const read = readBarcode(barcode, kind, unit === before.unit ? null : unit)
  if ('problem' in read) return at('/barcode', 'invalid_barcode', read.problem)
  const key = barcodeKey(read.barcode)
  const own = before.barcodes.find((each) => barcodeKey(each.barcode) === key)
  if (own && own.unit === read.unit) return []
  const barcodes = [...before.barcodes.filter((each) => each !== own), read]
  const events = changeTo(catalogue, before, { ...before, barcodes })
  return isRefusal(events) ? pointingAt(events, /^\/barcodes\/\d+/) : events
}

/** The field of a list is one field of the request. */
const pointingAt = ({ refused, detail, errors }: ItemsRefusal, part: RegExp): ItemsRefusal =>
  refuse(
    refused,
    detail,
    errors.map((error) => ({ ...error, pointer: error.pointer.replace(part, '') })),
  )

export function decideRemoveBarcode(
  catalogue: Catalogue,
  { item: ref, barcode }: Input<'RemoveItemBarcode'>,
): NewEvent[] | ItemsRefusal {
  const before = catalogue.byRef(ref)
  if (!before) return itemNotFound(ref)
  const key = barcodeKey(barcode)
  return changeTo(catalogue, before, {
    ...before,
    barcodes: before.barcodes.filter((each) => barcodeKey(each.barcode) !== key),
  })
}

export function decideSetImage(
  catalogue: Catalogue,
  ref: string,
  /** Undefined: it is no image that is attached to the item. */
  image: string | null | undefined,
): NewEvent[] | ItemsRefusal {
  const before = catalogue.byRef(ref)
  if (!before) return itemNotFound(ref)
  if (image === undefined)
    return at(
      '/attachment',
      'not_an_image',
      'Attach a PNG, JPEG or WebP file to the item, and send the id of that file.',
    )
  return changeTo(catalogue, before, { ...before, image })
}

/** What is made of a template: its axes where they are new, then an item for each empty cell. */
export function decideVariants(
  base: Catalogue,
  { first, idAt }: Places,
  input: Input<'GenerateVariants'>,
): { events: NewEvent[]; variants: Item[]; existing: number } | ItemsRefusal {
  const catalogue = new CatalogueDraft(base)
  const before = catalogue.byRef(input.item)
  if (!before) return itemNotFound(input.item)
  const { axes = before.axes, codePattern = before.codePattern } = input
  const template: Item = { ...before, axes, codePattern }
  if (!isTemplate(template))
    return at('/axes', 'invalid_item', `${before.code} has no axes yet. Send them with their values.`)
  const events = changeTo(catalogue, before, template)
  if (isRefusal(events)) return events
  catalogue.put(template, before)
  const empty = emptyCells(template, base.variants(before.id), input.combinations)
  if (isRefusal(empty)) return empty as ItemsRefusal
  const variants: Item[] = []
  for (const cell of empty.cells) {
    const sequence = first + events.length
    const variant = variantOf(template, cell, idAt(sequence), sequence)
    const problem = itemProblem(catalogue, variant, undefined)
    // Codes of variants come from the pattern.
    if (problem?.errors[0]?.pointer === '/code') return at('/codePattern', problem.refused, problem.detail)
    if (problem) return problem
    catalogue.put(variant, undefined)
    events.push(created(variant))
    variants.push(variant)
  }
  return { events, variants, existing: empty.existing }
}

export interface SavedRows {
  events: NewEvent[]
  results: RowResult[]
  /** Index of the row that an event comes from. */
  rowOf: Map<NewEvent, number>
}

/** Rows of a bulk request, one after the other; each sees those before it. */
export function decideSave(
  base: Catalogue,
  { first, idAt }: Places,
  { rows, mode = 'atomic' }: Input<'SaveItems'>,
): SavedRows | ItemsRefusal {
  const catalogue = new CatalogueDraft(base)
  const saved: SavedRows = { events: [], results: [], rowOf: new Map() }
  const refusals: { row: number; refusal: ItemsRefusal }[] = []
  for (const [row, each] of rows.entries()) {
    const result = 'value' in each ? save(each.value) : badRow(each.errors)
    if (!isRefusal(result)) {
      for (const event of result.events) saved.rowOf.set(event, row)
      saved.events.push(...result.events)
      saved.results.push({ row, status: result.status, id: result.id, code: result.code })
      continue
    }
    const { refused: code, detail, errors } = result
    refusals.push({ row, refusal: result as ItemsRefusal })
    saved.results.push({
      row,
      status: 'refused',
      problem: { code, detail, errors: errors.slice(0, ERRORS_A_ROW) },
    })
  }
  return mode === 'independent' || refusals.length === 0 ? saved : rowsRefused(refusals, rows.length)

  function save(row: ItemRow) {
    const known =
      row.externalId === undefined || row.externalId === null
        ? row.code === undefined
          ? undefined
          : catalogue.idOfCode(row.code)
        : catalogue.idOfExternalId(row.externalId)
    const before = known === undefined ? undefined : catalogue.item(known)
    return before ? changeRow(before, row) : createRow(row)
  }

  function createRow({ isActive = true, ...row }: ItemRow) {
    const { code, name } = row
    const missing = code === undefined ? 'code' : name === undefined ? 'name' : undefined
    if (code === undefined || name === undefined)
      return at(`/${missing}`, 'invalid_item', `The item is new: it needs a ${missing}.`)
    const sequence = first + saved.events.length
    const made = newItemOf(catalogue, idAt(sequence), sequence, { ...row, code, name })
    if (isRefusal(made)) return made
    const item = { ...made, isActive }
    const problem = itemProblem(catalogue, item, undefined)
    if (problem) return problem
    catalogue.put(item, undefined)
    return { events: [created(item)], status: 'created' as const, id: item.id, code: item.code }
  }

  function changeRow(before: Item, { template, ...row }: ItemRow) {
    if (template !== undefined && catalogue.byRef(template)?.id !== before.template)
      return at('/template', 'axes_fixed', `${before.code} exists and is no variant of ${template}.`)
    const item = written(catalogue, before, row)
    if (isRefusal(item)) return item
    const events = changeTo(catalogue, before, item)
    if (isRefusal(events)) return events
    if (events.length > 0) catalogue.put(item, before)
    const status = events.length > 0 ? ('changed' as const) : ('unchanged' as const)
    return { events, status, id: item.id, code: item.code }
  }
}

const badRow = (errors: FieldError[]) =>
  refuse('invalid_item', errors[0]?.detail ?? 'The row is not valid.', errors)

function rowsRefused(
  refusals: readonly { row: number; refusal: ItemsRefusal }[],
  rows: number,
): ItemsRefusal {
  const shown = refusals
    .slice(0, ROW_ERRORS_SHOWN)
    .flatMap(({ row, refusal: { refused, detail, errors } }) =>
      errors.length === 0
        ? [{ pointer: `/${row}`, code: refused, detail }]
        : errors.map((error) => ({ ...error, pointer: `/${row}${error.pointer}` })),
    )
  return refuse(
    'rows_refused',
    `${refusals.length} of ${rows} rows were refused, the first at row ${(refusals[0]?.row ?? 0) + 1}. Correct them, or send mode=independent to save the others.`,
    shown.slice(0, ROW_ERRORS_SHOWN),
  )
}

const ROW_ERRORS_SHOWN = 100
/** Of one row in a reply that may have 10,000 of them. */
const ERRORS_A_ROW = 5

/** Of a family that exists, what is named is changed. */
export function decideSaveFamily(
  catalogue: Catalogue,
  known: { familyCount: number; depthBelow(code: string): number },
  input: FamilyInput,
): NewEvent[] | ItemsRefusal {
  const before = catalogue.family(input.code) ?? null
  const { accounts: wanted, ...fields } = input
  if (!before && input.name === undefined)
    return at('/name', 'invalid_item', `The family ${input.code} is new: it needs a name.`)
  if (!before && known.familyCount >= LIMITS.itemFamiliesMax)
    return at('/code', 'too_many_families', `A company has at most ${LIMITS.itemFamiliesMax} families.`)
  const accounts = accountsOf(catalogue, before?.accounts ?? {}, wanted)
  if (isRefusal(accounts)) return accounts as ItemsRefusal
  const named = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const after: Family = { ...(before ?? { ...EMPTY_FAMILY, code: input.code, name: '' }), ...named, accounts }
  const problem = parentProblem(catalogue, known, after)
  if (problem) return problem
  if (before && JSON.stringify(ordered(before)) === JSON.stringify(ordered(after))) return []
  return [{ type: 'item-family-saved', version: 1, data: { before, after } }]
}

const EMPTY_FAMILY = {
  parent: null,
  isActive: true,
  kind: null,
  unit: null,
  scale: null,
  method: null,
  tracking: null,
  hasExpiry: null,
  allowsNegative: null,
  tax: null,
}

const ordered = (family: Family) => ({
  ...Object.fromEntries(Object.entries(family).sort(([a], [b]) => (a < b ? -1 : 1))),
  accounts: Object.entries(family.accounts).sort(([a], [b]) => (a < b ? -1 : 1)),
})

function parentProblem(
  catalogue: Catalogue,
  known: { depthBelow(code: string): number },
  { code, parent }: Family,
): ItemsRefusal | undefined {
  if (parent === null) return undefined
  if (parent !== code && !catalogue.family(parent))
    return at('/parent', 'family_not_found', `There is no family ${parent} to stand above ${code}.`)
  const above = parent === code ? [] : [...lineage(catalogue, parent)]
  if (parent === code || above.some((each) => each.code === code))
    return at('/parent', 'family_cycle', `${code} would stand above itself. Choose another parent.`)
  return above.length + 1 + known.depthBelow(code) > LIMITS.itemFamilyDepthMax
    ? at('/parent', 'invalid_item', `Families lie at most ${LIMITS.itemFamilyDepthMax} deep in each other.`)
    : undefined
}

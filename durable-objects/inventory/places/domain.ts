import type { InputOf, RefusalCode } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { type FieldError, isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { BookAccount } from '../stock-item.ts'
import type {
  BinsAdded,
  PlaceChanged,
  PlacesContract,
  PutAwaySet,
  VirtualPlaceAdded,
  WarehouseChanged,
  WarehouseOpened,
} from './contract.ts'
import { type Contents, type PlaceRow, type PlacesBook, pathOf, SYSTEM_ORDINALS_MAX } from './model.ts'
import { describePatternProblem, expandPattern } from './pattern.ts'

/** Pure decisions about warehouses, their bins and virtual places. */

export type PlacesRefusal = Refusal<RefusalCode<PlacesContract>>
type Input<Name extends keyof PlacesContract['operations']> = InputOf<PlacesContract, Name>

/** The account of a code that stock may be booked on, and that the actor sees. */
export type FindAccount = (code: string) => BookAccount | undefined

export function decideOpenWarehouse(
  book: PlacesBook,
  find: FindAccount,
  { code, name, address, stockAccount }: Input<'OpenWarehouse'>,
): NewEvent[] | PlacesRefusal {
  if (book.byCode(code)) return taken(code, '/code')
  if (book.warehouseCount() >= LIMITS.warehousesMax)
    return at('/code', 'too_many_places', `A company has at most ${LIMITS.warehousesMax} warehouses.`)
  const full = tooMany(book, 1, '/code')
  if (full) return full
  const account = stockAccount === undefined ? undefined : stockAccountOf(find, stockAccount)
  if (isRefusal(account)) return account
  const data: WarehouseOpened = {
    ...{ ordinal: book.nextOrdinal(), code, name, address: address || null },
    ...(account !== undefined && { stockAccount: account }),
  }
  return [event('warehouse-opened', data)]
}

/** Its id. */
function stockAccountOf(find: FindAccount, code: string): string | PlacesRefusal {
  const account = find(code)
  if (!account) return at('/stockAccount', 'unknown_account', `There is no account ${code} in this company.`)
  if (account.type !== 'asset' || account.isHeading || !account.isActive)
    return at(
      '/stockAccount',
      'account_not_usable',
      'Take an account of type asset that takes entries and is in use.',
    )
  return account.id
}

export function decideChangeWarehouse(
  book: PlacesBook,
  contents: Contents,
  find: FindAccount,
  { warehouse: code, stockAccount, ...wanted }: Input<'ChangeWarehouse'>,
): NewEvent[] | PlacesRefusal {
  const warehouse = book.warehouse(code)
  if (!warehouse) return warehouseNotFound(code)
  if (wanted.address === '') wanted.address = null
  const account = typeof stockAccount === 'string' ? stockAccountOf(find, stockAccount) : stockAccount
  if (isRefusal(account)) return account
  const changes = changesOf(warehouse, { ...wanted, ...(account !== undefined && { stockAccount: account }) })
  if (!changes) return []
  if (changes.after.code !== undefined && book.byCode(changes.after.code))
    return taken(changes.after.code, '/code')
  if (changes.after.isActive === false && contents.quantityInWarehouse(warehouse.ordinal))
    return at(
      '/isActive',
      'place_in_use',
      `Goods lie in ${code}. Transfer or issue them first; then take it out of use.`,
    )
  const data: WarehouseChanged = { ordinal: warehouse.ordinal, code, ...changes }
  return [event('warehouse-changed', data)]
}

export function decideAddBin(
  book: PlacesBook,
  { code, name = '', sort = 0, ...where }: Input<'AddBin'>,
): NewEvent[] | PlacesRefusal {
  const above = parentOf(book, where)
  if (isRefusal(above)) return above
  if (book.byCode(code)) return taken(code, '/code')
  const full = tooMany(book, 1, '/code')
  if (full) return full
  return [binsAdded(book, where, above, [{ code, name, sort }])]
}

/** All bins of a pattern, or those of them that do not exist. */
export function decideAddBins(
  book: PlacesBook,
  { pattern, sort, skipExisting = false, ...where }: Input<'AddBins'>,
): { events: NewEvent[]; skipped: number } | PlacesRefusal {
  const above = parentOf(book, where)
  if (isRefusal(above)) return above
  const codes = codesOf(pattern)
  if (isRefusal(codes)) return codes
  const existing = book.existing(codes)
  if (existing.length > 0 && !skipExisting) return rangeTaken(existing)
  const known = new Set(existing)
  const bins = codes
    .map((code, index) => ({ code, name: '', sort: sort === undefined ? 0 : sort + index }))
    .filter(({ code }) => !known.has(code))
  if (bins.length === 0) return { events: [], skipped: existing.length }
  if ((bins.at(-1)?.sort ?? 0) > LIMITS.placeSortMax)
    return at(
      '/sort',
      'invalid_bin_pattern',
      `The last bin would come after ${LIMITS.placeSortMax}. Begin lower.`,
    )
  const full = tooMany(book, bins.length, '/pattern')
  if (full) return full
  return { events: [binsAdded(book, where, above, bins)], skipped: existing.length }
}

/** Codes of a pattern, each of which a place may have. */
export function codesOf(pattern: string): readonly string[] | PlacesRefusal {
  const expansion = expandPattern(pattern)
  if (typeof expansion === 'string')
    return at('/pattern', 'invalid_bin_pattern', describePatternProblem(expansion))
  const { codes } = expansion
  if (!/^[A-Za-z0-9][A-Za-z0-9._/:+#-]*$/.test(codes[0] ?? ''))
    return at(
      '/pattern',
      'invalid_bin_pattern',
      'A code has letters, digits and . _ / : + # -, without spaces, and begins with a letter or a digit.',
    )
  return codes
}

function binsAdded(
  book: PlacesBook,
  { warehouse, kind = 'bin', isPickable = true }: Pick<Input<'AddBin'>, 'warehouse' | 'kind' | 'isPickable'>,
  above: PlaceRow,
  bins: BinsAdded['bins'],
): NewEvent {
  const data: BinsAdded = {
    warehouse,
    parent: above.code,
    kind,
    isPickable: isPickable && kind === 'bin',
    ordinal: book.nextOrdinal(),
    bins,
  }
  return event('bins-added', data)
}

/** The place that new bins come below. */
function parentOf(
  book: PlacesBook,
  { warehouse: code, parent }: { warehouse: string; parent?: string | undefined },
): PlaceRow | PlacesRefusal {
  const warehouse = book.warehouse(code)
  if (!warehouse) return unknownWarehouse(code)
  if (!warehouse.isActive) return at('/warehouse', 'place_inactive', `Warehouse ${code} is out of use.`)
  const above = book.byCode(parent ?? code)
  if (!above) return unknownPlace(parent ?? '', '/parent')
  if (above.warehouse !== warehouse.ordinal)
    return at('/parent', 'wrong_warehouse', `${above.code} is not a place of warehouse ${code}.`)
  if (!above.isActive) return at('/parent', 'place_inactive', `${above.code} is out of use.`)
  if (pathOf(book, above).length > LIMITS.placeDepthMax) return tooDeep()
  return above
}

export function decideAddVirtualPlace(
  book: PlacesBook,
  { code, name, kind }: Input<'AddVirtualPlace'>,
): NewEvent[] | PlacesRefusal {
  if (book.byCode(code)) return taken(code, '/code')
  const full = tooMany(book, 1, '/code')
  if (full) return full
  const data: VirtualPlaceAdded = { ordinal: book.nextOrdinal(), code, name, kind }
  return [event('virtual-place-added', data)]
}

export function decideChangePlace(
  book: PlacesBook,
  contents: Contents,
  { place: code, ...wanted }: Input<'ChangePlace'>,
): NewEvent[] | PlacesRefusal {
  const place = book.byCode(code)
  if (!place) return placeNotFound(code)
  const { parent, ...plain } = wanted
  const changes = changesOf(place, plain) ?? { before: {}, after: {} }
  const moved = parent === undefined ? undefined : newParent(book, place, parent)
  if (isRefusal(moved)) return moved
  const before: PlaceChanged['before'] = { ...changes.before }
  const after: PlaceChanged['after'] = { ...changes.after }
  if (moved) {
    before.parent = book.byOrdinal(place.parent as number).code
    after.parent = moved.code
  }
  if (Object.keys(after).length === 0) return []
  const refusal =
    fixedOf(place, after) ?? refusalOfCode(book, after) ?? refusalOfUse(book, contents, place, after, moved)
  if (refusal) return refusal
  return [event('place-changed', { ordinal: place.ordinal, code, before, after } satisfies PlaceChanged)]
}

/** The place to move under, undefined where it lies there already. */
function newParent(book: PlacesBook, place: PlaceRow, code: string): PlaceRow | undefined | PlacesRefusal {
  if (place.parent === null)
    return at('/parent', 'place_fixed', `${place.code} is not a bin: it lies below nothing.`)
  const above = book.byCode(code)
  if (!above) return unknownPlace(code, '/parent')
  if (above.ordinal === place.parent) return undefined
  if (above.warehouse !== place.warehouse)
    return at(
      '/parent',
      'wrong_warehouse',
      `${code} is a place of another warehouse. Goods change warehouses by a transfer, and places do not.`,
    )
  const path = pathOf(book, above)
  if (path.some(({ ordinal }) => ordinal === place.ordinal))
    return at('/parent', 'place_cycle', `${place.code} would lie below itself. Choose another place.`)
  if (path.length + book.height(place.ordinal) > LIMITS.placeDepthMax) return tooDeep()
  return above
}

/** What cannot be changed of root places, virtual ones, and those of the system. */
function fixedOf(place: PlaceRow, after: PlaceChanged['after']): PlacesRefusal | undefined {
  const isRoot = place.warehouse === place.ordinal
  const isOfSystem = place.ordinal <= SYSTEM_ORDINALS_MAX
  for (const field of ['code', 'name', 'kind', 'isActive', 'isPickable', 'sort'] as const) {
    if (after[field] === undefined) continue
    if (isRoot && field !== 'isPickable' && field !== 'sort')
      return at(
        `/${field}`,
        'place_fixed',
        `${place.code} is the root place of a warehouse. Change the warehouse.`,
      )
    if (isOfSystem && field !== 'name')
      return at(
        `/${field}`,
        'place_fixed',
        `${place.code} is a place that every company has. Add one of your own.`,
      )
    if (place.warehouse === null && (field === 'kind' || field === 'isPickable'))
      return at(`/${field}`, 'place_fixed', `${place.code} is a virtual place.`)
    if (field === 'isPickable' && after.isPickable && (after.kind ?? place.kind) === 'view')
      return at('/isPickable', 'place_fixed', `${place.code} groups other places: nothing lies in it.`)
  }
  return undefined
}

const refusalOfCode = (book: PlacesBook, { code }: PlaceChanged['after']): PlacesRefusal | undefined =>
  code !== undefined && book.byCode(code) ? taken(code, '/code') : undefined

function refusalOfUse(
  book: PlacesBook,
  contents: Contents,
  place: PlaceRow,
  after: PlaceChanged['after'],
  moved: PlaceRow | undefined,
): PlacesRefusal | undefined {
  const { code, ordinal } = place
  if ((after.isActive === false || after.kind === 'view') && contents.quantityIn(ordinal))
    return at(
      after.isActive === false ? '/isActive' : '/kind',
      'place_in_use',
      `Goods lie in ${code}. Move them first.`,
    )
  if (after.isActive === false && book.hasActiveChildren(ordinal))
    return at(
      '/isActive',
      'place_in_use',
      `Places below ${code} are in use. Take them out of use first, or move them.`,
    )
  const above = moved ?? (place.parent === null ? undefined : book.byOrdinal(place.parent))
  const isInUse = after.isActive ?? place.isActive
  if ((after.isActive || moved) && isInUse && above && !above.isActive)
    return at(
      moved ? '/parent' : '/isActive',
      'place_inactive',
      `${above.code} above it is out of use. Take that one into use first.`,
    )
  return undefined
}

export function decidePutAway(
  book: PlacesBook,
  item: string,
  { warehouse: code, place: wanted }: Input<'SetPutAway'>,
): NewEvent[] | PlacesRefusal {
  const warehouse = book.warehouse(code)
  if (!warehouse) return unknownWarehouse(code)
  const place = wanted === null ? undefined : book.byCode(wanted)
  if (wanted !== null && !place) return unknownPlace(wanted, '/place')
  if (place && place.warehouse !== warehouse.ordinal)
    return at('/place', 'wrong_warehouse', `${wanted} is not a place of warehouse ${code}.`)
  if (place && !place.isActive) return at('/place', 'place_inactive', `${wanted} is out of use.`)
  if (place?.kind === 'view')
    return at('/place', 'place_fixed', `${wanted} groups other places: nothing lies in it.`)
  const ordinal = book.putAway(item, warehouse.ordinal)
  const before = ordinal === undefined ? null : book.byOrdinal(ordinal).code
  const after = place?.code ?? null
  if (before === after) return []
  return [event('put-away-set', { item, warehouse: code, before, after } satisfies PutAwaySet)]
}

// ------------------------------------------------------------------------------------------------------------

const event = (type: string, data: unknown): NewEvent => ({ type, version: 1, data })

/** Only the fields that change; undefined where none does. */
function changesOf<Wanted extends object>(
  record: { [Field in keyof Wanted]?: unknown },
  wanted: Wanted,
): { before: Partial<Required<Wanted>>; after: Partial<Required<Wanted>> } | undefined {
  const fields = (Object.keys(wanted) as (keyof Wanted)[]).filter(
    (field) => wanted[field] !== undefined && wanted[field] !== record[field],
  )
  if (fields.length === 0) return undefined
  const pick = (from: object) =>
    Object.fromEntries(fields.map((field) => [field, (from as Wanted)[field]])) as Partial<Required<Wanted>>
  return { before: pick(record), after: pick(wanted) }
}

function tooMany(book: PlacesBook, added: number, pointer: string): PlacesRefusal | undefined {
  if (book.placeCount() + added <= LIMITS.placesMax) return undefined
  return at(pointer, 'too_many_places', `A company has at most ${LIMITS.placesMax} places.`)
}

const tooDeep = (): PlacesRefusal =>
  at('/parent', 'places_too_deep', `Places lie at most ${LIMITS.placeDepthMax} deep in each other.`)

function rangeTaken(existing: readonly string[]): PlacesRefusal {
  const shown = existing.slice(0, LIMITS.placeCodesShownMax)
  const detail = `${existing.length} of the codes exist, such as ${shown[0]}. Send skipExisting to add the rest.`
  const errors: FieldError[] = shown.map((code) => ({
    pointer: '/pattern',
    code: 'place_code_taken',
    detail: `${code} exists.`,
  }))
  return refuse('place_code_taken', detail, errors)
}

const taken = (code: string, pointer: string): PlacesRefusal =>
  at(pointer, 'place_code_taken', `A place ${code} exists. Choose another code.`)

/** Named in the path; named elsewhere, it is unknown. */
export const warehouseNotFound = (code: string): PlacesRefusal =>
  refuse('warehouse_not_found', `There is no warehouse ${code}.`)

export const placeNotFound = (code: string): PlacesRefusal =>
  refuse('place_not_found', `There is no place ${code}.`)

export const unknownWarehouse = (code: string): PlacesRefusal =>
  at('/warehouse', 'unknown_warehouse', `There is no warehouse ${code}.`)

export const unknownPlace = (code: string, pointer: string): PlacesRefusal =>
  at(pointer, 'unknown_place', `There is no place ${code}.`)

const at = (pointer: string, code: RefusalCode<PlacesContract>, detail: string): PlacesRefusal =>
  refuse(code, detail, [{ pointer, code, detail }])

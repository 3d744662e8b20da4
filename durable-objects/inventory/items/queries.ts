import {
  decodeCursor,
  decodeTextCursor,
  encodeCursor,
  encodeTextCursor,
  invalidCursor,
} from '../../kernel/cursor.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { BookAccount, ItemsParts } from '../stock-item.ts'
import type { Families } from './families.ts'
import { exploded } from './kits.ts'
import { codeKey, type Item, isTemplate } from './model.ts'
import type { Surroundings } from './ports.ts'
import { formatSteps } from './quantities.ts'
import { at, type ItemsRefusal, itemNotFound } from './refusals.ts'
import type { ItemFilter, ItemTables } from './tables.ts'
import { briefOf, familyView, type Input, listed, type Reply, scannable } from './views.ts'

interface Books {
  tables: ItemTables
  families: Families
  around: Surroundings
  parts: ItemsParts
}

/** What is asked of items. */
export class ItemQueries {
  readonly #books: Books

  constructor(books: Books) {
    this.#books = books
  }

  listFamilies(
    { q, cursor, limit = LIMITS.pageRowsDefault }: Input<'ListItemFamilies'>,
    sees: (account: BookAccount) => boolean,
  ) {
    const { families, around } = this.#books
    const after = cursor === undefined ? '' : decodeTextCursor(cursor)
    if (after === undefined) return invalidCursor()
    const wanted = q?.toLocaleLowerCase('en') ?? ''
    const rest = families
      .all()
      .filter(({ code, name }) => code > after && `${code} ${name}`.toLocaleLowerCase('en').includes(wanted))
      .sort((a, b) => (a.code < b.code ? -1 : 1))
    const last = rest.length > limit ? rest[limit - 1] : undefined
    return {
      data: rest.slice(0, limit).map((family) => familyView(family, around, sees)),
      nextCursor: last ? encodeTextCursor(last.code) : null,
    }
  }

  tree(): Reply<'GetItemFamilyTree'> {
    const data = [...this.#books.families.tree()].map(({ code, name, parent, depth, isActive }) => ({
      code,
      name,
      parent,
      depth,
      isActive,
    }))
    return { data }
  }

  list({ q, family, kind, isActive, templates, cursor, limit = LIMITS.pageRowsDefault }: Input<'ListItems'>) {
    const families = family === undefined ? undefined : this.#books.families.within(family)
    if (family !== undefined && !families)
      return at('/family', 'family_not_found', `There is no family ${family}.`)
    const filter: ItemFilter = { families, kind, isActive, isTemplate: templates }
    return q === undefined
      ? pageByCode(cursor, limit, (after, count) => this.#books.tables.list(after, count, filter), listed)
      : this.#listMatching(q, cursor, limit, filter)
  }

  #listMatching(q: string, cursor: string | undefined, limit: number, filter: ItemFilter) {
    const after = decodeCursor(cursor, 1)
    if (after === 'invalid') return invalidCursor()
    const rows = this.#books.tables.matching(q, after?.[0] ?? 0, limit + 1, filter)
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return {
      data: rows.slice(0, limit).map(listed),
      nextCursor: last ? encodeCursor([last.ordinal]) : null,
    }
  }

  scannable({ cursor, limit = LIMITS.pageRowsDefault }: Input<'ListScannableItems'>) {
    const filter: ItemFilter = { families: undefined, kind: 'stock', isActive: true, isTemplate: false }
    const page = (after: string, count: number) => this.#books.tables.list(after, count, filter)
    return pageByCode(cursor, limit, page, scannable)
  }

  search({ q, limit = SEARCHED, kind, inactive = false, templates = false }: Input<'SearchItems'>) {
    const { tables } = this.#books
    const found = tables.found(q, limit, {
      kind,
      isActive: inactive ? undefined : true,
      isTemplate: templates ? undefined : false,
    })
    const data = found.slice(0, limit).flatMap(({ ordinal, match }) => {
      const item = tables.byOrdinal(ordinal)
      return item ? [{ ...listed(item), match }] : []
    })
    return { data, more: found.length > limit }
  }

  byBarcode(
    { barcode }: Input<'GetItemByBarcode'>,
    nowMicros: number,
  ): Reply<'GetItemByBarcode'> | ItemsRefusal {
    const scanned = this.#books.parts.byBarcode(barcode, nowMicros)
    if (isRefusal(scanned)) return scanned
    return { ...scanned, item: listed(this.#books.tables.byOrdinal(scanned.item.ordinal) as Item) }
  }

  variants({ item: ref, cursor, limit = LIMITS.pageRowsDefault }: Input<'ListVariants'>) {
    const template = this.#books.tables.byRef(ref)
    if (!template) return itemNotFound(ref)
    const page = (after: string, count: number) =>
      isTemplate(template) ? this.#books.tables.variants(template.ordinal, after, count) : []
    return pageByCode(cursor, limit, page, listed)
  }

  explode(ref: string): Reply<'ExplodeKit'> | ItemsRefusal {
    const item = this.#books.tables.byRef(ref)
    if (!item) return itemNotFound(ref)
    const all =
      item.kind === 'kit' ? exploded(item, (id) => this.#books.tables.find(id)) : new Map<Item, number>()
    if (isRefusal(all)) return all as ItemsRefusal
    const data = [...(all as Map<Item, number>)].map(([component, steps]) => ({
      item: briefOf(component),
      quantity: formatSteps(component, steps),
      unit: component.unit,
    }))
    return { data }
  }

  image(ref: string): Reply<'GetItemImage'> | ItemsRefusal {
    const item = this.#books.tables.byRef(ref)
    if (!item) return itemNotFound(ref)
    const file = item.image === null ? undefined : this.#books.around.attachment(item.image)
    if (!file) return refuse('item_has_no_image', `${item.code} has no image.`)
    const { name, type, bytes, sha256 } = file
    return { name, type, bytes, sha256 }
  }
}

const SEARCHED = 20

function pageByCode<Row>(
  cursor: string | undefined,
  limit: number,
  rowsAfter: (after: string, count: number) => Item[],
  row: (item: Item) => Row,
) {
  const after = cursor === undefined ? '' : decodeTextCursor(cursor)
  if (after === undefined) return invalidCursor()
  const rows = rowsAfter(after, limit + 1)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    data: rows.slice(0, limit).map(row),
    nextCursor: last ? encodeTextCursor(codeKey(last.code)) : null,
  }
}

import type { BookAccount, StockItem } from '../stock-item.ts'
import type { Family, ItemCreated, ItemFields } from './contract.ts'

/** Items and families as decisions see them. */

export interface Item extends ItemFields {
  /** The position of its first event, which its id carries. */
  ordinal: number
  id: string
}

/** What an item is where its first event says nothing else. */
export const EMPTY_ITEM = {
  hasExpiry: false,
  allowsNegative: false,
  family: null,
  description: null,
  units: [],
  purchaseUnit: null,
  salesUnit: null,
  standardCost: null,
  tax: null,
  weightMilligrams: null,
  volumeMicrolitres: null,
  barcodes: [],
  accounts: {},
  attributes: {},
  components: [],
  axes: [],
  codePattern: null,
  template: null,
  image: null,
  externalId: null,
  isActive: true,
} as const satisfies Partial<ItemFields>

export const itemOf = (data: ItemCreated, ordinal: number): Item => {
  const { id, ...fields } = data
  return { ...(EMPTY_ITEM as unknown as ItemFields), ...(fields as Partial<ItemFields>), id, ordinal } as Item
}

/** What its first event says: nothing that goes without saying. */
export function createdOf({ ordinal: _, ...item }: Item): ItemCreated {
  const said = Object.entries(item).filter(
    ([field, value]) =>
      !(field in EMPTY_ITEM) ||
      JSON.stringify(value) !== JSON.stringify(EMPTY_ITEM[field as keyof typeof EMPTY_ITEM]),
  )
  return Object.fromEntries(said) as ItemCreated
}

/** The fields that differ, as they were and as they are; undefined: none does. */
export function changesOf(before: Item, after: Item) {
  const changed = (Object.keys(after) as (keyof ItemFields)[]).filter(
    (field) => canonical(before[field]) !== canonical(after[field]),
  )
  if (changed.length === 0) return undefined
  const only = (item: Item) => Object.fromEntries(changed.map((field) => [field, item[field]]))
  return { id: before.id, before: only(before), after: only(after) }
}

/** Records come in any order of their keys. */
const canonical = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : JSON.stringify(value)

/** By which the cells of a template's matrix are told apart. */
export const cellOf = (
  axes: readonly { code: string }[],
  attributes: Readonly<Record<string, string>>,
): string => JSON.stringify(axes.map(({ code }) => attributes[code] ?? null))

export const isTemplate = ({ axes }: Pick<Item, 'axes'>): boolean => axes.length > 0

export const stockItemOf = (item: Item): StockItem => ({
  ordinal: item.ordinal,
  id: item.id,
  code: item.code,
  name: item.name,
  kind: item.kind,
  family: item.family,
  unit: item.unit,
  scale: item.scale,
  method: item.method,
  tracking: item.tracking,
  hasExpiry: item.hasExpiry,
  allowsNegative: item.allowsNegative,
  isTemplate: isTemplate(item),
  isActive: item.isActive,
})

/** Codes are the same in any case of their letters: nobody tells "abc-1" from "ABC-1" on a shelf. */
export const codeKey = (code: string): string => code.normalize('NFKC').toUpperCase()

/** What decisions about items look up: what is in the books, and what the same decision made before. */
export interface Catalogue {
  item(id: string): Item | undefined
  /** By id or code. */
  byRef(ref: string): Item | undefined
  idOfCode(code: string): string | undefined
  idOfExternalId(externalId: string): string | undefined
  /** By the key of a barcode (`barcodes.ts`). */
  idOfBarcode(key: string): string | undefined
  variants(template: string): readonly Item[]
  variantCount(template: string): number
  /** The variant in a cell of the template's matrix (`cellOf`). */
  variantAt(template: string, cell: string): Item | undefined
  /** A kit is made of it. */
  isComponent(id: string): boolean
  hasMoved(id: string): boolean
  /** More of it went out, or is reserved, than is there: only an item that may be negative can be so. */
  isShort(id: string): boolean
  family(code: string): Family | undefined
  /** Of the chart, as the actor sees it. */
  account(code: string): BookAccount | undefined
}

/** The family and those above it, the nearest first. */
export function* lineage(
  families: { family(code: string): Family | undefined },
  code: string | null,
): Generator<Family> {
  for (let each = code === null ? undefined : families.family(code); each; ) {
    yield each
    each = each.parent === null ? undefined : families.family(each.parent)
  }
}

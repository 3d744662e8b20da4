import { barcodeKey } from './barcodes.ts'
import { type Catalogue, cellOf, codeKey, type Item } from './model.ts'

/** The catalogue as it will be when what a decision has made so far is recorded: rows of a request see each other. */
export class CatalogueDraft implements Catalogue {
  readonly #base: Catalogue
  readonly #items = new Map<string, Item>()
  /** Undefined: what it named is free now. */
  readonly #codes = new Map<string, string | undefined>()
  readonly #externalIds = new Map<string, string | undefined>()
  readonly #barcodes = new Map<string, string | undefined>()
  readonly #cells = new Map<string, Item>()
  readonly #added = new Map<string, Item[]>()
  readonly #components = new Set<string>()

  constructor(base: Catalogue) {
    this.#base = base
  }

  item = (id: string): Item | undefined => this.#items.get(id) ?? this.#base.item(id)

  byRef(ref: string): Item | undefined {
    const own = this.#items.get(ref) ?? this.#base.item(ref)
    if (own) return own
    const id = this.idOfCode(ref)
    return id === undefined ? undefined : this.item(id)
  }

  idOfCode(code: string): string | undefined {
    const key = codeKey(code)
    return this.#codes.has(key) ? this.#codes.get(key) : this.#base.idOfCode(code)
  }

  idOfExternalId = (externalId: string): string | undefined =>
    this.#externalIds.has(externalId)
      ? this.#externalIds.get(externalId)
      : this.#base.idOfExternalId(externalId)

  idOfBarcode = (key: string): string | undefined =>
    this.#barcodes.has(key) ? this.#barcodes.get(key) : this.#base.idOfBarcode(key)

  variants = (template: string): readonly Item[] => [
    ...this.#base.variants(template).map((each) => this.#items.get(each.id) ?? each),
    ...(this.#added.get(template) ?? []),
  ]

  variantCount = (template: string): number =>
    this.#base.variantCount(template) + (this.#added.get(template)?.length ?? 0)

  variantAt = (template: string, cell: string): Item | undefined =>
    this.#cells.get(`${template} ${cell}`) ?? this.#base.variantAt(template, cell)

  isComponent = (id: string): boolean => this.#components.has(id) || this.#base.isComponent(id)
  hasMoved = (id: string): boolean => this.#base.hasMoved(id)
  isShort = (id: string): boolean => this.#base.isShort(id)
  family = (code: string) => this.#base.family(code)
  account = (code: string) => this.#base.account(code)

  put(item: Item, before: Item | undefined): void {
    this.#items.set(item.id, item)
    if (before) this.#codes.set(codeKey(before.code), undefined)
    this.#codes.set(codeKey(item.code), item.id)
    if (before && before.externalId !== null) this.#externalIds.set(before.externalId, undefined)
    if (item.externalId !== null) this.#externalIds.set(item.externalId, item.id)
    for (const { barcode } of before?.barcodes ?? []) this.#barcodes.set(barcodeKey(barcode), undefined)
    for (const { barcode } of item.barcodes) this.#barcodes.set(barcodeKey(barcode), item.id)
    for (const { item: id } of item.components) this.#components.add(id)
    if (item.template !== null && !before) this.#addVariant(item, item.template)
  }

  #addVariant(item: Item, id: string): void {
    const template = this.item(id)
    if (template) this.#cells.set(`${id} ${cellOf(template.axes, item.attributes)}`, item)
    const added = this.#added.get(id) ?? []
    added.push(item)
    this.#added.set(id, added)
  }
}

import { canonicalJson } from '../../kernel/canonical.ts'
import type { Database } from '../../kernel/database.ts'
import { isId, sequenceInId } from '../../kernel/ids.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { Migration } from '../../kernel/migrations.ts'
import { invariant } from '../../kernel/result.ts'
import { barcodeKey } from './barcodes.ts'
import type { ItemChanged, ItemCreated, ItemFields, ItemKind } from './contract.ts'
import { cellOf, codeKey, type Item, isTemplate, itemOf } from './model.ts'
import { ItemSearch, searchTable, searchText } from './search.ts'

/**
 * An item is a row whose key is the position of its first event, which its id carries. What is searched and listed by is in
 * columns, all of it in `data`. `had_cost`: an event says what it costs.
 */
export const itemsMigration: Migration = {
  id: '001-items',
  sql: `CREATE TABLE item_families (code TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE items (
      ordinal INTEGER PRIMARY KEY,
      code TEXT NOT NULL,
      code_key TEXT NOT NULL,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      family TEXT,
      template INTEGER,
      cell TEXT,
      is_template INTEGER NOT NULL,
      is_active INTEGER NOT NULL,
      external_id TEXT,
      had_cost INTEGER NOT NULL,
      data TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX items_by_code ON items (code_key);
    CREATE UNIQUE INDEX items_by_external_id ON items (external_id) WHERE external_id IS NOT NULL;
    CREATE UNIQUE INDEX items_of_template ON items (template, cell) WHERE template IS NOT NULL;
    CREATE INDEX items_of_family ON items (family, code_key) WHERE family IS NOT NULL;
    CREATE INDEX items_service ON items (code_key) WHERE kind = 'service';
    CREATE INDEX items_kit ON items (code_key) WHERE kind = 'kit';
    CREATE INDEX items_template ON items (code_key) WHERE is_template = 1;
    CREATE INDEX items_inactive ON items (code_key) WHERE is_active = 0;
    CREATE INDEX items_with_cost ON items (ordinal) WHERE had_cost = 1;
    CREATE TABLE item_barcodes (key TEXT PRIMARY KEY, item INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE kit_components (
      component INTEGER NOT NULL, kit INTEGER NOT NULL, PRIMARY KEY (component, kit)
    ) STRICT, WITHOUT ROWID;
    ${searchTable}`,
}

export interface ItemFilter {
  families?: ReadonlySet<string> | undefined
  kind?: ItemKind | undefined
  isActive?: boolean | undefined
  isTemplate?: boolean | undefined
}

interface Row extends Record<string, SqlStorageValue> {
  ordinal: number
  data: string
}

export class ItemTables {
  readonly #database: Database
  readonly #search: ItemSearch
  /** Items that were asked for lately, by ordinal. */
  readonly #known = new Map<number, Item>()
  /** Ordinals of those by their code; what a code means may have changed since. */
  readonly #codes = new Map<string, number>()

  constructor(database: Database) {
    this.#database = database
    this.#search = new ItemSearch(database)
  }

  byOrdinal(ordinal: number): Item | undefined {
    const known = this.#known.get(ordinal)
    if (known) return known
    const row = this.#database.first<Row>('SELECT ordinal, data FROM items WHERE ordinal = ?', ordinal)
    return row && this.#know(row)
  }

  find(id: string): Item | undefined {
    if (!isId('item', id)) return undefined
    const item = this.byOrdinal(Math.min(sequenceInId(id), LIMITS.minorUnitsMax))
    return item?.id === id ? item : undefined
  }

  byCode = (code: string): Item | undefined => {
    const key = codeKey(code)
    const known = this.#known.get(this.#codes.get(key) ?? 0)
    if (known && codeKey(known.code) === key) return known
    const item = this.#one('SELECT ordinal, data FROM items WHERE code_key = ?', key)
    if (item) this.#codes.set(key, item.ordinal)
    return item
  }

  byExternalId = (externalId: string): Item | undefined =>
    this.#one('SELECT ordinal, data FROM items WHERE external_id = ?', externalId)

  byBarcode(key: string): Item | undefined {
    const row = this.#database.first<{ item: number }>('SELECT item FROM item_barcodes WHERE key = ?', key)
    return row && this.byOrdinal(row.item)
  }

  byRef = (ref: string): Item | undefined => this.find(ref) ?? this.byCode(ref)

  variantAt = (template: number, cell: string): Item | undefined =>
    this.#one('SELECT ordinal, data FROM items WHERE template = ? AND cell = ?', template, cell)

  variantCount = (template: number): number =>
    this.#database.first<{ count: number }>(
      'SELECT COUNT(*) AS count FROM items WHERE template = ?',
      template,
    )?.count ?? 0

  variants = (template: number, after = '', limit: number = LIMITS.variantsMax): Item[] =>
    this.#many(
      'SELECT ordinal, data FROM items WHERE template = ? AND code_key > ? ORDER BY code_key LIMIT ?',
      template,
      after,
      limit,
    )

  isComponent = (component: number): boolean =>
    this.#database.first('SELECT 1 AS one FROM kit_components WHERE component = ? LIMIT 1', component) !==
    undefined

  /** Whether an event says what an item costs. */
  hadCosts = (): boolean =>
    this.#database.first('SELECT 1 AS one FROM items WHERE had_cost = 1 LIMIT 1') !== undefined

  /** By code, after this key. Of families, each is asked for its own, and the first of all are taken. */
  list(after: string, limit: number, { families, ...filter }: ItemFilter): Item[] {
    const where = `code_key > ? ${conditions(filter)} ORDER BY code_key LIMIT ?`
    if (!families) return this.#many(`SELECT ordinal, data FROM items WHERE ${where}`, after, limit)
    return [...families]
      .flatMap((family) =>
        this.#many(`SELECT ordinal, data FROM items WHERE family = ? AND ${where}`, family, after, limit),
      )
      .sort((a, b) => (codeKey(a.code) < codeKey(b.code) ? -1 : 1))
      .slice(0, limit)
  }

  /** With all words of a text, in the order in which they were made. */
  matching(text: string, after: number, limit: number, filter: ItemFilter): Item[] {
    const { families, ...rest } = filter
    return this.#search
      .ordinals(text, after, limit, {
        sql: conditions(rest),
        families: families && [...families],
      })
      .flatMap((ordinal) => this.byOrdinal(ordinal) ?? [])
  }

  /** The best for a text that is still being typed. */
  found = (text: string, limit: number, filter: ItemFilter) =>
    this.#search.found(text, limit, conditions(filter))

  after = (ordinal: number, limit: number): Item[] =>
    this.#database
      .all<Row>('SELECT ordinal, data FROM items WHERE ordinal > ? ORDER BY ordinal LIMIT ?', ordinal, limit)
      .map(({ data }) => JSON.parse(data) as Item)

  create({ data, sequence }: RecordedEvent<string, ItemCreated>): void {
    const item = itemOf(data, sequence)
    this.#database.run(
      `INSERT INTO items (ordinal, ${COLUMNS.join(', ')}) VALUES (?, ${COLUMNS.map(() => '?').join(', ')})`,
      sequence,
      ...this.#columnsOf(item, false),
    )
    this.#addBarcodes(item)
    this.#addComponents(item)
    this.#search.put(sequence, searchText(item))
  }

  change({ data: { id, after } }: RecordedEvent<string, ItemChanged>): void {
    const before = this.find(id)
    invariant(before, `item ${id} was made before it changes`)
    const item = { ...before, ...(after as Partial<ItemFields>) }
    const { had_cost } = this.#database.first<{ had_cost: number }>(
      'SELECT had_cost FROM items WHERE ordinal = ?',
      item.ordinal,
    ) as { had_cost: number }
    this.#database.run(
      `UPDATE items SET ${COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE ordinal = ?`,
      ...this.#columnsOf(item, had_cost === 1),
      item.ordinal,
    )
    this.#known.delete(item.ordinal)
    if (after.barcodes) {
      for (const { barcode } of before.barcodes)
        this.#database.run('DELETE FROM item_barcodes WHERE key = ?', barcodeKey(barcode))
      this.#addBarcodes(item)
    }
    if (after.components) {
      for (const { item: component } of before.components)
        this.#database.run(
          'DELETE FROM kit_components WHERE component = ? AND kit = ?',
          sequenceInId(component),
          item.ordinal,
        )
      this.#addComponents(item)
    }
    if (searchText(item) !== searchText(before)) this.#search.put(item.ordinal, searchText(item))
  }

  /** What was read is read again: the tables may be as they were. */
  forget(): void {
    this.#known.clear()
    this.#codes.clear()
    this.#search.forget()
  }

  /** The events are folded: what they say is searched from now on. */
  written(): void {
    this.#search.write()
  }

  #addBarcodes({ ordinal, barcodes }: Item): void {
    for (const { barcode } of barcodes)
      this.#database.run('INSERT INTO item_barcodes (key, item) VALUES (?, ?)', barcodeKey(barcode), ordinal)
  }

  #addComponents({ ordinal, components }: Item): void {
    for (const { item } of components)
      this.#database.run(
        'INSERT OR IGNORE INTO kit_components (component, kit) VALUES (?, ?)',
        sequenceInId(item),
        ordinal,
      )
  }

  #columnsOf(item: Item, hadCost: boolean): SqlStorageValue[] {
    const template = item.template === null ? undefined : this.find(item.template)
    return [
      item.code,
      codeKey(item.code),
      item.name,
      item.kind,
      item.family,
      template?.ordinal ?? null,
      template ? cellOf(template.axes, item.attributes) : null,
      Number(isTemplate(item)),
      Number(item.isActive),
      item.externalId,
      Number(hadCost || item.standardCost !== null),
      // In one order of its keys, whether it comes from a decision or from the log.
      canonicalJson(item),
    ]
  }

  #one(statement: string, ...bindings: SqlStorageValue[]): Item | undefined {
    return this.#many(statement, ...bindings)[0]
  }

  #many(statement: string, ...bindings: SqlStorageValue[]): Item[] {
    return this.#database.all<Row>(statement, ...bindings).map((row) => this.#know(row))
  }

  #know({ ordinal, data }: Row): Item {
    const known = this.#known.get(ordinal)
    if (known) return known
    if (this.#known.size >= LIMITS.itemsCachedMax) {
      this.#known.clear()
      this.#codes.clear()
    }
    const item = JSON.parse(data) as Item
    this.#known.set(ordinal, item)
    return item
  }
}

const COLUMNS = [
  'code',
  'code_key',
  'name',
  'kind',
  'family',
  'template',
  'cell',
  'is_template',
  'is_active',
  'external_id',
  'had_cost',
  'data',
]

/** Written out, not bound: SQLite takes an index of some rows only where the text of the query says which. */
function conditions({ kind, isActive, isTemplate: template }: ItemFilter): string {
  return [
    kind === undefined ? '' : `AND kind = '${kind}'`,
    isActive === undefined ? '' : `AND is_active = ${Number(isActive)}`,
    template === undefined ? '' : `AND is_template = ${Number(template)}`,
  ].join(' ')
}

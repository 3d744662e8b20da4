import { type AuditCheck, type Breathe, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'
import { isRefusal } from '../../kernel/result.ts'
import { barcodeKey } from './barcodes.ts'
import { exploded } from './kits.ts'
import type { Item } from './model.ts'
import { matchOf, searchText, wordsOf } from './search.ts'
import type { ItemTables } from './tables.ts'

/** Barcodes, kits and the search index are what the items say. */
export class ItemsAudit implements ModuleAudit {
  readonly #database: Database
  readonly #tables: ItemTables

  constructor(database: Database, tables: ItemTables) {
    this.#database = database
    this.#tables = tables
  }

  async *inspect(breathe: Breathe): AsyncIterable<AuditCheck> {
    yield await this.#ofEach('barcodes find their items', breathe, (item) => this.#barcodeProblem(item))
    yield await this.#ofEach('kits can be exploded', breathe, (item) => this.#kitProblem(item))
    yield this.#indexed()
    yield await this.#ofEach('search finds every item', breathe, (item) => this.#searchProblem(item))
  }

  /** Slices of a length that lets others in. */
  async #ofEach(
    name: string,
    breathe: Breathe,
    problemOf: (item: Item) => string | undefined,
  ): Promise<AuditCheck> {
    const wrong: string[] = []
    let [after, count] = [0, 0]
    for (;;) {
      const slice = this.#tables.after(after, SLICE)
      for (const item of slice) {
        const problem = problemOf(item)
        if (problem !== undefined && wrong.length < WRONG_MAX) wrong.push(`${item.code} ${problem}`)
      }
      count += slice.length
      after = slice.at(-1)?.ordinal ?? after
      if (slice.length < SLICE) return judged(name, wrong, `${count} items`)
      await breathe()
    }
  }

  #barcodeProblem({ ordinal, barcodes }: Item): string | undefined {
    const lost = barcodes.find(
      ({ barcode }) => this.#tables.byBarcode(barcodeKey(barcode))?.ordinal !== ordinal,
    )
    return lost && `is not found by ${lost.barcode}`
  }

  #kitProblem(item: Item): string | undefined {
    if (item.kind !== 'kit') return undefined
    const all = exploded(item, (id) => this.#tables.find(id))
    return isRefusal(all) ? all.detail : undefined
  }

  /** As many entries as items, of which each has one. */
  #indexed(): AuditCheck {
    const [row] = this.#database.all<{ lost: number; left: number; items: number; barcodes: number }>(
      `SELECT (SELECT COUNT(*) FROM items WHERE ordinal NOT IN (SELECT id FROM item_search_docsize)) AS lost,
              (SELECT COUNT(*) FROM item_search_docsize WHERE id NOT IN (SELECT ordinal FROM items)) AS left,
              (SELECT COUNT(*) FROM item_barcodes WHERE item NOT IN (SELECT ordinal FROM items)) AS barcodes,
              (SELECT COUNT(*) FROM items) AS items`,
    )
    const { lost = 0, left = 0, items = 0, barcodes = 0 } = row ?? {}
    const wrong = [
      ...(lost > 0 ? [`${lost} items are not in the search index`] : []),
      ...(left > 0 ? [`${left} entries of the search index are of no item`] : []),
      ...(barcodes > 0 ? [`${barcodes} barcodes are of no item`] : []),
    ]
    return judged('the search index has every item, and no other', wrong, `${items} items`)
  }

  #searchProblem(item: Item): string | undefined {
    const match = matchOf(wordsOf(searchText(item)), false)
    if (match === undefined) return undefined
    const found = this.#database.first(
      'SELECT 1 AS one FROM item_search WHERE item_search MATCH ? AND rowid = ?',
      match,
      item.ordinal,
    )
    return found ? undefined : 'is not found by its words'
  }
}

const SLICE = 500
const WRONG_MAX = 20

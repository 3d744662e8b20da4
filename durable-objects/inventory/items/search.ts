import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { barcodeKey } from './barcodes.ts'
import { codeKey, type Item } from './model.ts'

/**
 * Full-text search of items (SQLite FTS5). The index holds no text of its own, only where words are: it follows from the
 * items, so it is no part of the digests that a replay is compared by; the audit compares it with them instead.
 * Words that are being typed are prefixes: of up to six characters they have lists of their own, so that "p", of which
 * there are half a million, costs no more than a word.
 */
export const searchTable = `CREATE VIRTUAL TABLE item_search USING fts5(
  words, content='', contentless_delete=1, prefix='1 2 3 4 5 6', tokenize="unicode61 remove_diacritics 2"
)`

/** What an item is found by. */
export const searchText = ({ code, name, barcodes, attributes }: Item): string =>
  [code, name, ...barcodes.map(({ barcode }) => barcode), ...Object.values(attributes)].join(' ')

export interface Found {
  ordinal: number
  match: 'code' | 'barcode' | 'code-prefix' | 'words'
}

interface Candidate extends Record<string, SqlStorageValue> {
  ordinal: number
  code: string
  name: string
}

/** Of one statement, well below SQLite's 2 MB a value: a character takes up to six there. */
const STATEMENT_CHARS = 200_000

export class ItemSearch {
  readonly #database: Database
  readonly #pending = new Map<number, string>()

  constructor(database: Database) {
    this.#database = database
  }

  /** Held back until `write`: the index writes a part of itself with every statement, however little it says. */
  put(ordinal: number, text: string): void {
    this.#pending.set(ordinal, text)
  }

  write(): void {
    let rows: [number, string][] = []
    let chars = 0
    for (const row of this.#pending) {
      rows.push(row)
      chars += row[1].length
      if (chars < STATEMENT_CHARS) continue
      this.#insert(rows)
      rows = []
      chars = 0
    }
    this.#insert(rows)
    this.forget()
  }

  forget(): void {
    this.#pending.clear()
  }

  #insert(rows: readonly [number, string][]): void {
    if (rows.length === 0) return
    this.#database.run(
      `INSERT OR REPLACE INTO item_search (rowid, words)
       SELECT value ->> 0, value ->> 1 FROM json_each(?)`,
      JSON.stringify(rows),
    )
  }

  /** Items with all words, by ordinal. */
  ordinals(
    text: string,
    after: number,
    limit: number,
    { sql, families }: { sql: string; families: string[] | undefined },
  ): number[] {
    const match = matchOf(wordsOf(text), true)
    if (match === undefined) return []
    const ofFamilies = families === undefined ? '' : 'AND i.family IN (SELECT value FROM json_each(?))'
    const bindings = families === undefined ? [] : [JSON.stringify(families)]
    return this.#database
      .all<{ ordinal: number }>(
        `SELECT i.ordinal FROM item_search s CROSS JOIN items i ON i.ordinal = s.rowid
         WHERE item_search MATCH ? AND s.rowid > ? ${sql} ${ofFamilies} ORDER BY s.rowid LIMIT ?`,
        match,
        after,
        ...bindings,
        limit,
      )
      .map(({ ordinal }) => ordinal)
  }

  /** The best of all, each once: at most one more than `limit`. `sql` limits the items. */
  found(text: string, limit: number, sql: string): Found[] {
    const found = new Map<number, Found['match']>()
    const take = (rows: readonly { ordinal: number }[], match: Found['match']) => {
      for (const { ordinal } of rows) if (!found.has(ordinal)) found.set(ordinal, match)
    }
    const key = codeKey(text.trim())
    if (key !== '') {
      take(this.#items(`code_key = ? ${sql}`, key), 'code')
      take(
        this.#items(
          `ordinal = (SELECT item FROM item_barcodes WHERE key = ?) ${sql}`,
          barcodeKey(text.trim()),
        ),
        'barcode',
      )
      take(
        this.#items(
          `code_key > ? AND code_key < ? ${sql} ORDER BY code_key LIMIT ?`,
          key,
          `${key}\u{10ffff}`,
          limit + 1,
        ),
        'code-prefix',
      )
    }
    if (found.size <= limit) take(this.#byWords(wordsOf(text), sql), 'words')
    return [...found].slice(0, limit + 1).map(([ordinal, match]) => ({ ordinal, match }))
  }

  /** Whole words first, which is what most searches end with; then beginnings of words. */
  #byWords(words: readonly string[], sql: string): Candidate[] {
    const candidates = new Map<number, Candidate>()
    for (const isUnfinished of [false, true]) {
      const match = matchOf(words, isUnfinished)
      if (match === undefined || candidates.size >= LIMITS.itemsRankedMax) break
      for (const row of this.#matches(match, sql)) candidates.set(row.ordinal, row)
    }
    const scored = [...candidates.values()].map((each) => ({ each, score: scoreOf(each, words) }))
    return scored
      .sort((a, b) => b.score - a.score || (a.each.code < b.each.code ? -1 : 1))
      .map(({ each }) => each)
  }

  /** The first that there are: to rank half a million would take longer than to type the next letter. */
  #matches(match: string, sql: string): Candidate[] {
    return this.#database.all<Candidate>(
      `SELECT i.ordinal, i.code, i.name FROM item_search s CROSS JOIN items i ON i.ordinal = s.rowid
       WHERE item_search MATCH ? ${sql} LIMIT ?`,
      match,
      LIMITS.itemsRankedMax,
    )
  }

  #items(where: string, ...bindings: SqlStorageValue[]): Candidate[] {
    return this.#database.all<Candidate>(`SELECT ordinal, code, name FROM items WHERE ${where}`, ...bindings)
  }
}

/** As the index cuts it: letters and digits with their marks, without accents and case. */
export const wordsOf = (text: string): string[] => cut(text).slice(0, LIMITS.searchWordsMax)

const cut = (text: string): string[] => folded(text).match(/[\p{L}\p{N}\p{Co}]+/gu) ?? []

const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** A query of FTS5 for all words. Each stands in quotes, so that nothing in it is an operator. */
export function matchOf(words: readonly string[], isUnfinished: boolean): string | undefined {
  if (words.length === 0) return undefined
  return words.map((word) => `"${word.replaceAll('"', '""')}"${isUnfinished ? '*' : ''}`).join(' AND ')
}

/** Words that stand there as they were typed count more than beginnings, and so do a name that begins so and short names. */
function scoreOf({ code, name }: Candidate, words: readonly string[]): number {
  const inName = cut(name)
  const own = [...cut(code), ...inName]
  let score = 0
  for (const word of words) {
    if (own.includes(word)) score += 20
    else if (own.some((each) => each.startsWith(word))) score += 10
  }
  if (words[0] !== undefined && inName[0]?.startsWith(words[0])) score += 8
  return score - Math.min(own.length, 10) / 2
}

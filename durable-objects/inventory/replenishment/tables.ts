import { canonicalJson } from '../../kernel/canonical.ts'
import type { Database } from '../../kernel/database.ts'
import { parseDate } from '../../kernel/dates.ts'
import type { Migration } from '../../kernel/migrations.ts'
import type { ProposalDismissed, ProposalsAccepted, Rule, RuleSet } from './contract.ts'

/** Rules by item and warehouse (ordinals), and which proposals nobody wants to see before a day. */
export const replenishmentMigration: Migration = {
  id: '001-replenishment',
  sql: `
    CREATE TABLE reorder_rules (
      item INTEGER NOT NULL, warehouse INTEGER NOT NULL, rule TEXT NOT NULL, PRIMARY KEY (item, warehouse)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE dismissed_proposals (
      item INTEGER NOT NULL, warehouse INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (item, warehouse)
    ) STRICT, WITHOUT ROWID`,
}

export const REPLENISHMENT_TABLES = ['reorder_rules', 'dismissed_proposals'] as const

export interface RuleAt {
  item: number
  warehouse: number
  rule: Rule
}

type Row = Record<string, SqlStorageValue> & { item: number; warehouse: number; rule: string }

export class ReplenishmentTables {
  readonly #database: Database
  readonly #itemOrdinal: (id: string) => number

  constructor(database: Database, itemOrdinal: (id: string) => number) {
    this.#database = database
    this.#itemOrdinal = itemOrdinal
  }

  rule(item: number, warehouse: number): Rule | undefined {
    const row = this.#database.first<{ rule: string }>(
      'SELECT rule FROM reorder_rules WHERE item = ? AND warehouse = ?',
      item,
      warehouse,
    )
    return row && (JSON.parse(row.rule) as Rule)
  }

  /** In the order of items and warehouses, from behind a place in it. */
  rules(
    after: readonly number[],
    filter: { item: number | null; warehouse: number | null },
    limit: number,
  ): RuleAt[] {
    const [item = 0, warehouse = 0] = after
    return this.#database
      .all<Row>(
        `SELECT * FROM reorder_rules WHERE (item, warehouse) > (?1, ?2) AND (?3 IS NULL OR warehouse = ?3)
           ${filter.item === null ? 'AND ?4 IS NULL' : 'AND item = ?4'}
         ORDER BY item, warehouse LIMIT ?5`,
        ...[item, warehouse, filter.warehouse, filter.item, limit],
      )
      .map((row) => ({ ...row, rule: JSON.parse(row.rule) as Rule }))
  }

  /** yyyymmdd; undefined: it is not dismissed. */
  dismissedUntil(item: number, warehouse: number): number | undefined {
    return this.#database.first<{ until: number }>(
      'SELECT until FROM dismissed_proposals WHERE item = ? AND warehouse = ?',
      item,
      warehouse,
    )?.until
  }

  // ------------------------------------------------------------------------------------------------- the fold

  set({ item, warehouse, after }: RuleSet): void {
    const key = [this.#itemOrdinal(item), warehouse]
    if (after)
      this.#database.run(
        'INSERT OR REPLACE INTO reorder_rules (item, warehouse, rule) VALUES (?, ?, ?)',
        ...[...key, canonicalJson(after)],
      )
    else this.#database.run('DELETE FROM reorder_rules WHERE item = ? AND warehouse = ?', ...key)
    if (!after) this.#show(key)
  }

  dismiss({ item, warehouse, until }: ProposalDismissed): void {
    this.#database.run(
      'INSERT OR REPLACE INTO dismissed_proposals (item, warehouse, until) VALUES (?, ?, ?)',
      ...[this.#itemOrdinal(item), warehouse, parseDate(until) as number],
    )
  }

  accept({ warehouse, lines }: ProposalsAccepted): void {
    for (const { item } of lines) this.#show([this.#itemOrdinal(item), warehouse])
  }

  #show(key: readonly number[]): void {
    this.#database.run('DELETE FROM dismissed_proposals WHERE item = ? AND warehouse = ?', ...key)
  }
}

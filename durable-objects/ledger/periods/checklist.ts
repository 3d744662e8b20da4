import type { Database } from '../../kernel/database.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { ItemDefined, ItemMarked } from './contract.ts'

/** The company's own items of checklists, and what people checked off. Who and when is in the log. */
export class Checklist {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  items(): ItemDefined[] {
    return this.#database
      .all<{ code: string; title: string; description: string | null; every: ItemDefined['every'] }>(
        'SELECT * FROM checklist_items ORDER BY code',
      )
      .map(({ code, title, description, every }) => ({
        code,
        title,
        ...(description !== null && { description }),
        every,
      }))
  }

  item(code: string): ItemDefined | undefined {
    return this.items().find((item) => item.code === code)
  }

  /** Log positions of the marks in a period, by item. */
  marks(period: string): Map<string, number> {
    const rows = this.#database.all<{ code: string; sequence: number }>(
      'SELECT code, sequence FROM checklist_marks WHERE period = ?',
      period,
    )
    return new Map(rows.map(({ code, sequence }) => [code, sequence]))
  }

  apply({ type, data, sequence }: RecordedEvent): void {
    const { code, period } = data as ItemMarked
    switch (type) {
      case 'checklist-item-defined': {
        const { title, description = null, every } = data as ItemDefined
        this.#database.run(
          'INSERT OR REPLACE INTO checklist_items (code, title, description, every) VALUES (?, ?, ?, ?)',
          ...[code, title, description, every],
        )
        return
      }
      case 'checklist-item-dropped':
        this.#database.run('DELETE FROM checklist_items WHERE code = ?', code)
        return
      case 'checklist-item-checked':
        this.#database.run(
          'INSERT OR REPLACE INTO checklist_marks (period, code, sequence) VALUES (?, ?, ?)',
          ...[period, code, sequence],
        )
        return
      case 'checklist-item-unchecked':
        this.#database.run('DELETE FROM checklist_marks WHERE period = ? AND code = ?', period, code)
        return
    }
  }
}

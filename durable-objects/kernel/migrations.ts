import type { Database } from './database.ts'

/** One step of a module's tables. The list only grows: a step that has run somewhere is never edited or moved. */
export interface Migration {
  id: string
  sql: string
}

/**
 * Brings the object's tables up to date. Steps already applied are compared by id *and text* with the list, so that
 * an edited or reordered step stops the object at its start instead of leaving two shapes of the same table in the world.
 */
export function migrate(database: Database, module: string, list: readonly Migration[]): void {
  database.run(
    `CREATE TABLE IF NOT EXISTS migrations (
       module TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, sql TEXT NOT NULL,
       PRIMARY KEY (module, position)) STRICT, WITHOUT ROWID`,
  )
  const applied = database.all<{ id: string; sql: string }>(
    'SELECT id, sql FROM migrations WHERE module = ? ORDER BY position',
    module,
  )
  if (applied.length > list.length)
    throw new Error(`${module}: this object was written by a newer version (${applied.length} migrations)`)
  for (const [position, step] of list.entries()) {
    const before = applied[position]
    if (before && (before.id !== step.id || before.sql !== step.sql))
      throw new Error(`${module}: migration ${position} was "${before.id}" and is now edited or moved`)
    if (before) continue
    database.run(step.sql)
    database.run(
      'INSERT INTO migrations (module, position, id, sql) VALUES (?, ?, ?, ?)',
      module,
      position,
      step.id,
      step.sql,
    )
  }
}

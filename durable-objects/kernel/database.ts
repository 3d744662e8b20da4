/** SQLite of the object, with the count of rows that the platform bills. */
export class Database {
  readonly #sql: SqlStorage
  rowsWritten = 0
  rowsRead = 0

  constructor(sql: SqlStorage) {
    this.#sql = sql
  }

  /** A statement whose rows nobody wants. */
  run(statement: string, ...bindings: SqlStorageValue[]): void {
    const cursor = this.#sql.exec(statement, ...bindings)
    this.rowsWritten += cursor.rowsWritten
  }

  all<Row extends Record<string, SqlStorageValue>>(statement: string, ...bindings: SqlStorageValue[]): Row[] {
    const cursor = this.#sql.exec<Row>(statement, ...bindings)
    const rows = cursor.toArray()
    this.rowsRead += cursor.rowsRead
    this.rowsWritten += cursor.rowsWritten
    return rows
  }

  /** Rows one at a time; whoever stops early leaves the rest unread. */
  *each<Row extends Record<string, SqlStorageValue>>(
    statement: string,
    ...bindings: SqlStorageValue[]
  ): Generator<Row> {
    const cursor = this.#sql.exec<Row>(statement, ...bindings)
    for (const row of cursor) yield row
    this.rowsRead += cursor.rowsRead
  }

  /** The same as bare arrays, in the order of the columns: for thousands of short rows, which cost more to name than to read. */
  *eachRaw<Row extends SqlStorageValue[]>(statement: string, ...bindings: SqlStorageValue[]): Generator<Row> {
    const cursor = this.#sql.exec(statement, ...bindings)
    for (const row of cursor.raw<Row>()) yield row
    this.rowsRead += cursor.rowsRead
  }

  first<Row extends Record<string, SqlStorageValue>>(
    statement: string,
    ...bindings: SqlStorageValue[]
  ): Row | undefined {
    return this.all<Row>(statement, ...bindings)[0]
  }

  /** Inserts rows one by one: for rows of long text, where a detour over JSON costs more than the statements. */
  insertEach(table: string, columns: readonly string[], rows: readonly SqlStorageValue[][]): void {
    const statement = insertValues(table, columns, 1)
    for (const row of rows) this.run(statement, ...row)
  }

  /**
   * Inserts many short rows with one statement: they travel as one JSON parameter, because a statement takes at most 100
   * bound parameters. Rows in the order of the table's key are inserted twice as fast.
   */
  insertRows(
    table: string,
    columns: readonly string[],
    rows: readonly SqlStorageValue[][],
    /** What becomes of a row that is there already: `ON CONFLICT …`. */
    conflict = '',
  ): void {
    if (rows.length === 0) return
    if (rows.length < BATCH_PAYS_FROM && rows.length * columns.length <= BOUND_PARAMETERS_MAX) {
      this.run(`${insertValues(table, columns, rows.length)} ${conflict}`, ...rows.flat())
      return
    }
    const picks = columns.map((_, index) => `value ->> ${index}`).join(', ')
    // Without WHERE, SQLite would read ON as the join's.
    const statement = `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${picks} FROM json_each(?) WHERE true ${conflict}`
    for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT)
      this.run(statement, JSON.stringify(rows.slice(start, start + ROWS_A_STATEMENT)))
  }

  get databaseBytes(): number {
    return this.#sql.databaseSize
  }
}

const statements = new Map<string, string>()

function insertValues(table: string, columns: readonly string[], rows: number): string {
  const key = `${table}/${rows}`
  let statement = statements.get(key)
  if (statement === undefined) {
    const marks = `(${columns.map(() => '?').join(', ')})`
    statement = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array(rows).fill(marks).join(', ')}`
    statements.set(key, statement)
  }
  return statement
}

/** Below this a prepared single-row INSERT is faster than parsing JSON. */
const BATCH_PAYS_FROM = 4
const BOUND_PARAMETERS_MAX = 100
/** Keeps one JSON parameter well below SQLite's 2 MB a value. */
const ROWS_A_STATEMENT = 500

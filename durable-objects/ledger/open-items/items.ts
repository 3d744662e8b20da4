import type { Database } from '../../kernel/database.ts'
import { type DateNumber, parseDate } from '../../kernel/dates.ts'
import { sequenceInId } from '../../kernel/ids.ts'
import type { RecordedEvent } from '../../kernel/log.ts'
import type { ChartStore } from '../chart.ts'
import type { EntryPosted, PostedLine } from '../contract.ts'
import type { Unit } from '../model.ts'
import { type Allocation, isLive, pack, unpack } from './allocations.ts'
import type { ItemsMatched, ItemsOpened, ItemsUnmatched, MatchingSettingsSet } from './contract.ts'
import { byKey, COLUMNS, FIND, type ItemRow, isItem, OPEN } from './item-rows.ts'

export class OpenItems {
  readonly #database: Database
  readonly #chart: ChartStore
  #known: Map<string, number> | undefined
  #accounts: Map<string, number> | undefined
  #new: SqlStorageValue[][] = []

  constructor(database: Database, chart: ChartStore) {
    this.#database = database
    this.#chart = chart
  }

  /** Ordinals of the accounts whose lines are items, by id; two that were merged have the same. */
  get accounts(): ReadonlyMap<string, number> {
    this.#accounts ??= this.#load('WHERE is_open_item = 1')
    return this.#accounts
  }

  get ordinals(): ReadonlySet<number> {
    return new Set(this.accounts.values())
  }

  #load(where: string): Map<string, number> {
    const rows = this.#database.all<{ id: string; account: number }>(
      `SELECT id, account FROM open_item_accounts ${where} ORDER BY id`,
    )
    return new Map(rows.map(({ id, account }) => [id, account]))
  }

  /** Largest rest that is written off, in minor units of the company's currency. */
  get writeOffLimit(): number {
    const row = this.#database.first<{ write_off_limit: number }>(
      'SELECT write_off_limit FROM matching_settings',
    )
    return row?.write_off_limit ?? 0
  }

  setLimit({ writeOffLimit }: MatchingSettingsSet): void {
    this.#database.run(
      'INSERT OR REPLACE INTO matching_settings (one, write_off_limit) VALUES (1, ?)',
      writeOffLimit,
    )
  }

  /** The item that a line of an entry is, if it is one. */
  find(entry: string, line: number): ItemRow | undefined {
    const sequence = this.#chart.entrySequence(entry)
    const place = sequence === undefined ? undefined : this.#placeOf(sequence, line)
    if (sequence === undefined || !place) return undefined
    return this.#database.first<ItemRow>(FIND, place.account, place.date, sequence, line)
  }

  /** Of the line that the item is, as it was booked. */
  dimensionsOf({ sequence, line }: Pick<ItemRow, 'sequence' | 'line'>): Record<string, string> {
    const row = this.#database.first<{ dimensions: string | null }>(
      `SELECT data ->> '$.lines[${Math.trunc(line)}].dimensions' AS dimensions FROM events WHERE sequence = ?`,
      sequence,
    )
    return row?.dimensions ? (JSON.parse(row.dimensions) as Record<string, string>) : {}
  }

  addEntry({ data, sequence }: RecordedEvent<string, EntryPosted>): void {
    if (this.accounts.size === 0) return
    for (const [index, line] of data.lines.entries()) {
      const account = this.accounts.get(line.account)
      if (account !== undefined && isItem(line)) this.#new.push(this.#rowOf(account, data, sequence, index))
    }
  }

  /** Writes what `addEntry` collected. */
  write(): void {
    if (this.#new.length === 0) return
    const rows = this.#new.sort(byKey)
    this.#database.insertRows('open_items', COLUMNS, rows)
    this.#new = []
  }

  forget(): void {
    this.#reload()
    this.#new = []
  }

  #reload(): void {
    this.#accounts = undefined
    this.#known = undefined
  }

  /** Lines from now on are items, or are none any more. What there is already comes and goes with events of its own. */
  setAccount(id: string, ordinal: number, isOpenItem: boolean): void {
    this.#database.run(
      'INSERT OR IGNORE INTO open_item_accounts (id, account, is_open_item) VALUES (?, ?, 0)',
      ...[id, ordinal],
    )
    this.#database.run(
      'UPDATE open_item_accounts SET is_open_item = ? WHERE account = ?',
      ...[Number(isOpenItem), ordinal],
    )
    this.#reload()
  }

  drop(ordinal: number): void {
    this.write()
    this.#database.run('DELETE FROM open_items WHERE account = ?', ordinal)
  }

  hasItems(ordinal: number): boolean {
    return this.#database.first('SELECT 1 FROM open_items WHERE account = ? LIMIT 1', ordinal) !== undefined
  }

  hasMatches(ordinal: number): boolean {
    const matched = 'SELECT 1 FROM open_items WHERE account = ?1 AND'
    return (
      this.#database.first(
        `${matched} settled_on < ${OPEN}
         UNION ALL ${matched} settled_on = ${OPEN} AND open_quantity <> quantity LIMIT 1`,
        ordinal,
      ) !== undefined
    )
  }

  /** Lines that were booked before the account was one of open items. */
  open({ data }: RecordedEvent<string, ItemsOpened>): void {
    const account = this.accounts.get(data.account)
    if (account === undefined) return
    for (const [sequence, line] of data.lines) {
      const entry = this.#entryAt(sequence)
      if (entry) this.#new.push(this.#rowOf(account, entry, sequence, line))
    }
    this.write()
  }

  match({ data, sequence }: RecordedEvent<string, ItemsMatched>): void {
    this.write()
    const from = parseDate(data.effectiveDate) as DateNumber
    for (const { entry, line, quantity, value } of data.items)
      this.#change(entry, line, (allocations) => [
        ...allocations,
        { match: sequence, from, quantity, value, endedAt: null, until: null },
      ])
  }

  unmatch({ data, sequence }: RecordedEvent<string, ItemsUnmatched>): void {
    this.write()
    const match = sequenceInId(data.id)
    const until = parseDate(data.effectiveDate) as DateNumber
    for (const { entry, line } of data.items)
      this.#change(entry, line, (allocations) =>
        allocations.map((each) => (each.match === match ? { ...each, endedAt: sequence, until } : each)),
      )
  }

  /** What was booked on one account stands on another now. */
  merge(account: number, into: number): void {
    this.write()
    this.#database.run('UPDATE open_items SET account = ? WHERE account = ?', into, account)
    this.#database.run('UPDATE open_item_accounts SET account = ? WHERE account = ?', into, account)
    this.#reload()
  }

  #change(entry: string, line: number, change: (allocations: Allocation[]) => Allocation[]): void {
    const row = this.find(entry, line)
    if (!row) return
    const allocations = change(unpack(row.matches))
    const live = allocations.filter(isLive)
    const openQuantity = live.reduce((open, { quantity }) => open - quantity, row.quantity)
    const openValue =
      row.value === null ? null : live.reduce((open, { value }) => open - (value ?? 0), row.value)
    const settledOn = openQuantity === 0 ? Math.max(...live.map(({ from }) => from)) : OPEN
    this.#database.run(
      `UPDATE open_items SET settled_on = ?, open_quantity = ?, open_value = ?, matches = ?, last_match = ?
       WHERE account = ? AND settled_on = ? AND effective_date = ? AND sequence = ? AND line = ?`,
      ...[
        settledOn,
        openQuantity,
        openValue,
        pack(allocations),
        Math.max(0, ...live.map(({ match }) => match)),
      ],
      ...[row.account, row.settled_on, row.effective_date, row.sequence, row.line],
    )
  }

  #rowOf(account: number, entry: EntryPosted, sequence: number, index: number): SqlStorageValue[] {
    const { unit, quantity, value, reference, dueDate } = entry.lines[index] as PostedLine
    const date = parseDate(entry.effectiveDate) as DateNumber
    return [
      account,
      OPEN,
      date,
      sequence,
      index,
      (this.#chart.unit(unit) as Unit).ordinal,
      quantity,
      value,
      quantity,
      value,
      reference ?? entry.reference ?? null,
      dueDate === undefined ? null : (parseDate(dueDate) ?? null),
      0,
    ]
  }

  /** Read from the text in storage: an entry may have a thousand lines, and one is wanted. */
  #placeOf(sequence: number, line: number): { account: number; date: DateNumber } | undefined {
    const row = this.#database.first<{ account: string | null; date: string | null }>(
      `SELECT data ->> '$.lines[${Math.trunc(line)}].account' AS account, data ->> 'effectiveDate' AS date
       FROM events WHERE sequence = ?`,
      sequence,
    )
    if (!row || row.account === null || row.date === null) return undefined
    this.#known ??= this.#load('')
    const account = this.#known.get(row.account) ?? this.#chart.accountById(row.account).ordinal
    return { account, date: parseDate(row.date) as DateNumber }
  }

  #entryAt(sequence: number): EntryPosted | undefined {
    const row = this.#database.first<{ data: string }>('SELECT data FROM events WHERE sequence = ?', sequence)
    return row && (JSON.parse(row.data) as EntryPosted)
  }
}

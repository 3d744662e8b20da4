import { type AuditCheck, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'
import type { StoredEvent } from '../../kernel/log.ts'
import type { ChartStore } from '../chart.ts'
import type { AccountChanged, AccountOpened, EntryPosted } from '../contract.ts'
import type { ItemsDropped, ItemsMatched, ItemsOpened, ItemsUnmatched } from './contract.ts'
import { isItem } from './item-rows.ts'

/** Quantities and values by account and unit, in minor units. */
interface Sum {
  quantity: number
  value: number
}

/**
 * Open items against the log and against the balances: every match cancels, the items of an account are its balance, and
 * so are those of the accounts that control receivables and payables.
 */
export class OpenItemsAudit implements ModuleAudit {
  readonly #database: Database
  readonly #chart: ChartStore
  readonly #isOpenItem = new Set<string>()
  /** What is open after the log, by id of the account and unit. */
  readonly #open = new Map<string, Sum>()
  /** Values that stand in an account without being in an item: revaluations, and what was there before it had items. */
  readonly #outside = new Map<string, number>()
  /** All that was booked in accounts that have no items yet. */
  readonly #before = new Map<string, Sum>()
  readonly #mergedInto = new Map<string, string>()
  readonly #matches = new Map<string, ItemsMatched>()
  readonly #exchange = new Map<string, number>()
  readonly #wrongMatches: string[] = []
  #matched = 0

  constructor(database: Database, chart: ChartStore) {
    this.#database = database
    this.#chart = chart
  }

  visit(event: StoredEvent): void {
    if (!FOLDED.has(event.type)) return
    try {
      this.#fold(event, JSON.parse(event.data))
    } catch {
      // Damaged text is what the hash chain reports.
    }
  }

  #fold(event: StoredEvent, data: unknown): void {
    switch (event.type) {
      case 'journal-entry-posted':
        this.#posted(data as EntryPosted)
        return
      case 'account-opened':
        this.#account(data as AccountOpened)
        return
      case 'account-changed': {
        const { id, after } = data as AccountChanged
        this.#account({ id, isOpenItem: after.isOpenItem })
        return
      }
      case 'account-merged':
        this.#merged(data as { id: string; into: string })
        return
      case 'items-opened':
        this.#opened(data as ItemsOpened)
        return
      case 'items-dropped':
        this.#dropped(data as ItemsDropped)
        return
      case 'items-matched':
        this.#match(data as ItemsMatched, event.sequence)
        return
      case 'items-unmatched':
        this.#unmatched(data as ItemsUnmatched)
        return
    }
  }

  #posted({ id, lines, purpose }: EntryPosted): void {
    for (const line of lines) {
      const account = this.#current(line.account)
      const key = `${account}|${line.unit}`
      const value = line.value ?? 0
      const sums = this.#isOpenItem.has(account) ? this.#open : this.#before
      if (isItem(line)) add(sums, key, line.quantity, value)
      else this.#outside.set(key, (this.#outside.get(key) ?? 0) + value)
      if (purpose === 'exchange' && !isItem(line))
        this.#exchange.set(id, (this.#exchange.get(id) ?? 0) + value)
    }
  }

  #account({ id, isOpenItem }: { id: string; isOpenItem?: boolean | undefined }): void {
    if (isOpenItem === undefined) return
    if (isOpenItem) this.#isOpenItem.add(id)
    else this.#isOpenItem.delete(id)
  }

  /** The lines of a unit become items all together, or none of them does. */
  #opened({ account, lines }: ItemsOpened): void {
    for (const [sequence, line] of lines) {
      const row = this.#database.first<{ data: string }>(
        'SELECT data FROM events WHERE sequence = ?',
        sequence,
      )
      const opened = row && (JSON.parse(row.data) as EntryPosted).lines[line]
      if (!opened) continue
      const key = `${this.#current(account)}|${opened.unit}`
      add(this.#open, key, opened.quantity, opened.value ?? 0)
      add(this.#before, key, -opened.quantity, -(opened.value ?? 0))
    }
  }

  #dropped({ account }: ItemsDropped): void {
    for (const [key, { quantity, value }] of [...this.#open])
      if (key.startsWith(`${account}|`)) {
        add(this.#before, key, quantity, value)
        this.#open.delete(key)
      }
  }

  #merged({ id, into }: { id: string; into: string }): void {
    this.#mergedInto.set(id, into)
    for (const sums of [this.#open, this.#before])
      for (const [key, { quantity, value }] of [...sums])
        if (key.startsWith(`${id}|`)) {
          add(sums, key.replace(id, into), quantity, value)
          sums.delete(key)
        }
    for (const [key, value] of [...this.#outside])
      if (key.startsWith(`${id}|`)) {
        const target = key.replace(id, into)
        this.#outside.set(target, (this.#outside.get(target) ?? 0) + value)
        this.#outside.delete(key)
      }
  }

  #match(match: ItemsMatched, sequence: number): void {
    this.#matched++
    this.#matches.set(match.id, match)
    const { quantity, value } = this.#settled(match, -1)
    const booked = match.exchange === undefined ? 0 : (this.#exchange.get(match.exchange) ?? 0)
    if (quantity !== 0 || value + booked !== 0) this.#wrongMatches.push(`${match.id} (event ${sequence})`)
  }

  #unmatched({ id }: ItemsUnmatched): void {
    const match = this.#matches.get(id)
    if (match) this.#settled(match, 1)
  }

  /** What the match takes out of the items stands in what it booked beside them. */
  #settled({ account, unit, items }: ItemsMatched, sign: 1 | -1): Sum {
    const key = `${this.#current(account)}|${unit}`
    const sum = { quantity: 0, value: 0 }
    for (const item of items) {
      sum.quantity += item.quantity
      sum.value += item.value ?? 0
    }
    add(this.#open, key, sign * sum.quantity, sign * sum.value)
    this.#outside.set(key, (this.#outside.get(key) ?? 0) - sign * sum.value)
    return sum
  }

  *conclude(): Iterable<AuditCheck> {
    yield judged('matched open items cancel', this.#wrongMatches, `${this.#matched} matches`)
    const items = this.#sums(
      `SELECT account, unit, SUM(open_quantity) AS quantity, COALESCE(SUM(open_value), 0) AS value
       FROM open_items GROUP BY account, unit`,
    )
    yield this.#followFromLog(items)
    yield* this.#areTheBalances(items)
  }

  #followFromLog(items: ReadonlyMap<string, Sum>): AuditCheck {
    const keys = new Set([...items.keys(), ...this.#open.keys()])
    const wrong = [...keys].filter((key) => !same(items.get(key), this.#open.get(key)))
    return judged('open items follow from the log', wrong.map(this.#label), `${keys.size} accounts and units`)
  }

  *#areTheBalances(items: ReadonlyMap<string, Sum>): Iterable<AuditCheck> {
    const balances = this.#sums(
      `SELECT account, unit, SUM(debit_quantity - credit_quantity) AS quantity,
         SUM(debit_value - credit_value) AS value FROM balances GROUP BY account, unit`,
    )
    const keys = [...balances.keys()].filter((key) => this.#isOpenItem.has(accountIn(key)))
    const isOff = (key: string) => {
      const [sum, before = NONE] = [items.get(key) ?? NONE, this.#before.get(key)]
      const value = sum.value + before.value + (this.#outside.get(key) ?? 0)
      return !same(balances.get(key), { quantity: sum.quantity + before.quantity, value })
    }
    const wrong = keys.filter(isOff)
    yield judged('open items are the balances', wrong.map(this.#label), `${keys.length} accounts and units`)
    const controls = this.#chart.accounts().filter(({ control }) => CONTROLLED.has(control ?? ''))
    const isControl = (key: string) => controls.some(({ id }) => id === accountIn(key))
    yield judged(
      'control accounts are their open items',
      wrong.filter(isControl).map(this.#label),
      `${controls.filter(({ id }) => this.#isOpenItem.has(id)).length} of ${controls.length} accounts of receivables and payables have open items`,
    )
  }

  #sums(statement: string): Map<string, Sum> {
    const rows = this.#database.all<{ account: number; unit: number; quantity: number; value: number }>(
      statement,
    )
    return new Map(
      rows.map(({ account, unit, quantity, value }) => [
        `${this.#chart.accountByOrdinal(account).id}|${this.#chart.unitByOrdinal(unit).code}`,
        { quantity, value },
      ]),
    )
  }

  #label = (key: string): string => {
    const id = accountIn(key)
    return `${this.#chart.accountById(id).code} ${key.slice(id.length + 1)}`
  }

  #current(account: string): string {
    const into = this.#mergedInto.get(account)
    return into === undefined ? account : this.#current(into)
  }
}

const FOLDED: ReadonlySet<string> = new Set([
  'journal-entry-posted',
  'account-opened',
  'account-changed',
  'account-merged',
  'items-opened',
  'items-dropped',
  'items-matched',
  'items-unmatched',
])
const CONTROLLED: ReadonlySet<string> = new Set(['receivables', 'payables'])
const NONE: Sum = { quantity: 0, value: 0 }
const accountIn = (key: string): string => key.slice(0, key.indexOf('|'))

const same = (a: Sum = NONE, b: Sum = NONE): boolean => a.quantity === b.quantity && a.value === b.value

function add(sums: Map<string, Sum>, key: string, quantity: number, value: number): void {
  const sum = sums.get(key) ?? { quantity: 0, value: 0 }
  sum.quantity += quantity
  sum.value += value
  sums.set(key, sum)
}

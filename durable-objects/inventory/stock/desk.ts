import { formatDate, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import {
  isShortage,
  keyText,
  type Move,
  type MoveKey,
  type MoveKind,
  type Outcome,
} from '../valuation/model.ts'
import { StockAccounts } from './accounts.ts'
import { Amounts } from './booking.ts'
import type { MovedLine, StockContract, StockMoved, StockSettings } from './contract.ts'
import { ItemAtDay } from './item-at-day.ts'
import { ItemHistory, type ItemOnMove, type Redone } from './item-history.ts'
import { type AmountsByDay, LaterCosts, postDays } from './later-costs.ts'
import type { StockPorts } from './ports.ts'
import { valueAnew } from './recalculation.ts'
import { standardOfItem } from './resolver.ts'
import { DOCUMENT_NUMBERS, type RecalculationRow, type StockTables } from './tables.ts'

export type StockRefusal = Refusal<keyof StockContract['refusals']>

/** One line of a document that is about to be recorded. Places are ordinals, accounts ids. */
export interface PlannedLine {
  item: StockItem
  kind: MoveKind
  /** Of a move that has no value. */
  quantity?: number | undefined
  /** The transfer that arrives. */
  of?: MoveKey | undefined
  from?: number | undefined
  to?: number | undefined
  lot?: { code: string; expiry?: string | undefined; manufactured?: string | undefined } | undefined
  entered?: { quantity: string; unit: string } | undefined
  contra?: string | undefined
  stock?: string | undefined
  intoStock?: string | undefined
  variance?: string | undefined
  consumed?: string | undefined
  dimensions?: Readonly<Record<string, string>> | undefined
  memo?: string | undefined
  /** Where in the input it comes from. */
  pointer: string
}

export type DocumentHeader = Omit<StockMoved, 'id' | 'number' | 'entries' | 'lines'> & {
  id?: string | undefined
}

/** What one document does to one item. */
export interface ItemPlan {
  history: ItemHistory | ItemAtDay
  applied: { line: number; move: Move; outcome: Outcome }[]
  redone: Redone[]
}

export interface Document {
  data: StockMoved
  events: NewEvent[]
  outcomes: Outcome[]
  /** `waiting`: so many later moves are valued anew afterwards, and their cost is not in it. */
  adjusted: { moves: number; days: Map<string, number>; waiting: number }
}

/** Plans of documents that were decided a moment ago: folding them needs no second calculation. */
export type Plans = WeakMap<StockMoved, { sequence: number; items: Map<string, ItemPlan> }>

export interface DeskParts {
  tables: StockTables
  ports: StockPorts
  settings: StockSettings
  plans: Plans
  /** Nothing will be recorded: it is only to be seen what would be. */
  isTrial: boolean
}

/** Puts one document together: its moves in the history of their items, its entries, and what it changes of later days. */
export class StockDesk {
  readonly #tables: StockTables
  readonly #ports: StockPorts
  readonly #context: CommandContext
  readonly #header: DocumentHeader
  readonly #settings: StockSettings
  readonly #plans: Plans
  readonly #items = new Map<string, ItemPlan & { item: StockItem }>()
  readonly #lines: { planned: PlannedLine; outcome: Outcome }[] = []
  readonly #date: number
  readonly #accounts: StockAccounts
  readonly #laterCosts: LaterCosts
  readonly #isTrial: boolean
  #recalculations: RecalculationRow[] | undefined
  /** What the document books on its own day: what its maker adds, and what its moves come to. */
  readonly booked = new Amounts()

  constructor(parts: DeskParts, context: CommandContext, header: DocumentHeader) {
    this.#tables = parts.tables
    this.#ports = parts.ports
    this.#settings = parts.settings
    this.#plans = parts.plans
    this.#context = context
    this.#header = header
    this.#date = parseDate(header.date) as number
    this.#isTrial = parts.isTrial
    this.#accounts = new StockAccounts(parts.tables, parts.ports, parts.settings)
    this.#laterCosts = new LaterCosts(parts.ports.books, parts.settings, context, this.#accounts)
  }

  /** Position that the document's own event will have: it is the first of the decision. */
  get sequence(): number {
    return this.#context.nextSequence
  }

  add(planned: PlannedLine): StockRefusal | undefined {
    const line = this.#lines.length
    const plan = this.#planOf(planned)
    if (isRefusal(plan)) return plan
    const move: Move = { date: this.#date, sequence: this.sequence, line, ...planned.kind }
    const outcome = plan.history.apply(move)
    if (isShortage(outcome)) return this.#insufficient(planned, outcome.wanted, outcome.available)
    if (move.kind === 'revalue' && outcome.consumed !== 0) return this.#nothingThere(planned)
    plan.applied.push({ line, move, outcome })
    this.#lines.push({ planned, outcome })
    return undefined
  }

  /** What the document comes to, with everything that it books. */
  finish(): Document | StockRefusal {
    const { date } = this.#header
    const journal = this.#settings.journal
    const open = this.#ports.books.firstOpenDate(date, journal, this.#context)
    if (open !== date) return periodLocked(date, open)
    const amounts: AmountsByDay = new Map([[date, this.booked]])
    for (const plan of this.#items.values()) {
      const problem = this.#redo(plan, amounts)
      if (problem) return problem
    }
    return this.#document(amounts)
  }

  #planOf({ item, pointer }: PlannedLine): (ItemPlan & { item: StockItem }) | StockRefusal {
    const known = this.#items.get(item.id)
    if (known) return known
    this.#recalculations ??= this.#tables.recalculations()
    const recalculation = this.#recalculations.find((each) => each.item === item.ordinal)
    if (recalculation) return beingRecalculated(item, recalculation, pointer)
    const onMove = itemOnMove(this.#ports, item)
    const last = this.#tables.lastDate(item.ordinal)
    const history =
      last > this.#date && this.#isTooLong(item.ordinal)
        ? ItemAtDay.inHistory(this.#tables, onMove, this.#date)
        : new ItemHistory(this.#tables, onMove, this.#date, this.#accounts.pools(item.ordinal), last)
    const plan = { item, history, applied: [], redone: [] }
    this.#items.set(item.id, plan)
    return plan
  }

  #isTooLong(item: number): boolean {
    return this.#tables.countMovesAfter(item, this.#date, LIMITS.laterMovesMax + 1) > LIMITS.laterMovesMax
  }

  #redo(plan: ItemPlan & { item: StockItem }, amounts: AmountsByDay): StockRefusal | undefined {
    const { item, history, applied } = plan
    const own = amounts.get(this.#header.date) as Amounts
    const contraOf = (issue: MoveKey) => this.#contraOf(item, issue, history)
    for (const { line, outcome } of applied) {
      const { planned } = this.#lines[line] as { planned: PlannedLine }
      own.book(outcome, this.#accounts.of(item, planned, contraOf))
    }
    const redone = history instanceof ItemAtDay ? this.#trial(plan, history) : history.redo()
    if (isRefusal(redone)) return redone
    if ('short' in redone) return this.#insufficientLater(item, redone.row.date, redone.short)
    plan.redone.push(...redone)
    return this.#laterCosts.book(item, redone, contraOf, amounts)
  }

  /** Later moves are valued anew afterwards: they must find what they take, and a trial shows the first of them. */
  #trial({ item, applied }: ItemPlan & { item: StockItem }, history: ItemAtDay): Redone[] | StockRefusal {
    const short = history.shortLater(applied.map(({ move }) => move))
    if (short) return this.#insufficientLater(item, undefined, short)
    if (!this.#isTrial) return []
    const after = this.#date
    const { through } = this.#tables.daysAfter(item.ordinal, after, LIMITS.previewedMovesMax)
    return valueAnew(this.#tables, item.ordinal, history, { after, upTo: through })
  }

  #document(amounts: AmountsByDay): Document | StockRefusal {
    const { kind } = this.#header
    const number = this.#tables.lastNumber(kind) + 1
    const id = this.#header.id ?? this.#context.idAt('stockDocument', this.sequence)
    const voucher = `${DOCUMENT_NUMBERS[kind].prefix} ${number}`
    const posting = this.#ports.books.begin(this.#context, this.sequence + 1)
    const entries = postDays(posting, amounts, {
      origin: id,
      journal: this.#settings.journal,
      reference: this.#header.reference,
      describe: (day) => this.#describe(voucher, day),
    })
    if (isRefusal(entries)) return entries
    const data: StockMoved = {
      ...this.#header,
      id,
      number,
      entries,
      lines: this.#lines.map(({ planned, outcome }) => movedLine(planned, outcome)),
    }
    if (this.#header.id !== undefined) data.broughtId = true
    const waiting = [...this.#items.values()].filter(({ history }) => history instanceof ItemAtDay)
    if (waiting.length > 0) data.recalculates = waiting.map(({ item }) => item.id)
    const adjustments = this.#adjustments(id, entries)
    const moved: NewEvent = { type: 'stock-moved', version: 1, data }
    this.#plans.set(data, { sequence: this.sequence, items: this.#items })
    return {
      data,
      events: [moved, ...posting.events, ...adjustments.events],
      outcomes: this.#lines.map(({ outcome }) => outcome),
      adjusted: adjustments.adjusted,
    }
  }

  #describe(voucher: string, date: string): string {
    const { party, date: own } = this.#header
    const what = date === own ? voucher : `${voucher}: cost of earlier moves`
    return (party ? `${what}, ${party}` : what).slice(0, LIMITS.descriptionCharsMax)
  }

  #adjustments(document: string, entries: string[]) {
    const events: NewEvent[] = []
    const adjusted: Document['adjusted'] = { moves: 0, days: new Map(), waiting: 0 }
    for (const { item, history, redone } of this.#items.values()) {
      const later = this.#laterCosts.adjust(document, item.id, redone, entries)
      events.push(...later.events)
      adjusted.moves += later.moves
      for (const [date, amount] of later.days)
        adjusted.days.set(date, (adjusted.days.get(date) ?? 0) + amount)
      if (history instanceof ItemAtDay)
        adjusted.waiting += this.#tables.movesAfterCount(item.ordinal, this.#date) - redone.length
    }
    return { events, adjusted }
  }

  #contraOf(item: StockItem, issue: MoveKey, { later }: ItemPlan['history']): string {
    if (issue.sequence === this.sequence) return this.#lines[issue.line]?.planned.contra as string
    const row = later.find((each) => keyText(each.row) === keyText(issue))?.row
    return (row ?? this.#tables.move(item.ordinal, issue))?.contra as string
  }

  /** Once something lay in a warehouse, its value stays on the account that it was booked on first. */
  stockAccount(item: StockItem, warehouse: number): string | undefined {
    return this.#accounts.stock(item, warehouse)
  }

  #insufficient({ item, pointer }: PlannedLine, wanted: number, available: number): StockRefusal {
    const { items } = this.#ports
    const text = (steps: number) => `${items.format(item, steps)} ${item.unit}`
    const detail = `${text(wanted)} of ${item.code} are wanted, ${text(available)} are there on ${this.#header.date}.`
    return refuse('stock_insufficient', detail, [
      { pointer: `${pointer}/quantity`, code: 'stock_insufficient', detail: `At most ${text(available)}.` },
    ])
  }

  #nothingThere({ item, pointer }: PlannedLine): StockRefusal {
    const detail = `Nothing of ${item.code} lies there on ${this.#header.date}.`
    return refuse('invalid_stock_line', detail, [
      { pointer: `${pointer}/amount`, code: 'invalid_stock_line', detail },
    ])
  }

  #insufficientLater(
    item: StockItem,
    date: number | undefined,
    short: { wanted: number; available: number },
  ): StockRefusal {
    const { items } = this.#ports
    const text = (steps: number) => `${items.format(item, steps)} ${item.unit}`
    const at = this.#lines.find(({ planned }) => planned.item.id === item.id)?.planned.pointer ?? ''
    const day = date === undefined ? 'Later' : `On ${formatDate(date)}`
    const detail = `${day} ${text(short.wanted)} of ${item.code} were taken; only ${text(short.available)} would have been there. Take less, or choose a later date.`
    return refuse('stock_insufficient', detail, [
      { pointer: `${at}/quantity`, code: 'stock_insufficient_later', detail },
    ])
  }
}

export const periodLocked = (date: string, open: string | undefined): StockRefusal =>
  refuse(
    'period_locked',
    open === undefined
      ? `${date} lies in a locked period, and so do all days after it.`
      : `${date} lies in a locked period. The first open date is ${open}.`,
    [
      {
        pointer: '/date',
        code: 'period_locked',
        detail: open ? `The first open date is ${open}.` : 'Locked.',
      },
    ],
  )

/** Nothing moves an item while its later moves are valued anew. */
function beingRecalculated(
  { code }: StockItem,
  { since, done, total }: RecalculationRow,
  pointer: string,
): StockRefusal {
  const counts = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`
  const detail = `${code} is being valued anew since ${formatDate(since)}: ${counts} moves are done. Try again in a moment.`
  return refuse('item_recalculating', detail, [
    { pointer: `${pointer}/item`, code: 'item_recalculating', detail },
  ])
}

export const itemOnMove = (ports: StockPorts, item: StockItem): ItemOnMove => ({
  ordinal: item.ordinal,
  method: item.method,
  allowsNegative: item.allowsNegative,
  standardCost: () => standardOfItem(ports, item),
})

function movedLine(planned: PlannedLine, outcome: Outcome): MovedLine {
  const { item, kind, from, to, lot, pointer: _, ...rest } = planned
  const line: MovedLine = {
    item: item.id,
    move: kind.kind,
    value: outcome.changes.reduce((sum, { value }) => sum + value, 0),
  }
  if ('warehouse' in kind) line.warehouse = kind.warehouse
  if (kind.kind === 'transfer') line.into = kind.into
  if ('quantity' in kind) line.quantity = kind.quantity
  if ('cost' in kind) line.cost = kind.cost
  if (kind.kind === 'standard') line.unitCost = kind.unitCost
  const of = 'of' in kind ? kind.of : kind.kind === 'out' ? kind.from : undefined
  if (of) line.of = { date: of.date, sequence: of.sequence, line: of.line }
  if (from !== undefined) line.from = from
  if (to !== undefined) line.to = to
  if (lot) {
    line.lot = lot.code
    if (lot.expiry !== undefined) line.expiry = lot.expiry
    if (lot.manufactured !== undefined) line.manufactured = lot.manufactured
  }
  for (const [key, value] of Object.entries(rest))
    if (value !== undefined) Object.assign(line, { [key]: value })
  return line
}

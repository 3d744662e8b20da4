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
import { Amounts, type MoveAccounts } from './booking.ts'
import type { CostAdjusted, MovedLine, StockContract, StockMoved, StockSettings } from './contract.ts'
import { ItemHistory, type ItemOnMove, type Redone } from './item-history.ts'
import type { StockPorts } from './ports.ts'
import { standardOfItem } from './resolver.ts'
import { DOCUMENT_NUMBERS, type MoveRow, type StockTables } from './tables.ts'

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
  history: ItemHistory
  applied: { line: number; move: Move; outcome: Outcome }[]
  redone: Redone[]
}

export interface Document {
  data: StockMoved
  events: NewEvent[]
  outcomes: Outcome[]
  adjusted: { moves: number; days: Map<string, number> }
}

/** Plans of documents that were decided a moment ago: folding them needs no second calculation. */
export type Plans = WeakMap<StockMoved, { sequence: number; items: Map<string, ItemPlan> }>

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

  constructor(
    parts: { tables: StockTables; ports: StockPorts; settings: StockSettings; plans: Plans },
    context: CommandContext,
    header: DocumentHeader,
  ) {
    this.#tables = parts.tables
    this.#ports = parts.ports
    this.#settings = parts.settings
    this.#plans = parts.plans
    this.#context = context
    this.#header = header
    this.#date = parseDate(header.date) as number
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
    const amounts = new Map<string, Amounts>([[date, new Amounts()]])
    for (const plan of this.#items.values()) {
      const problem = this.#redo(plan, amounts)
      if (problem) return problem
    }
    return this.#document(amounts)
  }

  #planOf({ item, pointer }: PlannedLine): (ItemPlan & { item: StockItem }) | StockRefusal {
    const known = this.#items.get(item.id)
    if (known) return known
    const later = this.#tables.countMovesAfter(item.ordinal, this.#date, LIMITS.laterMovesMax + 1)
    if (later > LIMITS.laterMovesMax)
      return refuse(
        'too_many_later_moves',
        `More than ${LIMITS.laterMovesMax} later moves of ${item.code} would have to be valued anew. Choose a later date.`,
        [{ pointer, code: 'too_many_later_moves', detail: 'Choose a later date.' }],
      )
    const history = new ItemHistory(this.#tables, itemOnMove(this.#ports, item), this.#date)
    const plan = { item, history, applied: [], redone: [] }
    this.#items.set(item.id, plan)
    return plan
  }

  #redo(plan: ItemPlan & { item: StockItem }, amounts: Map<string, Amounts>): StockRefusal | undefined {
    const { item, history, applied } = plan
    const own = amounts.get(this.#header.date) as Amounts
    for (const { line, outcome } of applied) own.book(outcome, this.#accountsOf(line, plan))
    const redone = history.redo()
    if ('short' in redone) return this.#insufficientLater(item, redone.row, redone.short)
    plan.redone.push(...redone)
    for (const each of redone) {
      if (!each.isChanged) continue
      const date = this.#bookable(each.row.date)
      if (date === undefined) return periodLocked(formatDate(each.row.date), undefined)
      const day = amounts.get(date) ?? new Amounts()
      amounts.set(date, day)
      const accounts = this.#accountsOfRow(each.row, plan)
      day.book(each.before, accounts, -1)
      day.book(each.after, accounts)
    }
    return undefined
  }

  readonly #bookables = new Map<number, string | undefined>()

  /** The day of the move itself where it is open, else the first open one after it. */
  #bookable(date: number): string | undefined {
    if (!this.#bookables.has(date))
      this.#bookables.set(
        date,
        this.#ports.books.firstOpenDate(formatDate(date), this.#settings.journal, this.#context),
      )
    return this.#bookables.get(date)
  }

  #document(amounts: ReadonlyMap<string, Amounts>): Document | StockRefusal {
    const { kind } = this.#header
    const number = this.#tables.lastNumber(kind) + 1
    const id = this.#header.id ?? this.#context.idAt('stockDocument', this.sequence)
    const voucher = `${DOCUMENT_NUMBERS[kind].prefix} ${number}`
    const posting = this.#ports.books.begin(this.#context, this.sequence + 1)
    const entries: string[] = []
    for (const [effectiveDate, day] of [...amounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const lines = day.lines()
      if (lines.length === 0) continue
      const { reference } = this.#header
      const { journal } = this.#settings
      const description = this.#describe(voucher, effectiveDate)
      const entry = posting.record({ effectiveDate, journal, description, reference, origin: id, lines })
      if (isRefusal(entry)) return entry
      entries.push(entry)
    }
    const data: StockMoved = {
      ...this.#header,
      id,
      number,
      entries,
      lines: this.#lines.map(({ planned, outcome }) => movedLine(planned, outcome)),
    }
    if (this.#header.id !== undefined) data.broughtId = true
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
    const adjusted: Document['adjusted'] = { moves: 0, days: new Map() }
    for (const { item, redone } of this.#items.values()) {
      const moves: CostAdjusted['moves'] = []
      for (const { row, before, after, isChanged } of redone) {
        if (!isChanged) continue
        const booked = this.#bookable(row.date) as string
        adjusted.moves++
        for (const [warehouse, amount] of valueChanges(before, after)) {
          adjusted.days.set(booked, (adjusted.days.get(booked) ?? 0) + amount)
          moves.push([row.sequence, row.line, warehouse, amount, parseDate(booked) as number])
        }
      }
      for (let start = 0; start < moves.length; start += LIMITS.adjustedMovesAnEventMax) {
        const part = moves.slice(start, start + LIMITS.adjustedMovesAnEventMax)
        const data: CostAdjusted = { document, item: item.id, entries, moves: part }
        events.push({ type: 'stock-cost-adjusted', version: 1, data })
      }
    }
    return { events, adjusted }
  }

  #accountsOf(line: number, plan: ItemPlan): MoveAccounts {
    const { planned } = this.#lines[line] as { planned: PlannedLine }
    return this.#accounts(plan, planned)
  }

  #accountsOfRow({ contra, dimensions }: MoveRow, plan: ItemPlan & { item: StockItem }): MoveAccounts {
    const { items } = this.#ports
    return this.#accounts(plan, {
      contra: contra ?? undefined,
      variance: items.account(plan.item, 'priceDifference')?.id,
      consumed: items.account(plan.item, this.#settings.style === 'continental' ? 'variation' : 'costOfSales')
        ?.id,
      dimensions: dimensions === null ? undefined : JSON.parse(dimensions),
    })
  }

  #accounts(
    { history, ...plan }: ItemPlan,
    {
      contra,
      variance,
      consumed,
      dimensions,
    }: Pick<PlannedLine, 'contra' | 'variance' | 'consumed' | 'dimensions'>,
  ): MoveAccounts {
    const item = (plan as ItemPlan & { item: StockItem }).item
    return {
      stock: (warehouse) => this.stockAccount(item, warehouse) as string,
      contra,
      variance,
      consumed,
      dimensions,
      contraOf: (issue) => this.#contraOf(item, issue, history),
    }
  }

  #contraOf(item: StockItem, issue: MoveKey, history: ItemHistory): string {
    if (issue.sequence === this.sequence) return this.#lines[issue.line]?.planned.contra as string
    const later = history.later.find(({ row }) => keyText(row) === keyText(issue))?.row
    return (later ?? this.#tables.move(item.ordinal, issue))?.contra as string
  }

  readonly #stockAccounts = new Map<string, string | undefined>()

  /** Once something lay in a warehouse, its value stays on the account that it was booked on first. */
  stockAccount(item: StockItem, warehouse: number): string | undefined {
    const key = `${item.ordinal}/${warehouse}`
    if (!this.#stockAccounts.has(key)) {
      const pool = this.#tables.pools(item.ordinal).find((each) => each.warehouse === warehouse)
      const account =
        pool?.account ?? this.#ports.items.account(item, warehouse < 0 ? 'inTransit' : 'stock')?.id
      this.#stockAccounts.set(key, account)
    }
    return this.#stockAccounts.get(key)
  }

  #insufficient({ item, pointer }: PlannedLine, wanted: number, available: number): StockRefusal {
    const { items } = this.#ports
    const text = (steps: number) => `${items.format(item, steps)} ${item.unit}`
    const detail = `${text(wanted)} of ${item.code} are wanted, ${text(available)} are there on ${this.#header.date}.`
    return refuse('stock_insufficient', detail, [
      { pointer: `${pointer}/quantity`, code: 'stock_insufficient', detail: `At most ${text(available)}.` },
    ])
  }

  #insufficientLater(
    item: StockItem,
    row: MoveRow,
    short: { wanted: number; available: number },
  ): StockRefusal {
    const { items } = this.#ports
    const text = (steps: number) => `${items.format(item, steps)} ${item.unit}`
    const at = this.#lines.find(({ planned }) => planned.item.id === item.id)?.planned.pointer ?? ''
    const detail = `On ${formatDate(row.date)} ${text(short.wanted)} of ${item.code} were taken; only ${text(short.available)} would have been there. Take less, or choose a later date.`
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

export const itemOnMove = (ports: StockPorts, item: StockItem): ItemOnMove => ({
  ordinal: item.ordinal,
  method: item.method,
  allowsNegative: item.allowsNegative,
  standardCost: () => standardOfItem(ports, item),
})

/** Change of the value that a move brought into each warehouse. */
export function valueChanges(before: Outcome, after: Outcome): [number, number][] {
  const changes = new Map<number, number>()
  const add = (warehouse: number, value: number) =>
    changes.set(warehouse, (changes.get(warehouse) ?? 0) + value)
  for (const { warehouse, value } of before.changes) add(warehouse, 0 - value)
  for (const { warehouse, value } of after.changes) add(warehouse, value)
  return [...changes].filter(([, value]) => value !== 0)
}

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

import { formatDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { CommandContext, Decision } from '../../kernel/module.ts'
import { invariant, isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { MoveKey } from '../valuation/model.ts'
import { StockAccounts } from './accounts.ts'
import type { StockMoved, StockRecalculated, StockSettings } from './contract.ts'
import { itemOnMove, type StockRefusal } from './desk.ts'
import { type AmountsByDay, LaterCosts, postDays } from './later-costs.ts'
import type { StockPorts } from './ports.ts'
import { RecalculationStep, type Steps } from './recalculation.ts'
import type { StockTables } from './tables.ts'
import { itemRef, voucherOf } from './views.ts'

interface Surroundings {
  tables: StockTables
  ports: StockPorts
  steps: Steps
  settings: () => StockSettings
  find: (document: string) => { data: StockMoved } | undefined
}

/** Carries on, step by step, where a document was dated back before more moves of an item than are valued anew at once. */
export class Recalculating {
  readonly #parts: Surroundings
  /** Items whose step was refused (a locked period, say), and when it is tried again. Nothing of the books depends on it. */
  readonly #waiting = new Map<string, { problem: string; untilMicros: number }>()

  constructor(parts: Surroundings) {
    this.#parts = parts
  }

  next(id: string, context: CommandContext): Decision<Record<string, never>> | StockRefusal {
    const { tables, ports, steps } = this.#parts
    const item = ports.items.byId(id)
    if (!tables.recalculation(item.ordinal)) return { events: [], reply: () => ({}) }
    const step = new RecalculationStep(tables, itemOnMove(ports, item))
    const decided = this.#decide(item, step, context)
    if (isRefusal(decided)) {
      const untilMicros = context.nowMicros + LIMITS.recalculationRetryMs * 1_000
      this.#waiting.set(id, { problem: decided.detail, untilMicros })
      return decided
    }
    this.#waiting.delete(id)
    steps.set(decided.data, { sequence: context.nextSequence, step })
    return { events: decided.events, reply: () => ({}) }
  }

  list() {
    const { tables, ports } = this.#parts
    return tables.recalculations().map(({ item: ordinal, document, since, through, done, total }) => {
      const item = ports.items.byOrdinal(ordinal)
      return {
        item: itemRef(item),
        document,
        since: formatDate(since),
        through: formatDate(through),
        moves: { done, total },
        problem: this.#waiting.get(item.id)?.problem ?? null,
      }
    })
  }

  due(nowMicros: number) {
    return this.#items()
      .filter((item) => (this.#waiting.get(item)?.untilMicros ?? 0) <= nowMicros)
      .map((item) => ({ command: 'ContinueRecalculation', input: { item } }))
  }

  nextDue(): number | undefined {
    const times = this.#items().map((item) => this.#waiting.get(item)?.untilMicros ?? 0)
    return times.length === 0 ? undefined : Math.min(...times)
  }

  #items(): string[] {
    const { tables, ports } = this.#parts
    return tables.recalculations().map(({ item }) => ports.items.byOrdinal(item).id)
  }

  /** What the step books stands for the document that changed the past, and is judged with it: not once more. */
  #decide(item: StockItem, step: RecalculationStep, context: CommandContext) {
    const { tables, ports, settings, find } = this.#parts
    const document = find((tables.recalculation(item.ordinal) as { document: string }).document)?.data
    invariant(document, 'the document that changed the past is in the log')
    const accounts = new StockAccounts(tables, ports, settings())
    const costs = new LaterCosts(ports.books, settings(), context, accounts)
    const contraOf = (issue: MoveKey) => tables.move(item.ordinal, issue)?.contra as string
    const amounts: AmountsByDay = new Map()
    const refused = costs.book(item, step.redone, contraOf, amounts)
    if (refused) return refused
    const posting = ports.books.begin(context, context.nextSequence + 1)
    const entries = postDays(posting, amounts, {
      origin: document.id,
      journal: settings().journal,
      reference: document.reference,
      describe: () =>
        `${voucherOf(document)}: cost of later moves of ${item.code}`.slice(0, LIMITS.descriptionCharsMax),
    })
    if (isRefusal(entries)) return entries
    const adjusted = costs.adjust(document.id, item.id, step.redone, entries)
    const data: StockRecalculated = {
      document: document.id,
      item: item.id,
      through: formatDate(step.through),
      moves: step.redone.length,
      adjusted: adjusted.moves,
      isDone: step.isLast,
      entries,
    }
    const events = [{ type: 'stock-recalculated', version: 1, data }, ...posting.events, ...adjusted.events]
    return { data, events }
  }
}

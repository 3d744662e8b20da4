import { formatAmount } from '../../kernel/amount.ts'
import type { ReplyOf } from '../../kernel/contract.ts'
import type { Database } from '../../kernel/database.ts'
import type { EventLog, NewEvent, RecordedEvent } from '../../kernel/log.ts'
import type { Module } from '../../kernel/module.ts'
import { invariant, isRefusal, type Refusal } from '../../kernel/result.ts'
import type { StockMoved } from '../stock/contract.ts'
import { CountsAudit } from './audit.ts'
import {
  type CountPlanned,
  type CountPosted,
  type CountRecorded,
  type CountStepped,
  type CountsContract,
  countsContract,
} from './contract.ts'
import { at, difference } from './domain.ts'
import { Planning } from './planning.ts'
import type { CountsPorts } from './ports.ts'
import { decidePost, type Posting } from './posting.ts'
import { CountQueries } from './queries.ts'
import { Recorder } from './recording.ts'
import {
  COUNTS_TABLES,
  type CountRow,
  CountTables,
  countsMigration,
  isCounted,
  type MovedGoods,
} from './tables.ts'

/** Stock counts inside the object. */
export function countsModule(database: Database, log: EventLog, ports: CountsPorts): Module<CountsContract> {
  const tables = new CountTables(database, (id) => ports.items.ordinal(id))
  const planning = new Planning(tables, ports)
  const recorder = new Recorder(tables, ports, log)
  const queries = new CountQueries(tables, ports)

  return {
    contract: countsContract,
    migrations: [countsMigration],
    derivedTables: [...COUNTS_TABLES],
    auditChecks: () => new CountsAudit(database),

    commands: {
      PlanStockCount(input, context) {
        const data = planning.plan(input, context)
        if (isRefusal(data)) return data
        return {
          events: [{ type: 'stock-count-planned', version: 1, data }],
          reply: () => shown(data.id),
        }
      },
      RecordCounts(input, context) {
        const count = openCount(input.count)
        if (isRefusal(count)) return count
        const recording = recorder.record(count, input, context)
        if (isRefusal(recording)) return recording
        const { countings, known } = recording
        return {
          events: countings.length === 0 ? [] : [recorded(count.id, countings)],
          reply() {
            const now = tables.bySequence(count.sequence) as CountRow
            const lines = new Map(
              countings.map(({ item, place, lot = '' }) => {
                const row = tables.lineOf(count.sequence, ports.items.ordinal(item), place, lot)
                invariant(row, 'what was recorded has a line')
                return [row.line, row]
              }),
            )
            const data = [...lines.values()].map((row) => queries.line(now, row))
            return { count: queries.view(now), data, known }
          },
        }
      },
      FinishStockCount({ count: id, uncounted = 'keep' }, context) {
        const count = openCount(id)
        if (isRefusal(count)) return count
        const nothing = uncounted === 'zero' ? recorder.nothing(count, context) : []
        if (count.counted + nothing.length === 0)
          return at(
            '/count',
            'nothing_to_count',
            'Nobody has counted anything yet. Cancel the count to give it up.',
          )
        const finished: NewEvent = { type: 'stock-count-finished', version: 1, data: { id } }
        const events = nothing.length === 0 ? [finished] : [recorded(id, nothing), finished]
        return { events, reply: () => shown(id) }
      },
      ReopenStockCount({ count: id }) {
        const count = inStatus(id, ['finished'], 'count_not_finished')
        if (isRefusal(count)) return count
        const reopened: NewEvent = { type: 'stock-count-reopened', version: 1, data: { id } }
        return { events: [reopened], reply: () => shown(id) }
      },
      PostStockCount(input, context) {
        const count = inStatus(input.count, ['finished'], 'count_not_finished')
        if (isRefusal(count)) return count
        const posting = decidePost(tables, ports, count, input, context)
        if (isRefusal(posting)) return posting
        if (input.dryRun) {
          const reply = { ...postedView(count, posting), dryRun: true as const }
          return { events: [], reply: () => reply }
        }
        const posted: NewEvent = { type: 'stock-count-posted', version: 1, data: posting.posted }
        return {
          events: [...(posting.adjusted?.events ?? []), posted],
          reply: () => postedView(tables.bySequence(count.sequence) as CountRow, posting),
        }
      },
      CancelStockCount({ count: id, reason }) {
        const count = inStatus(id, ['open', 'finished'], 'count_not_open')
        if (isRefusal(count)) return count
        const data: CountStepped = { id, ...(reason && { reason }) }
        return { events: [{ type: 'stock-count-cancelled', version: 1, data }], reply: () => shown(id) }
      },
    },

    queries: {
      ListStockCounts: (input) => queries.list(input),
      GetStockCount({ count }) {
        const found = tables.find(count)
        return found ? queries.view(found) : notFound(count)
      },
      ListCountLines(input) {
        const count = tables.find(input.count)
        return count ? queries.lines(count, input) : notFound(input.count)
      },
      ListCountings(input) {
        const count = tables.find(input.count)
        return count ? queries.countings(count, input) : notFound(input.count)
      },
      GetCountAccuracy: (input) => queries.accuracy(input),
    },

    apply(events) {
      for (const event of events) applyOne(event)
    },

    shownTo: ({ data }) => JSON.parse(data),
    sensitiveClasses: () => (tables.lastNumber() > 0 ? ['costs'] : []),

    titleOf(_, input) {
      const { count: id, name } = input as { count?: string; name?: string }
      const count = id === undefined ? undefined : tables.find(id)
      return name ?? count?.name ?? (count && `Count ${count.number}`)
    },
  }

  function postedView(count: CountRow, { posted }: Posting): ReplyOf<CountsContract, 'PostStockCount'> {
    const values = new Map(posted.values.map(({ line, value }) => [line, value]))
    const amount = (minor: number) => formatAmount(minor, ports.stock.currencyScale())
    const sum = (of: (value: number) => boolean) =>
      [...values.values()].filter(of).reduce((total, value) => total + value, 0)
    return {
      ...queries.view(count),
      gained: amount(sum((value) => value > 0)),
      lost: amount(0 - sum((value) => value < 0)),
      differing: tables
        .lines(count.sequence)
        .filter((row) => isCounted(row) && difference(row) !== 0)
        .map((row) => ({ ...queries.line(count, row), value: amount(values.get(row.line) ?? 0) })),
    }
  }

  function shown(id: string) {
    const count = tables.find(id)
    invariant(count, `count ${id} is there`)
    return queries.view(count)
  }

  function openCount(id: string) {
    return inStatus(id, ['open'], 'count_not_open')
  }

  function inStatus(id: string, statuses: readonly string[], code: 'count_not_open' | 'count_not_finished') {
    const count = tables.find(id)
    if (!count) return notFound(id)
    return statuses.includes(count.status)
      ? count
      : at('/count', code, `Count ${count.number} is ${count.status}. ${WAY_OUT[count.status]}`)
  }

  function applyOne(event: RecordedEvent): void {
    switch (event.type) {
      case 'stock-moved':
        fold(event as RecordedEvent<string, StockMoved>)
        return
      case 'stock-count-planned':
        tables.plan(event as RecordedEvent<string, CountPlanned>)
        return
      case 'stock-count-recorded':
        tables.record(event as RecordedEvent<string, CountRecorded>)
        return
      case 'stock-count-finished':
        tables.settle((event.data as CountStepped).id, 'finished')
        return
      case 'stock-count-reopened':
        tables.settle((event.data as CountStepped).id, 'open')
        return
      case 'stock-count-posted':
        tables.post(event.data as CountPosted)
        return
      case 'stock-count-cancelled':
        tables.settle((event.data as CountStepped).id, 'cancelled')
    }
  }

  /** What moves in a warehouse in which something is counted. */
  function fold({ sequence, data: { lines } }: RecordedEvent<string, StockMoved>): void {
    const counting = new Map<number, boolean>()
    const moves: MovedGoods[] = []
    for (const [line, { item: id, from, to, quantity, lot = '' }] of lines.entries()) {
      if (quantity === undefined) continue
      for (const [side, place] of [from, to].entries()) {
        const warehouse = place ? ports.places.byOrdinal(place).warehouseOrdinal : null
        if (!place || warehouse === null) continue
        if (!counting.has(warehouse)) counting.set(warehouse, tables.isCounting(warehouse))
        if (!counting.get(warehouse)) continue
        moves.push({
          ...{ item: ports.items.ordinal(id), place, lot, line, side: side as 0 | 1, warehouse },
          quantity: side === 0 ? 0 - quantity : quantity,
        })
      }
    }
    tables.move(sequence, moves)
  }
}

const recorded = (id: string, lines: CountRecorded['lines']): NewEvent => ({
  type: 'stock-count-recorded',
  version: 1,
  data: { id, lines } satisfies CountRecorded,
})

const notFound = (id: string): Refusal<'stock_count_not_found'> =>
  at('/count', 'stock_count_not_found', `There is no stock count ${id}.`) as Refusal<'stock_count_not_found'>

const WAY_OUT = {
  open: 'Finish it first.',
  finished: 'Reopen it to go on counting.',
  posted: 'Plan another one.',
  cancelled: 'Plan another one.',
} as const

import type { InputOf } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { EventLog } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockPlace } from '../stock-place.ts'
import type { Counting, CountsContract } from './contract.ts'
import { at, type CountsRefusal, type Frame, lastBy, momentOf } from './domain.ts'
import type { CountsPorts } from './ports.ts'
import type { CountRow, CountTables } from './tables.ts'

type Input = InputOf<CountsContract, 'RecordCounts'>
type Line = Input['lines'][number]
interface Portion {
  lot: string | undefined
  quantity: number
}

export interface Recording {
  countings: Counting[]
  /** Lines whose key had been recorded before. */
  known: number
}

/** What was counted, compared with the books as they were at that moment. */
export class Recorder {
  readonly #tables: CountTables
  readonly #ports: CountsPorts
  readonly #log: EventLog

  constructor(tables: CountTables, ports: CountsPorts, log: EventLog) {
    this.#tables = tables
    this.#ports = ports
    this.#log = log
  }

  record(count: CountRow, input: Input, context: CommandContext): Recording | CountsRefusal {
    const frame = this.#frame(count, input, context)
    const recording: Recording = { countings: [], known: 0 }
    const keys = new Map<string, Counting>()
    const fresh = new Set<string>()
    for (const [index, line] of input.lines.entries()) {
      const pointer = `/lines/${index}`
      const resolved = this.#resolve(count, line, pointer)
      if (isRefusal(resolved)) return resolved
      const { item, place, portions } = resolved
      const knownAt = line.knownAt ?? input.knownAt
      const countedAt = line.countedAt === undefined ? undefined : microsOf(line.countedAt)
      const moment = momentOf({ countedAt, knownAt }, frame, pointer)
      if (isRefusal(moment)) return moment
      for (const [number, { lot, quantity }] of portions.entries()) {
        const key = line.key === undefined ? undefined : number === 0 ? line.key : `${line.key}/${number}`
        const counting: Counting = {
          item: item.id,
          place: place.ordinal,
          ...(lot !== undefined && { lot }),
          ...(line.expiry !== undefined && { expiry: line.expiry }),
          quantity,
          booked: this.#booked(item.ordinal, place.ordinal, lot ?? null, moment.at),
          ...moment,
          ...(key !== undefined && { key }),
          ...enteredOf(item, line),
        }
        const again = key === undefined ? undefined : this.#again(count, counting, keys.get(key), pointer)
        if (isRefusal(again)) return again
        if (again) {
          recording.known += 1
          continue
        }
        const problem = this.#place(count, counting, item, fresh, pointer)
        if (problem) return problem
        if (key !== undefined) keys.set(key, counting)
        recording.countings.push(counting)
        if (recording.countings.length > LIMITS.countedAtOnceMax)
          return at(
            '/lines',
            'too_many_count_lines',
            `At most ${LIMITS.countedAtOnceMax} lines and serial numbers a request.`,
          )
      }
    }
    return recording
  }

  /** Nothing was in the places of the lines that nobody counted. */
  nothing(count: CountRow, { nowMicros }: CommandContext): Counting[] {
    const head = this.#log.head.sequence
    return this.#tables
      .lines(count.sequence)
      .filter(({ quantity }) => quantity === null)
      .map(({ item, place, lot }) => ({
        item: this.#ports.items.byOrdinal(item).id,
        place,
        ...(lot && { lot }),
        quantity: 0,
        booked: this.#booked(item, place, lot || null, head),
        at: head,
        countedAt: nowMicros,
      }))
  }

  #frame(count: CountRow, { sentAt }: Input, { nowMicros }: CommandContext): Frame {
    const head = this.#log.head.sequence
    const planned = count.sequence
    const recordedAt = (position: number) => this.#log.at(position)?.recorded_at ?? 0
    return {
      planned,
      head,
      nowMicros,
      behind: sentAt === undefined ? 0 : nowMicros - microsOf(sentAt),
      positionAt: (micros) => lastBy(micros, planned, head, recordedAt),
    }
  }

  #resolve(
    count: CountRow,
    line: Line,
    pointer: string,
  ): { item: StockItem; place: StockPlace; portions: Portion[] } | CountsRefusal {
    const item = this.#ports.items.byRef(line.item)
    if (!item) return at(`${pointer}/item`, 'unknown_item', `There is no item ${line.item}.`)
    if (item.kind !== 'stock' || item.isTemplate)
      return at(
        `${pointer}/item`,
        'item_not_stocked',
        `${item.code} is not kept in stock: count what it is made of.`,
      )
    const { places } = this.#ports
    const own = places.byOrdinal(count.place)
    const place = line.place === undefined ? own : places.place(line.place)
    if (!place) return at(`${pointer}/place`, 'unknown_place', `There is no place ${line.place}.`)
    if (!places.isWithin(place, own.code))
      return at(
        `${pointer}/place`,
        'outside_of_count',
        `${place.code} does not lie in ${own.code}, which is counted. Plan a count for it.`,
      )
    if (place.kind !== 'bin')
      return at(
        `${pointer}/place`,
        'unknown_place',
        `${place.code} only groups places: name the place below it.`,
      )
    const portions = this.#portions(item, line, pointer)
    return isRefusal(portions) ? portions : { item, place, portions }
  }

  #portions(item: StockItem, line: Line, pointer: string): Portion[] | CountsRefusal {
    const { lot, serials, quantity } = line
    const piece = 10 ** item.scale
    if (serials !== undefined) {
      if (item.tracking !== 'serial')
        return at(`${pointer}/serials`, 'invalid_stock_line', `${item.code} has no serial numbers.`)
      if (new Set(serials).size !== serials.length)
        return at(`${pointer}/serials`, 'invalid_stock_line', 'A serial number is named twice.')
      return serials.map((each) => ({ lot: each, quantity: piece }))
    }
    if (item.tracking === 'none' && lot !== undefined)
      return at(`${pointer}/lot`, 'invalid_stock_line', `${item.code} is not kept by lots.`)
    if (item.tracking !== 'none' && lot === undefined)
      return at(
        `${pointer}/lot`,
        'lot_required',
        `${item.code} is kept by lots or serial numbers: name them.`,
      )
    if (quantity === undefined)
      return at(`${pointer}/quantity`, 'invalid_quantity', 'Say how much lies there.')
    const steps = this.#ports.items.steps(item, quantity, line.unit)
    if (isRefusal(steps)) {
      const field = steps.refused === 'unknown_unit_of_item' ? 'unit' : 'quantity'
      return at(`${pointer}/${field}`, steps.refused, steps.detail)
    }
    if (item.tracking === 'serial' && steps !== 0 && steps !== piece)
      return at(`${pointer}/quantity`, 'invalid_quantity', 'A serial number is there once or not at all.')
    return [{ lot, quantity: steps }]
  }

  /** What the books had there at a position: what they have, less what came since. */
  #booked(item: number, place: number, lot: string | null, position: number): number {
    const moved = this.#tables.movedAfter(position, item, place, lot ?? '')
    return this.#ports.stock.onHandAt(item, place, lot) - moved
  }

  #again(
    count: CountRow,
    counting: Counting,
    sent: Counting | undefined,
    pointer: string,
  ): boolean | CountsRefusal {
    const { key = '', lot = '', place, quantity } = counting
    const row = this.#tables.byKey(count.sequence, key)
    const known =
      sent ?? (row && { ...row, item: this.#ports.items.byOrdinal(row.item).id, lot: row.lot || undefined })
    if (!known) return false
    const isSame =
      known.item === counting.item &&
      known.place === place &&
      (known.lot ?? '') === lot &&
      known.quantity === quantity
    return (
      isSame ||
      at(`${pointer}/key`, 'count_key_taken', `The key ${key} was used for something else. Choose another.`)
    )
  }

  #place(
    count: CountRow,
    { place, lot = '' }: Counting,
    item: StockItem,
    fresh: Set<string>,
    pointer: string,
  ): CountsRefusal | undefined {
    const open = this.#tables.openIn(item.ordinal, place, lot)
    if (open === count.sequence) return undefined
    const { code } = this.#ports.places.byOrdinal(place)
    if (open !== undefined) {
      const other = this.#tables.bySequence(open)
      return at(
        pointer,
        'counted_elsewhere',
        `${item.code} in ${code} belongs to count ${other?.number} (${other?.id}). Record it there, or post or cancel that first.`,
      )
    }
    fresh.add(`${item.ordinal}/${place}/${lot}`)
    if (count.lines + fresh.size > LIMITS.countLinesMax)
      return at(
        pointer,
        'too_many_count_lines',
        `A count has at most ${LIMITS.countLinesMax} lines. Plan another one.`,
      )
    return undefined
  }
}

const enteredOf = (item: StockItem, { quantity, unit }: Line) =>
  unit !== undefined && unit !== item.unit && quantity !== undefined ? { entered: { quantity, unit } } : {}

const microsOf = (instant: string): number => Date.parse(instant) * 1_000

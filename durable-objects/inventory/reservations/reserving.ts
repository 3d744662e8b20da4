import type { InputOf } from '../../kernel/contract.ts'
import { parseDate } from '../../kernel/dates.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockPlace } from '../stock-place.ts'
import type { Amounts, ReservationsContract, StockReserved } from './contract.ts'
import { Desk } from './desk.ts'
import { amountsFor, expiryOf, type ReservationsRefusal } from './domain.ts'
import { reservedIn, totalOf } from './model.ts'
import { type Dated, promisable } from './projection.ts'
import type { Surroundings } from './surroundings.ts'
import { at, placeOf, stepsOf, stockedItem, warehouseOf } from './surroundings.ts'
import type { ReservationTables } from './tables.ts'

type Input = InputOf<ReservationsContract, 'ReserveStock'>
type Line = Input['lines'][number]

export interface Reserving {
  events: NewEvent[]
  ids: string[]
  short: { line: number; item: StockItem; wanted: number; reserved: number }[]
}

/** Line by line: each sees what those before it took. Positions are those of the first events of the decision. */
export function decideReserve(
  tables: ReservationTables,
  around: Surroundings,
  input: Input,
  context: Pick<CommandContext, 'nowMicros' | 'nextSequence' | 'idAt'>,
): Reserving | ReservationsRefusal {
  const expiresAt = input.expiresAt === undefined ? undefined : expiryOf(input.expiresAt, context.nowMicros)
  if (isRefusal(expiresAt)) return expiresAt
  const desk = new Desk(tables, around.stock, around.items.format)
  const promised = new Promised(tables)
  const done: Reserving = { events: [], ids: [], short: [] }
  for (const [index, line] of input.lines.entries()) {
    const pointer = `/lines/${index}`
    const resolved = resolve(around, line, pointer)
    if (isRefusal(resolved)) return resolved
    const { item, warehouse, place, quantity } = resolved
    const neededBy = line.neededBy ?? input.neededBy
    const day = neededBy === undefined ? null : (parseDate(neededBy) ?? null)
    const { amounts, missing } = amountsFor(desk.levels, {
      item: item.ordinal,
      allowsNegative: item.allowsNegative,
      warehouse: warehouse.ordinal,
      place: place?.ordinal,
      lot: line.lot ?? null,
      quantity,
      isExpected: input.expected === true,
      promisable: () => promised.promisable(item.ordinal, warehouse.ordinal, day),
    })
    if (missing > 0 && !input.partial)
      return notAvailable(around, item, quantity, amounts, placeText(resolved), `${pointer}/quantity`)
    if (missing > 0) done.short.push({ line: index, item, wanted: quantity, reserved: totalOf(amounts) })
    if (totalOf(amounts) === 0) continue
    desk.levels.keep(item.ordinal, warehouse.ordinal, amounts, 1)
    promised.add(item.ordinal, warehouse.ordinal, { date: day, quantity: amounts.expected })
    const id = context.idAt('reservation', context.nextSequence + done.events.length)
    const data: StockReserved = {
      id,
      kind: place ? 'hard' : 'soft',
      demand: { ...input.demand, ...(line.line && { line: line.line }) },
      item: item.id,
      warehouse: warehouse.ordinal,
      amounts,
      ...(neededBy !== undefined && { neededBy }),
      ...(expiresAt !== undefined && { expiresAt }),
    }
    done.events.push({ type: 'stock-reserved', version: 1, data })
    done.ids.push(id)
  }
  if (done.events.length === 0) {
    const detail = 'Nothing of what is wanted is available.'
    return refuse('stock_not_available', detail, [{ pointer: '/lines', code: 'stock_not_available', detail }])
  }
  return done
}

interface Resolved {
  item: StockItem
  warehouse: { ordinal: number; code: string }
  place: StockPlace | undefined
  quantity: number
}

function resolve(around: Surroundings, line: Line, pointer: string): Resolved | ReservationsRefusal {
  const item = stockedItem(around, line.item, `${pointer}/item`)
  if (isRefusal(item)) return item
  const place = line.place === undefined ? undefined : placeOf(around, line.place, `${pointer}/place`)
  if (isRefusal(place)) return place
  const warehouse = warehouseOf(
    around,
    line.warehouse ?? place?.warehouse ?? undefined,
    `${pointer}/warehouse`,
  )
  if (isRefusal(warehouse)) return warehouse
  if (place && place.warehouseOrdinal !== warehouse.ordinal)
    return at(`${pointer}/place`, 'invalid_reservation', `${place.code} is not a place of ${warehouse.code}.`)
  if (line.lot !== undefined && !place)
    return at(
      `${pointer}/lot`,
      'invalid_reservation',
      'A lot is reserved in a place. Name the place, or reserve without the lot and allocate it.',
    )
  if (line.lot !== undefined && item.tracking === 'none')
    return at(`${pointer}/lot`, 'invalid_reservation', `${item.code} has no lots.`)
  const quantity = stepsOf(around, item, line, `${pointer}/quantity`)
  if (isRefusal(quantity)) return quantity
  return { item, warehouse, place, quantity }
}

const placeText = ({ warehouse, place }: Resolved): string => place?.code ?? warehouse.code

/** Says what there is. */
export function notAvailable(
  { items }: Surroundings,
  item: StockItem,
  wanted: number,
  amounts: Amounts,
  where: string,
  pointer: string,
): ReservationsRefusal {
  const expected =
    amounts.expected > 0 ? ` and ${items.format(item, amounts.expected)} can be promised of receipts` : ''
  const detail = `${items.format(item, reservedIn(amounts))} ${item.unit} of ${item.code} are available in ${where}${expected}; ${items.format(item, wanted)} are wanted. Ask for less, or send partial to take what there is.`
  return at(pointer, 'stock_not_available', detail)
}

/** What is promised of receipts, with the promises of this decision. */
export class Promised {
  readonly #tables: ReservationTables
  readonly #added = new Map<string, Dated[]>()

  constructor(tables: ReservationTables) {
    this.#tables = tables
  }

  promisable(item: number, warehouse: number, by: number | null): number {
    const promised = [...this.#tables.promised(item, warehouse), ...this.#of(item, warehouse)]
    return promisable(this.#tables.incoming(item, warehouse), promised, by)
  }

  add(item: number, warehouse: number, promise: Dated): void {
    if (promise.quantity !== 0)
      this.#added.set(`${item} ${warehouse}`, [...this.#of(item, warehouse), promise])
  }

  #of(item: number, warehouse: number): readonly Dated[] {
    return this.#added.get(`${item} ${warehouse}`) ?? []
  }
}

import Decimal from 'decimal.js'
import { describeAmountProblem, parseAmount } from '../../kernel/amount.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { type FieldError, isRefusal, refuse } from '../../kernel/result.ts'
import type { ItemAccount } from '../items/contract.ts'
import type { BookAccount, StockItem } from '../stock-item.ts'
import type { StockPlace } from '../stock-place.ts'
import type { UnitCost } from '../valuation/model.ts'
import type { StockContract } from './contract.ts'
import type { StockRefusal } from './desk.ts'
import type { StockPorts } from './ports.ts'
import type { StockTables } from './tables.ts'

/** Digits enough for the largest quantity times the finest cost. */
const Exact = Decimal.clone({ precision: 80 })

type Code = keyof StockContract['refusals']
type Problem = FieldError & { code: Code }

/** Goods as a client writes them. */
export interface GoodsInput {
  item: string
  quantity?: string | undefined
  unit?: string | undefined
  lot?: string | undefined
  serials?: readonly string[] | undefined
}

/** One portion of a line: of an item with serial numbers one a piece. */
export interface Portion {
  quantity: number
  lot: string | undefined
}

/** Looks up what a document names, and keeps what is wrong with it until all of it was looked at. */
export class Resolver {
  readonly #problems: Problem[] = []
  readonly #ports: StockPorts
  readonly #tables: StockTables

  constructor(ports: StockPorts, tables: StockTables) {
    this.#ports = ports
    this.#tables = tables
  }

  /** The refusal that names all that is wrong; undefined: nothing is. */
  get refusal(): StockRefusal | undefined {
    const [first] = this.#problems
    return first && refuse(first.code, `${first.detail} (${first.pointer.slice(1)})`, this.#problems)
  }

  problem(pointer: string, code: Code, detail: string): undefined {
    this.#problems.push({ pointer, code, detail })
    return undefined
  }

  item(ref: string, pointer: string): StockItem | undefined {
    const item = this.#ports.items.byRef(ref)
    if (!item)
      return this.problem(
        pointer,
        'unknown_item',
        `There is no item ${ref}. Make it first, or correct the code.`,
      )
    if (item.isTemplate)
      return this.problem(
        pointer,
        'item_not_stocked',
        `${item.code} stands for its variants. Name one of them.`,
      )
    if (item.kind === 'service')
      return this.problem(
        pointer,
        'item_not_stocked',
        `${item.code} is a service: nothing of it lies anywhere.`,
      )
    if (!item.isActive)
      return this.problem(
        pointer,
        'item_not_stocked',
        `${item.code} is not used any more. Activate it again.`,
      )
    return item
  }

  place(code: string | undefined, fallback: StockPlace | undefined, pointer: string): StockPlace | undefined {
    const place = code === undefined ? fallback : this.#ports.places.place(code)
    if (!place)
      return this.problem(
        pointer,
        'unknown_place',
        code === undefined
          ? 'There is no warehouse yet. Open one first.'
          : `There is no place ${code}. Open it first, or correct the code.`,
      )
    if (!place.isActive)
      return this.problem(pointer, 'unknown_place', `${place.code} is not used any more. Use another place.`)
    if (place.kind === 'view')
      return this.problem(pointer, 'unknown_place', `${place.code} only groups places: nothing lies in it.`)
    return place
  }

  /** A place of a warehouse, where goods lie and have a value. */
  within(
    code: string | undefined,
    fallback: StockPlace | undefined,
    pointer: string,
  ): StockPlace | undefined {
    const place = this.place(code, fallback, pointer)
    if (place && place.warehouseOrdinal === null)
      return this.problem(pointer, 'unknown_place', `${place.code} is no place of a warehouse.`)
    return place
  }

  /** A place outside: a supplier, customers, scrap. */
  outside(code: string | undefined, fallback: StockPlace, pointer: string): StockPlace | undefined {
    const place = this.place(code, fallback, pointer)
    if (place && (place.warehouseOrdinal !== null || place.kind === 'transit'))
      return this.problem(
        pointer,
        'unknown_place',
        `${place.code} is a place of a warehouse. Move goods within and between warehouses by a transfer.`,
      )
    return place
  }

  /** Steps of a quantity; zero and what is not exact is a problem. */
  steps(item: StockItem, quantity: string, unit: string | undefined, pointer: string): number | undefined {
    const steps = this.#ports.items.steps(item, quantity, unit)
    if (isRefusal(steps)) return this.problem(`${pointer}/quantity`, steps.refused, steps.detail)
    if (steps <= 0)
      return this.problem(
        `${pointer}/quantity`,
        'invalid_quantity',
        'Nothing would be moved. Leave the line out.',
      )
    return steps
  }

  /** What a line moves, by lots and serial numbers. `lot` undefined: the item has none, or it is to be chosen. */
  portions(item: StockItem, goods: GoodsInput, pointer: string, mayChoose: boolean): Portion[] | undefined {
    const { lot, serials, quantity } = goods
    if (item.tracking === 'serial') return this.#serials(item, goods, pointer, mayChoose)
    if (serials !== undefined)
      return this.problem(`${pointer}/serials`, 'invalid_stock_line', `${item.code} has no serial numbers.`)
    if (item.tracking === 'none' && lot !== undefined)
      return this.problem(`${pointer}/lot`, 'invalid_stock_line', `${item.code} is not kept by lots.`)
    if (item.tracking === 'lot' && lot === undefined && !mayChoose)
      return this.problem(`${pointer}/lot`, 'lot_required', `${item.code} is kept by lots: name the lot.`)
    if (quantity === undefined)
      return this.problem(`${pointer}/quantity`, 'invalid_quantity', 'Say how much.')
    const steps = this.steps(item, quantity, goods.unit, pointer)
    return steps === undefined ? undefined : [{ quantity: steps, lot }]
  }

  #serials(item: StockItem, goods: GoodsInput, pointer: string, mayChoose: boolean): Portion[] | undefined {
    const piece = 10 ** item.scale
    const serials = goods.serials ?? (goods.lot === undefined ? undefined : [goods.lot])
    const steps =
      goods.quantity === undefined ? undefined : this.steps(item, goods.quantity, goods.unit, pointer)
    if (goods.quantity !== undefined && steps === undefined) return undefined
    if (serials === undefined) {
      if (!mayChoose || steps === undefined)
        return this.problem(
          `${pointer}/serials`,
          'lot_required',
          `${item.code} has serial numbers: name one for each piece.`,
        )
      return [{ quantity: steps, lot: undefined }]
    }
    if (new Set(serials).size !== serials.length)
      return this.problem(`${pointer}/serials`, 'invalid_stock_line', 'A serial number is named twice.')
    if (steps !== undefined && steps !== serials.length * piece)
      return this.problem(
        `${pointer}/serials`,
        'invalid_stock_line',
        `There are ${serials.length} serial numbers for ${goods.quantity} pieces.`,
      )
    return serials.map((lot) => ({ quantity: piece, lot }))
  }

  /** A piece cannot come in that is there. */
  newSerial(item: StockItem, serial: string, pointer: string): void {
    const lot = this.#tables.lot(item.ordinal, serial)
    if (lot && this.#tables.lotOnHand(item.ordinal, lot.lot) > 0)
      this.problem(
        `${pointer}/serials`,
        'serial_taken',
        `${item.code} with the number ${serial} is there already.${this.whereElse(item, serial)}`,
      )
  }

  /** Where a lot or serial number lies, for whom it is looked for in another place; '' if nowhere. */
  whereElse(item: StockItem, lot: string): string {
    const places = this.#tables
      .lying(item.ordinal)
      .filter(({ code }) => code === lot)
      .map(({ place }) => this.#ports.places.byOrdinal(place).code)
    if (places.length === 0) return ''
    const named = places.slice(0, PLACES_NAMED).join(', ')
    const more = places.length > PLACES_NAMED ? ' and elsewhere' : ''
    return ` It lies in ${named}${more}: transfer it, or take it out there first.`
  }

  account(code: string | undefined, pointer: string): BookAccount | undefined {
    if (code === undefined) return undefined
    const account = this.#ports.books.accountByCode(code)
    if (!account)
      return this.problem(
        pointer,
        'unknown_account',
        `There is no account ${code}. Open it first, or correct the code.`,
      )
    const used = this.#tables.stockAccounts().map((id) => this.#ports.books.account(id).id)
    return used.includes(account.id) ? this.#ownAccount(account, pointer) : account
  }

  /** The other side of what comes and goes is none of the stock's own accounts: they would say less than the stock does. */
  otherSide(contra: string | undefined, stock: readonly (string | undefined)[], pointer: string): void {
    if (contra === undefined) return
    const account = this.#ports.books.account(contra)
    const isOwn = stock.some((id) => id !== undefined && this.#ports.books.account(id).id === account.id)
    if (isOwn) this.#ownAccount(account, pointer)
  }

  #ownAccount({ code, name }: BookAccount, pointer: string): undefined {
    return this.problem(
      pointer,
      'stock_account_controlled',
      `${code} ${name} shows what the stock is worth. Name another account for the other side.`,
    )
  }

  accountOf(item: StockItem, name: ItemAccount, pointer: string): string | undefined {
    const account = this.#ports.items.account(item, name)
    if (account) return account.id
    return this.problem(
      pointer,
      'account_not_assigned',
      `${item.code} has no account for ${ACCOUNT_NAMES[name]}. Set it in the item or its family, or give an account this role.`,
    )
  }

  amount(text: string, pointer: string, mayBeNegative = false): number | undefined {
    const { code, scale } = this.#ports.books.currency()
    const amount = parseAmount(text, scale)
    if (typeof amount === 'string')
      return this.problem(pointer, 'invalid_stock_line', describeAmountProblem(amount, code, scale))
    if (amount < 0 && !mayBeNegative)
      return this.problem(pointer, 'invalid_stock_line', 'A cost is not negative.')
    return amount
  }

  /** A cost for one unit, as minor units for so many steps of the item: exact. */
  unitCost(item: StockItem, text: string, pointer: string): UnitCost | undefined {
    const cost = this.#decimalCost(text, pointer)
    if (!cost) return undefined
    const exact = exactCost(cost, item.scale, this.#ports.books.currency().scale)
    return exact ?? this.problem(pointer, 'invalid_stock_line', 'That is more than can be exact.')
  }

  /** What a line costs: quantity as it was written times the cost for one of its unit, rounded half away from zero, once. */
  lineCost(text: string, quantity: string, pointer: string): number | undefined {
    const cost = this.#decimalCost(text, pointer)
    if (!cost) return undefined
    const { scale } = this.#ports.books.currency()
    const minor = cost
      .times(quantity)
      .times(new Exact(10).pow(scale))
      .toDecimalPlaces(0, Decimal.ROUND_HALF_UP)
    if (minor.gt(LIMITS.minorUnitsMax))
      return this.problem(pointer, 'invalid_stock_line', 'That is more than can be exact.')
    return minor.toNumber()
  }

  #decimalCost(text: string, pointer: string): Decimal | undefined {
    if (!/^\d{1,15}(\.\d{1,10})?$/.test(text))
      return this.problem(
        pointer,
        'invalid_stock_line',
        `Write a cost such as "8.4025", with at most ${LIMITS.unitCostDecimalsMax} decimals.`,
      )
    return new Exact(text)
  }
}

/** The standard cost that stands in the item itself, before one was set from a day on. */
export function standardOfItem(ports: StockPorts, item: StockItem): UnitCost | undefined {
  const text = ports.items.standardCost(item)
  return text === undefined ? undefined : exactCost(new Exact(text), item.scale, ports.books.currency().scale)
}

/** Where goods of an item in a warehouse are booked: on the warehouse's own account, else on the item's. */
export function stockAccountOf(
  { items, places, books }: StockPorts,
  item: StockItem,
  warehouse: number,
): BookAccount | undefined {
  if (warehouse < 0) return items.account(item, 'inTransit')
  const own = places.warehouse(places.byOrdinal(warehouse).code)?.stockAccount ?? null
  return own === null ? items.account(item, 'stock') : books.account(own)
}

function exactCost(cost: Decimal, scale: number, currencyScale: number): UnitCost | undefined {
  const extra = Math.max(0, cost.decimalPlaces() - currencyScale)
  const value = cost.times(new Exact(10).pow(currencyScale + extra))
  const per = 10 ** (scale + extra)
  return value.gt(LIMITS.minorUnitsMax) || !Number.isSafeInteger(per)
    ? undefined
    : { value: value.toNumber(), per }
}

const PLACES_NAMED = 3

const ACCOUNT_NAMES: Record<ItemAccount, string> = {
  stock: 'its stock',
  costOfSales: 'cost of sales',
  goodsReceived: 'goods received that are not invoiced',
  priceDifference: 'price differences',
  adjustment: 'adjustments of stock',
  variation: 'the change of stock',
  revaluation: 'the revaluation of stock',
  inTransit: 'goods in transit',
  scrap: 'scrap',
}

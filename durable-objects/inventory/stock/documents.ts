import type { InputOf } from '../../kernel/contract.ts'
import { formatDate, parseDate } from '../../kernel/dates.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import { splitByWeights } from '../../kernel/split.ts'
import type { ItemAccount } from '../items/contract.ts'
import type { Movement, MovementRun } from '../reserved-stock.ts'
import type { BookAccount, StockItem } from '../stock-item.ts'
import type { StockPlace } from '../stock-place.ts'
import { mulDiv } from '../valuation/exact.ts'
import type { Accruals } from './accruals.ts'
import type { MovedLine, StockContract, StockMoved } from './contract.ts'
import {
  type DeskParts,
  type Document,
  type DocumentHeader,
  type PlannedLine,
  StockDesk,
  type StockRefusal,
} from './desk.ts'
import { Picking } from './picking.ts'
import { type Portion, Resolver, standardOfItem } from './resolver.ts'
import { returnDifferences } from './return-differences.ts'
import { MOVE_KINDS, type MoveRow } from './tables.ts'

type Input<Name extends keyof StockContract['operations']> = InputOf<StockContract, Name>

/** With what a line says beside its move. */
export type DocumentLine = PlannedLine & Pick<MovedLine, 'accrual' | 'billed'>

/** A document of the past, with its place in the log. */
export interface Recorded {
  data: StockMoved
  sequence: number
}

/** From what a client writes to a document with its moves. One object a command. */
export class DocumentMaker {
  readonly #parts: DeskParts & { accruals: Accruals }
  readonly #context: CommandContext
  readonly #resolver: Resolver
  readonly #picking: Picking
  readonly #movement: MovementRun
  readonly #lines: DocumentLine[] = []
  /** Events of other parts that belong to the document. */
  readonly #more: NewEvent[] = []
  #newLots = 0
  readonly #lots = new Map<string, number>()

  constructor(parts: DeskParts & { accruals: Accruals }, context: CommandContext) {
    this.#parts = parts
    this.#context = context
    this.#resolver = new Resolver(parts.ports, parts.tables)
    this.#movement = parts.ports.movement()
    this.#picking = new Picking(parts.ports, parts.tables, this.#movement)
  }

  receive(input: Input<'ReceiveGoods'>): Document | StockRefusal {
    const { places } = this.#parts.ports
    const from = this.#resolver.outside(input.from, places.virtual('supplier'), '/from')
    const account = this.#resolver.account(input.account, '/account')
    for (const [index, line] of input.lines.entries()) {
      const pointer = `/lines/${index}`
      const item = this.#resolver.item(line.item, `${pointer}/item`)
      const to = this.#resolver.within(
        line.to ?? input.to,
        places.default(),
        line.to ? `${pointer}/to` : '/to',
      )
      if (!item || !to || !from) continue
      if (item.kind === 'kit') {
        this.#resolver.problem(
          `${pointer}/item`,
          'item_not_stocked',
          `${item.code} is a kit: receive what it is made of.`,
        )
        continue
      }
      const contra = account?.id ?? this.#contra(item, from, pointer)
      const accrual = this.#accrual(item, from, account)
      const portions = this.#resolver.portions(item, line, pointer, false)
      const costs = portions && this.#costs(item, line, portions, pointer)
      if (!portions || !costs) continue
      for (const [at, { quantity, lot }] of portions.entries())
        this.#comeIn(item, {
          from,
          to,
          quantity,
          lot,
          cost: costs[at] as number | null,
          contra,
          accrual,
          line,
          pointer,
        })
    }
    if (input.reference) this.#more.push(...this.#announced(input.reference))
    return this.#finish({ kind: 'receipt', ...headerOf(input) })
  }

  issue(input: Input<'IssueGoods'>): Document | StockRefusal {
    const { places } = this.#parts.ports
    const to = this.#resolver.outside(input.to, places.virtual('customer'), '/to')
    const account = this.#resolver.account(input.account, '/account')
    for (const [index, line] of input.lines.entries()) {
      const pointer = `/lines/${index}`
      const named = this.#resolver.item(line.item, `${pointer}/item`)
      const from = this.#resolver.within(
        line.from ?? input.from,
        places.default(),
        line.from ? `${pointer}/from` : '/from',
      )
      if (!named || !from || !to) continue
      for (const { item, portions } of this.#exploded(named, line, pointer))
        for (const portion of portions) {
          const contra = account?.id ?? this.#contra(item, to, pointer)
          this.#goOut(item, { from, to, portion, contra, line, pointer, reservation: line.reservation })
        }
    }
    return this.#finish({ kind: 'issue', ...headerOf(input), ...(input.reason && { reason: input.reason }) })
  }

  transfer(input: Input<'TransferGoods'>): Document | StockRefusal {
    const { places } = this.#parts.ports
    for (const [index, line] of input.lines.entries()) {
      const pointer = `/lines/${index}`
      const item = this.#resolver.item(line.item, `${pointer}/item`)
      const from = this.#resolver.within(
        line.from ?? input.from,
        undefined,
        line.from ? `${pointer}/from` : '/from',
      )
      const to = this.#resolver.within(line.to ?? input.to, undefined, line.to ? `${pointer}/to` : '/to')
      if (!item || !from || !to) continue
      if (from.ordinal === to.ordinal) {
        this.#resolver.problem(`${pointer}/to`, 'invalid_stock_line', 'The goods are there already.')
        continue
      }
      if (item.kind === 'kit') {
        this.#resolver.problem(
          `${pointer}/item`,
          'item_not_stocked',
          `${item.code} is a kit: move what it is made of.`,
        )
        continue
      }
      const portions = this.#resolver.portions(item, line, pointer, true)
      for (const portion of portions ?? [])
        this.#carry(item, {
          from,
          to: input.inTransit ? places.virtual('transit') : to,
          portion,
          line,
          pointer,
        })
    }
    const of = input.inTransit ? { party: input.party ?? input.to } : {}
    return this.#finish({ kind: 'transfer', ...headerOf(input), ...of })
  }

  arrive(input: Input<'ReceiveTransfer'>, original: Recorded): Document | StockRefusal {
    const { places } = this.#parts.ports
    const transit = places.virtual('transit')
    const wanted =
      input.lines ?? original.data.lines.map((_, line) => ({ line, quantity: undefined, to: undefined }))
    const fallback = places.place(original.data.party ?? '')
    for (const [index, { line, quantity, to: code }] of wanted.entries()) {
      const pointer = `/lines/${index}`
      const found = this.#earlier(original, line, pointer, input.date)
      if (!found) continue
      const { item, row, left } = found
      if (row.into_warehouse !== 0 - original.sequence) {
        this.#resolver.problem(
          `${pointer}/line`,
          'invalid_stock_line',
          'This line is not on its way: it has arrived.',
        )
        continue
      }
      const steps = quantity === undefined ? left : this.#resolver.steps(item, quantity, undefined, pointer)
      const to = this.#resolver.within(code, fallback, `${pointer}/to`)
      if (steps === undefined || !to || (steps === 0 && quantity === undefined)) continue
      if (steps > left) {
        this.#tooMuch(item, left, pointer)
        continue
      }
      const lot = original.data.lines[line]?.lot
      this.#lines.push({
        item,
        kind: {
          kind: 'transfer',
          warehouse: 0 - original.sequence,
          into: to.warehouseOrdinal as number,
          quantity: steps,
          lot: this.#lotOf(item, lot),
        },
        of: { date: row.date, sequence: row.sequence, line: row.line },
        from: transit.ordinal,
        to: to.ordinal,
        lot: lot === undefined ? undefined : { code: lot },
        pointer,
      })
      this.#moved({ item, from: transit, to, lot, quantity: steps, pointer })
    }
    return this.#finish({
      kind: 'arrival',
      date: input.date,
      of: original.data.id,
      ...(input.note && { note: input.note }),
    })
  }

  adjust(input: Input<'AdjustStock'>): Document | StockRefusal {
    const { places } = this.#parts.ports
    const outside = places.virtual('adjustment')
    const account = this.#resolver.account(input.account, '/account')
    for (const [index, line] of input.lines.entries()) {
      const pointer = `/lines/${index}`
      const item = this.#resolver.item(line.item, `${pointer}/item`)
      const place = this.#resolver.within(
        line.place ?? input.place,
        places.default(),
        line.place ? `${pointer}/place` : '/place',
      )
      if (!item || !place) continue
      const isLess = line.quantity?.startsWith('-') ?? false
      const goods = { ...line, quantity: isLess ? line.quantity?.slice(1) : line.quantity }
      const portions = this.#resolver.portions(item, goods, pointer, false)
      const contra = account?.id ?? this.#contra(item, outside, pointer)
      const costs = portions && this.#costs(item, goods, portions, pointer)
      if (!portions || !costs) continue
      for (const [at, portion] of portions.entries()) {
        const { quantity, lot } = portion
        if (isLess) this.#goOut(item, { from: place, to: outside, portion, contra, line, pointer })
        else
          this.#comeIn(item, {
            ...{ from: outside, to: place, quantity, lot, contra, line, pointer },
            cost: costs[at] as number | null,
          })
      }
    }
    return this.#finish({ kind: 'adjustment', ...headerOf(input), reason: input.reason })
  }

  giveBack(input: Input<'ReturnGoods'>, original: Recorded): Document | StockRefusal {
    const isIssue = original.data.kind === 'issue'
    if (!isIssue && original.data.kind !== 'receipt')
      return refuse('invalid_stock_line', 'Only issues come back and receipts go back.', [
        { pointer: '/id', code: 'invalid_stock_line', detail: 'Name an issue or a receipt.' },
      ])
    const { places } = this.#parts.ports
    for (const [index, wanted] of input.lines.entries()) {
      const pointer = `/lines/${index}`
      const found = this.#earlier(original, wanted.line, pointer, input.date)
      const steps = found && this.#resolver.steps(found.item, wanted.quantity, undefined, pointer)
      if (!found || steps === undefined) continue
      const { item, row, left } = found
      if (steps > left) {
        this.#tooMuch(item, left, pointer)
        continue
      }
      const line = original.data.lines[wanted.line]
      const inside = places.byOrdinal(isIssue ? row.from_place : row.to_place)
      const outside = places.byOrdinal(isIssue ? row.to_place : row.from_place)
      const place = this.#resolver.within(wanted.place ?? input.place, inside, `${pointer}/place`)
      if (!place) continue
      const of = { date: row.date, sequence: row.sequence, line: row.line }
      const contra = row.contra ?? undefined
      const portion = { quantity: steps, lot: line?.lot }
      if (!isIssue)
        this.#goOut(item, {
          ...{ from: place, to: outside, portion, contra, pointer, back: of },
          line: row.dimensions === null ? {} : { dimensions: JSON.parse(row.dimensions) },
        })
      else {
        this.#lines.push({
          item,
          kind: {
            kind: 'return',
            warehouse: place.warehouseOrdinal as number,
            quantity: steps,
            of,
            lot: this.#lotOf(item, line?.lot),
          },
          from: outside.ordinal,
          to: place.ordinal,
          lot: line?.lot === undefined ? undefined : { code: line.lot },
          contra,
          pointer,
        })
        this.#moved({ item, from: outside, to: place, lot: line?.lot, quantity: steps, pointer })
      }
    }
    const kind = isIssue ? 'customer-return' : 'supplier-return'
    return this.#finish({ kind, ...headerOf({ ...input, id: undefined }), of: original.data.id })
  }

  addCosts(
    input: Input<'AddReceiptCosts'>,
    find: (id: string) => Recorded | undefined,
  ): Document | StockRefusal {
    const account = this.#resolver.account(input.account, '/account')
    const charged: {
      item: StockItem
      row: MoveRow
      pointer: string
      weight: number
      amount: number | undefined
    }[] = []
    for (const [index, { receipt, line, amount }] of input.receipts.entries()) {
      const pointer = `/receipts/${index}`
      const original = find(receipt)
      if (original?.data.kind !== 'receipt') {
        this.#resolver.problem(`${pointer}/receipt`, 'unknown_receipt', `There is no receipt ${receipt}.`)
        continue
      }
      if ((amount === undefined) === (input.amount === undefined)) {
        const detail = 'Give an amount to be divided, or an amount with each receipt.'
        this.#resolver.problem(`${pointer}/amount`, 'invalid_stock_line', detail)
        continue
      }
      const lines = line === undefined ? original.data.lines.map((_, at) => at) : [line]
      const found = lines.flatMap((at) => this.#earlier(original, at, pointer, input.date) ?? [])
      const minor =
        amount === undefined ? undefined : this.#resolver.amount(amount, `${pointer}/amount`, true)
      const weights = found.map(({ item, row }) => this.#weight(item, row, input.by ?? 'value', pointer))
      const shares =
        minor === undefined || found.length === 0 || weights.every((weight) => weight === 0)
          ? undefined
          : splitByWeights(minor, weights)
      for (const [at, { item, row }] of found.entries())
        charged.push({ item, row, pointer, weight: weights[at] as number, amount: shares?.[at] })
    }
    const total =
      input.amount === undefined ? undefined : this.#resolver.amount(input.amount, '/amount', true)
    if (this.#resolver.refusal) return this.#resolver.refusal
    const weights = charged.map(({ weight }) => weight)
    if (weights.every((weight) => weight === 0))
      return refuse(
        'invalid_stock_line',
        `There is nothing to divide by: choose another basis than ${input.by ?? 'value'}.`,
        [{ pointer: '/by', code: 'invalid_stock_line', detail: 'Choose another basis.' }],
      )
    const shares =
      total === undefined ? charged.map(({ amount }) => amount ?? 0) : splitByWeights(total, weights)
    for (const [at, { item, row, pointer }] of charged.entries()) {
      const cost = shares[at] as number
      if (cost === 0) continue
      this.#lines.push({
        item,
        kind: {
          kind: 'recost',
          of: { date: row.date, sequence: row.sequence, line: row.line },
          quantity: row.quantity,
          cost,
        },
        contra: account?.id ?? this.#resolver.accountOf(item, this.#style('goodsReceived'), pointer),
        accrual: this.#accrual(item, this.#parts.ports.places.virtual('supplier'), account),
        pointer,
      })
    }
    return this.#finish({ kind: 'cost', ...headerOf(input) })
  }

  setStandards(input: Input<'SetStandardCosts'>): Document | StockRefusal {
    for (const [index, { item: ref, unitCost }] of input.lines.entries()) {
      const pointer = `/lines/${index}`
      const item = this.#resolver.item(ref, `${pointer}/item`)
      const cost = item && this.#resolver.unitCost(item, unitCost, `${pointer}/unitCost`)
      if (!item || !cost) continue
      const contra = this.#resolver.accountOf(item, 'revaluation', pointer)
      // The standard that held until now is written down with the first that follows it.
      const first = this.#parts.tables.standard(item.ordinal, 0)
        ? undefined
        : standardOfItem(this.#parts.ports, item)
      for (const each of first ? [first, cost] : [cost])
        this.#lines.push({ item, kind: { kind: 'standard', unitCost: each }, contra, pointer })
      const changed = this.#parts.ports.items.standardCostChanged(item, unitCost)
      if (changed) this.#more.push(changed)
    }
    return this.#finish({ kind: 'standard-cost', ...headerOf(input) })
  }

  revalue(input: Input<'RevalueStock'>): Document | StockRefusal {
    const account = this.#resolver.account(input.account, '/account')
    for (const [index, line] of input.lines.entries()) {
      const pointer = `/lines/${index}`
      const item = this.#resolver.item(line.item, `${pointer}/item`)
      const place = this.#resolver.within(
        line.warehouse ?? input.warehouse,
        this.#parts.ports.places.default(),
        line.warehouse ? `${pointer}/warehouse` : '/warehouse',
      )
      const cost = this.#resolver.amount(line.amount, `${pointer}/amount`, true)
      if (!item || !place || cost === undefined) continue
      const warehouse = place.warehouseOrdinal as number
      const problem = this.#revaluationProblem(item, warehouse, cost)
      if (problem) {
        this.#resolver.problem(`${pointer}/amount`, 'invalid_stock_line', problem)
        continue
      }
      const contra = account?.id ?? this.#resolver.accountOf(item, 'revaluation', pointer)
      this.#lines.push({ item, kind: { kind: 'revalue', warehouse, cost }, contra, pointer })
    }
    return this.#finish({ kind: 'revaluation', ...headerOf(input), reason: input.reason })
  }

  #revaluationProblem(item: StockItem, warehouse: number, cost: number): string | undefined {
    if (item.method === 'standard') return `${item.code} is valued at standard cost: set its standard cost.`
    const pool = this.#parts.tables.pools(item.ordinal).find((each) => each.warehouse === warehouse)
    if (!pool || pool.quantity <= 0) return `Nothing of ${item.code} lies there.`
    if (cost === 0) return 'Nothing would change. Leave the line out.'
    return pool.value + cost < 0 ? `${item.code} would be worth less than nothing.` : undefined
  }

  /** What was announced under the same reference is expected no longer. */
  #announced(reference: string): NewEvent[] {
    const { places } = this.#parts.ports
    const received = this.#lines.flatMap(({ item, kind, to }) =>
      kind.kind === 'in' && to !== undefined
        ? [{ item, warehouse: places.byOrdinal(to).warehouse as string, quantity: kind.quantity }]
        : [],
    )
    return this.#parts.ports.received(reference, received)
  }

  #comeIn(
    item: StockItem,
    {
      from,
      to,
      quantity,
      lot,
      cost,
      contra,
      accrual,
      line,
      pointer,
    }: {
      from: StockPlace
      to: StockPlace
      quantity: number
      lot: string | undefined
      cost: number | null
      contra: string | undefined
      accrual?: MovedLine['accrual']
      line: LineText
      pointer: string
    },
  ): void {
    if (lot !== undefined && item.tracking === 'serial' && !this.#hasLeft(item, lot))
      this.#resolver.newSerial(item, lot, pointer)
    const known = lot === undefined ? undefined : this.#parts.tables.lot(item.ordinal, lot)
    if (item.hasExpiry && lot !== undefined && !known && line.expiry === undefined)
      this.#resolver.problem(
        `${pointer}/expiry`,
        'lot_required',
        `${item.code} expires: say when lot ${lot} does.`,
      )
    this.#lines.push({
      item,
      kind: {
        kind: 'in',
        warehouse: to.warehouseOrdinal as number,
        quantity,
        cost,
        lot: this.#lotOf(item, lot),
      },
      from: from.ordinal,
      to: to.ordinal,
      lot:
        lot === undefined ? undefined : { code: lot, expiry: line.expiry, manufactured: line.manufactured },
      contra,
      ...(accrual && { accrual }),
      ...textOf(item, line),
      pointer,
    })
    this.#moved({ item, from, to, lot, quantity, pointer })
  }

  /** An earlier line takes the piece out: it was found in another place. */
  #hasLeft(item: StockItem, serial: string): boolean {
    return this.#lines.some(
      ({ item: { id }, kind, lot }) => id === item.id && kind.kind === 'out' && lot?.code === serial,
    )
  }

  #goOut(
    item: StockItem,
    {
      from,
      to,
      portion,
      contra,
      line,
      pointer,
      reservation,
      back,
    }: {
      from: StockPlace
      to: StockPlace
      portion: Portion
      contra: string | undefined
      line: LineText
      pointer: string
      reservation?: string | undefined
      back?: { date: number; sequence: number; line: number }
    },
  ): void {
    for (const pick of this.#picks(item, from, { ...portion, reservation }, pointer)) {
      this.#moved({
        item,
        from: pick.place,
        to,
        lot: pick.lot,
        quantity: pick.quantity,
        reservation,
        pointer,
      })
      this.#lines.push({
        item,
        kind: {
          kind: 'out',
          warehouse: pick.place.warehouseOrdinal as number,
          quantity: pick.quantity,
          lot: this.#lotOf(item, pick.lot),
          ...(back && { from: back }),
        },
        from: pick.place.ordinal,
        to: to.ordinal,
        lot: pick.lot === undefined ? undefined : { code: pick.lot },
        contra,
        ...textOf(item, line),
        pointer,
      })
    }
  }

  #carry(
    item: StockItem,
    {
      from,
      to,
      portion,
      line,
      pointer,
    }: { from: StockPlace; to: StockPlace; portion: Portion; line: LineText; pointer: string },
  ): void {
    const into = to.warehouseOrdinal ?? 0 - this.#context.nextSequence
    for (const { place, lot, quantity } of this.#picks(item, from, portion, pointer, false)) {
      this.#moved({ item, from: place, to, lot, quantity, pointer })
      const warehouse = place.warehouseOrdinal as number
      this.#lines.push({
        item,
        kind:
          warehouse === into
            ? { kind: 'shift' }
            : { kind: 'transfer', warehouse, into, quantity, lot: this.#lotOf(item, lot) },
        quantity,
        from: place.ordinal,
        to: to.ordinal,
        lot: lot === undefined ? undefined : { code: lot },
        ...textOf(item, line),
        pointer,
      })
    }
  }

  /** Where the goods are taken from. What is missing is taken from the place itself, if the item may go negative. */
  #picks(
    item: StockItem,
    from: StockPlace,
    portion: Portion & { reservation?: string | undefined },
    pointer: string,
    mayGoNegative = item.allowsNegative,
  ) {
    const picks = this.#picking.take(item, from, portion)
    const found = picks.reduce((sum, { quantity }) => sum + quantity, 0)
    const missing = portion.quantity - found
    if (missing === 0) return picks
    if (mayGoNegative && item.tracking === 'none')
      return [...picks, { place: from, lot: undefined, quantity: missing }]
    const { items } = this.#parts.ports
    const text = (steps: number) => `${items.format(item, steps)} ${item.unit}`
    const of = portion.lot === undefined ? item.code : `lot ${portion.lot} of ${item.code}`
    this.#resolver.problem(
      `${pointer}/quantity`,
      'stock_insufficient',
      `${text(portion.quantity)} of ${of} are wanted; ${text(found)} are available in ${from.code}.${portion.lot !== undefined && found === 0 ? this.#resolver.whereElse(item, portion.lot) : ''}`,
    )
    return []
  }

  /** Nothing that somebody else reserved is moved. */
  #moved(movement: Omit<Movement, 'lot'> & { lot: string | undefined }): void {
    const refusal = this.#movement.move({ ...movement, lot: movement.lot ?? null })
    if (!refusal) return
    const pointer = refusal.errors[0]?.pointer ?? movement.pointer
    this.#resolver.problem(pointer, refusal.refused, refusal.detail)
  }

  /** Kits go out as what they are made of. */
  #exploded(
    item: StockItem,
    line: Input<'IssueGoods'>['lines'][number],
    pointer: string,
  ): { item: StockItem; portions: Portion[] }[] {
    const portions = this.#resolver.portions(item, line, pointer, true)
    if (!portions) return []
    if (item.kind !== 'kit') return [{ item, portions }]
    const kits = portions.reduce((sum, { quantity }) => sum + quantity, 0)
    const components = this.#parts.ports.items.components(item)
    return components.map(({ item: component, quantity }) => ({
      item: component,
      portions: [{ quantity: mulDiv(quantity, kits, 10 ** item.scale), lot: undefined }],
    }))
  }

  /** Costs of a line's portions in turn; null: what the item costs at present. */
  #costs(
    item: StockItem,
    line: { quantity?: string | undefined; unitCost?: string | undefined; cost?: string | undefined },
    portions: readonly Portion[],
    pointer: string,
  ): (number | null)[] | undefined {
    const { unitCost, cost } = line
    if (unitCost !== undefined && cost !== undefined)
      return this.#resolver.problem(
        `${pointer}/cost`,
        'invalid_stock_line',
        'Give a cost for one unit or for the line, not both.',
      )
    const { items } = this.#parts.ports
    const sum = portions.reduce((all, { quantity }) => all + quantity, 0)
    const total =
      cost !== undefined
        ? this.#resolver.amount(cost, `${pointer}/cost`)
        : unitCost !== undefined
          ? this.#resolver.lineCost(unitCost, line.quantity ?? items.format(item, sum), `${pointer}/unitCost`)
          : null
    if (total === undefined) return undefined
    if (total === null) return portions.map(() => null)
    return splitByWeights(
      total,
      portions.map(({ quantity }) => quantity),
    )
  }

  #earlier(original: Recorded, line: number, pointer: string, date: string) {
    const recorded = original.data.lines[line]
    const row =
      recorded &&
      this.#parts.tables.move(this.#parts.ports.items.ordinal(recorded.item), {
        date: parseDate(original.data.date) as number,
        sequence: original.sequence,
        line,
      })
    if (!recorded || !row)
      return this.#resolver.problem(
        `${pointer}/line`,
        'invalid_stock_line',
        `The document has no line ${line}.`,
      )
    if (date < original.data.date)
      return this.#resolver.problem(
        '/date',
        'invalid_stock_line',
        `The goods moved on ${formatDate(row.date)}; this comes after that.`,
      )
    return { item: this.#parts.ports.items.byId(recorded.item), row, left: row.quantity - row.returned }
  }

  #tooMuch(item: StockItem, left: number, pointer: string): void {
    const { items } = this.#parts.ports
    const text = `${items.format(item, left)} ${item.unit}`
    this.#resolver.problem(
      `${pointer}/quantity`,
      'already_returned',
      `At most ${text} of ${item.code} are left of this line.`,
    )
  }

  #weight(
    item: StockItem,
    row: MoveRow,
    by: NonNullable<Input<'AddReceiptCosts'>['by']>,
    pointer: string,
  ): number {
    const { items } = this.#parts.ports
    if (by === 'value') return MOVE_KINDS[row.kind] === 'in' ? row.cost : 0
    if (by === 'quantity') return row.quantity * 10 ** (6 - item.scale)
    const each = by === 'weight' ? items.weight(item) : items.volume(item)
    if (each !== undefined) return mulDiv(each, row.quantity, 10 ** item.scale)
    this.#resolver.problem(
      pointer,
      'invalid_stock_line',
      `${item.code} has no ${by}: set it, or divide by something else.`,
    )
    return 0
  }

  /** The other side of what comes from or goes to a place outside. */
  #contra(item: StockItem, outside: StockPlace, pointer: string): string | undefined {
    const name = OTHER_SIDE[outside.kind as keyof typeof OTHER_SIDE] ?? 'adjustment'
    return this.#resolver.accountOf(item, this.#style(name), pointer)
  }

  /** A supplier bills what came from one, unless it was booked on an account that somebody named. */
  #accrual(item: StockItem, from: StockPlace, named: BookAccount | undefined): MovedLine['accrual'] {
    if (from.kind !== 'supplier') return undefined
    if (named && named.id !== this.#parts.ports.items.account(item, this.#style('goodsReceived'))?.id)
      return undefined
    return this.#parts.settings.style === 'continental' ? 'purchases' : 'goods-received'
  }

  /** In continental style all that comes and goes is a change of stock; what is lost is lost in both. */
  #style(name: ItemAccount): ItemAccount {
    const isCost = name === 'goodsReceived' || name === 'costOfSales'
    return this.#parts.settings.style === 'continental' && isCost ? 'variation' : name
  }

  /** Lots that are new get the numbers that they will have in the tables. */
  #lotOf(item: StockItem, code: string | undefined): number {
    if (code === undefined) return 0
    const known = this.#parts.tables.lot(item.ordinal, code)?.lot ?? this.#lots.get(`${item.id} ${code}`)
    if (known !== undefined) return known
    this.#newLots++
    const lot = this.#parts.tables.lastLot() + this.#newLots
    this.#lots.set(`${item.id} ${code}`, lot)
    return lot
  }

  #finish(header: DocumentHeader): Document | StockRefusal {
    if (this.#lines.length === 0 && !this.#resolver.refusal)
      return refuse('invalid_stock_line', 'There is nothing to be moved.', [
        { pointer: '/lines', code: 'invalid_stock_line', detail: 'There is nothing to be moved.' },
      ])
    const document = this.#atDesk(header, this.#lines)
    if (isRefusal(document)) return document
    const { accruals } = this.#parts
    const differences =
      header.kind === 'supplier-return'
        ? returnDifferences(accruals, parseDate(header.date) as number, this.#lines, document.outcomes)
        : []
    const made = differences.length === 0 ? document : this.#atDesk(header, [...this.#lines, ...differences])
    if (isRefusal(made)) return made
    return { ...made, events: [...made.events, ...this.#movement.events(), ...this.#more] }
  }

  #atDesk(header: DocumentHeader, planned: readonly DocumentLine[]): Document | StockRefusal {
    const desk = new StockDesk(this.#parts, this.#context, header)
    const lines = planned.map((line) => this.#withAccounts(desk, line))
    if (this.#resolver.refusal) return this.#resolver.refusal
    for (const line of lines) {
      const problem = desk.add(line)
      if (problem) return problem
    }
    return desk.finish()
  }

  #withAccounts(desk: StockDesk, line: DocumentLine): DocumentLine {
    const { item, kind, pointer } = line
    const stock = (warehouse: number) =>
      desk.stockAccount(item, warehouse) ??
      this.#resolver.accountOf(item, warehouse < 0 ? 'inTransit' : 'stock', pointer)
    const accounts: Partial<PlannedLine> = {}
    if ('warehouse' in kind) accounts.stock = stock(kind.warehouse)
    if (kind.kind === 'transfer') accounts.intoStock = stock(kind.into)
    this.#resolver.otherSide(line.contra, [accounts.stock, accounts.intoStock], '/account')
    const mayVary = item.method === 'standard' && kind.kind !== 'out' && kind.kind !== 'shift'
    if (mayVary) accounts.variance = this.#resolver.accountOf(item, 'priceDifference', pointer)
    if (kind.kind === 'recost')
      accounts.consumed = this.#resolver.accountOf(item, this.#style('costOfSales'), pointer)
    return { ...line, ...accounts }
  }
}

const OTHER_SIDE = {
  supplier: 'goodsReceived',
  customer: 'costOfSales',
  scrap: 'scrap',
  production: 'variation',
  adjustment: 'adjustment',
} as const satisfies Record<string, ItemAccount>

interface LineText {
  unit?: string | undefined
  quantity?: string | undefined
  expiry?: string | undefined
  manufactured?: string | undefined
  dimensions?: Record<string, string> | undefined
  memo?: string | undefined
}

function textOf(item: StockItem, { unit, quantity, dimensions, memo }: LineText) {
  return {
    ...(unit !== undefined &&
      unit !== item.unit &&
      quantity !== undefined && { entered: { quantity, unit } }),
    ...(dimensions && { dimensions }),
    ...(memo && { memo }),
  }
}

function headerOf(input: {
  id?: string | undefined
  date: string
  reference?: string | undefined
  party?: string | undefined
  note?: string | undefined
}): Omit<DocumentHeader, 'kind'> {
  const { id, date, reference, party, note } = input
  return {
    ...(id !== undefined && { id }),
    date,
    ...(reference && { reference }),
    ...(party && { party }),
    ...(note && { note }),
  }
}

import { parseDate } from '../../kernel/dates.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import type { BookAccount, StockItem } from '../stock-item.ts'
import type { MoveKey } from '../valuation/model.ts'
import { type Accrual, type Accruals, shareOf, unbilled } from './accruals.ts'
import type { MovedLine, StockMoved } from './contract.ts'
import {
  type DeskParts,
  type Document,
  type DocumentHeader,
  type PlannedLine,
  StockDesk,
  type StockRefusal,
} from './desk.ts'
import type { Recorded } from './documents.ts'
import type { BilledLineInput, BillInput, BillReversal } from './inputs.ts'
import { Resolver } from './resolver.ts'
import type { MoveRow } from './tables.ts'

type Bill = NonNullable<StockMoved['bill']>
type Billed = NonNullable<MovedLine['billed']>
type BillLine = PlannedLine & { billed: Billed }

/**
 * Suppliers' bills for what was received. What was expected for the goods goes off goods received that are not invoiced, and the
 * bill is owed. The difference of price is a cost that comes later: it changes what is left of the goods, what
 * has gone is cost of sales, and at standard cost all of it is a difference of price (IAS 2.10, 2.21).
 *
 * In continental style nothing was expected on an account: what is billed is a purchase, and the difference changes the stock.
 */
export class BillMaker {
  readonly #parts: DeskParts & { accruals: Accruals }
  readonly #context: CommandContext
  readonly #resolver: Resolver
  readonly #find: (id: string) => Recorded | undefined
  readonly #lines: BillLine[] = []
  /** What earlier lines of the same bill take, by the accrual. */
  readonly #taken = new Map<string, { quantity: number; cleared: number }>()

  constructor(
    parts: DeskParts & { accruals: Accruals },
    context: CommandContext,
    find: (id: string) => Recorded | undefined,
  ) {
    this.#parts = parts
    this.#context = context
    this.#resolver = new Resolver(parts.ports, parts.tables)
    this.#find = find
  }

  match(input: BillInput): Document | StockRefusal {
    const payable = this.#payable(input.account)
    const purchases = this.#resolver.account(input.purchases, '/purchases')
    for (const [index, line] of input.lines.entries())
      this.#line(line, `/lines/${index}`, input.date, purchases)
    const charges = (input.charges ?? []).map(({ account, amount, dimensions }, index) => ({
      account: this.#resolver.account(account, `/charges/${index}/account`)?.id ?? '',
      amount: this.#resolver.amount(amount, `/charges/${index}/amount`, true) ?? 0,
      ...(dimensions && { dimensions }),
    }))
    if (this.#resolver.refusal) return this.#resolver.refusal
    const { dueDate, reference, id, date, party, note } = input
    const bill: Bill = { payable: payable?.id ?? '', ...(dueDate !== undefined && { dueDate }), charges }
    return this.#finish({
      ...{ kind: 'bill', date, reference, bill },
      ...(id !== undefined && { id }),
      ...(party && { party }),
      ...(note && { note }),
    })
  }

  /** Takes a bill back: what it was for is expected again. */
  reverse(input: BillReversal, { data }: Recorded & { data: { bill: Bill } }): Document | StockRefusal {
    if (this.#parts.accruals.isReversed(data.id))
      return refuse('bill_reversed', `The bill ${data.reference ?? data.id} is reversed already.`, [
        { pointer: '/id', code: 'bill_reversed', detail: 'It is reversed already.' },
      ])
    if (input.date < data.date) this.#tooEarly(data.date)
    for (const line of data.lines) if (line.billed) this.#takeBack(line, line.billed)
    if (this.#resolver.refusal) return this.#resolver.refusal
    const { bill, party } = data
    const reference = input.reference || data.reference
    return this.#finish({
      ...{ kind: 'bill-reversal', date: input.date, of: data.id },
      ...(reference && { reference }),
      ...(party && { party }),
      ...(input.note && { note: input.note }),
      bill: {
        payable: bill.payable,
        charges: bill.charges.map((charge) => ({ ...charge, amount: 0 - charge.amount })),
      },
    })
  }

  #payable(code: string | undefined): BookAccount | undefined {
    if (code !== undefined) return this.#resolver.account(code, '/account')
    return (
      this.#parts.ports.books.payables() ??
      this.#resolver.problem(
        '/account',
        'account_not_assigned',
        'The company has no account for payables. Name one, or give an account this role.',
      )
    )
  }

  #line(
    input: BilledLineInput,
    pointer: string,
    date: string,
    purchases: BookAccount | undefined,
  ): undefined {
    const accrual = this.#accrual(input, pointer, date)
    if (!accrual) return undefined
    const item = this.#parts.ports.items.byOrdinal(accrual.item)
    const row = this.#parts.tables.move(accrual.item, accrual)
    const taken = this.#taken.get(keyOf(accrual)) ?? { quantity: 0, cleared: 0 }
    const open = unbilled(accrual) - taken.quantity
    const value = this.#parts.accruals.value(accrual) - taken.cleared
    const quantity = this.#quantity(input, accrual, { item, open, value }, pointer)
    if (quantity === undefined || !row) return undefined
    const cleared = open === 0 ? value : shareOf(value, quantity, open)
    const amount = this.#amount(input, { item, quantity, cleared }, pointer)
    if (amount === undefined) return undefined
    const account = accrual.isPurchase
      ? (purchases?.id ?? this.#resolver.accountOf(item, 'costOfSales', pointer))
      : accrual.account
    if (account === undefined) return undefined
    this.#taken.set(keyOf(accrual), {
      quantity: taken.quantity + quantity,
      cleared: taken.cleared + cleared,
    })
    const of = { date: accrual.date, sequence: accrual.sequence, line: accrual.line }
    const changed = accrual.isCost
      ? costedOf(row)
      : { of, quantity: this.#parts.accruals.kept(accrual, parseDate(date) as number) }
    this.#add(item, { ...changed, pointer }, row, {
      billed: { of, quantity, amount, cleared, account },
      contra: accrual.account,
    })
  }

  #accrual({ receipt, line }: BilledLineInput, pointer: string, date: string): Accrual | undefined {
    const original = this.#find(receipt)
    if (!original)
      return this.#resolver.problem(
        `${pointer}/receipt`,
        'unknown_receipt',
        `There is no receipt ${receipt}.`,
      )
    const accrual = this.#parts.accruals.at(original.sequence, line)
    if (!accrual)
      return this.#resolver.problem(
        `${pointer}/line`,
        'not_billable',
        `Line ${line} of ${receipt} expects no bill: it came from no supplier, or was booked on an account of its own.`,
      )
    return date < original.data.date ? this.#tooEarly(original.data.date) : accrual
  }

  #tooEarly(than: string): undefined {
    return this.#resolver.problem('/date', 'invalid_stock_line', `This comes after ${than}, or on that day.`)
  }

  /** Steps that are billed, 1 of a cost. */
  #quantity(
    { quantity: text, unit }: BilledLineInput,
    { isCost }: Accrual,
    { item, open, value }: { item: StockItem; open: number; value: number },
    pointer: string,
  ): number | undefined {
    const at = `${pointer}/quantity`
    if (isCost && text !== undefined)
      return this.#resolver.problem(
        at,
        'invalid_quantity',
        'Costs are billed as a whole: give an amount only.',
      )
    if (text === undefined) return open === 0 && value === 0 ? this.#nothingOpen(item, open, at) : open
    const isCredit = text.startsWith('-')
    const steps = this.#parts.ports.items.steps(item, isCredit ? text.slice(1) : text, unit)
    if (isRefusal(steps)) return this.#resolver.problem(at, steps.refused, steps.detail)
    const quantity = isCredit ? 0 - steps : steps
    if (steps === 0)
      return open === 0 && value !== 0
        ? 0
        : this.#resolver.problem(at, 'invalid_quantity', 'Nothing would be billed. Leave the line out.')
    const isWithin = open > 0 ? quantity > 0 && quantity <= open : quantity < 0 && quantity >= open
    return isWithin ? quantity : this.#nothingOpen(item, open, at)
  }

  #nothingOpen(item: StockItem, open: number, pointer: string): undefined {
    const text = `${this.#parts.ports.items.format(item, Math.abs(open))} ${item.unit}`
    const detail =
      open < 0
        ? `All of ${item.code} is billed, and ${text} went back: they are credited, by a negative quantity.`
        : `At most ${text} of ${item.code} are still to be billed of this line.`
    return this.#resolver.problem(pointer, 'already_billed', detail)
  }

  #amount(
    { unitPrice, amount: text, quantity: written }: BilledLineInput,
    { item, quantity, cleared }: { item: StockItem; quantity: number; cleared: number },
    pointer: string,
  ): number | undefined {
    if (unitPrice !== undefined && text !== undefined)
      return this.#resolver.problem(
        `${pointer}/amount`,
        'invalid_stock_line',
        'Give a price for one unit or an amount for the line, not both.',
      )
    if (unitPrice === undefined && text === undefined) return cleared
    const abs = written?.replace('-', '') ?? this.#parts.ports.items.format(item, Math.abs(quantity))
    const amount =
      text !== undefined
        ? this.#resolver.amount(text, `${pointer}/amount`, true)
        : this.#priced(unitPrice as string, abs, quantity, pointer)
    if (amount !== undefined && amount * quantity < 0)
      return this.#resolver.problem(
        `${pointer}/amount`,
        'invalid_stock_line',
        quantity < 0 ? 'What is credited has a negative amount.' : 'What is billed is not negative.',
      )
    return amount
  }

  #priced(unitPrice: string, of: string, quantity: number, pointer: string): number | undefined {
    const amount = this.#resolver.lineCost(unitPrice, of, `${pointer}/unitPrice`)
    return amount === undefined ? undefined : Math.sign(quantity) * amount + 0
  }

  #takeBack({ item: id, of, quantity = 0, contra, dimensions, cost }: MovedLine, billed: Billed): void {
    const item = this.#parts.ports.items.byId(id)
    const { quantity: steps, amount, cleared } = billed
    const negated = { quantity: 0 - steps, amount: 0 - amount, cleared: 0 - cleared }
    this.#lines.push({
      item,
      kind: { kind: 'recost', of: of as MoveKey, quantity, cost: 0 - (cost ?? 0) },
      contra,
      dimensions,
      ...this.#differenceAccounts(item, cost ?? 0, '/id'),
      billed: { ...billed, ...negated },
      pointer: '/id',
    })
  }

  #add(
    item: StockItem,
    { of, quantity, pointer }: { of: MoveKey; quantity: number; pointer: string },
    { dimensions }: MoveRow,
    { billed, contra }: { billed: Billed; contra: string },
  ): void {
    const cost = billed.amount - billed.cleared
    this.#lines.push({
      item,
      kind: { kind: 'recost', of, quantity, cost },
      contra,
      ...(dimensions !== null && { dimensions: JSON.parse(dimensions) }),
      ...this.#differenceAccounts(item, cost, pointer),
      billed,
      pointer,
    })
  }

  /** Where a difference of price goes that is no value of stock. */
  #differenceAccounts(item: StockItem, cost: number, pointer: string): Partial<PlannedLine> {
    if (cost === 0) return {}
    if (item.method === 'standard')
      return { variance: this.#resolver.accountOf(item, 'priceDifference', pointer) }
    const style = this.#parts.settings.style === 'continental' ? 'variation' : 'costOfSales'
    return { consumed: this.#resolver.accountOf(item, style, pointer) }
  }

  #finish(header: DocumentHeader & { bill: Bill }): Document | StockRefusal {
    const desk = new StockDesk(this.#parts, this.#context, header)
    if (this.#resolver.refusal) return this.#resolver.refusal
    let total = 0
    for (const line of this.#lines) {
      const problem = desk.add(line)
      if (problem) return problem
      const { account, amount } = line.billed
      desk.booked.add(account, amount, line.dimensions)
      total += amount
    }
    const { payable, dueDate, charges } = header.bill
    for (const { account, amount, dimensions } of charges) {
      desk.booked.add(account, amount, dimensions)
      total += amount
    }
    desk.booked.add(payable, 0 - total, undefined, dueDate)
    return desk.finish()
  }
}

const keyOf = ({ sequence, line }: Accrual): string => `${sequence}/${line}`

/** The receipt that a cost was added to. */
const costedOf = ({
  of_date,
  of_sequence,
  of_line,
  quantity,
}: MoveRow): { of: MoveKey; quantity: number } => ({
  of: { date: of_date as number, sequence: of_sequence as number, line: of_line as number },
  quantity,
})

import { formatAmount } from '../../kernel/amount.ts'
import type { Database } from '../../kernel/database.ts'
import { LAST_DATE, monthOf, parseDate } from '../../kernel/dates.ts'
import { isId } from '../../kernel/ids.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { BookAccount } from '../stock-item.ts'
import type { Accruals } from './accruals.ts'
import type { StockBooks } from './ports.ts'

/** An entry that is about to be booked, as far as the stock looks at it. */
interface ProposedEntry {
  header: { effectiveDate: string; origin?: string | undefined; reverses?: string | undefined }
  lines: readonly { account: BookAccount; value: number | null; index?: number | undefined }[]
}

type RuleRefusal = Refusal<'stock_account_controlled'>

/** What must hold of every entry, whoever books it: one run a decision. */
export interface StockAccountRule {
  begin(): {
    refuses(entry: ProposedEntry): RuleRefusal | undefined
    booked(entry: ProposedEntry): void
  }
}

/**
 * From the first document that stock books on an account, the account is the stock's: what is booked on it comes from
 * documents of stock, or it would say something else than they do. A difference that was there before (a balance that was
 * brought along) may be booked away, and nothing beyond it: on the day of the entry and at the end, the account comes nearer to
 * the stock or it is refused.
 */
export function stockAccountRule(
  database: Database,
  accruals: Accruals,
  books: StockBooks,
): StockAccountRule {
  const worth = (account: string, until: number) => worthOn(database, books, account, until)
  return { begin: () => new Run(accruals, books, worth) }
}

class Run {
  readonly #accruals: Accruals
  readonly #books: StockBooks
  readonly #worth: (account: string, until: number) => number
  /** What the decision has booked on accounts of the stock by hand so far. */
  readonly #booked: { account: string; date: number; amount: number }[] = []

  constructor(accruals: Accruals, books: StockBooks, worth: (account: string, until: number) => number) {
    this.#accruals = accruals
    this.#books = books
    this.#worth = worth
  }

  refuses(entry: ProposedEntry): RuleRefusal | undefined {
    const { origin, reverses } = entry.header
    if (origin !== undefined && isId('stockDocument', origin)) return undefined
    const reversed = reverses === undefined ? undefined : this.#books.madeFrom(reverses)
    if (reversed?.origin !== undefined && isId('stockDocument', reversed.origin))
      return controlled(
        '/id',
        `${reversed.voucher} was booked by the stock document ${reversed.origin}. Correct the stock (return, adjust or revalue the goods, reverse the bill): it books what follows.`,
      )
    for (const [account, { amount, index }] of this.#amounts(entry)) {
      const problem = this.#problem(account, amount, parseDate(entry.header.effectiveDate) as number)
      if (problem) return controlled(`/lines/${index}/account`, problem)
    }
    return undefined
  }

  booked(entry: ProposedEntry): void {
    const { origin, effectiveDate } = entry.header
    if (origin !== undefined && isId('stockDocument', origin)) return
    const date = parseDate(effectiveDate) as number
    for (const [{ id }, { amount }] of this.#amounts(entry))
      this.#booked.push({ account: id, date, amount: amount ?? 0 })
  }

  /** What the entry books on each account of the stock; without an amount: in another unit, without a value. */
  #amounts({ lines }: ProposedEntry): Map<BookAccount, { amount: number | undefined; index: number }> {
    const amounts = new Map<BookAccount, { amount: number | undefined; index: number }>()
    const used = this.#accruals.accounts()
    if (used.length === 0) return amounts
    const ids = new Set(used.map((id) => this.#books.account(id).id))
    for (const [at, { account, value, index = at }] of lines.entries()) {
      if (!ids.has(account.id)) continue
      const before = amounts.get(account) ?? { amount: 0, index }
      const amount = value === null || before.amount === undefined ? undefined : before.amount + value
      amounts.set(account, { amount, index: before.index })
    }
    return amounts
  }

  #problem(account: BookAccount, amount: number | undefined, date: number): string | undefined {
    if (amount === 0) return undefined
    const [then, atLast] = [this.#difference(account, date), this.#difference(account, LAST_DATE)]
    if (amount !== undefined && isNearer(amount, then) && isNearer(amount, atLast)) return undefined
    const { code, scale } = this.#books.currency()
    const rest =
      atLast === 0
        ? ''
        : ` Only the ${formatAmount(Math.abs(atLast), scale)} ${code} by which it differs from the stock may be booked away.`
    return `${account.code} ${account.name} shows what the stock is worth, so stock alone books on it. Adjust or revalue the stock, or book on another account.${rest}`
  }

  /** By how much the account differs from the stock, on a day. */
  #difference({ id }: BookAccount, until: number): number {
    const own = this.#booked.reduce(
      (sum, each) => (each.account === id && each.date <= until ? sum + each.amount : sum),
      0,
    )
    return this.#books.balance(id, until) + own - this.#worth(id, until)
  }
}

const isNearer = (amount: number, difference: number): boolean =>
  Math.sign(amount) === 0 - Math.sign(difference) && Math.abs(amount) <= Math.abs(difference)

const controlled = (pointer: string, detail: string): RuleRefusal =>
  refuse('stock_account_controlled', detail, [{ pointer, code: 'stock_account_controlled', detail }])

/** What the stock on an account (its id, whatever was merged into it) was worth on a day. */
function worthOn(database: Database, books: StockBooks, account: string, until: number): number {
  const rows = database.all<{ account: string; value: number }>(
    `SELECT p.account, sum(v.value) AS value FROM stock_pools p JOIN (
       SELECT item, warehouse, value FROM stock_months WHERE month < ?2
       UNION ALL
       SELECT item, warehouse, value FROM stock_values WHERE date >= ?2 * 100 AND date <= ?1
     ) v ON v.item = p.item AND v.warehouse = p.warehouse GROUP BY p.account`,
    ...[until, monthOf(until)],
  )
  return rows.reduce((sum, row) => (books.account(row.account).id === account ? sum + row.value : sum), 0)
}

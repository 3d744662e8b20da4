import type { MoveKey, Outcome } from '../valuation/model.ts'

/** Accounts that a move is booked on: ids. */
export interface MoveAccounts {
  stock(warehouse: number): string
  /** The other side; absent where nothing comes in or goes out. */
  contra: string | undefined
  /** Of an issue whose cost is corrected. */
  contraOf(issue: MoveKey): string
  variance: string | undefined
  consumed: string | undefined
  dimensions: Readonly<Record<string, string>> | undefined
}

/** Amounts by account and dimensions, debit positive. */
export class Amounts {
  readonly #amounts = new Map<
    string,
    { account: string; amount: number; dimensions: MoveAccounts['dimensions']; dueDate?: string | undefined }
  >()

  /** `dueDate`: when what is owed on the account is due. */
  add(account: string, amount: number, dimensions?: MoveAccounts['dimensions'], dueDate?: string): void {
    if (amount === 0) return
    const of = dimensions ? `${account} ${JSON.stringify(Object.entries(dimensions).sort())}` : account
    const key = dueDate === undefined ? of : `${of} ${dueDate}`
    const held = this.#amounts.get(key)
    if (held) held.amount += amount
    else this.#amounts.set(key, { account, amount, dimensions, dueDate })
  }

  /** What a move books, or with `sign` −1 takes back. What came in is what it is worth, and where the rest went. */
  book(outcome: Outcome, accounts: MoveAccounts, sign: 1 | -1 = 1): void {
    const { dimensions } = accounts
    for (const { warehouse, value } of outcome.changes)
      if (value !== 0) this.add(accounts.stock(warehouse), sign * value)
    if (outcome.cost !== 0) this.add(present(accounts.contra), -sign * outcome.cost, dimensions)
    for (const { of, amount } of outcome.corrections)
      this.add(accounts.contraOf(of), sign * amount, dimensions)
    if (outcome.variance !== 0) this.add(present(accounts.variance), sign * outcome.variance, dimensions)
    if (outcome.consumed !== 0) this.add(present(accounts.consumed), sign * outcome.consumed, dimensions)
  }

  lines() {
    return [...this.#amounts.values()].filter(({ amount }) => amount !== 0)
  }
}

function present(account: string | undefined): string {
  if (account === undefined) throw new Error('a move of value has no account for its other side')
  return account
}

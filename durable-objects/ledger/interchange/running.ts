/**
 * The file's own running balances: balance assertions are checked and balance assignments computed over them, in
 * hledger's order (by date, then by place in the file), per commodity as written, costs aside.
 */
import type { Decimal } from './decimal.ts'
import { add, equal, format, isZero, subtract, trim, zero } from './decimal.ts'
import type { Amount, BalanceAssertion, CarriedBalance, ParsedJournal, Posting, Refused } from './model.ts'
import { refuse } from './model.ts'

type Balances = Map<string, Map<string, Decimal>>

export type RunningBalances = {
  own: Balances
  /** With subaccounts, kept only for the accounts that some `=*` asks about. */
  inclusive: Balances
  /** Accounts touched by a refused row, with its line: a later assertion may fail because of it. */
  doubtful: Map<string, number>
  /** What lies before the file is not known. */
  unknown: boolean
}

export const startBalances = (
  journal: ParsedJournal,
  carried: readonly CarriedBalance[] = [],
  unknown = false,
): RunningBalances => {
  const inclusive: Balances = new Map()
  for (const { postings } of journal.transactions) {
    for (const { account, assertion } of postings)
      if (assertion?.inclusive === true) inclusive.set(account, new Map())
  }
  const running: RunningBalances = { own: new Map(), inclusive, doubtful: new Map(), unknown }
  for (const [account, commodity, quantity] of carried)
    addToBalance(running, account, { commodity, quantity, decimals: 0 })
  return running
}

/** The balances as the next part of the file needs them. */
export const balancesLeft = ({ own }: RunningBalances): CarriedBalance[] =>
  [...own].flatMap(([account, balances]) =>
    [...balances].map(([commodity, amount]) => [account, commodity, amount] as const),
  )

export const addToBalance = (running: RunningBalances, account: string, amount: Amount): void => {
  const own = running.own.get(account) ?? new Map<string, Decimal>()
  running.own.set(account, own)
  increase(own, amount)
  if (running.inclusive.size === 0) return
  for (let name = account; ; name = name.slice(0, name.lastIndexOf(':'))) {
    const balances = running.inclusive.get(name)
    if (balances !== undefined) increase(balances, amount)
    if (!name.includes(':')) return
  }
}

/** Only balances other than zero are kept, so that `==` sees at once whether anything else is there. */
const increase = (balances: Map<string, Decimal>, amount: Amount): void => {
  const sum = add(balances.get(amount.commodity) ?? zero, amount.quantity)
  if (isZero(sum)) balances.delete(amount.commodity)
  else balances.set(amount.commodity, sum)
}

/** What a posting without amount must be for its assertion to hold: several amounts when `==` clears others. */
export const assignedAmounts = (
  running: RunningBalances,
  account: string,
  assertion: BalanceAssertion,
): Amount[] => {
  const balances = balancesFor(running, account, assertion)
  const { commodity, quantity, decimals } = assertion.amount
  const amounts = [{ commodity, quantity: subtract(quantity, balances.get(commodity) ?? zero), decimals }]
  if (!assertion.total) return amounts
  for (const [other, balance] of balances) {
    if (other !== commodity) {
      amounts.push({ commodity: other, quantity: subtract(zero, balance), decimals: trim(balance).scale })
    }
  }
  return amounts
}

/** Refusal: `balance_assertion_failed`, with what was expected and what the file's amounts add up to. */
export const checkAssertion = (running: RunningBalances, posting: Posting): Refused | null => {
  const { account, assertion } = posting
  if (assertion === null || (running.unknown && posting.amount !== null)) return null
  if (running.unknown)
    return refuse(
      'balance_not_known',
      `What ${account} holds before this part of the file is not known, so no balance can be assigned. Write the amount.`,
    )
  const balances = balancesFor(running, account, assertion)
  const { commodity, quantity } = assertion.amount
  const actual = balances.get(commodity) ?? zero
  const others = assertion.total ? someOthers(running, account, commodity, balances) : []
  if (equal(actual, quantity) && others.length === 0) return null
  const found = [[commodity, actual] as const, ...others]
    .map(([unit, balance]) => shown(unit, balance))
    .join(' and ')
  const line = running.doubtful.get(account)
  return refuse(
    'balance_assertion_failed',
    `The balance of ${account}${assertion.inclusive ? ' with its subaccounts' : ''} should be ` +
      `${shown(commodity, quantity)}${assertion.total ? ' and nothing else' : ''}, but the file adds up to ${found}. ` +
      (line === undefined
        ? 'Correct an amount before this line, or the assertion.'
        : `An earlier row of this account was refused (line ${line}): correct that one first.`),
  )
}

/** Commodities named in one refusal. */
const shownMax = 5

/**
 * Other commodities that `==` finds. Like hledger, `==*` asks only about commodities that the account itself holds,
 * not about those that only its subaccounts hold.
 */
const someOthers = (
  running: RunningBalances,
  account: string,
  commodity: string,
  balances: ReadonlyMap<string, Decimal>,
): [string, Decimal][] => {
  const others: [string, Decimal][] = []
  for (const other of running.own.get(account)?.keys() ?? []) {
    const balance = balances.get(other)
    if (other !== commodity && balance !== undefined) others.push([other, balance])
    if (others.length === shownMax) break
  }
  return others
}

const shown = (commodity: string, balance: Decimal): string =>
  `${format(trim(balance))} ${commodity}`.trimEnd()

const balancesFor = (
  running: RunningBalances,
  account: string,
  assertion: BalanceAssertion,
): ReadonlyMap<string, Decimal> =>
  (assertion.inclusive ? running.inclusive.get(account) : running.own.get(account)) ??
  new Map<string, Decimal>()

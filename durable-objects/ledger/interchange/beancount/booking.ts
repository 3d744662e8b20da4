/**
 * Books the directives of a beancount file by date: lots and amounts of transactions, what `pad` fills up, and the
 * balances that the file asserts, which hold at the beginning of their day and for subaccounts, too.
 */
import type { Decimal } from '../decimal.ts'
import { add, format, isZero, magnitude, negate, sign, subtract, trim, zero } from '../decimal.ts'
import { type CarriedBalance, isRefused, refuse } from '../model.ts'
import { addError, addWarning, type IssueList } from '../state.ts'
import { lastDigit, makeWhole, type Whole } from './interpolate.ts'
import type { Lots } from './lots.ts'
import type { BeanDirective, BeanFile, BeanTransaction, Booking } from './model.ts'

export type Booked = {
  transactions: { transaction: BeanTransaction; whole: Whole | null }[]
  pads: PadEntry[]
}

/** What a `pad` moves from its source to its account. */
export type PadEntry = {
  line: number
  date: string
  account: string
  source: string
  number: Decimal
  currency: string
}

type Running = Map<string, Map<string, Decimal>>
type Of<Kind extends BeanDirective['kind']> = Extract<BeanDirective, { kind: Kind }>

export const bookFile = (
  file: BeanFile,
  issues: IssueList,
  carried: readonly CarriedBalance[],
  balancesUnknown: boolean,
): Booked => {
  const directives = file.directives.toSorted(
    (a, b) => compare(a.date, b.date) || place[a.kind] - place[b.kind] || a.line - b.line,
  )
  const wholes = bookTransactions(directives, file, issues)
  const pads = findPads(directives, wholes, file, issues, runningOf(carried))
  if (balancesUnknown) warnUnchecked(directives, issues)
  else checkBalances(directives, wholes, pads, file, issues, runningOf(carried))
  const transactions = file.directives
    .filter((each) => each.kind === 'transaction')
    .map((transaction) => ({ transaction, whole: wholes.get(transaction) ?? null }))
  return { transactions, pads }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const place: Record<BeanDirective['kind'], number> = {
  open: -2,
  balance: -1,
  transaction: 0,
  pad: 0,
  price: 0,
  commodity: 0,
  close: 2,
}

// -------------------------------------------------------------------------------------------- transactions

const bookTransactions = (
  directives: readonly BeanDirective[],
  { options }: BeanFile,
  issues: IssueList,
): Map<BeanTransaction, Whole> => {
  const lots: Lots = new Map()
  const opened = new Map<string, Of<'open'>>()
  const closed = new Set<string>()
  const wholes = new Map<BeanTransaction, Whole>()
  const bookingOf = (account: string): Booking => opened.get(account)?.booking ?? options.booking
  for (const directive of directives) {
    if (directive.kind === 'open') {
      if (opened.has(directive.account) && !isRepeated(opened.get(directive.account), directive))
        addError(issues, directive.line, alreadyOpen(directive.account))
      else opened.set(directive.account, directive)
    } else if (directive.kind === 'close') closed.add(directive.account)
    else if (directive.kind === 'transaction') {
      const problem = accountProblem(directive, opened, closed)
      if (problem !== null) addError(issues, problem.line, problem)
      const whole = problem === null ? makeWhole(directive, lots, options, bookingOf) : null
      if (whole === null || directive.refused) directive.refused = true
      else if (isRefused(whole)) {
        addError(issues, whole.line, whole)
        directive.refused = true
      } else wholes.set(directive, whole)
    }
  }
  return wholes
}

/** A part of a file repeats the directives of the parts before it. */
const isRepeated = (known: Of<'open'> | undefined, again: Of<'open'>): boolean =>
  known?.date === again.date && known.currencies.join() === again.currencies.join()

const alreadyOpen = (account: string) =>
  refuse('account_already_open', `${account} is opened twice. Remove one of the lines.`)

const accountProblem = (
  { postings }: BeanTransaction,
  opened: ReadonlyMap<string, Of<'open'>>,
  closed: ReadonlySet<string>,
) => {
  for (const { account, line, units } of postings) {
    const open = opened.get(account)
    if (open === undefined)
      return {
        line,
        ...refuse(
          'account_not_open',
          `${account} is not open on that day. Open it: YYYY-MM-DD open ${account}.`,
        ),
      }
    if (closed.has(account))
      return { line, ...refuse('account_closed', `${account} is closed on that day. Close it later.`) }
    if (units !== null && open.currencies.length > 0 && !open.currencies.includes(units.currency))
      return {
        line,
        ...refuse(
          'currency_not_allowed',
          `${account} is open for ${open.currencies.join(', ')}, not for ${units.currency}. Add it to the open directive.`,
        ),
      }
  }
  return null
}

// ---------------------------------------------------------------------------------------------------- pads

const findPads = (
  directives: readonly BeanDirective[],
  wholes: ReadonlyMap<BeanTransaction, Whole>,
  file: BeanFile,
  issues: IssueList,
  running: Running,
): PadEntry[] => {
  const pads: PadEntry[] = []
  const active = new Map<string, { pad: Of<'pad'>; done: Set<string>; isUsed: boolean }>()
  const unused = (line: number) =>
    addError(
      issues,
      line,
      refuse('pad_unused', 'No balance follows that needs this pad. Remove it, or assert one.'),
    )
  for (const directive of directives) {
    if (directive.kind === 'transaction') addWhole(running, wholes.get(directive))
    if (directive.kind === 'pad') {
      const before = active.get(directive.account)
      if (before && !before.isUsed) unused(before.pad.line)
      active.set(directive.account, { pad: directive, done: new Set(), isUsed: false })
    }
    const open = directive.kind === 'balance' ? active.get(directive.account) : undefined
    if (directive.kind !== 'balance' || open === undefined || open.done.has(directive.amount.currency))
      continue
    const { account, amount } = directive
    open.done.add(amount.currency)
    const missing = subtract(amount.number, balanceOf(running, account, amount.currency))
    if (isWithin(missing, toleranceOf(directive, file))) continue
    open.isUsed = true
    const { line, date, source } = open.pad
    pads.push({ line, date, account, source, number: missing, currency: amount.currency })
    move(running, account, amount.currency, missing)
  }
  for (const { pad, isUsed } of active.values()) if (!isUsed) unused(pad.line)
  return pads
}

// ------------------------------------------------------------------------------------------------ balances

const checkBalances = (
  directives: readonly BeanDirective[],
  wholes: ReadonlyMap<BeanTransaction, Whole>,
  pads: readonly PadEntry[],
  file: BeanFile,
  issues: IssueList,
  running: Running,
): void => {
  const padsAt = Map.groupBy(pads, ({ line }) => line)
  for (const directive of directives) {
    if (directive.kind === 'transaction') addWhole(running, wholes.get(directive))
    if (directive.kind === 'pad')
      for (const { account, source, currency, number } of padsAt.get(directive.line) ?? []) {
        move(running, account, currency, number)
        move(running, source, currency, negate(number))
      }
    if (directive.kind !== 'balance') continue
    const { account, amount, line } = directive
    const actual = balanceOf(running, account, amount.currency)
    if (isWithin(subtract(actual, amount.number), toleranceOf(directive, file))) continue
    const shown = (number: Decimal) => `${format(trim(number))} ${amount.currency}`
    const detail = `The balance of ${account} should be ${shown(amount.number)}, but the file adds up to ${shown(actual)}. Correct an amount before this line, or the assertion.`
    addError(issues, line, refuse('balance_assertion_failed', detail))
  }
}

const warnUnchecked = (directives: readonly BeanDirective[], issues: IssueList): void => {
  const asserted = directives.filter(({ kind }) => kind === 'balance')
  const [first] = asserted
  if (first === undefined) return
  const detail = `${asserted.length} balances are not checked: what lies before this part is not known.`
  addWarning(issues, first.line, 'assertions_not_checked', detail)
}

const toleranceOf = ({ tolerance, amount }: Of<'balance'>, { options }: BeanFile): Decimal =>
  tolerance ??
  (amount.decimals === 0
    ? zero
    : lastDigit(amount.decimals, {
        digits: options.toleranceMultiplier.digits * 2n,
        scale: options.toleranceMultiplier.scale,
      }))

const isWithin = (difference: Decimal, tolerance: Decimal): boolean =>
  sign(subtract(magnitude(difference), tolerance)) <= 0

const runningOf = (carried: readonly CarriedBalance[]): Running => {
  const running: Running = new Map()
  for (const [account, currency, amount] of carried) move(running, account, currency, amount)
  return running
}

const addWhole = (running: Running, whole: Whole | undefined): void => {
  for (const { posting, currency, number } of whole?.postings ?? [])
    move(running, posting.account, currency, number)
}

const move = (running: Running, account: string, currency: string, number: Decimal): void => {
  const balances = running.get(account) ?? new Map<string, Decimal>()
  running.set(account, balances)
  const sum = add(balances.get(currency) ?? zero, number)
  if (isZero(sum)) balances.delete(currency)
  else balances.set(currency, sum)
}

const balanceOf = (running: Running, account: string, currency: string): Decimal => {
  let sum = zero
  const below = `${account}:`
  for (const [name, balances] of running)
    if (name === account || name.startsWith(below)) sum = add(sum, balances.get(currency) ?? zero)
  return sum
}

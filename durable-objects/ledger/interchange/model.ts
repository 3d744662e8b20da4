/**
 * The shapes of interchange: what a journal file says (the syntax tree) and what the ledger will book (the plan).
 *
 * Everything here is a plain value. The syntax tree keeps commodities as the file writes them (`$`, `EUR`,
 * `green apples`); the plan speaks in unit codes, integers of minor units, and account codes.
 */
import type { Decimal } from './decimal.ts'

// ---------------------------------------------------------------------------------------------- the plan

export type AccountType = 'asset' | 'liability' | 'equity' | 'income' | 'expense'

/** One line of an entry to be booked. */
export type PlannedLine = {
  /** Account code: the full name in the file, in Unicode normal form C. */
  account: string
  unit: string
  /** Signed integer of the unit's minor units at its scale; debit positive. */
  quantity: number
  /**
   * Signed integer minor units of company currency; equals `quantity` when the unit is the company currency.
   * `null`: this unit has no company-currency value in this entry, and its valueless lines sum to zero by
   * themselves.
   */
  value: number | null
  /** The posting's comment, lot notation and own status mark, as text. */
  memo: string | null
}

/** One balanced entry: values sum to zero, and each unit's lines without value sum to zero by themselves. */
export type PlannedEntry = {
  /** Line of the file on which the transaction starts, from 1. */
  line: number
  /** YYYY-MM-DD */
  effectiveDate: string
  description: string
  /** The transaction's `(code)`. */
  reference: string | null
  /** The transaction's comment text. */
  note: string | null
  /** Tags of the transaction's comment, and `status` (`cleared`, `pending`) and `date2` from its marks. */
  tags: Record<string, string>
  lines: PlannedLine[]
}

/** Something about one row of the file. `code` is stable snake_case; `detail` says what and the way out. */
export type RowIssue = { line: number; code: string; detail: string }

export type PlannedUnit = { code: string; scale: number }
export type PlannedAccount = { code: string; name: string; type: AccountType }

/**
 * What an import would do. `units` and `accounts` list only what must be created, in the order found. `entries` are
 * in file order and hold only transactions without an error: a caller that wants all or nothing refuses when
 * `errors` is not empty.
 */
export type ImportPlan = {
  units: PlannedUnit[]
  accounts: PlannedAccount[]
  entries: PlannedEntry[]
  errors: RowIssue[]
  warnings: RowIssue[]
  /** Running balances at the end of the file, those carried into it included. */
  balances: CarriedBalance[]
}

/** What the plan must know about the books it is made for. */
export type PlanContext = {
  /** Company currency code and its number of minor digits. */
  currency: string
  currencyScale: number
  /** Units that exist already, with their scales. */
  units: ReadonlyMap<string, number>
  /** Minor digits of an ISO 4217 code, undefined when it is none. */
  isoScale: (code: string) => number | undefined
  /** Account codes that exist already. */
  accounts: ReadonlySet<string>
  /**
   * Where whole cents go that would otherwise push an account more than half a cent from its exact cumulative cost.
   * Without it such cents stay on the costed lines (the file's own cash amounts leave them no other place).
   */
  roundingAccount?: string
  /** What parts of the same file before this one add up to, for its balance assertions. */
  carried?: readonly CarriedBalance[]
  /** The balances before the file are not known: its assertions are not checked, and none is assigned. */
  balancesUnknown?: boolean
}

/** A running balance of the file: account and commodity as written, and the amount. */
export type CarriedBalance = readonly [account: string, commodity: string, amount: Decimal]

// ----------------------------------------------------------------------------------------- the syntax tree

/** An amount as written. `commodity` is empty for a bare number; `decimals` counts the digits written. */
export type Amount = { commodity: string; quantity: Decimal; decimals: number }

/** `@ unit price` or `@@ total price`; also a lot's `{…}` or `{{…}}`. */
export type Cost = { total: boolean; amount: Amount }

/** `=`, `==` (total: no other commodities), `=*`, `==*` (inclusive of subaccounts). */
export type BalanceAssertion = { total: boolean; inclusive: boolean; amount: Amount; cost: Cost | null }

export type Status = 'cleared' | 'pending' | null

/** `real`: must balance. `balanced`: `[account]`. `unbalanced`: `(account)`. */
export type PostingKind = 'real' | 'balanced' | 'unbalanced'

export type Posting = {
  line: number
  status: Status
  account: string
  kind: PostingKind
  /** null when elided, or assigned by the assertion. */
  amount: Amount | null
  cost: Cost | null
  lot: Cost | null
  /** The lot notation (`{…} [date] (note)`) as written, when there is any. */
  lotText: string | null
  assertion: BalanceAssertion | null
  /** Comment lines, trimmed, in order. */
  comment: string[]
}

export type Transaction = {
  line: number
  date: string
  date2: string | null
  status: Status
  code: string | null
  description: string
  comment: string[]
  postings: Posting[]
  /** A row of it was refused: it is kept for the running balances and not booked. */
  refused: boolean
  /** By commodity: what may be left over, where the format infers it of each transaction (beancount). */
  tolerances?: ReadonlyMap<string, Decimal>
}

export type AccountDeclaration = { line: number; account: string; comment: string[] }
export type PriceDirective = { line: number; date: string; commodity: string; price: Amount }
/** `decimals` is null when the directive shows no sample amount. `D` also makes bare numbers this commodity. */
export type CommodityDirective = {
  line: number
  name: 'commodity' | 'D'
  commodity: string
  decimals: number | null
  comment: string[]
}
/** A directive that is understood and books nothing by itself: `payee`, `tag`, `Y`, `alias`, … */
export type OtherDirective = { line: number; name: string; argument: string }

/** Where a format is read by other rules than those of hledger. */
export type JournalRules = {
  /** In which order balance assertions are checked and balances assigned. */
  order: 'date' | 'file'
  /** What a posting weighs in the balance of its transaction, if not its own amount. */
  costOf: (posting: Posting) => Cost | null
}

export type ParsedJournal = {
  rules?: JournalRules
  transactions: Transaction[]
  accounts: AccountDeclaration[]
  prices: PriceDirective[]
  commodities: CommodityDirective[]
  directives: OtherDirective[]
  errors: RowIssue[]
  warnings: RowIssue[]
}

/** A refusal before it knows its line. */
export type Refused = { refused: string; detail: string }

export const refuse = (refused: string, detail: string): Refused => ({ refused, detail })
export const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'refused' in value

// ------------------------------------------------------------------------------------------------- limits

/** Lines of one entry: the ledger's own limit, so that one import row is one command. */
export const entryLinesMax = 1_000
/** Characters of one account name: a chart is read by people, and the walk over its parents stays cheap. */
export const accountNameMax = 1_000
/** Aliases in force at once: each one is tried on every new account name. */
export const aliasesMax = 200
/** Steps that all alias patterns of a file may take together: a few seconds. */
export const aliasStepsMax = 50_000_000
/** Rows listed per kind: a file of another format must not answer with a list as long as itself. */
export const issuesMax = 1_000
/** Digits after the decimal mark, as in hledger; also bounds what an exponent can ask for. */
export const decimalsMax = 255
/** Digits of one number before the decimal mark. */
export const integerDigitsMax = 255

import { formatAmount } from '../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../kernel/cursor.ts'
import type { Database } from '../kernel/database.ts'
import { formatDate, formatInstant, LAST_DATE, parseDate } from '../kernel/dates.ts'
import { LIMITS } from '../kernel/limits.ts'
import type { EventLog } from '../kernel/log.ts'
import { pageByKey } from '../kernel/paging.ts'
import { isRefusal, type Refusal, refuse } from '../kernel/result.ts'
import type { Days } from '../kernel/zones.ts'
import type { Balances } from './balances.ts'
import type { ChartStore } from './chart.ts'
import type { EntryView, LedgerContract } from './contract.ts'
import type { Entries } from './entries.ts'
import { exportPage } from './export.ts'
import type { Account } from './model.ts'
import { knownAtInFuture, registerPage } from './register.ts'
import { trialBalanceTotals } from './trial-balance.ts'
import { accountRef, accountView, type EntryEvent, entryView, journalView, unitView } from './views.ts'
import type { Visibility } from './visibility.ts'

export interface LedgerTables {
  database: Database
  log: EventLog
  chart: ChartStore
  balances: Balances
  entries: Entries
}

interface QueryTables extends LedgerTables {
  companyName: () => string
  days: Days
}

type Input<Name extends keyof LedgerContract['operations']> = InputOf<LedgerContract, Name>
type Reply<Name extends keyof LedgerContract['operations']> = ReplyOf<LedgerContract, Name>
type LedgerRefusal = Refusal<keyof LedgerContract['refusals']>

/** The ledger's reads. All of them see everything that was acknowledged. */
export class LedgerQueries {
  readonly #tables: QueryTables

  constructor(tables: QueryTables) {
    this.#tables = tables
  }

  listAccounts(
    input: Input<'ListAccounts'>,
    visibility: Visibility | undefined,
  ): Reply<'ListAccounts'> | LedgerRefusal {
    const wanted = input.q?.toLocaleLowerCase('en')
    const rows = this.#tables.chart
      .accounts()
      .filter((account) => input.type === undefined || account.type === input.type)
      .filter((account) => input.isActive === undefined || account.isActive === input.isActive)
      .filter((account) => visibility?.seesAccount(account) ?? true)
      .filter(
        ({ code, name }) =>
          wanted === undefined || `${code} ${name}`.toLocaleLowerCase('en').includes(wanted),
      )
    return pageByKey(
      rows,
      input,
      ({ code }) => code,
      (account) => accountView(withoutHiddenParent(this.#tables.chart, account, visibility)),
    )
  }

  listUnits(input: Input<'ListUnits'>): Reply<'ListUnits'> | LedgerRefusal {
    return pageByKey(this.#tables.chart.units(), input, ({ code }) => code, unitView)
  }

  listJournals(
    input: Input<'ListJournals'>,
    visibility: Visibility | undefined,
  ): Reply<'ListJournals'> | LedgerRefusal {
    const journals = this.#tables.chart.journals()
    const seen = visibility ? journals.filter(({ code }) => visibility.seesJournal(code)) : journals
    return pageByKey(
      seen,
      input,
      ({ code }) => code,
      (journal) => journalView(this.#tables.chart, journal),
    )
  }

  listEntries(
    input: Input<'ListJournalEntries'>,
    visibility: Visibility | undefined,
  ): Reply<'ListJournalEntries'> | LedgerRefusal {
    const { database, chart, entries } = this.#tables
    const cursor = decodeCursor(input.cursor, 2)
    if (cursor === 'invalid') return invalidCursor()
    const account = input.account === undefined ? undefined : seenAccount(chart, input.account, visibility)
    if (input.account !== undefined && !account) return accountNotFound(input.account)
    const condition = account
      ? visibility?.conditionInAccount(account, '?7')
      : visibility?.entryCondition('?7')

    const descending = input.order !== 'asc'
    const limit = input.limit ?? LIMITS.pageRowsDefault
    const [compare, direction] = descending ? ['<', 'DESC'] : ['>', 'ASC']
    const [date, sequence] = cursor ?? (descending ? [LAST_DATE + 1, 0] : [0, 0])
    const [from, to] = [dateOr(input.from, 0), dateOr(input.to, LAST_DATE)]
    // Rows looked at for one page are bounded: a rare text in a million entries gives short pages, never a slow one.
    const candidatesMax = condition ? CANDIDATES_LOOKED_INTO : CANDIDATES_A_PAGE
    const candidates = account
      ? `SELECT DISTINCT effective_date, sequence FROM journal_lines WHERE account = ${account.ordinal}`
      : 'SELECT effective_date, sequence FROM journal_entries WHERE TRUE'
    const rows = database.all<CandidateRow>(
      `WITH candidates AS (
         ${candidates} AND (effective_date, sequence) ${compare} (?1, ?2) AND effective_date BETWEEN ?3 AND ?4
         ORDER BY effective_date ${direction}, sequence ${direction} LIMIT ${candidatesMax})
       SELECT c.effective_date, c.sequence, e.reversed_by,
         (?5 IS NULL OR e.journal = ?5)
           AND (?6 IS NULL OR e.description LIKE ?6 ESCAPE '\\' OR e.reference LIKE ?6 ESCAPE '\\')
           ${condition ? `AND ${condition.sql}` : ''} AS wanted
       FROM candidates c JOIN journal_entries e USING (effective_date, sequence)
       ORDER BY c.effective_date ${direction}, c.sequence ${direction}`,
      date as number,
      sequence as number,
      from,
      to,
      input.journal ?? null,
      input.q ? `%${input.q.replace(/[\\%_]/g, '\\$&')}%` : null,
      ...(condition ? [condition.parameter] : []),
    )
    const wanted = rows.filter((row) => row.wanted === 1)
    const shown: CandidateRow[] = []
    const data: Reply<'ListJournalEntries'>['data'] = []
    let lines = 0
    for (const row of wanted.slice(0, limit)) {
      const [event] = entries.events([row.sequence])
      if (!event) throw new Error(`invariant broken: entry ${row.sequence} is not in the log`)
      lines += event.data.lines.length
      if (lines > LINES_A_PAGE && shown.length > 0) break
      shown.push(row)
      const view = this.#shown(event, row.reversed_by, visibility)
      if (view) data.push(view)
    }
    const more = shown.length < wanted.length
    const last = more ? shown.at(-1) : rows.length === candidatesMax ? rows.at(-1) : undefined
    return {
      data,
      nextCursor: last ? encodeCursor([last.effective_date, last.sequence]) : null,
    }
  }

  getEntry(id: string, visibility: Visibility | undefined): Reply<'GetJournalEntry'> | undefined {
    const { chart, entries, log } = this.#tables
    const found = entries.find(id)
    if (!found) return undefined
    const view = this.#shown(found.event, chart.entrySequence(found.reversedBy ?? '') ?? null, visibility)
    if (!view) return undefined
    const stored = [found.event.sequence, chart.entrySequence(view.reversedBy ?? '')].flatMap((sequence) => {
      const event = sequence === undefined ? undefined : log.at(sequence)
      return event ? [event] : []
    })
    return {
      ...view,
      events: stored.map((event) => ({
        sequence: event.sequence,
        type: event.type,
        recordedAt: formatInstant(event.recorded_at),
        actor: event.actor,
        command: event.command,
        requestId: event.request_id,
        previousHash: visibility ? null : log.hashBefore(event.sequence),
        hash: visibility ? null : event.hash,
      })),
    }
  }

  /** The entry as the reader sees it; undefined when it is not there for them. */
  #shown(
    event: EntryEvent,
    reversedBy: number | null,
    visibility: Visibility | undefined,
  ): EntryView | undefined {
    const { chart, entries } = this.#tables
    if (!visibility) return entryView(chart, event, entries.idAt(reversedBy))
    const sight = visibility.sightOf({ ...event, author: event.actor })
    if (!sight) return undefined
    const seen = (sequence: number | null | undefined) => {
      const [other] = sequence ? entries.events([sequence]) : []
      return other && visibility.sightOf({ ...other, author: other.actor }) ? other.data.id : null
    }
    const view = entryView(chart, event, seen(reversedBy), sight)
    return view.reverses === null ? view : { ...view, reverses: seen(chart.entrySequence(view.reverses)) }
  }

  register(
    input: Input<'GetRegister'>,
    visibility: Visibility | undefined,
  ): Reply<'GetRegister'> | LedgerRefusal {
    const account = seenAccount(this.#tables.chart, input.code, visibility)
    if (!account) return accountNotFound(input.code)
    const page = registerPage(this.#tables, account, input, visibility)
    if (isRefusal(page)) return page
    const { from = null, to = null } = input
    return { ...page, ...this.#headAt(page.knownAt, visibility), from, to }
  }

  trialBalance(
    input: Input<'GetTrialBalance'>,
    visibility: Visibility | undefined,
  ): Reply<'GetTrialBalance'> | LedgerRefusal {
    const { chart, log } = this.#tables
    const head = log.head.sequence
    const knownAt = input.knownAt ?? head
    if (knownAt > head) return knownAtInFuture(head)
    const asOf = parseDate(input.asOf ?? '') ?? this.#defaultAsOf(visibility)
    const money = (minor: number) => formatAmount(minor, chart.currency.scale)
    let [debit, credit] = [0, 0]
    const rows = trialBalanceTotals(this.#tables, asOf, knownAt, visibility).map(
      ({ account, debitValue, creditValue, quantities, masked }) => {
        if (masked)
          return { account: accountRef(account), ...NO_BALANCE, quantities: [], masked: true as const }
        debit += debitValue
        credit += creditValue
        return {
          account: accountRef(account),
          debit: money(debitValue),
          credit: money(creditValue),
          balance: money(debitValue - creditValue),
          quantities: quantities.map(({ unit, quantity }) => ({
            unit: unit.code,
            amount: formatAmount(quantity, unit.scale),
          })),
        }
      },
    )
    return {
      asOf: formatDate(asOf),
      ...this.#headAt(knownAt, visibility),
      currency: chart.currency.code,
      rows,
      totals: { debit: money(debit), credit: money(credit) },
      ...(visibility && { partial: true as const }),
    }
  }

  exportPage(input: Input<'ExportJournal'>, visibility: Visibility | undefined): Reply<'ExportJournal'> {
    return exportPage(this.#tables, input, visibility)
  }

  #headAt(knownAt: number, visibility: Visibility | undefined) {
    const { companyName, log } = this.#tables
    const { sequence } = log.head
    return {
      company: companyName(),
      knownAt,
      sequence,
      hash: visibility ? null : log.hashBefore(knownAt + 1),
    }
  }

  /** Today, or the latest effective date when that lies ahead: nothing booked is hidden by default. */
  #defaultAsOf(visibility: Visibility | undefined): number {
    const today = this.#tables.days.dateAt(Date.now() * 1_000)
    const condition = visibility?.entryCondition('?1')
    const last = this.#tables.database.first<{ date: number | null }>(
      condition
        ? `SELECT MAX(e.effective_date) AS date FROM journal_entries e WHERE e.effective_date > ?2 AND ${condition.sql}`
        : 'SELECT MAX(effective_date) AS date FROM journal_entries',
      ...(condition ? [condition.parameter, today] : []),
    )
    return Math.max(today, last?.date ?? 0)
  }
}

interface CandidateRow extends Record<string, SqlStorageValue> {
  effective_date: number
  sequence: number
  reversed_by: number | null
  wanted: number
}

const CANDIDATES_A_PAGE = 5_000
/** For a reader with rules each of them is looked into, which costs some twenty times as much. */
const CANDIDATES_LOOKED_INTO = 1_000
/** Lines of all entries of a page: with the longest memos and names, they stay well below what an RPC carries. */
const LINES_A_PAGE = 8_000

const NO_BALANCE = { debit: null, credit: null, balance: null }

/** An account that the reader may not see is as one that does not exist. */
function seenAccount(chart: ChartStore, code: string, visibility: Visibility | undefined) {
  const account = chart.account(code)
  return account && (visibility?.seesAccount(account) ?? true) ? account : undefined
}

function withoutHiddenParent(
  chart: ChartStore,
  account: Account,
  visibility: Visibility | undefined,
): Account {
  if (!visibility || account.parent === null) return account
  return seenAccount(chart, account.parent, visibility) ? account : { ...account, parent: null }
}

const accountNotFound = (code: string) =>
  refuse('account_not_found', `There is no account ${code} in this company.`)

const dateOr = (text: string | undefined, otherwise: number): number =>
  text === undefined ? otherwise : (parseDate(text) ?? otherwise)

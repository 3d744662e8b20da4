import { formatAmount } from '../../kernel/amount.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { type DateNumber, formatInstant, LAST_DATE } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { Refusal } from '../../kernel/result.ts'
import type { PostedLine } from '../contract.ts'
import type { Account, Unit } from '../model.ts'
import { accountRef, type EntryEvent, voucherOf } from '../views.ts'
import { CASH_EXCHANGE, CASH_FLOW } from './cash-flows.ts'
import { cashOfEntry, matches, type ReportTables } from './figures.ts'
import type { Frame } from './frame.ts'
import type { FigureInput } from './inputs.ts'
import type { ProofRoot } from './ports.ts'
import type { Explanation } from './replies.ts'
import { type FigurePart, measured } from './selection.ts'

/** The entries behind a figure, oldest first, with what each of their lines adds to it. */
export function entriesOfFigure(
  tables: ReportTables,
  input: FigureInput & { limit?: number | undefined; cursor?: string | undefined },
  parts: readonly FigurePart[],
  frame: Frame,
  unit: Unit,
  root: ProofRoot | undefined,
): Explanation['entries'] | Refusal<'invalid_cursor'> {
  const cursor = decodeCursor(input.cursor, 2)
  if (cursor === 'invalid') return invalidCursor()
  const limit = input.limit ?? LIMITS.explainEntriesDefault
  const { entries, ports } = tables
  const factors = new Map(
    parts.flatMap(({ accounts, factor }) => accounts.map(({ ordinal }) => [ordinal, factor])),
  )
  const candidates = candidatesOf(tables, parts, [...factors.keys()], cursor, frame.knownAt)
  const proofOf = root && ports.proof.inclusions(root.size)

  const data: Explanation['entries']['data'] = []
  let last: Candidate | undefined
  for (const candidate of candidates.rows) {
    const [event] = entries.events([candidate.sequence])
    if (!event) throw new Error(`invariant broken: entry ${candidate.sequence} is not in the log`)
    const lines = contributions(tables, event, input, factors, frame, unit)
    if (lines && lines.length > 0) {
      if (data.length === limit) break
      data.push(entryOf(tables, event, lines, frame, unit, proofOf))
    }
    last = candidate
  }
  const isMore = last !== candidates.rows.at(-1) || candidates.isFull
  return { data, nextCursor: isMore && last ? encodeCursor([last.effective_date, last.sequence]) : null }
}

interface Candidate extends Record<string, SqlStorageValue> {
  effective_date: DateNumber
  sequence: number
}

/** Few accounts are looked up by their lines, many by going along the entries. */
const ACCOUNTS_BY_LINES_MAX = 16
const CANDIDATES_BY_LINES = 200

interface Candidates {
  rows: readonly Candidate[]
  /** There may be more behind them. */
  isFull: boolean
}

function candidatesOf(
  { database }: ReportTables,
  parts: readonly FigurePart[],
  accounts: readonly number[],
  cursor: readonly number[] | undefined,
  knownAt: number,
): Candidates {
  const begin = parts.some((part) => part.after === undefined)
    ? 0
    : Math.min(...parts.map((part) => part.after as number))
  const end = Math.min(Math.max(...parts.map(({ upTo }) => upTo)), LAST_DATE)
  // Begins behind the last entry of the day before: a search that began at zero would go along everything before it.
  const [date, sequence] = (cursor ?? [begin, LIMITS.minorUnitsMax]) as [number, number]
  const isByLines = accounts.length <= ACCOUNTS_BY_LINES_MAX
  const max = isByLines ? CANDIDATES_BY_LINES : LIMITS.reportCandidatesMax
  const look = (table: string) =>
    database.all<Candidate>(
      `SELECT DISTINCT effective_date, sequence FROM ${table}
         AND (effective_date, sequence) > (?1, ?2) AND effective_date <= ?3 AND sequence <= ?4
       ORDER BY effective_date, sequence LIMIT ${max}`,
      date,
      sequence,
      end,
      knownAt,
    )
  if (!isByLines) {
    const rows = look('journal_entries WHERE TRUE')
    return { rows, isFull: rows.length === max }
  }
  // The first of all are among the first of each.
  const found = accounts.map((account) => look(`journal_lines WHERE account = ${account}`))
  const unique = new Map(found.flat().map((row) => [row.sequence, row]))
  const rows = [...unique.values()]
    .sort((a, b) => a.effective_date - b.effective_date || a.sequence - b.sequence)
    .slice(0, max)
  return { rows, isFull: rows.length === max }
}

interface Contribution {
  line: number
  account: Account
  unit: string
  amount: number
}

/** Undefined: the reader does not see the entry's amounts, and it is in no figure of theirs. */
function contributions(
  tables: ReportTables,
  event: EntryEvent,
  input: FigureInput,
  factors: ReadonlyMap<number, number>,
  { visibility, filter }: Frame,
  unit: Unit,
): Contribution[] | undefined {
  const { chart } = tables
  const { data } = event
  const sight = visibility?.sightOf({ data, author: event.actor })
  if (visibility && (!sight || sight.masked)) return undefined
  const purpose = data.purpose ?? ''
  if (input.only !== undefined && purpose !== input.only) return []
  if (input.without?.split(',').includes(purpose)) return []
  const { measure = 'balance' } = input
  const amountOf = (account: Account, value: number) =>
    (factors.get(account.ordinal) ?? 0) * measured(measure, Math.max(value, 0), Math.max(-value, 0)) + 0

  const cash = input.line === 'cash-exchange' ? CASH_EXCHANGE : input.cash && CASH[input.cash]
  if (cash !== undefined) {
    if (visibility?.isByEntry && !sight?.whole) return []
    return [...cashOfEntry(tables, data, filter)].flatMap(([movement, sign]) => {
      const account = chart.accountByOrdinal(movement.account)
      if (movement.unit !== cash || !factors.has(account.ordinal)) return []
      const line = data.lines.findIndex((each) => chart.accountById(each.account) === account)
      const amount = sign * amountOf(account, movement.value as number)
      return amount === 0 ? [] : [{ line, account, unit: unit.code, amount }]
    })
  }
  const shown = sight?.lines ?? data.lines.keys()
  return [...shown].flatMap((index) => {
    const line = data.lines[index] as PostedLine
    const account = chart.accountById(line.account)
    if (!factors.has(account.ordinal) || (filter && !matches(filter, line.dimensions ?? {}))) return []
    if (input.unit !== undefined && line.unit !== input.unit) return []
    const amount = amountOf(account, input.unit === undefined ? (line.value ?? 0) : line.quantity)
    return amount === 0 ? [] : [{ line: index, account, unit: unit.code, amount }]
  })
}

const CASH = { flow: CASH_FLOW, exchange: CASH_EXCHANGE }

function entryOf(
  { ports }: ReportTables,
  event: EntryEvent,
  lines: readonly Contribution[],
  { visibility }: Frame,
  unit: Unit,
  proofOf: ((sequence: number) => unknown) | undefined,
): Explanation['entries']['data'][number] {
  const { data } = event
  const isWhole = visibility?.sightOf({ data, author: event.actor })?.whole ?? true
  return {
    entry: {
      id: data.id,
      voucher: voucherOf(data),
      effectiveDate: data.effectiveDate,
      description: data.description,
      reference: data.reference ?? null,
    },
    lines: lines.map(({ line, account, unit: code, amount }) => ({
      line,
      account: accountRef(account),
      unit: code,
      amount: formatAmount(amount, unit.scale),
    })),
    amount: formatAmount(
      lines.reduce((sum, { amount }) => sum + amount, 0),
      unit.scale,
    ),
    // Who sees an entry in part does not see what lies behind it.
    documents: isWhole
      ? ports.attachmentsOf(data.id).map(({ id, name, sha256 }) => ({ id, name, sha256 }))
      : [],
    event: {
      sequence: event.sequence,
      recordedAt: formatInstant(event.recordedAt),
      actor: event.actor,
      hash: visibility ? null : event.hash,
    },
    proof: proofOf?.(event.sequence) ?? null,
  }
}

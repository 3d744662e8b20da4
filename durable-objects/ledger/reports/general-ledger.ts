import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { decodeCursor, encodeCursor, invalidCursor } from '../../kernel/cursor.ts'
import { dayBefore, formatDate, LAST_DATE } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, type Refusal } from '../../kernel/result.ts'
import { SUMS } from '../balance-matrix.ts'
import { compareCodes } from '../chart.ts'
import type { Account } from '../model.ts'
import { accountRef } from '../views.ts'
import type { Visibility } from '../visibility.ts'
import type { ReportsContract } from './contract.ts'
import { balancesAt, type ReportTables, Sums } from './figures.ts'
import { frameOf, rangeOf } from './frame.ts'
import { bookLines, type LineRow, linesOf, sumOfDay } from './lines.ts'
import type { AccountPart } from './replies.ts'
import { hashAt, partialOf } from './table.ts'

type Page = ReplyOf<ReportsContract, 'GetGeneralLedger'>

/** Account after account by code. A page ends within an account where it has to, and the next one goes on there. */
export function generalLedger(
  tables: ReportTables,
  input: InputOf<ReportsContract, 'GetGeneralLedger'>,
  nowMicros: number,
  visibility: Visibility | undefined,
): Page | Refusal<keyof ReportsContract['refusals']> {
  const { chart, log } = tables
  const cursor = decodeCursor(input.cursor, 4)
  if (cursor === 'invalid') return invalidCursor()
  const frame = frameOf(tables, input, visibility)
  if (isRefusal(frame)) return frame
  const range = rangeOf(tables, input, nowMicros, frame)
  if (isRefusal(range)) return range
  const { from, to } = range
  const before = dayBefore(from)
  const [ordinal = 0, ...line] = cursor ?? []
  const after =
    line.length === 3 && (line[0] as number) <= LAST_DATE ? (line as [number, number, number]) : undefined
  // Where an account goes on, its balance starts from that of the day before.
  const goesOnAt = after && dayBefore(after[0])
  const matrix = balancesAt(tables, [before, to, ...(goesOnAt === undefined ? [] : [goesOnAt])], frame)
  const sums = new Sums(matrix)
  const moved = new Set<number>()
  for (const { account, sums: values } of matrix.rows()) if (hasFigures(values)) moved.add(account)

  const masks = (account: Account) => visibility?.masksAccount(account) ?? false
  const start =
    ordinal === 0 ? undefined : [...chart.accounts()].find((each) => each.ordinal === ordinal)?.code
  if (ordinal !== 0 && start === undefined) return invalidCursor()
  const accounts = chart
    .accounts()
    .filter((account) => moved.has(account.ordinal) || masks(account))
    .filter(({ code }) => input.accounts === undefined || code.startsWith(input.accounts))
    .filter((account) => visibility?.seesAccount(account) ?? true)
    .filter(({ code }) => start === undefined || compareCodes(code, start) >= (after ? 0 : 1))

  const money = (minor: number) => formatAmount(minor, chart.currency.scale)
  const limit = input.limit ?? LIMITS.pageRowsDefault
  const data: AccountPart[] = []
  let nextCursor: string | null = null
  let room = limit
  for (const [index, account] of accounts.entries()) {
    if (room <= 0) {
      const last = accounts[index - 1] as Account
      nextCursor = encodeCursor([last.ordinal, LAST_DATE + 1, 0, 0])
      break
    }
    if (masks(account)) {
      room--
      data.push({ account: accountRef(account), opening: null, lines: [], closing: null, masked: true })
      continue
    }
    const goesOn = after && account.ordinal === ordinal ? after : undefined
    const opening = sums.balance(account.ordinal, undefined, before)
    const balance = goesOn
      ? sums.balance(account.ordinal, undefined, goesOnAt as number) +
        sumOfDay(tables, account, goesOn, frame.knownAt, frame)
      : opening
    const wanted = { from, to, knownAt: frame.knownAt, after: goesOn }
    const rows = linesOf(tables, account, wanted, room + 1, frame)
    const shown = rows.slice(0, room)
    // An account without lines takes the place of one.
    room -= Math.max(shown.length, 1)
    const { lines, balance: closing } = bookLines(tables, shown, balance)
    const isEnd = rows.length === shown.length
    const isEmpty = lines.length === 0 && opening === 0 && closing === 0
    if (!isEmpty || !isEnd)
      data.push({
        account: accountRef(account),
        opening: goesOn ? null : money(opening),
        lines,
        closing: isEnd ? money(closing) : null,
      })
    if (isEnd) continue
    const last = shown.at(-1) as LineRow
    nextCursor = encodeCursor([account.ordinal, last.effective_date, last.sequence, last.line])
    break
  }
  return {
    data,
    nextCursor,
    company: tables.ports.companyName(),
    currency: chart.currency.code,
    scale: chart.currency.scale,
    from: formatDate(from),
    to: formatDate(to),
    knownAt: frame.knownAt,
    sequence: log.head.sequence,
    hash: hashAt(tables, frame),
    ...partialOf(visibility),
  }
}

/** Some balance at the beginning, or some movement: of quantities, too. */
function hasFigures(values: Float64Array): boolean {
  for (let index = 0; index < values.length; index += SUMS)
    for (let sum = 0; sum < SUMS; sum++) if (values[index + sum] !== 0) return true
  return false
}

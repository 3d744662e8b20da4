import { formatAmount } from '../../kernel/amount.ts'
import type { InputOf, ReplyOf } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { Decision } from '../../kernel/module.ts'
import { refuse } from '../../kernel/result.ts'
import type { Posting } from '../posting.ts'
import type { LedgerParts } from '../store.ts'
import type { ImportIssue, MigrationContract } from './contract.ts'
import { fieldRefusal, keptIssues, type MigrationRefusal, problemOfDifference } from './domain.ts'
import type { Mapping } from './mapping.ts'
import { type OpeningRow, openingRows, openingTotals, postOpening } from './opening.ts'

type Input = InputOf<MigrationContract, 'PostOpeningBalances'> & { mapping: Mapping }

/** Posts opening balances, or says what they would come to. */
export function decideOpening(
  input: Input,
  { ledger: { chart }, posting }: { ledger: LedgerParts; posting: Posting },
): Decision<ReplyOf<MigrationContract, 'PostOpeningBalances'>> | MigrationRefusal {
  const given = rowsOf(input)
  if ('refused' in given) return given
  const { currency } = chart
  const totals = openingTotals(given.rows, {
    currency,
    account: (code) => posting.account(code),
    unit: (code) => chart.unit(code),
  })
  const difference = totals.debit - totals.credit
  const account = chart.role('openingBalance')
  const errors = [...given.errors, ...totals.errors]
  const problem =
    errors.length > 0
      ? undefined
      : needsAccount(given.rows.length, difference) && !account
        ? noAccount()
        : input.dryRun
          ? undefined
          : problemOfDifference(input.expectedDifference, difference, currency)
  if (problem) return problem
  const posted =
    errors.length > 0
      ? { entries: [], errors: [] }
      : postOpening(posting, given.rows, totals.values, {
          date: input.date,
          description: input.description || 'Opening balances',
          account: account?.code,
          scale: currency.scale,
        })
  errors.push(...posted.errors)
  if (errors.length > 0 && !input.dryRun) return refuseOpening(errors, input.csv !== undefined)
  const reply = {
    dryRun: input.dryRun ?? false,
    date: input.date,
    lines: given.rows.length,
    totals: {
      debit: formatAmount(totals.debit, currency.scale),
      credit: formatAmount(totals.credit, currency.scale),
    },
    difference: formatAmount(difference, currency.scale),
    account: account ? { code: account.code, name: account.name } : null,
    entries: input.dryRun ? [] : posted.entries,
    errors: keptIssues(errors, LIMITS.importErrorsMax),
    errorsTotal: errors.length,
  }
  return { events: input.dryRun ? [] : posting.events, reply: () => reply }
}

function rowsOf({
  lines,
  csv,
  mapping,
}: Input): { rows: OpeningRow[]; errors: ImportIssue[] } | MigrationRefusal {
  if ((lines === undefined) === (csv === undefined))
    return fieldRefusal('opening_refused', '/lines', 'Send the balances either as lines or as csv.')
  const given =
    csv !== undefined
      ? openingRows(csv, mapping)
      : { rows: (lines ?? []).map((input, index) => ({ at: index + 1, input })), errors: [] }
  if (given.rows.length > LIMITS.openingLinesMax)
    return fieldRefusal(
      'opening_refused',
      '/csv',
      `At most ${LIMITS.openingLinesMax} lines are posted at once.`,
    )
  if (given.rows.length === 0 && given.errors.length === 0)
    return fieldRefusal('opening_refused', '/lines', 'There is no balance to post. Send at least one line.')
  return given
}

/** Entries hold a thousand lines: more of them are balanced one by one. */
const needsAccount = (lines: number, difference: number): boolean =>
  difference !== 0 || lines >= LIMITS.entryLinesMax

const noAccount = (): MigrationRefusal =>
  refuse(
    'opening_account_missing',
    'There is no account for opening balances. Set the role openingBalance of the chart of accounts first.',
  )

function refuseOpening(errors: readonly ImportIssue[], isCsv: boolean): MigrationRefusal {
  const [first] = errors as [ImportIssue]
  const where = isCsv ? '/csv' : '/lines'
  return refuse(
    'opening_refused',
    `${errors.length} lines cannot be posted, the first is ${first.line}: ${first.detail} Nothing was posted.`,
    keptIssues(errors, LIMITS.importErrorsMax).map(({ line, field, code, detail }) => ({
      pointer: `${where}/${isCsv ? line : line - 1}${field === undefined ? '' : `/${field}`}`,
      code,
      detail,
    })),
  )
}

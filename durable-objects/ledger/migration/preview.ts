import { formatAmount } from '../../kernel/amount.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { invariant } from '../../kernel/result.ts'
import type { ChartStore } from '../chart.ts'
import type { AccountOpened, EntryPosted, PostedLine } from '../contract.ts'
import type { Account } from '../model.ts'
import type { Posting } from '../posting.ts'
import { totalOf } from '../ruled.ts'
import { accountRef } from '../views.ts'
import type { Named, PartContent } from './candidates.ts'
import type { Result } from './part.ts'
import { likeTypes } from './propose-types.ts'
import type { FileAccount, FileJournal, PreviewEntry, PreviewView } from './replies.ts'

interface Books {
  chart: ChartStore
  /** What the trial has posted and opened. */
  posting: Posting
  /** An account that the actor's record rules keep them from: to them, there is none. */
  isOutside: (code: string) => boolean
}

/** What the trial of a part shows: its first entries as they would be booked, and what becomes of its accounts. */
export function previewOf(
  { named }: PartContent,
  { lineOf, externalIds }: Result,
  books: Books,
): PreviewView {
  return {
    entries: entriesOf(lineOf, books),
    accounts: accountsOf(named.accounts, books),
    journals: named.journals
      .map((each) => journalOf(each, books))
      .sort((a, b) => Number(a.journal !== null) - Number(b.journal !== null))
      .slice(0, JOURNALS_MAX),
    externalIds,
  }
}

const JOURNALS_MAX = 200

function entriesOf(lineOf: ReadonlyMap<string, number>, { chart, posting }: Books): PreviewEntry[] {
  const opened = openedIn(posting)
  const accountOf = (id: string) => opened.get(id) ?? chart.accountById(id)
  const entries: PreviewEntry[] = []
  for (const { type, data } of posting.events) {
    if (entries.length === LIMITS.importPreviewEntriesMax) break
    const entry = data as EntryPosted
    const line = type === 'journal-entry-posted' ? lineOf.get(entry.id) : undefined
    if (line === undefined) continue
    entries.push({
      line,
      effectiveDate: entry.effectiveDate,
      journal: entry.journal,
      description: entry.description,
      reference: entry.reference ?? null,
      externalId: entry.externalId ?? null,
      corrects: entry.corrects !== undefined,
      total: formatAmount(totalOf(entry), chart.currency.scale),
      lines: entry.lines.slice(0, LIMITS.importPreviewLinesMax).map((each) => ({
        account: accountRef(accountOf(each.account)),
        ...amountsOf(each, { chart, posting }),
        memo: each.memo ?? null,
      })),
      linesTotal: entry.lines.length,
    })
  }
  return entries
}

/** Accounts that the trial has opened, by their ids. */
function openedIn(posting: Posting): Map<string, Account> {
  const opened = new Map<string, Account>()
  for (const { type, data } of posting.events) {
    if (type !== 'account-opened') continue
    const { id, code } = data as AccountOpened
    const account = posting.account(code)
    if (account) opened.set(id, account)
  }
  return opened
}

/** A line that moves value without quantity stands on the side of its value. */
function amountsOf({ unit, quantity, value }: PostedLine, { chart, posting }: Omit<Books, 'isOutside'>) {
  const known = posting.unit(unit)
  invariant(known, `the trial has posted in ${unit}`)
  const isDebit = quantity > 0 || (quantity === 0 && (value ?? 0) >= 0)
  const amount = formatAmount(Math.abs(quantity), known.scale)
  return {
    debit: isDebit ? amount : null,
    credit: isDebit ? null : amount,
    unit,
    value: value === null ? null : formatAmount(Math.abs(value), chart.currency.scale),
  }
}

/** Those that become nothing first: somebody has to say what they are. */
function accountsOf(named: readonly Named[], books: Books): FileAccount[] {
  const { chart, posting, isOutside } = books
  const like = likeTypes(() => chart.accounts().filter(({ code }) => !isOutside(code)))
  const rank = ({ account, isNew }: FileAccount) => (account === null ? 0 : isNew ? 1 : 2)
  return named
    .map(({ code, name, ours = code }): FileAccount => {
      const account = isOutside(ours) ? undefined : posting.account(ours)
      return {
        ...{ code, name },
        account: account ? accountRef(account) : null,
        isNew: account !== undefined && chart.account(ours) === undefined,
        proposedType: account ? null : like(code),
      }
    })
    .sort((a, b) => rank(a) - rank(b) || (a.code < b.code ? -1 : 1))
    .slice(0, LIMITS.mappedAccountsMax)
}

const journalOf = ({ code, name, ours }: Named, { chart, posting }: Books): FileJournal => ({
  ...{ code, name },
  journal: ours === undefined || posting.journal(ours) === undefined ? null : ours,
  isNew: ours !== undefined && posting.journal(ours) !== undefined && chart.journal(ours) === undefined,
})

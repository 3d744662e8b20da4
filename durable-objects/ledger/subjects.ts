import { formatAmount } from '../kernel/amount.ts'
import type { NewEvent } from '../kernel/log.ts'
import type { Subject } from '../kernel/module.ts'
import type { ChartStore } from './chart.ts'
import type { AccountOpened, EntryPosted, PostedLine } from './contract.ts'
import { type Account, unitFor } from './model.ts'

/**
 * What policies see of an entry: the sum of its debits in company currency, its accounts by code, journal and date. It
 * comes from the event, so an entry is the same to them by whichever command it was posted. Meters count by the accounts' ids: an
 * account that gets another code is the same account.
 */
export function subjectsOf(chart: ChartStore, events: readonly NewEvent[]): (Subject | undefined)[] {
  // An import opens accounts in the same decision that posts to them.
  let opened: Map<string, string> | undefined
  for (const { type, data } of events)
    if (type === 'account-opened') {
      opened ??= new Map()
      opened.set((data as AccountOpened).id, (data as AccountOpened).code)
    }
  const accountOf = (id: string): Named => {
    const code = opened?.get(id)
    return code === undefined ? chart.accountById(id) : { id, code }
  }
  return events.map(({ type, data }) =>
    type === 'journal-entry-posted' ? subjectOfEntry(chart, data as EntryPosted, accountOf) : undefined,
  )
}

/** An account as it is now: it may have got another code, or have become another. */
type Named = Pick<Account, 'id' | 'code'>
type AccountOf = (id: string) => Named

function subjectOfEntry(chart: ChartStore, entry: EntryPosted, accountOf: AccountOf): Subject {
  const accounts: string[] = []
  const idsByCode = new Map<string, string>()
  let amount = 0
  for (const { account, value } of entry.lines) {
    const { id, code } = accountOf(account)
    accounts.push(code)
    idsByCode.set(code, id)
    if (value !== null && value > 0) amount += value
  }
  const { journal, effectiveDate, reference } = entry
  return {
    amount,
    facts: {
      account: [...idsByCode.keys()],
      journal: [journal],
      effectiveDate: [effectiveDate],
      reference: reference ? [reference] : NONE,
    },
    ids: { account: [...idsByCode.values()] },
    amountBy: (fact, value) => (fact === 'account' ? movedOn(entry, accounts, value) : undefined),
    record: () => recordOf(chart, entry, (id) => accountOf(id).code),
  }
}

const NONE: readonly string[] = []

/** The larger side of what the entry books on one account. */
function movedOn({ lines }: EntryPosted, accounts: readonly string[], code: string): number {
  let [debit, credit] = [0, 0]
  for (const [index, { value }] of lines.entries()) {
    if (accounts[index] !== code || value === null) continue
    if (value > 0) debit += value
    else credit -= value
  }
  return Math.max(debit, credit)
}

/** The entry with codes and decimal strings, as in the input of PostJournalEntry. */
function recordOf(chart: ChartStore, entry: EntryPosted, codeOf: (id: string) => string): unknown {
  const { journal, effectiveDate, description, reference, note, tags, reverses } = entry
  return {
    journal,
    effectiveDate,
    description,
    reference,
    note,
    tags,
    reverses,
    lines: entry.lines.map((line) => lineOf(chart, line, codeOf)),
  }
}

function lineOf(chart: ChartStore, line: PostedLine, codeOf: (id: string) => string): unknown {
  const { account, unit, quantity, value, memo } = line
  const scale = unitFor(chart, unit)?.scale ?? 0
  return {
    account: codeOf(account),
    [quantity < 0 ? 'credit' : 'debit']: formatAmount(Math.abs(quantity), scale),
    unit,
    ...(value !== null && { value: formatAmount(Math.abs(value), chart.currency.scale) }),
    memo,
  }
}

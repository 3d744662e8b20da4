/** The one way in for journal text: each format's reader, and then the same plan for all. */
import { parseBeancount } from './beancount.ts'
import { parseJournal } from './hledger.ts'
import { parseLedger } from './ledger.ts'
import type { ImportPlan, PlanContext } from './model.ts'
import { planImport } from './plan.ts'

export const JOURNAL_FORMATS = ['hledger', 'ledger', 'beancount'] as const
export type JournalFormat = (typeof JOURNAL_FORMATS)[number]

/** What the text of a journal would book. `transactions` counts those that it has, refused ones included. */
export const planJournal = (
  format: JournalFormat,
  text: string,
  context: PlanContext,
): ImportPlan & { transactions: number; firstDate: string | null; lastDate: string | null } => {
  const parsed =
    format === 'beancount'
      ? parseBeancount(text, {
          ...(context.carried && { carried: context.carried }),
          ...(context.balancesUnknown !== undefined && { balancesUnknown: context.balancesUnknown }),
        })
      : format === 'ledger'
        ? parseLedger(text)
        : parseJournal(text)
  const dates = parsed.transactions.map(({ date }) => date).sort()
  return {
    ...planImport(parsed, context),
    transactions: parsed.transactions.length,
    firstDate: dates[0] ?? null,
    lastDate: dates.at(-1) ?? null,
  }
}

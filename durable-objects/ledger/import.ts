import { LIMITS } from '../kernel/limits.ts'
import type { NewEvent } from '../kernel/log.ts'
import type { CommandContext } from '../kernel/module.ts'
import { currencyScale } from '../kernel/money.ts'
import { invariant, isRefusal, type Refusal, refuse } from '../kernel/result.ts'
import type { ChartStore } from './chart.ts'
import type { UnitRegistered } from './contract.ts'
import type { ImportPlan, PlanContext, PlannedEntry, RowIssue } from './interchange/model.ts'
import { type JournalFormat, planJournal } from './interchange/read.ts'
import { type Account, newAccount } from './model.ts'
import type { Posting } from './posting.ts'
import type { EntryHeader, ResolvedLine } from './rules.ts'

/** What costs leave below the currency's smallest part is booked here, in the open, never absorbed by another account. */
const ROUNDING_ACCOUNT = 'Equity:Rounding'

interface Imported {
  events: NewEvent[]
  counts: { entries: number; accounts: number; units: number }
  errors: RowIssue[]
  warnings: RowIssue[]
  /** The line of the text that each entry begins in. */
  lines: ReadonlyMap<NewEvent, number>
}

/**
 * A plain-text journal becomes accounts, units and entries, through the same `Posting` as every other entry. With
 * `atomic` one bad row refuses all of them; with `independent` the others are booked.
 */
export function decideImport(
  chart: ChartStore,
  input: {
    format: JournalFormat
    text: string
    mode?: 'atomic' | 'independent' | undefined
    dryRun?: boolean | undefined
  },
  context: CommandContext,
  posting: Posting,
): Imported | Refusal<'import_refused'> {
  const plan = planJournal(input.format, input.text, planContext(chart))
  for (const unit of plan.units) posting.registerUnit(unitOf(unit))
  for (const account of plan.accounts) posting.openAccount(accountOf(account, context))
  const errors = [...plan.errors]
  const lines = new Map<NewEvent, number>()
  let entries = 0
  for (const entry of plan.entries) {
    const tooLong = tooLongIn(entry)
    if (tooLong) {
      errors.push({ line: entry.line, code: 'text_too_long', detail: tooLong })
      continue
    }
    const posted = posting.record(
      headerOf(entry),
      entry.lines.map((line) => resolve(posting, line)),
    )
    if (isRefusal(posted)) errors.push({ line: entry.line, code: posted.refused, detail: posted.detail })
    else {
      entries++
      lines.set(posting.events.at(-1) as NewEvent, entry.line)
    }
  }
  errors.sort((a, b) => a.line - b.line)
  if (errors.length > 0 && input.mode !== 'independent' && !input.dryRun) return refuseImport(errors)
  const counts = { entries, accounts: plan.accounts.length, units: plan.units.length }
  return {
    events: posting.events,
    counts,
    errors: errors.slice(0, ISSUES_SHOWN),
    warnings: plan.warnings.slice(0, ISSUES_SHOWN),
    lines,
  }
}

/** What a plan must know of the books. */
export const planContext = (chart: ChartStore): PlanContext => ({
  currency: chart.currency.code,
  currencyScale: chart.currency.scale,
  units: new Map(chart.units().map(({ code, scale }) => [code, scale])),
  isoScale: currencyScale,
  accounts: new Set([...chart.accounts(), ...chart.mergedAccounts()].map(({ code }) => code)),
  roundingAccount: ROUNDING_ACCOUNT,
})

/** An imported entry keeps the same limits as any other: what came in must be able to go out again. */
export function tooLongIn({ description, reference, note, tags }: PlannedEntry): string | undefined {
  if (description.length > LIMITS.descriptionCharsMax)
    return `The description has more than ${LIMITS.descriptionCharsMax} characters. Shorten it.`
  if ((reference?.length ?? 0) > LIMITS.referenceCharsMax)
    return `The code has more than ${LIMITS.referenceCharsMax} characters. Shorten it.`
  if ((note?.length ?? 0) > LIMITS.noteCharsMax)
    return `The comment has more than ${LIMITS.noteCharsMax} characters. Shorten it.`
  if (Object.keys(tags).length > LIMITS.tagsMax)
    return `The entry has more than ${LIMITS.tagsMax} tags. Remove some.`
  return undefined
}

/** Rows reported at once; a user corrects these first. */
const ISSUES_SHOWN = 500

function refuseImport(errors: readonly RowIssue[]): Refusal<'import_refused'> {
  const first = errors[0] as RowIssue
  return refuse(
    'import_refused',
    `${errors.length} rows cannot be booked, the first in line ${first.line}: ${first.detail} Nothing was booked. Correct them, or send mode=independent to book the others.`,
    errors
      .slice(0, ISSUES_SHOWN)
      .map(({ line, code, detail }) => ({ pointer: `/text/${line}`, code, detail })),
  )
}

export const unitOf = ({ code, scale }: ImportPlan['units'][number]): UnitRegistered => ({
  code,
  name: code,
  kind: currencyScale(code) === undefined ? 'other' : 'currency',
  scale,
})

const accountOf = (account: ImportPlan['accounts'][number], context: CommandContext): Account =>
  newAccount({ ...account, id: context.newId('account') })

export function headerOf({ effectiveDate, description, reference, note, tags }: PlannedEntry): EntryHeader {
  return {
    effectiveDate,
    description,
    ...(reference && { reference }),
    ...(note && { note }),
    ...(Object.keys(tags).length > 0 && { tags }),
  }
}

export function resolve(posting: Posting, line: PlannedEntry['lines'][number]): ResolvedLine {
  const [account, unit] = [posting.account(line.account), posting.unit(line.unit)]
  invariant(account && unit, `the plan did not create ${line.account} or ${line.unit}`)
  return { account, unit, quantity: line.quantity, value: line.value, memo: line.memo ?? undefined }
}

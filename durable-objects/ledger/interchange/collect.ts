/**
 * The units and accounts an import must create first, in the order the file brings them up.
 */
import { accountType, declaredType, lastSegment } from './accounts.ts'
import type { FileFacts } from './facts.ts'
import type {
  AccountType,
  ParsedJournal,
  PlanContext,
  PlannedAccount,
  PlannedEntry,
  PlannedUnit,
} from './model.ts'
import { refuse } from './model.ts'
import { directiveTags } from './reserved.ts'
import type { IssueList } from './state.ts'
import { addError, addWarning } from './state.ts'
import type { UnitScales } from './units.ts'
import { scaleOf } from './units.ts'

/** Units of the booked lines that do not exist yet. */
export const collectUnits = (
  entries: readonly PlannedEntry[],
  context: PlanContext,
  scales: UnitScales,
): PlannedUnit[] => {
  const units = new Map<string, PlannedUnit>()
  for (const { lines } of entries) {
    for (const { unit } of lines) {
      if (unit === context.currency || context.units.has(unit) || units.has(unit)) continue
      units.set(unit, { code: unit, scale: scaleOf(scales, unit) })
    }
  }
  return [...units.values()]
}

/**
 * Accounts that are declared or booked to and do not exist yet. Of two rows the upper one comes first. An account
 * whose type nothing tells becomes an asset, with a warning that names it.
 */
export const collectAccounts = (
  parsed: ParsedJournal,
  entries: readonly PlannedEntry[],
  context: PlanContext,
  facts: FileFacts,
  issues: IssueList,
): PlannedAccount[] => {
  const types = declaredTypes(parsed, facts, issues)
  const names = new Map([...facts.names].map(([account, name]) => [facts.accountOf(account), name]))
  const accounts = new Map<string, PlannedAccount>()
  const see = (code: string, line: number): void => {
    if (accounts.has(code) || context.accounts.has(code)) return
    const type = accountType(code, types)
    if (type === undefined) warnAboutType(issues, code, line)
    accounts.set(code, { code, name: names.get(code) ?? lastSegment(code), type: type ?? 'asset' })
  }
  let next = 0
  for (const { line, account } of parsed.accounts) {
    for (let entry = entries[next]; entry !== undefined && entry.line < line; entry = entries[++next]) {
      for (const each of entry.lines) see(each.account, entry.line)
    }
    see(facts.accountOf(account), line)
  }
  for (const entry of entries.slice(next)) for (const each of entry.lines) see(each.account, entry.line)
  return [...accounts.values()]
}

const declaredTypes = (
  parsed: ParsedJournal,
  facts: FileFacts,
  issues: IssueList,
): Map<string, AccountType> => {
  const types = new Map<string, AccountType>()
  for (const { line, account, comment } of parsed.accounts) {
    const tag = comment.length === 0 ? undefined : directiveTags(comment).get('type')
    if (tag === undefined) continue
    const type = declaredType(tag)
    if (type !== undefined) types.set(facts.accountOf(account), type)
    else {
      const detail = `“${tag}” is no account type. Write A, L, E, R or X (asset, liability, equity, revenue, expense).`
      addError(issues, line, refuse('invalid_account_type', detail))
    }
  }
  return types
}

const warnAboutType = (issues: IssueList, code: string, line: number): void =>
  addWarning(
    issues,
    line,
    'unknown_account_type',
    `Nothing tells the type of ${code}: it becomes an asset. Declare it: account ${code}  ; type: X.`,
  )

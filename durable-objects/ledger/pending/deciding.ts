import type { InputOf } from '../../kernel/contract.ts'
import { type DateNumber, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { invariant, isRefusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import { unitFor } from '../model.ts'
import { outsideOfRules, unknownUnit } from '../posting.ts'
import { ruleError } from '../ruled.ts'
import type { ResolvedLine } from '../rules.ts'
import type { LedgerParts } from '../store.ts'
import type { Visibility } from '../visibility.ts'
import type { BalanceLimitSet, EntryHeld, PendingContract, PendingPosted } from './contract.ts'
import { decideLimit, decideParts, expiryOf, type PendingRefusal } from './domain.ts'
import type { BalanceLimits } from './limits.ts'
import type { PendingEntry } from './tables.ts'

/** What holding an entry, posting one on hold and limiting a balance come to, in the books as they stand. */

interface Deciding {
  ledger: LedgerParts
  limits: BalanceLimits
}

type Input<Name extends keyof PendingContract['operations']> = InputOf<PendingContract, Name>

/** The entry is posted on trial: what holds of it then must hold of it now, and nothing of the trial is recorded. */
export function decideHold(
  { ledger, limits }: Deciding,
  { expiresAt, timeoutSeconds, ...entry }: Input<'HoldEntry'>,
  context: CommandContext,
  visibility: Visibility | undefined,
): { events: NewEvent[]; id: string } | PendingRefusal {
  const { chart } = ledger
  const expiry = expiryOf({ expiresAt, timeoutSeconds }, context.nowMicros)
  if (isRefusal(expiry)) return expiry
  const trial = ledger.begin(context, visibility)
  const posted = trial.post(entry)
  if (isRefusal(posted)) return posted
  const lines = posted.lines.map((line) => ({ ...line, account: chart.accountById(line.account) }))
  const refusal = limits.refusesHold(context, lines, posted.effectiveDate)
  if (refusal) return refusal
  const units = trial.events.filter(({ type }) => type === 'unit-registered')
  const id = context.idAt('pendingEntry', context.nextSequence + units.length)
  const { id: _, number: _number, series: _series, voucher: _voucher, ...header } = posted
  const data: EntryHeld = { ...header, id, ...(expiry !== undefined && { expiresAt: expiry }) }
  return { events: [...units, event('entry-held', data)], id }
}

export function decidePost(
  { ledger, limits }: Deciding,
  pending: PendingEntry,
  input: Input<'PostPending'>,
  context: CommandContext,
  visibility: Visibility | undefined,
): { events: NewEvent[]; entry: EntryPosted } | PendingRefusal {
  const { chart } = ledger
  const { held, remaining } = pending
  const unitOf = (code: string) => {
    const unit = chart.unit(code)
    invariant(unit, `unit ${code} of an entry on hold is registered`)
    return unit
  }
  const heldLines = held.lines.map(({ unit }, at) => ({
    unit: unitOf(unit),
    quantity: remaining[at]?.quantity ?? 0,
    value: remaining[at]?.value ?? null,
  }))
  const parts = decideParts(heldLines, input, chart.currency)
  if (isRefusal(parts)) return parts
  const keepsRest = input.keepRest === true
  if (keepsRest && pending.followedBy.length >= LIMITS.pendingPartsMax) return tooManyParts()
  const released = keepsRest ? parts : heldLines.map(({ quantity }, line) => ({ line, quantity }))
  limits.releases(
    context,
    released.map(({ line, quantity }) => {
      const { account, unit } = held.lines[line] as EntryHeld['lines'][number]
      return { account: chart.accountById(account), unit, quantity }
    }),
    parseDate(held.effectiveDate) as DateNumber,
  )
  const lines = parts.map(({ line, quantity, value }): ResolvedLine => {
    const { account, unit, ...rest } = held.lines[line] as EntryHeld['lines'][number]
    return {
      ...rest,
      account: chart.accountById(account),
      unit: unitOf(unit),
      quantity,
      value,
      index: line,
    }
  })
  const { id, expiresAt: _, lines: _lines, ...header } = held
  const posting = ledger.begin(context, visibility)
  const entry = posting.record(
    {
      ...header,
      id: undefined,
      effectiveDate: input.effectiveDate ?? held.effectiveDate,
      description: input.description || held.description,
      origin: id,
    },
    lines,
  )
  if (isRefusal(entry)) return entry
  const data: PendingPosted = {
    id,
    entry: entry.id,
    lines: parts,
    ...(keepsRest && { keepsRest: true as const }),
  }
  return { events: [...posting.events, event('pending-posted', data)], entry }
}

export function decideSetLimit(
  { ledger, limits }: Deciding,
  input: Input<'SetBalanceLimit'>,
  visibility: Visibility | undefined,
): { events: NewEvent[]; data: BalanceLimitSet } | PendingRefusal {
  const { chart } = ledger
  const rule = visibility?.brokenBy('account', input.account)
  if (rule) return outsideOfRules([{ ...ruleError(rule, 0), pointer: '/account' }])
  const account = chart.account(input.account)
  if (!account) {
    const detail = `There is no account ${input.account}.`
    return refuse('account_not_found', detail, [{ pointer: '/account', code: 'account_not_found', detail }])
  }
  if (account.isHeading) {
    const detail = `${account.code} ${account.name} is a heading and has no balance. Limit the accounts below it.`
    return refuse('account_is_heading', detail, [{ pointer: '/account', code: 'account_is_heading', detail }])
  }
  const code = input.unit ?? account.unit ?? chart.currency.code
  if (account.unit !== null && code !== account.unit) {
    const detail = `Account ${account.code} takes ${account.unit} only.`
    return refuse('account_unit_mismatch', detail, [
      { pointer: '/unit', code: 'account_unit_mismatch', detail },
    ])
  }
  const unit = unitFor(chart, code)
  if (!unit) return unknownUnit(code, '/unit')
  const wanted = decideLimit(input, unit)
  if (isRefusal(wanted)) return wanted
  const data: BalanceLimitSet = { account: account.id, unit: unit.code, ...wanted }
  const before = limits.of(account, unit.code) ?? { min: null, max: null }
  if (before.min === wanted.min && before.max === wanted.max) return { events: [], data }
  const registered = chart.unit(code) ? [] : [event('unit-registered', unit)]
  return { events: [...registered, event('balance-limit-set', data)], data }
}

export const event = (type: string, data: unknown): NewEvent => ({ type, version: 1, data })

const tooManyParts = (): PendingRefusal => {
  const detail = `It was posted in ${LIMITS.pendingPartsMax} parts, which is the most. Post the rest of it now, or release the rest.`
  return refuse('too_many_parts', detail, [{ pointer: '/keepRest', code: 'too_many_parts', detail }])
}

import type { Scope } from './kernel/contract.ts'
import { FIELD_CLASSES } from './kernel/field-classes.ts'
import { mayReadField } from './kernel/grants.ts'
import { isId } from './kernel/ids.ts'
import type { Actor } from './kernel/module.ts'
import { rulesInForce } from './kernel/rules.ts'
import { describeRule } from './ledger/ruled.ts'
import type { LedgerParts } from './ledger/store.ts'
import { Visibility } from './ledger/visibility.ts'

export interface Question {
  /** Full name of an operation. */
  command: string
  scope: Scope
  /** Id of an entry or code of an account. */
  record: string | null
}

export interface Reason {
  layer: 'tenant' | 'record-rule' | 'field'
  allows: boolean
  detail: string
  source: string
}

export const NOT_HERE: Reason = {
  layer: 'tenant',
  allows: false,
  detail: 'The company belongs to another tenant.',
  source: 'company',
}

/** What record rules and masks say, from the same code that enforces them. */
export function explain(ledger: LedgerParts, actor: Actor, { command, scope, record }: Question): Reason[] {
  const { chart } = ledger
  const rules = rulesInForce(actor.rules, command, scope)
  const visibility = Visibility.in(chart, actor, command, scope)
  if (record === null)
    return rules
      ? [{ layer: 'record-rule', allows: true, detail: `For some records: ${texts(rules)}`, source: 'rules' }]
      : []
  return isId('journalEntry', record) || chart.entryExists(record)
    ? ofEntry(ledger, record, visibility, texts(rules ?? []))
    : ofAccount(ledger, record, actor, visibility, texts(rules ?? []))
}

const texts = (rules: NonNullable<ReturnType<typeof rulesInForce>>): string =>
  rules.map((sides) => sides.map((side) => side.map(describeRule).join(' ')).join(' Or: ')).join(' ')

function ofEntry(
  { entries }: LedgerParts,
  id: string,
  visibility: Visibility | undefined,
  rules: string,
): Reason[] {
  const entry = entries.find(id)
  // Said alike of an entry that is not there: the answer must not tell which of both it is.
  const sight =
    entry && (visibility ? visibility.sightOf({ ...entry.event, author: entry.event.actor }) : WHOLE)
  if (!sight)
    return [
      {
        layer: 'record-rule',
        allows: false,
        detail: `There is no such entry for this actor. ${rules}`.trim(),
        source: id,
      },
    ]
  const reasons: Reason[] = [
    {
      layer: 'record-rule',
      allows: true,
      detail: sight.whole ? 'The entry is within the record rules.' : `A part of the entry is: ${rules}`,
      source: id,
    },
  ]
  if (sight.masked)
    reasons.push({ layer: 'field', allows: false, detail: masked('salaries'), source: 'field:salaries' })
  return reasons
}

const WHOLE = { whole: true, masked: false }

function ofAccount(
  { chart }: LedgerParts,
  code: string,
  actor: Actor,
  visibility: Visibility | undefined,
  rules: string,
): Reason[] {
  const account = chart.account(code)
  if (!account || (visibility && !visibility.seesAccount(account)))
    return [
      {
        layer: 'record-rule',
        allows: false,
        detail: `There is no such account for this actor. ${rules}`.trim(),
        source: code,
      },
    ]
  const within: Reason = {
    layer: 'record-rule',
    allows: true,
    detail: 'The account is within the record rules.',
    source: code,
  }
  const { sensitivity } = account
  if (sensitivity === null || mayReadField(actor.grants, sensitivity)) return [within]
  return [
    within,
    { layer: 'field', allows: false, detail: masked(sensitivity), source: `field:${sensitivity}` },
  ]
}

const masked = (fieldClass: keyof typeof FIELD_CLASSES) =>
  `Amounts are masked: they belong to ${FIELD_CLASSES[fieldClass].title.toLowerCase()}, for which the grant field:${fieldClass} is missing.`

import type { InputOf } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import {
  ACCOUNT_ROLES,
  type AccountMerged,
  type AccountRole,
  type AccountRolesSet,
  type LedgerContract,
  ROLE_TYPES,
} from '../contract.ts'
import type { Account } from '../model.ts'
import type { Pack } from '../packs/pack.ts'
import {
  accountNotFound,
  type ChartDraft,
  type ChartFacts,
  type ChartRefusal,
  fieldRefusal,
} from './draft.ts'

/** Pure decisions about the chart of accounts, one a command. Events are those of the draft, or these. */

type Input<Name extends keyof LedgerContract['operations']> = InputOf<LedgerContract, Name>

export function decideOpenAccount(draft: ChartDraft, input: Input<'OpenAccount'>): Account | ChartRefusal {
  const wanted = Object.entries(input).filter(([, value]) => value !== undefined && value !== '')
  return draft.open(Object.fromEntries(wanted) as Parameters<ChartDraft['open']>[0])
}

export function decideChangeAccount(
  draft: ChartDraft,
  { code, ...wanted }: Input<'ChangeAccount'>,
): Account | ChartRefusal {
  return existing(draft, code, (account) => draft.change(account, wanted))
}

export const decideRenumberAccount = (
  draft: ChartDraft,
  { code, newCode }: Input<'RenumberAccount'>,
): Account | ChartRefusal => existing(draft, code, (account) => draft.change(account, { code: newCode }))

export const decideActivity = (
  draft: ChartDraft,
  { code }: { code: string },
  isActive: boolean,
): Account | ChartRefusal => existing(draft, code, (account) => draft.change(account, { isActive }))

function existing(
  draft: ChartDraft,
  code: string,
  then: (account: Account) => Account | ChartRefusal,
): Account | ChartRefusal {
  const outside = draft.outside(code)
  if (outside) return outside
  const account = draft.account(code)
  // A merged code resolves to its target: somebody who names it may see the one and not the other.
  return account ? (draft.outside(account.code) ?? then(account)) : accountNotFound(code)
}

/** What a merge moves. */
export interface MergeFacts {
  lines(account: Account): number
  /** Codes of the units that were ever booked on it. */
  units(account: Account): string[]
}

export function decideMergeAccounts(
  draft: ChartDraft,
  facts: MergeFacts,
  input: Input<'MergeAccounts'>,
): { events: NewEvent[]; into: Account; lines: number } | ChartRefusal {
  const from = existingAt(draft, input.from, '/from')
  if (isRefusal(from)) return from
  const into = existingAt(draft, input.into, '/into')
  if (isRefusal(into)) return into
  const problem = mergeProblem(draft, facts, from, into)
  if (problem) return problem
  const data: AccountMerged = { id: from.id, into: into.id }
  return {
    events: [{ type: 'account-merged', version: 1, data }],
    into,
    lines: facts.lines(from),
  }
}

function existingAt(draft: ChartDraft, code: string, pointer: string): Account | ChartRefusal {
  const account = draft.outside(code, pointer) ?? draft.account(code) ?? accountNotFound(code, pointer)
  if (isRefusal(account)) return account
  return draft.outside(account.code, pointer) ?? account
}

function mergeProblem(
  draft: ChartDraft,
  facts: MergeFacts,
  from: Account,
  into: Account,
): ChartRefusal | undefined {
  if (from.id === into.id)
    return fieldRefusal(
      'account_merge_refused',
      '/into',
      `${from.code} and ${into.code} are one account already.`,
    )
  if (from.type !== into.type)
    return fieldRefusal(
      'account_type_mismatch',
      '/into',
      `Account ${from.code} is of type ${from.type}, and ${into.code} of type ${into.type}. Only accounts of one type can be merged.`,
    )
  const differing = MUST_AGREE.filter((field) => from[field] !== into[field])
  if (differing.length > 0)
    return fieldRefusal(
      'account_merge_refused',
      '/into',
      `Accounts ${from.code} and ${into.code} differ in ${differing.map((field) => NAME_OF[field]).join(', ')}. Change one of them first where that is possible.`,
    )
  if (!into.isActive)
    return fieldRefusal(
      'account_merge_refused',
      '/into',
      `Account ${into.code} is out of use. Take it into use first.`,
    )
  const other = into.unit === null ? undefined : facts.units(from).find((unit) => unit !== into.unit)
  if (other !== undefined)
    return fieldRefusal(
      'account_unit_mismatch',
      '/into',
      `Account ${into.code} takes ${into.unit} only, and ${from.code} has lines in ${other}.`,
    )
  for (let above: Account | undefined = into; above; above = parentOf(draft, above))
    if (above.parent === from.code)
      return fieldRefusal(
        'parent_cycle',
        '/into',
        `Account ${into.code} stands below ${from.code}. Move it elsewhere first.`,
      )
  const lines = facts.lines(from)
  if (lines > LIMITS.mergeLinesMax)
    return fieldRefusal(
      'merge_too_large',
      '/from',
      `Account ${from.code} has ${lines} lines, and at most ${LIMITS.mergeLinesMax} move at once. Merge ${into.code} into ${from.code} and renumber it, or book its balance to ${into.code} and take ${from.code} out of use.`,
    )
  return undefined
}

const MUST_AGREE = ['isOpenItem', 'control', 'sensitivity', 'isHeading'] as const
const NAME_OF = {
  isOpenItem: 'whether their lines are open items',
  control: 'their control',
  sensitivity: 'their sensitivity',
  isHeading: 'whether they are headings',
} as const

const parentOf = (draft: ChartDraft, { parent }: Account): Account | undefined =>
  parent === null ? undefined : draft.account(parent)

export function decideSetAccountRoles(
  draft: ChartDraft,
  facts: Pick<ChartFacts, 'role'>,
  { roles }: Input<'SetAccountRoles'>,
): NewEvent[] | ChartRefusal {
  const set: AccountRolesSet['roles'] = {}
  const refusals: ChartRefusal[] = []
  for (const [role, code] of Object.entries(roles) as [AccountRole, string | null][]) {
    const account = code === null ? null : roleAccount(draft, role, code)
    if (isRefusal(account)) refusals.push(account)
    else if ((account?.id ?? null) !== (facts.role(role)?.id ?? null)) set[role] = account?.id ?? null
  }
  const [first] = refusals
  if (first) return { ...first, errors: refusals.flatMap(({ errors }) => errors) }
  return rolesSet(set)
}

function roleAccount(draft: ChartDraft, role: AccountRole, code: string): Account | ChartRefusal {
  const pointer = `/roles/${role}`
  const account = existingAt(draft, code, pointer)
  if (isRefusal(account)) return account
  const types: readonly string[] = ROLE_TYPES[role]
  const problem = !types.includes(account.type)
    ? `is of type ${account.type}, and ${role} is of type ${types.join(' or ')}`
    : account.isHeading
      ? 'is a heading and takes no entries'
      : account.isActive
        ? undefined
        : 'is out of use'
  if (!problem) return account
  return fieldRefusal('role_type_mismatch', pointer, `Account ${code} ${problem}. Choose another account.`)
}

const rolesSet = (roles: AccountRolesSet['roles']): NewEvent[] =>
  Object.keys(roles).length === 0
    ? []
    : [{ type: 'account-roles-set', version: 1, data: { roles } satisfies AccountRolesSet }]

export interface AdoptedChart {
  events: NewEvent[]
  opened: number
  kept: number
  roles: number
}

/** Opens what the books do not have yet, and gives the roles that nobody has. */
export function decideAdoptChart(
  draft: ChartDraft,
  facts: Pick<ChartFacts, 'role'>,
  pack: Pack,
  names: 'local' | 'english' = 'local',
): AdoptedChart | ChartRefusal {
  const accounts = pack.accounts()
  const conflicts = accounts.filter(({ code, type }) => (draft.account(code)?.type ?? type) !== type)
  const [outside] = accounts.flatMap(({ code }) => draft.outside(code, '/pack') ?? [])
  if (outside) return outside
  if (conflicts.length > 0)
    return chartConflict(
      pack,
      conflicts.map(({ code }) => code),
    )
  let [opened, kept] = [0, 0]
  for (const { nameEnglish, name, parent, control, tax, ...account } of accounts) {
    if (draft.account(account.code)) {
      kept++
      continue
    }
    const result = draft.open({
      ...account,
      name: names === 'english' ? nameEnglish : name,
      ...(parent !== null && { parent }),
      ...(control !== null && { control }),
      ...(tax !== null && { tax }),
    })
    if (isRefusal(result)) return result
    opened++
  }
  const roles: AccountRolesSet['roles'] = {}
  for (const role of ACCOUNT_ROLES) {
    const account = roleAccount(draft, role, pack.roles[role])
    if (!facts.role(role) && !isRefusal(account)) roles[role] = account.id
  }
  return { events: [...draft.events, ...rolesSet(roles)], opened, kept, roles: Object.keys(roles).length }
}

const CONFLICTS_SHOWN = 20

function chartConflict({ title }: Pack, codes: readonly string[]): ChartRefusal {
  const named = codes.slice(0, CONFLICTS_SHOWN).join(', ') + (codes.length > CONFLICTS_SHOWN ? ' …' : '')
  const detail = `${title} has another type for ${codes.length === 1 ? 'account' : 'accounts'} ${named}. Renumber or merge ${codes.length === 1 ? 'it' : 'them'} first, or choose another chart.`
  return refuse('chart_conflict', detail, [{ pointer: '/pack', code: 'chart_conflict', detail }])
}

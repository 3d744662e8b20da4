import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { mayCall } from '../../../durable-objects/kernel/grants.ts'
import { LIMITS } from '../../../durable-objects/kernel/limits.ts'
import { currencyScale } from '../../../durable-objects/kernel/money.ts'
import type { MemberView, PersonView } from '../../../workers/access/contract/members.ts'
import { contracts } from '../../../workers/contracts.ts'
import { useCompany } from '../company/queries.ts'
import { useChart } from '../ledger/queries.ts'
import { formatAmount } from '../lib/amounts.ts'
import { meridian } from '../lib/api.ts'
import { isDecimal, padScale } from '../lib/decimal.ts'
import { useMay, useSession } from '../session/queries.ts'
import type { Words } from './policies/sentence.ts'
import { policiesQuery } from './queries.ts'

/** Names in place of ids and codes. Who left, and support, keep the end of an id: enough to tell two apart. */

const peopleQuery = {
  queryKey: ['access', 'people'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    allPages<PersonView>((input) => meridian.access.ListPeople(input, { signal })),
}

const membersQuery = {
  queryKey: ['access', 'members', 'names'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    allPages<MemberView>((input) => meridian.access.ListMembers(input, { signal })),
}

interface Page<Row> {
  data: Row[]
  nextCursor: string | null
}

async function allPages<Row>(
  load: (input: { limit: number; cursor?: string }) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const page = await load({ limit: LIMITS.pageRowsMax, ...(cursor && { cursor }) })
    rows.push(...page.data)
    cursor = page.nextCursor ?? undefined
  } while (cursor && rows.length < ROWS_KEPT_MAX)
  return rows
}
const ROWS_KEPT_MAX = 1_000

const rolesQuery = {
  queryKey: ['access', 'roles', 'names'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await meridian.access.ListRoles({}, { signal })).data,
}

const NO_PEOPLE: readonly PersonView[] = []
const NO_MEMBERS: readonly MemberView[] = []

function usePeople(): readonly PersonView[] {
  const may = useMay('access.ListPeople')
  return useQuery({ ...peopleQuery, enabled: may }).data ?? NO_PEOPLE
}

/** With their roles and addresses; empty for whoever may not see these. */
export function useMembers(): readonly MemberView[] {
  const may = useMay('access.ListMembers')
  return useQuery({ ...membersQuery, enabled: may }).data ?? NO_MEMBERS
}

export interface Colleague {
  id: string
  name: string
  /** Only where the reader may see it. */
  email: string | undefined
}

/** The people to choose from: whoever is a member, and not shut out. */
export function useColleagues(): readonly Colleague[] {
  const people = usePeople()
  const members = useMembers()
  return useMemo(() => {
    const emails = new Map(members.map(({ user, email }) => [user, email]))
    return people
      .filter(({ kind, disabled }) => kind === 'user' && !disabled)
      .map(({ id, name }) => ({ id, name, email: emails.get(id) }))
      .sort((one, other) => one.name.localeCompare(other.name))
  }, [people, members])
}

export function useRoles(): readonly { code: string; name: string }[] {
  const may = useMay('access.ListRoles')
  return useQuery({ ...rolesQuery, enabled: may }).data ?? BUILT_IN
}

/** Whether somebody has a role in which one may approve; undefined for whoever may not see members and their roles. */
export function useMayApprove(user: string): boolean | undefined {
  const member = useMembers().find((each) => each.user === user)
  const may = useMay('access.ListRoles')
  const roles = useQuery({ ...rolesQuery, enabled: may }).data
  if (!member || !roles) return undefined
  const grants = roles.filter(({ code }) => member.roles.includes(code)).flatMap((role) => role.grants)
  return mayCall(grants.join(' '), 'guardrails.ApproveCommand', 'approvals:write')
}

/** The roles that every tenant has; those of its own are known only to whoever may read them. */
const BUILT_IN = [
  'owner',
  'administrator',
  'accountant',
  'payables-clerk',
  'receivables-clerk',
  'sales',
  'purchaser',
  'warehouse',
  'manager',
  'employee',
  'auditor',
  'integration',
].map((code) => ({ code, name: spoken(code) }))

function spoken(code: string): string {
  return capital(code.replace(/[-_]+/g, ' '))
}

/** At the beginning of a sentence or a cell. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

export function usePersonName(): (id: string) => string {
  const people = usePeople()
  const own = useSession().actor?.id
  return useMemo(() => {
    const names = new Map(people.map(({ id, name }) => [id, name]))
    return (id) => (id === own ? 'you' : (names.get(id) ?? unnamed(id)))
  }, [people, own])
}

const KINDS: Readonly<Record<string, string>> = { user: 'Person', key: 'API key', app: 'Application' }

function unnamed(id: string): string {
  const [kind = '', rest] = id.split('_')
  if (rest === undefined) return id === 'system' ? 'Meridian' : id
  return `${KINDS[kind] ?? kind} …${rest.slice(-6)}`
}

export function useRoleName(): (code: string) => string {
  const roles = useRoles()
  return useMemo(() => {
    const names = new Map(roles.map(({ code, name }) => [code, name]))
    return (code) => names.get(code) ?? spoken(code)
  }, [roles])
}

/** Commands that a policy can cover: everything that changes a company, by module. */
export const COMMANDS = Object.values(contracts).flatMap((contract) =>
  Object.entries(contract.operations)
    .filter(([, operation]) => operation.kind === 'command' && operation.level === 'company')
    .filter(([, operation]) => !('internal' in operation && operation.internal))
    .map(([name, operation]) => ({
      name: `${contract.name}.${name}`,
      summary: operation.summary as string,
      module: contract.name as string,
      title: contract.title as string,
    })),
)

const SUMMARIES: ReadonlyMap<string, string> = new Map(COMMANDS.map(({ name, summary }) => [name, summary]))
const TITLES: ReadonlyMap<string, string> = new Map(COMMANDS.map(({ module, title }) => [module, title]))

export function commandName(pattern: string): string {
  if (pattern === '*') return 'any command'
  const module = pattern.endsWith('.*') ? pattern.slice(0, -2) : undefined
  if (module !== undefined) return `any command of ${TITLES.get(module) ?? module}`
  const summary = SUMMARIES.get(pattern)
  return summary ? `“${summary}”` : pattern
}

/** The same where it stands alone, as a heading or a cell. */
export const plainCommandName = (pattern: string): string =>
  capital(commandName(pattern).replace(/[“”]/g, ''))

/** An amount as the company's books write it, with its currency. */
export function useMoney(): (decimal: string) => string {
  const { currency } = useCompany()
  return useMemo(() => {
    const scale = currencyScale(currency) ?? 0
    return (decimal) =>
      isDecimal(decimal) ? `${formatAmount(padScale(decimal, scale))} ${currency}` : decimal || '…'
  }, [currency])
}

/** Everything that a policy's sentence names. */
export function useWords(): Words {
  const { slug } = useCompany()
  const role = useRoleName()
  const person = usePersonName()
  const amount = useMoney()
  const { byCode } = useChart(slug)
  const mayReadPolicies = useMay('guardrails.ListPolicies')
  const policies = useQuery({ ...policiesQuery(slug), enabled: mayReadPolicies }).data
  return useMemo(
    () => ({
      command: commandName,
      role,
      person,
      amount,
      policy: (code) => policies?.find((each) => each.code === code)?.name ?? code,
      account: (code) => {
        const name = byCode.get(code)?.name
        return name ? `${code} ${name}` : code
      },
    }),
    [role, person, amount, policies, byCode],
  )
}

import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { mayCall } from '../../../durable-objects/kernel/grants.ts'
import type { Region } from '../../../durable-objects/kernel/regions.ts'
import { contracts } from '../../../workers/contracts.ts'
import { Unreachable } from '../../sdk/problem.ts'
import { call } from './call.ts'
import { keptStart } from './kept.ts'

/** Who is signed in, for which tenant, and what they may do there. */
export interface Session {
  session: { id: string; region: Region; via: 'session' | 'support'; createdAt: string; expiresAt: string }
  user: {
    id: string
    name: string
    email: string
    emailVerified: boolean
    twoFactor: boolean
    hasPassword: boolean
    passkeys: number
  }
  /** Null for a person who belongs to no tenant (any more). */
  tenant: TenantOfSession | null
  /** Where the person is a member, in the region of the session. */
  tenants: readonly {
    id: string
    slug: string
    name: string
    roles: readonly string[]
    status: TenantOfSession['status']
  }[]
  /** Null while no tenant is chosen, or the tenant is suspended. */
  actor: { id: string; roles: readonly string[]; grants: readonly string[] } | null
  operator: boolean
  /** Present while the platform's support acts for a tenant. */
  support?: { grant: string; expiresAt: string }
}

interface TenantOfSession {
  id: string
  slug: string
  name: string
  region: Region
  status: 'active' | 'suspended'
}

/** What this deployment offers. */
export interface SignInMethods {
  demo: boolean
  /** Mails lie at `/dev/mailbox` instead of being sent. */
  mailbox: boolean
}

/** The session, or null for a visitor; without a connection the one that the device knew last, where it keeps one. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      const view = await call<Session | { session: null }>('GET', '/v1/session')
      const session = view.session ? (view as Session) : null
      keptStart.checked(session)
      return session
    } catch (error) {
      const kept = error instanceof Unreachable ? keptStart.get() : undefined
      if (kept) return kept.session
      throw error
    }
  },
  networkMode: 'always',
  staleTime: 60_000,
})

export const methodsQuery = queryOptions({
  queryKey: ['session', 'methods'],
  queryFn: () => call<SignInMethods>('GET', '/v1/session/methods'),
  staleTime: Number.POSITIVE_INFINITY,
})

/** Below pages that ask for a session there is one. */
export function useSession(): Session {
  const session = useSuspenseQuery(sessionQuery).data
  if (!session) throw new TypeError('This page is only for people who are signed in.')
  return session
}

/** An operation by its full name: `ledger.PostJournalEntry`. */
export type OperationName = {
  [Module in keyof Contracts & string]: `${Module}.${keyof Contracts[Module]['operations'] & string}`
}[keyof Contracts & string]
type Contracts = typeof contracts

/** Whether the session's grants allow an operation; the server asks again, and record rules and policies come on top. */
export function may(session: Session | null | undefined, operation: OperationName): boolean {
  if (!session?.actor) return false
  const [module, name] = operation.split('.') as [keyof Contracts, string]
  const contract = contracts[module]
  const declared = (contract.operations as Record<string, { scope: `${string}:read` }>)[name]
  const grants = session.actor.grants.join(' ')
  return declared !== undefined && mayCall(grants, `${contract.name}.${name}`, declared.scope)
}

export const useMay = (operation: OperationName): boolean => may(useSession(), operation)

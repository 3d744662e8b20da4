import type { CompanyView } from '../../../durable-objects/company/contract.ts'
import { readStored, writeStored } from '../lib/storage.ts'
import type { Session } from './queries.ts'

/**
 * Who is signed in and in which companies, as this device knew it when it was last connected: with it the warehouse floor opens
 * without a connection. Only browsers in which the floor is used keep it; signing out forgets it.
 */
interface KeptStart {
  session: Session
  companies: readonly CompanyView[]
}

const KEY = 'meridian.floor-start'
const isStart = (value: unknown): value is KeptStart =>
  typeof value === 'object' && value !== null && 'session' in value && 'companies' in value

export const keptStart = {
  get: (): KeptStart | undefined => readStored(KEY, isStart),

  /** The company of a floor that is open, with the session that opened it. */
  put(session: Session, company: CompanyView): void {
    const before = keptStart.get()
    const isSame = before && isSamePerson(before.session, session)
    const others = isSame ? before.companies.filter(({ slug }) => slug !== company.slug) : []
    writeStored(KEY, { session, companies: [...others, company] } satisfies KeptStart)
  },

  forget: (): void => writeStored(KEY, undefined),

  /** What the server says of the session is newer: another person's, or nobody's, is not kept. */
  checked(session: Session | null): void {
    const kept = keptStart.get()
    if (kept && !(session && isSamePerson(kept.session, session))) keptStart.forget()
  },
}

const isSamePerson = (a: Session, b: Session): boolean =>
  a.user.id === b.user.id && a.tenant?.id === b.tenant?.id

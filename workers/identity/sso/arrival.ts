import { addPerson } from '../../../d1/directory/people.ts'
import { addMember, findMember, tenantsOfUser } from '../../../d1/identity/members.ts'
import { addUser, findUser, findUserByEmail } from '../../../d1/identity/people.ts'
import { type Configuration, linkSubject, userOfSubject } from '../../../d1/identity/single-sign-on.ts'
import type { Region } from '../../../durable-objects/kernel/regions.ts'
import { type Env, identityDatabase } from '../../regions.ts'
import { emailHmac } from '../directory.ts'
import type { Identity } from './provider.ts'
import { domainOf } from './required.ts'

/** Why somebody whom a provider sends is not let in. */
export type ArrivalFault =
  | 'sso_email_unverified'
  | 'sso_foreign_domain'
  | 'sso_invitation_needed'
  | 'sso_disabled'
  | 'sso_second_factor'

export interface Arrival {
  userId: string
  isNew: boolean
}

/**
 * Whose account it is that the provider speaks of. A provider is believed about addresses of the domains that its tenant
 * has proven, and about no others: whoever holds a domain receives its mail, and could sign in with a link by mail as
 * well, so believing them here opens no account that was closed to them. Another tenant's provider is never believed,
 * even with the same subject.
 */
export async function arrive(
  env: Env,
  region: Region,
  { provider, domains }: Configuration,
  identity: Identity,
): Promise<Arrival | ArrivalFault> {
  const { tenant, role } = provider
  const proven = new Set(domains.flatMap((each) => (each.provenAt === null ? [] : [each.domain])))
  if (identity.email === '' || !identity.isEmailVerified) return 'sso_email_unverified'
  if (!proven.has(domainOf(identity.email))) return 'sso_foreign_domain'

  const database = identityDatabase(env, region)
  const linked = await userOfSubject(database, tenant, identity.subject)
  const user = linked ? await findUser(database, linked) : await findUserByEmail(database, identity.email)
  // An account whose address has moved out of the tenant's domains is no longer its provider's to open.
  if (user && !proven.has(domainOf(user.email))) return 'sso_foreign_domain'

  // A second factor guards all tenants of its person. A provider never sees it, so it opens no tenant but its own.
  if (user?.twoFactorEnabled && (await belongsElsewhere(database, user.id, tenant)))
    return 'sso_second_factor'

  const member = user && (await findMember(database, tenant, user.id))
  if (member?.disabled) return 'sso_disabled'
  if (!member && role === null) return 'sso_invitation_needed'

  const { id: userId, isNew } = user
    ? { id: user.id, isNew: false }
    : await addUser(database, { name: nameOf(identity), email: identity.email })
  if (isNew) await addPerson(env.DIRECTORY, await emailHmac(env, identity.email), region)
  if (!linked) await linkSubject(database, tenant, identity.subject, userId)
  if (!member && role !== null)
    await addMember(database, { tenant, user: userId, roles: [role], rules: [] }, Date.now())
  return { userId, isNew: !member }
}

const belongsElsewhere = async (database: D1Database, userId: string, tenant: string): Promise<boolean> =>
  (await tenantsOfUser(database, userId)).some(({ id }) => id !== tenant)

const nameOf = ({ name, email }: Identity): string => {
  const text = (name ?? '').replace(/\p{C}/gu, '').trim().slice(0, 200)
  return text === '' ? email.slice(0, email.lastIndexOf('@')) : text
}

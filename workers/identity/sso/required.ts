import { findMember } from '../../../d1/identity/members.ts'
import { tenantsOfDomain } from '../../../d1/identity/single-sign-on.ts'
import type { Region } from '../../../durable-objects/kernel/regions.ts'
import { type Refusal, refuse } from '../../../durable-objects/kernel/result.ts'
import { OWNER } from '../../access/roles.ts'
import { type Env, identityDatabase } from '../../regions.ts'

/** The way in that this is, as sessions and the log name it. */
export const SINGLE_SIGN_ON = 'single sign-on'

/**
 * The refusal of another way in for a person whose company wants its own identity provider to be used; undefined when it
 * does not. Owners are let in all the same, so that a provider that is down or set up wrongly locks nobody out for good.
 * To be asked after the credential was found right, so that it tells nothing to strangers.
 */
export async function ssoRequired(
  env: Env,
  region: Region,
  user: { id: string; email: string },
): Promise<Refusal | undefined> {
  const database = identityDatabase(env, region)
  const tenants = await tenantsOfDomain(database, domainOf(user.email))
  for (const { tenant, required } of tenants) {
    if (!required) continue
    const member = await findMember(database, tenant, user.id)
    if (member?.roles.includes(OWNER)) continue
    return refuse(
      'sso_required',
      'Your company has decided that you sign in through its own identity provider. Choose "Sign in with your company".',
    )
  }
  return undefined
}

export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

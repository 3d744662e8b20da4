import type { Scope } from './contract.ts'

/**
 * What an actor may call, as one string of space-separated grants, so that it crosses to the object at the price of one
 * value: `*` (everything), a scope (`ledger:read`), or one operation by its full name (`ledger.PostJournalEntry`).
 * `field:bank-details` lets the actor read a class of fields that is masked without it.
 */
export type Grants = string

export function mayCall(grants: Grants, name: string, scope: Scope): boolean {
  const granted = parsed(grants)
  return granted.has('*') || granted.has(scope) || granted.has(name)
}

/** Reading a masked field needs its own grant: `*` has it, a scope such as `ledger:read` has not. */
export function mayReadField(grants: Grants, fieldClass: string): boolean {
  const granted = parsed(grants)
  return granted.has('*') || granted.has(`field:${fieldClass}`)
}

/** What two sets of grants have in common: a role's, narrowed to the scopes of the credential that it is used with. */
export function intersectGrants(
  grants: Grants,
  scopes: readonly string[],
  scopeOf: (name: string) => Scope | undefined,
): Grants {
  const wanted = new Set(scopes)
  if (wanted.has('*')) return grants
  const granted = parsed(grants)
  if (granted.has('*')) return [...wanted].sort().join(' ')
  const common = [...granted].filter((grant) => {
    const scope = grant.includes('.') ? scopeOf(grant) : grant
    return wanted.has(grant) || (scope !== undefined && wanted.has(scope))
  })
  return common.sort().join(' ')
}

/** Many requests carry the same few strings. */
const KNOWN_MAX = 1_000
const known = new Map<Grants, ReadonlySet<string>>()

function parsed(grants: Grants): ReadonlySet<string> {
  let set = known.get(grants)
  if (!set) {
    if (known.size >= KNOWN_MAX) known.clear()
    set = new Set(grants.split(' ').filter((grant) => grant !== ''))
    known.set(grants, set)
  }
  return set
}

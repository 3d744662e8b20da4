import type { PermissionMatrix } from '../../../../workers/access/contract/roles.ts'

/** The permission matrix as screens show it: operations below their scope, scopes below their module. */

export type Permission = PermissionMatrix['operations'][number]

export interface ScopeGroup {
  /** `ledger:read` */
  scope: string
  /** `Read the ledger` would be a guess; `Reading` and the scope itself are not. */
  words: string
  operations: readonly Permission[]
}

export interface ModuleGroup {
  module: string
  title: string
  scopes: readonly ScopeGroup[]
}

export function groupsOf(
  matrix: PermissionMatrix,
  isShown: (operation: Permission) => boolean,
): ModuleGroup[] {
  return matrix.modules
    .map(({ name, title }) => {
      const operations = matrix.operations.filter(({ module }) => module === name).filter(isShown)
      const scopes = [...new Set(operations.map(({ scope }) => scope))].sort()
      return {
        module: name,
        title,
        scopes: scopes.map((scope) => ({
          scope,
          words: wordsOf(scope, name),
          operations: operations.filter((operation) => operation.scope === scope),
        })),
      }
    })
    .filter(({ scopes }) => scopes.length > 0)
}

/** `approvals:write` in the module `guardrails` reads "All writing of approvals". */
function wordsOf(scope: string, module: string): string {
  const [subject, way] = scope.split(':')
  const words = way === 'read' ? 'All reading' : 'All writing'
  return subject === module ? words : `${words} of ${subject}`
}

export const isGranted = (grants: ReadonlySet<string>, { name, scope }: Permission): boolean =>
  grants.has('*') || grants.has(scope) || grants.has(name)

/** Turns a whole scope on or off: single operations of it are in it, or out with it. */
export function withScope(grants: ReadonlySet<string>, group: ScopeGroup, isOn: boolean): Set<string> {
  const next = new Set(grants)
  for (const { name } of group.operations) next.delete(name)
  if (isOn) next.add(group.scope)
  else next.delete(group.scope)
  return next
}

/** Turns one operation on or off; taking one out of a whole scope leaves the others of it. */
export function withOperation(
  grants: ReadonlySet<string>,
  group: ScopeGroup,
  name: string,
  isOn: boolean,
): Set<string> {
  const next = new Set(grants)
  if (isOn) next.add(name)
  else if (next.delete(group.scope)) {
    for (const other of group.operations) if (other.name !== name) next.add(other.name)
  } else next.delete(name)
  return next
}

import type { ModuleContract } from '../../../durable-objects/kernel/contract.ts'
import { mayCall } from '../../../durable-objects/kernel/grants.ts'
import { contracts, operations } from '../../contracts.ts'

export interface ScopeInWords {
  scope: string
  words: string
  /** Whether the person's own roles allow any of it; an app never gets more. */
  granted: boolean
}

const OPENID_WORDS: Record<string, string> = {
  openid: 'Recognise you',
  profile: 'See your name',
  email: 'See your e-mail address',
  offline_access: 'Keep this access while you are away, until you take it back',
}

/** What an app asks for, in words that a person can decide by. */
export function describeScopes(scopes: readonly string[], grants: string): ScopeInWords[] {
  return scopes.map((scope) => {
    const words = OPENID_WORDS[scope]
    if (words !== undefined) return { scope, words, granted: true }
    const granted = operations().some(
      ({ module, name, operation }) =>
        operation.scope === scope && mayCall(grants, `${module}.${name}`, operation.scope),
    )
    return { scope, words: wordsOf(scope), granted }
  })
}

function wordsOf(scope: string): string {
  const [name = '', access] = scope.split(':')
  const known: Record<string, ModuleContract> = contracts
  const title = known[name]?.title.toLowerCase() ?? name
  return access === 'write' ? `Change: ${title}` : `Read: ${title}`
}

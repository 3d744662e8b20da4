/**
 * Account names: parent prefixes (`apply account`), aliases, and the type an account is given.
 */
import type { AccountType, Refused } from './model.ts'
import { accountNameMax, aliasStepsMax, isRefused, refuse } from './model.ts'
import type { Pattern, StepBudget } from './pattern.ts'
import { compilePattern, replaceAll } from './pattern.ts'

export type Alias = { old: string; new: string } | { pattern: Pattern; replacement: string }

/** What rewrites account names at one point of the file. `known` remembers results until a rule changes. */
export type AccountRules = {
  parents: string[]
  aliases: Alias[]
  known: Map<string, string | Refused>
  budget: StepBudget
}

export const noRules = (): AccountRules => ({
  parents: [],
  aliases: [],
  known: new Map(),
  budget: { left: aliasStepsMax },
})

/**
 * The account meant by a name: parents in force before it, then the aliases, nearest first.
 * Refusals: `account_missing`, `account_name_too_long`, `aliases_too_costly`.
 */
export const resolveAccount = (rules: AccountRules, written: string): string | Refused => {
  const before = rules.known.get(written)
  if (before !== undefined) return before
  const resolved = rewrite(rules, written)
  rules.known.set(written, resolved)
  return resolved
}

const rewrite = (rules: AccountRules, written: string): string | Refused => {
  if (written.length > accountNameMax) return tooLong(written)
  let name = [...rules.parents, written].join(':').normalize('NFC')
  for (const alias of rules.aliases) {
    if ('pattern' in alias) name = replaceAll(alias.pattern, name, alias.replacement, rules.budget)
    else if (name === alias.old || name.startsWith(`${alias.old}:`))
      name = alias.new + name.slice(alias.old.length)
    if (name.length > accountNameMax) return tooLong(name)
    if (rules.budget.left < 0) return tooCostly
  }
  name = name.trim().normalize('NFC')
  return name === ''
    ? refuse(
        'account_missing',
        `The account “${written}” has no name once the aliases are applied. Correct the alias.`,
      )
    : name
}

const tooCostly = refuse(
  'aliases_too_costly',
  'The alias patterns of this file take too long on its account names. Use plain aliases, or rename the accounts.',
)

const tooLong = (name: string): Refused =>
  refuse(
    'account_name_too_long',
    `The account name “${name.slice(0, 40)}…” has more than ${accountNameMax} characters. Shorten it; put two ` +
      'spaces between account and amount.',
  )

/** Reads `OLD = NEW` or `/PATTERN/ = REPLACEMENT`. Refusals: `invalid_alias`, `invalid_pattern`. */
export const readAlias = (argument: string): Alias | Refused => {
  const refused = refuse('invalid_alias', 'Write alias OLD = NEW, or alias /PATTERN/ = REPLACEMENT.')
  if (argument.startsWith('/')) {
    const close = argument.indexOf('/', 1)
    const rest = close < 2 ? '' : argument.slice(close + 1).trimStart()
    if (!rest.startsWith('=')) return refused
    const pattern = compilePattern(argument.slice(1, close))
    return isRefused(pattern) ? pattern : { pattern, replacement: rest.slice(1).trimStart() }
  }
  const equals = argument.indexOf('=')
  const old = equals < 0 ? '' : argument.slice(0, equals).trim().normalize('NFC')
  return old === ''
    ? refused
    : {
        old,
        new: argument
          .slice(equals + 1)
          .trim()
          .normalize('NFC'),
      }
}

const declaredTypes = new Map<string, AccountType>([
  ['a', 'asset'],
  ['asset', 'asset'],
  ['c', 'asset'],
  ['cash', 'asset'],
  ['l', 'liability'],
  ['liability', 'liability'],
  ['e', 'equity'],
  ['equity', 'equity'],
  ['v', 'equity'],
  ['conversion', 'equity'],
  ['g', 'income'],
  ['gain', 'income'],
  ['r', 'income'],
  ['revenue', 'income'],
  ['x', 'expense'],
  ['expense', 'expense'],
])

/** The type a `type:` tag names, or undefined. Cash is an asset, conversion is equity, gain is income. */
export const declaredType = (tag: string): AccountType | undefined => declaredTypes.get(tag.toLowerCase())

const namedTypes = new Map<string, AccountType>([
  ['asset', 'asset'],
  ['assets', 'asset'],
  ['debt', 'liability'],
  ['debts', 'liability'],
  ['liability', 'liability'],
  ['liabilities', 'liability'],
  ['equity', 'equity'],
  ['income', 'income'],
  ['incomes', 'income'],
  ['revenue', 'income'],
  ['revenues', 'income'],
  ['expense', 'expense'],
  ['expenses', 'expense'],
])

/**
 * The type of an account: declared for itself, else for its nearest parent, else by the English name of its first
 * segment, else undefined.
 */
export const accountType = (
  account: string,
  declared: ReadonlyMap<string, AccountType>,
): AccountType | undefined => {
  for (let name = account; ; ) {
    const type = declared.get(name)
    if (type !== undefined) return type
    const colon = name.lastIndexOf(':')
    if (colon < 0) return namedTypes.get(name.toLowerCase())
    name = name.slice(0, colon)
  }
}

/** The last segment of a code; the whole code when that is empty. */
export const lastSegment = (account: string): string =>
  account.slice(account.lastIndexOf(':') + 1).trim() || account

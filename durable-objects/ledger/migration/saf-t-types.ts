import type { AccountType } from '../contract.ts'

/**
 * Types of accounts as national profiles of SAF-T tell them: by words in AccountType, else by the plan of accounts that the
 * country prescribes. Where neither says it, the importer has to.
 */
export interface SaftAccountFacts {
  id: string
  accountType: string
  groupingCategory: string
  standardId: string
  country: string
}

export function typeOfAccount(
  facts: SaftAccountFacts,
  given: Readonly<Record<string, AccountType>>,
): AccountType | undefined {
  return givenType(facts.id, given) ?? wordType(facts) ?? planType(facts)
}

/** The longest code or beginning of a code (`4*`) that fits. */
export function givenType(id: string, given: Readonly<Record<string, AccountType>>): AccountType | undefined {
  if (Object.hasOwn(given, id)) return given[id]
  const [best] = Object.keys(given)
    .filter((pattern) => pattern.endsWith('*') && id.startsWith(pattern.slice(0, -1)))
    .sort((a, b) => b.length - a.length)
  return best === undefined ? undefined : given[best]
}

const WORDS: readonly [RegExp, AccountType][] = [
  [/^(assets?|activ|aktiva?|turtas|it|tt)$/i, 'asset'],
  [/^(liabilit(y|ies)|passiva?|įsipareigojimai|i)$/i, 'liability'],
  [/^(equity|capital|nk)$/i, 'equity'],
  [/^(sales?|income|revenues?|pajamos|p)$/i, 'income'],
  [/^(expenses?|costs?|sąnaudos|s)$/i, 'expense'],
]

/** The codes of one letter or two are those of Lithuania (i.SAF-T, VA-49, annex). */
function wordType({ accountType, country }: SaftAccountFacts): AccountType | undefined {
  const word = accountType.trim()
  if (word.length <= 2 && country !== 'LT') return undefined
  return WORDS.find(([pattern]) => pattern.test(word))?.[1]
}

type Plan = readonly (readonly [prefix: string, type: AccountType])[]

/** Classes of the prescribed plans; the longest beginning that fits counts. */
const PLANS: Readonly<Record<string, Plan>> = {
  // Sistema de Normalização Contabilística. Accounts of third parties are on either side by their group.
  PT: [
    ['1', 'asset'],
    ['21', 'asset'],
    ['22', 'liability'],
    ['23', 'liability'],
    ['25', 'liability'],
    ['29', 'liability'],
    ['3', 'asset'],
    ['4', 'asset'],
    ['5', 'equity'],
    ['6', 'expense'],
    ['7', 'income'],
    ['8', 'equity'],
  ],
  // NS 4102.
  NO: [
    ['1', 'asset'],
    ['2', 'liability'],
    ['20', 'equity'],
    ['3', 'income'],
    ['4', 'expense'],
    ['5', 'expense'],
    ['6', 'expense'],
    ['7', 'expense'],
    ['8', 'expense'],
    ['80', 'income'],
    ['88', 'equity'],
    ['89', 'equity'],
  ],
  // Plan comptable normalisé.
  LU: [
    ['10', 'equity'],
    ['11', 'equity'],
    ['12', 'equity'],
    ['13', 'equity'],
    ['14', 'equity'],
    ['16', 'equity'],
    ['18', 'liability'],
    ['19', 'liability'],
    ['2', 'asset'],
    ['3', 'asset'],
    ['40', 'asset'],
    ['41', 'asset'],
    ['44', 'liability'],
    ['45', 'liability'],
    ['46', 'liability'],
    ['48', 'liability'],
    ['5', 'asset'],
    ['6', 'expense'],
    ['7', 'income'],
  ],
  // OMFP 1802/2014. Passive accounts that are not equity are liabilities (see `planType`).
  RO: [
    ['10', 'equity'],
    ['11', 'equity'],
    ['12', 'equity'],
    ['15', 'liability'],
    ['16', 'liability'],
    ['2', 'asset'],
    ['3', 'asset'],
    ['40', 'liability'],
    ['41', 'asset'],
    ['50', 'asset'],
    ['51', 'asset'],
    ['53', 'asset'],
    ['54', 'asset'],
    ['6', 'expense'],
    ['7', 'income'],
  ],
  LT: [
    ['1', 'asset'],
    ['2', 'asset'],
    ['3', 'equity'],
    ['4', 'liability'],
    ['5', 'income'],
    ['6', 'expense'],
  ],
}

function planType({ id, standardId, country, accountType }: SaftAccountFacts): AccountType | undefined {
  const code = standardId || id
  let found: Plan[number] | undefined
  for (const each of PLANS[country] ?? [])
    if (code.startsWith(each[0]) && each[0].length > (found?.[0].length ?? 0)) found = each
  if (found) return found[1]
  return country === 'RO' && /^pasiv$/i.test(accountType) ? 'liability' : undefined
}

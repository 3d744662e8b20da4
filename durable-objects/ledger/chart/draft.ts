import { formatAmount } from '../../kernel/amount.ts'
import type { NewEvent } from '../../kernel/log.ts'
import type { CommandContext } from '../../kernel/module.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import {
  ACCOUNT_CATEGORIES,
  ACCOUNT_ROLES,
  type AccountCategory,
  type AccountChanged,
  type AccountFields,
  type AccountOpened,
  type AccountRole,
  type AccountType,
} from '../contract.ts'
import { type Account, accountOpened, newAccount, registered, type Unit, unitFor } from '../model.ts'
import { type Bounds, unknownUnit } from '../posting.ts'
import { describeRule } from '../ruled.ts'
import type { chartRefusals } from './contract.ts'

/** What decisions about the chart ask of the books. */
export interface ChartFacts {
  currency: Unit
  account(code: string): Account | undefined
  accounts(): Account[]
  role(role: AccountRole): Account | undefined
  unit(code: string): Unit | undefined
  hasEntries(account: Account): boolean
  /** Totals that are not zero, by unit, over everything that is booked, and the value in company currency. */
  balanceOf(account: Account): AccountBalance
}

export interface AccountBalance {
  value: number
  quantities: { unit: Unit; quantity: number }[]
}

export type ChartRefusal = Refusal<
  keyof typeof chartRefusals | 'record_rule' | 'unknown_unit' | 'account_unit_mismatch'
>

/** What somebody wants of an account; what is undefined stays as it is. */
export type WantedFields = { [Field in keyof AccountFields]?: AccountFields[Field] | undefined }

/**
 * A chart as it comes to be in one decision: each step sees those before it, and a refused one leaves no trace. Pointers of
 * refusals are fields of an account: `/parent`.
 */
export class ChartDraft {
  readonly events: NewEvent[] = []
  readonly #facts: ChartFacts
  readonly #context: CommandContext
  readonly #bounds: Bounds | undefined
  /** Accounts that this decision opened or changed, by code; undefined where a code became free. */
  readonly #accounts = new Map<string, Account | undefined>()
  readonly #units = new Set<string>()

  constructor(facts: ChartFacts, context: CommandContext, bounds?: Bounds) {
    this.#facts = facts
    this.#context = context
    this.#bounds = bounds
  }

  account(code: string): Account | undefined {
    return this.#accounts.has(code) ? this.#accounts.get(code) : this.#facts.account(code)
  }

  accounts(): Account[] {
    const drafted = [...this.#accounts.values()].filter((each) => each !== undefined)
    return [...this.#facts.accounts().filter(({ code }) => !this.#accounts.has(code)), ...drafted]
  }

  /** A code that the actor may not touch: said before anything is looked up, so that it does not tell what there is. */
  outside(code: string, pointer = '/code'): ChartRefusal | undefined {
    const rule = this.#bounds?.brokenBy('account', code)
    return rule && fieldRefusal('record_rule', pointer, describeRule(rule))
  }

  open(input: Omit<AccountOpened, 'id'>): Account | ChartRefusal {
    const { code, type, parent, category, unit } = input
    const taken = this.#codeProblem(code, '/code')
    if (taken) return taken
    const misplaced = category === undefined ? undefined : categoryProblem(type, category)
    if (misplaced) return misplaced
    const problem = parent === undefined ? undefined : this.#parentProblem({ code, type }, parent)
    if (problem) return problem
    const unitError = unit === undefined ? undefined : this.#registerOnFirstUse(unit)
    if (unitError) return unitError
    const above = parent === undefined ? {} : { parent: this.#codeNow(parent) }
    const account = newAccount({ ...input, ...above, id: this.#context.newId('account') })
    this.#accounts.set(code, account)
    this.events.push(accountOpened(account))
    return account
  }

  /** Applies what differs; an account that is so already is no change. */
  change(account: Account, fields: WantedFields): Account | ChartRefusal {
    const { parent } = fields
    const wanted = typeof parent === 'string' ? { ...fields, parent: this.#codeNow(parent) } : fields
    const changed = Object.entries(wanted).filter(
      ([field, value]) => value !== undefined && value !== account[field as keyof Account],
    )
    if (changed.length === 0) return account
    const after = Object.fromEntries(changed) as AccountFields
    const problem = this.#changeProblem(account, after)
    if (problem) return problem
    const before = Object.fromEntries(changed.map(([field]) => [field, account[field as keyof Account]]))
    const now = { ...account, ...after } as Account
    if (now.code !== account.code) this.#moveChildren(account.code, now.code)
    this.#accounts.set(now.code, now)
    const data = { id: account.id, before, after } as AccountChanged
    this.events.push({ type: 'account-changed', version: 1, data })
    return now
  }

  /** A merged account is named by the one that it is now. */
  #codeNow = (code: string): string => (this.outside(code) ? code : (this.account(code)?.code ?? code))

  #moveChildren(from: string, to: string): void {
    for (const child of this.accounts())
      if (child.parent === from) this.#accounts.set(child.code, { ...child, parent: to })
    this.#accounts.set(from, undefined)
  }

  #changeProblem(account: Account, after: AccountFields): ChartRefusal | undefined {
    const { code, category, parent, isHeading, isActive } = after
    return (
      (code === undefined ? undefined : this.#codeProblem(code, '/newCode')) ??
      (category === undefined ? undefined : categoryProblem(account.type, category)) ??
      (typeof parent === 'string' ? this.#parentProblem(account, parent) : undefined) ??
      (isHeading ? this.#headingProblem(account) : undefined) ??
      (isActive === false ? this.#retirementProblem(account) : undefined)
    )
  }

  #codeProblem(code: string, pointer: string): ChartRefusal | undefined {
    const outside = this.outside(code, pointer)
    if (outside) return outside
    const taken = this.account(code)
    if (!taken) return undefined
    const detail =
      taken.code === code
        ? `Account ${code} exists. Choose another code.`
        : `Account ${code} was merged into ${taken.code} and keeps its code. Choose another one.`
    return fieldRefusal('account_code_taken', pointer, detail)
  }

  #parentProblem({ code, type }: Pick<Account, 'code' | 'type'>, parentCode: string) {
    const outside = this.outside(parentCode, '/parent')
    if (outside) return outside
    const parent = this.account(parentCode)
    if (!parent)
      return fieldRefusal(
        'parent_not_found',
        '/parent',
        `There is no account ${parentCode}. Open the parent account first.`,
      )
    if (parent.type !== type)
      return fieldRefusal(
        'parent_type_mismatch',
        '/parent',
        `Account ${parentCode} is of type ${parent.type}, and ${code} of type ${type}. Choose a parent of the same type.`,
      )
    for (let above: Account | undefined = parent; above; above = this.#above(above))
      if (above.code === code)
        return fieldRefusal(
          'parent_cycle',
          '/parent',
          `Account ${parentCode} stands below ${code}. Move ${parentCode} elsewhere first.`,
        )
    return undefined
  }

  #above({ parent }: Account): Account | undefined {
    return parent === null ? undefined : this.account(parent)
  }

  #headingProblem(account: Account): ChartRefusal | undefined {
    if (this.#facts.hasEntries(account))
      return fieldRefusal(
        'account_has_entries',
        '/isHeading',
        `Account ${account.code} has entries, and a heading takes none. Open a heading of its own and put ${account.code} below it.`,
      )
    return this.#roleProblem(account, '/isHeading')
  }

  #retirementProblem(account: Account): ChartRefusal | undefined {
    const role = this.#roleProblem(account, '/code')
    if (role) return role
    const below = this.accounts().find((each) => each.parent === account.code && each.isActive)
    if (below && !this.outside(below.code))
      return fieldRefusal(
        'account_in_use',
        '/code',
        `Account ${below.code} stands below it and is in use. Move it or take it out of use first.`,
      )
    return this.#balanceProblem(account)
  }

  #balanceProblem(account: Account): ChartRefusal | undefined {
    const { value, quantities } = this.#facts.balanceOf(account)
    if (value === 0 && quantities.length === 0) return undefined
    const amounts = quantities.map(({ unit, quantity }) => this.#amount(quantity, unit)).join(', ')
    const of = this.#bounds
      ? 'a balance'
      : `a balance of ${amounts || this.#amount(value, this.#facts.currency)}`
    return fieldRefusal(
      'account_has_balance',
      '/code',
      `Account ${account.code} has ${of}. Book it to another account, or merge ${account.code} into one, and try again.`,
    )
  }

  #amount = (minor: number, unit: Unit): string => `${formatAmount(minor, unit.scale)} ${unit.code}`

  #roleProblem(account: Account, pointer: string): ChartRefusal | undefined {
    const roles = ACCOUNT_ROLES.filter((role) => this.#facts.role(role)?.id === account.id)
    if (roles.length === 0) return undefined
    return fieldRefusal(
      'account_in_use',
      pointer,
      `The books look for account ${account.code} as ${roles.join(', ')}. Give these roles to another account first.`,
    )
  }

  #registerOnFirstUse(code: string): ChartRefusal | undefined {
    const unit = unitFor(this.#facts, code)
    if (!unit) return unknownUnit(code, '/unit') as ChartRefusal
    if (!this.#facts.unit(code) && !this.#units.has(code)) {
      this.#units.add(code)
      this.events.push(registered(unit))
    }
    return undefined
  }
}

export function categoryProblem(type: AccountType, category: AccountCategory): ChartRefusal | undefined {
  const fitting: readonly string[] = ACCOUNT_CATEGORIES[type]
  if (fitting.includes(category)) return undefined
  const detail = `An account of type ${type} is one of ${fitting.join(', ')}.`
  return fieldRefusal('category_mismatch', '/category', detail)
}

export const accountNotFound = (code: string, pointer = '/code'): ChartRefusal =>
  fieldRefusal('account_not_found', pointer, `There is no account ${code} in this company.`)

/** A refusal that is about one field. */
export function fieldRefusal(code: ChartRefusal['refused'], pointer: string, detail: string): ChartRefusal {
  return refuse(code, detail, [{ pointer, code, detail }])
}

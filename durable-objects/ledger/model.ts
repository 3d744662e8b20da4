import type { FieldClass } from '../kernel/field-classes.ts'
import type { NewEvent } from '../kernel/log.ts'
import { currencyScale } from '../kernel/money.ts'
import type { AccountType, UnitRegistered } from './contract.ts'

/** What the books look like to a decision: accounts, units, and what was counted so far. */

export interface Unit {
  ordinal: number
  code: string
  name: string
  kind: UnitRegistered['kind']
  scale: number
}

export interface Account {
  ordinal: number
  id: string
  code: string
  name: string
  type: AccountType
  unit: string | null
  parent: string | null
  /** Class of fields that its amounts belong to; null: anyone who reads the ledger may see them. */
  sensitivity: FieldClass | null
}

/** What decisions need to know of the books. */
export interface Chart {
  currency: Unit
  account(code: string): Account | undefined
  accountById(id: string): Account
  unit(code: string): Unit | undefined
  /** Last number given in the journal, or undefined when there is no such journal. */
  lastNumber(journal: string): number | undefined
  /** Debits and credits ever booked in the unit, together; at most 2^53 − 1, so that every sum is exact. */
  turnover(unit: string): number
  entryExists(id: string): boolean
}

/** A registered unit, or a currency of ISO 4217, which is registered with its first use. */
export function unitFor(chart: Pick<Chart, 'unit'>, code: string): UnitRegistered | undefined {
  const known = chart.unit(code)
  if (known) return known
  const scale = currencyScale(code)
  return scale === undefined ? undefined : { code, name: code, kind: 'currency', scale }
}

export const registered = ({ code, name, kind, scale }: UnitRegistered): NewEvent => ({
  type: 'unit-registered',
  version: 1,
  data: { code, name, kind, scale } satisfies UnitRegistered,
})

import type { FieldClass } from '../kernel/field-classes.ts'
import type { NewEvent } from '../kernel/log.ts'
import { currencyScale } from '../kernel/money.ts'
import {
  type AccountCategory,
  type AccountControl,
  type AccountOpened,
  type AccountType,
  DEFAULT_CATEGORY,
  type JournalKind,
  type UnitRegistered,
} from './contract.ts'

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
  category: AccountCategory
  /** Its lines are open items until they are matched. */
  isOpenItem: boolean
  control: AccountControl | null
  tax: string | null
  /** It stands above others and takes no entries. */
  isHeading: boolean
  isActive: boolean
}

/** The account that an event opens. Its ordinal is given when it is written. */
export const newAccount = ({ id, code, name, type, ...rest }: AccountOpened, ordinal = 0): Account => ({
  ordinal,
  id,
  code,
  name,
  type,
  unit: rest.unit ?? null,
  parent: rest.parent ?? null,
  sensitivity: rest.sensitivity ?? null,
  category: rest.category ?? DEFAULT_CATEGORY[type],
  isOpenItem: rest.isOpenItem ?? false,
  control: rest.control ?? null,
  tax: rest.tax ?? null,
  isHeading: rest.isHeading ?? false,
  isActive: true,
})

export const accountOpened = (account: Account): NewEvent => {
  const { id, code, name, type, unit, parent, sensitivity, category, isOpenItem, control, tax, isHeading } =
    account
  const data: AccountOpened = {
    id,
    code,
    name,
    type,
    ...(unit !== null && { unit }),
    ...(parent !== null && { parent }),
    ...(sensitivity !== null && { sensitivity: sensitivity as AccountOpened['sensitivity'] }),
    ...(category !== DEFAULT_CATEGORY[type] && { category }),
    ...(isOpenItem && { isOpenItem }),
    ...(control !== null && { control }),
    ...(tax !== null && { tax }),
    ...(isHeading && { isHeading }),
  }
  return { type: 'account-opened', version: 1, data }
}

export interface Journal {
  code: string
  name: string
  kind: JournalKind
  pattern: string | null
  isActive: boolean
}

/** What decisions need to know of the books. */
export interface Chart {
  currency: Unit
  account(code: string): Account | undefined
  accountById(id: string): Account
  unit(code: string): Unit | undefined
  journal(code: string): Journal | undefined
  /** Last number given in a series of the journal; 0 in one that is new. */
  lastNumber(journal: string, series: string): number
  /** Debits and credits ever booked in the unit, together; at most 2^53 − 1, so that every sum is exact. */
  turnover(unit: string): number
  entryExists(id: string): boolean
  /** Log position of the entry that has the external id at present. */
  sequenceOfExternalId(id: string): number | undefined
  entrySequence(id: string): number | undefined
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

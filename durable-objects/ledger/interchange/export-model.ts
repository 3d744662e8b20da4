/** What goes into an export: a header for the whole file, and entries one at a time. */
import type { AccountType } from './model.ts'

export type ExportFormat = 'hledger' | 'ledger' | 'beancount'

export type ExportHeader = {
  company: string
  currency: string
  currencyScale: number
  /** Every unit the entries use; the company currency may be among them. */
  units: readonly { code: string; scale: number }[]
  /** Every account the entries use. */
  accounts: readonly { code: string; name: string; type: AccountType }[]
}

export type ExportLine = {
  account: string
  unit: string
  /** Signed integer of minor units at `scale`; debit positive. */
  quantity: number
  scale: number
  /** Signed integer minor units of company currency; null when the unit has no value in this entry. */
  value: number | null
  memo: string | null
}

export type ExportEntry = {
  id: string
  number: string | number
  /** YYYY-MM-DD */
  effectiveDate: string
  description: string
  reference: string | null
  note: string | null
  tags: Readonly<Record<string, string>>
  lines: readonly ExportLine[]
}

export type BeancountNames = { accounts: ReadonlyMap<string, string>; units: ReadonlyMap<string, string> }
export type ExportContext = { currency: string; currencyScale: number; beancount: BeancountNames }

/** A quantity with the total it cost: what one posting of the file says. */
export type ExportPart = { quantity: bigint; cost: bigint | null }

/**
 * How a line is said where a cost may not be negative and has no meaning without a quantity (ledger, beancount): a
 * line whose value has another sign than its quantity, or no quantity, becomes two. One minor unit bears the whole
 * value, the rest of the quantity costs nothing; their sums are the line's.
 */
export const positiveCosts = (line: ExportLine, currency: string): ExportPart[] => {
  const quantity = BigInt(line.quantity)
  if (line.unit === currency || line.value === null) return [{ quantity, cost: null }]
  const value = BigInt(line.value)
  const cost = value < 0n ? -value : value
  if (value === 0n || (quantity !== 0n && quantity > 0n === value > 0n)) return [{ quantity, cost }]
  const step = value > 0n ? 1n : -1n
  return [
    { quantity: step, cost },
    { quantity: quantity - step, cost: 0n },
  ]
}

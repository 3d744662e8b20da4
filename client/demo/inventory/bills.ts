import { formatAmount } from '../../../durable-objects/kernel/amount.ts'
import { type Levels, type Step, step } from './steps.ts'

/** A supplier's bill for goods that are kept in stock. Amounts are cents of the company's currency. */
export interface Bill {
  reference: string
  party: string
  date: string
  net: number
  vat: number
  dueDate?: string
  /** What is owed; default: the account of payables. */
  account?: string
}
/** By their references. */
export type Bills = ReadonlyMap<string, Bill>

/** Numbers of the bills that come every month, of the thirteen months from 0. */
export const greenBill = (month: number): string => `SANTOS-${month + 1}`
export const packagingBill = (month: number): string => `HP-${4410 + month}`

/** What happens on a day, in the order of the days. Each sees what those before it left. */
export interface Occasion {
  date: string
  plan: (levels: Levels) => Step[]
}

/** The bill for all that one document brought, which is recorded under `of`; its first line may be dearer than expected. */
export function billed(
  bills: Bills,
  reference: string,
  of: string,
  scale: number,
  dearer?: () => number,
): Occasion[] {
  const bill = bills.get(reference)
  if (!bill) return []
  const { date, party, vat, dueDate, account } = bill
  const plan = () => [
    step(`bill/${reference}`, 'MatchBill', date, (recorded) => {
      const { id, lines } = recorded(of)
      return {
        ...{ reference, party, ...(dueDate && { dueDate }), ...(account && { account }) },
        lines: lines.map(({ line }, index) => ({
          ...{ receipt: id, line },
          ...(index === 0 && dearer && { amount: formatAmount(dearer(), scale) }),
        })),
        ...(vat !== 0 && { charges: [{ account: '1400', amount: formatAmount(vat, scale) }] }),
      }
    }),
  ]
  return [{ date, plan }]
}

/** Options of a beancount file: those that change what is booked, and what is taken without effect. */
import type { Decimal } from '../decimal.ts'
import { type Refused, refuse } from '../model.ts'
import { addWarning, type IssueList } from '../state.ts'
import { type Cursor, takeKind } from './amounts.ts'
import type { BeanFile, BeanOptions, Booking } from './model.ts'

export const defaultOptions = (): BeanOptions => ({
  roots: {
    assets: 'Assets',
    liabilities: 'Liabilities',
    equity: 'Equity',
    income: 'Income',
    expenses: 'Expenses',
  },
  toleranceDefaults: new Map(),
  toleranceMultiplier: { digits: 5n, scale: 1 },
  booking: 'STRICT',
})

export const readOption = (
  { file, issues }: { file: Pick<BeanFile, 'options' | 'noted'>; issues: IssueList },
  line: number,
  cursor: Cursor,
): Refused | null => {
  const name = takeKind(cursor, 'string')
  const value = takeKind(cursor, 'string')
  if (name === null || value === null)
    return refuse('invalid_directive', 'Write the option like option "title" "Books".')
  file.noted.push({ line, name: `option ${name}`, argument: value })
  const root = /^name_(assets|liabilities|equity|income|expenses)$/.exec(name)?.[1]
  if (root !== undefined) {
    file.options.roots[root as keyof BeanOptions['roots']] = value
    return null
  }
  switch (name) {
    case 'inferred_tolerance_default':
    case 'default_tolerance':
      return readToleranceDefault(file.options, value)
    case 'inferred_tolerance_multiplier':
    case 'tolerance_multiplier': {
      const multiplier = plainDecimal(value)
      if (multiplier === null)
        return refuse('invalid_number', `“${value}” is not a number. Write it like 0.5.`)
      file.options.toleranceMultiplier = multiplier
      return null
    }
    case 'booking_method':
      return readBooking(value, (booking) => {
        file.options.booking = booking
      })
    case 'title':
    case 'operating_currency':
    case 'render_commas':
      return null
    default:
      addWarning(issues, line, 'option_ignored', `The option "${name}" has no effect on the import.`)
      return null
  }
}

const readToleranceDefault = (options: BeanOptions, value: string): Refused | null => {
  const [currency = '', text = ''] = value.split(':')
  const tolerance = plainDecimal(text)
  if (tolerance === null)
    return refuse('invalid_number', `Write the tolerance like "${currency || 'USD'}:0.005".`)
  options.toleranceDefaults.set(currency, tolerance)
  return null
}

const plainDecimal = (text: string): Decimal | null => {
  const match = /^\s*(\d{1,30})(?:\.(\d{0,30}))?\s*$/.exec(text)
  if (match === null) return null
  const [, whole = '', fraction = ''] = match
  return { digits: BigInt(whole + fraction), scale: fraction.length }
}

export const readBooking = (text: string, set: (booking: Booking) => void): Refused | null => {
  if (['STRICT', 'FIFO', 'LIFO', 'NONE'].includes(text)) {
    set(text as Booking)
    return null
  }
  return refuse(
    'booking_method',
    `Booking by ${text} is not read. Write STRICT, FIFO, LIFO or NONE, and give costs as they were booked.`,
  )
}

import type { CallInput } from '../../../../sdk/types.ts'
import type { FormErrors } from '../../../lib/forms.ts'
import type { StockOperations } from '../queries.ts'

/** Receipts, or lines of them, that a cost is laid on. Pure. */

export type CostInput = CallInput<StockOperations['AddReceiptCosts']>

/** By receipt: which of its lines are left out, and amounts by line where each has its own. */
export interface Chosen {
  receipt: string
  left: ReadonlySet<number>
  amounts: Readonly<Record<number, string>>
}

export const chosenOf = (receipt: string): Chosen => ({ receipt, left: new Set(), amounts: {} })

export interface Part {
  receipt: string
  line: number | undefined
}

/**
 * What is sent of the receipts, and what each part of it is: whole ones as such, others line by line. `lines`: how many
 * each receipt has; of one that has not come yet it is taken as a whole.
 */
export function receiptsOf(
  chosen: readonly Chosen[],
  lines: ReadonlyMap<string, number>,
  isEach: boolean,
): { receipts: CostInput['receipts']; parts: readonly Part[] } {
  const parts = chosen.flatMap(({ receipt, left }): Part[] => {
    const count = lines.get(receipt)
    if (count === undefined || (!isEach && left.size === 0)) return [{ receipt, line: undefined }]
    return Array.from({ length: count }, (_, line) => ({ receipt, line })).filter(
      ({ line }) => !left.has(line),
    )
  })
  if (!isEach) return { receipts: parts.map(inputOf), parts }
  const amountOf = ({ receipt, line }: Part) =>
    chosen.find((each) => each.receipt === receipt)?.amounts[line ?? 0]?.trim() ?? ''
  const paid = parts.filter((part) => amountOf(part) !== '')
  return { receipts: paid.map((part) => ({ ...inputOf(part), amount: amountOf(part) })), parts: paid }
}

const inputOf = ({ receipt, line }: Part) => ({ receipt, ...(line !== undefined && { line }) })

/** Refusals by `receipt` or `receipt/line`, and those that concern no part of a receipt. */
export function costErrorsOf(
  { fields, general }: FormErrors,
  parts: readonly Part[],
): { parts: ReadonlyMap<string, string>; header: ReadonlyMap<string, string>; general: string | undefined } {
  const byPart = new Map<string, string>()
  const header = new Map<string, string>()
  const others: string[] = general === undefined ? [] : [general]
  for (const [pointer, text] of fields) {
    const [, first = '', index = ''] = pointer.split('/')
    const part = first === 'receipts' && index !== '' ? parts[Number(index)] : undefined
    if (part) byPart.set(partId(part), text)
    else if (HEADER.has(first)) header.set(first, text)
    else others.push(text)
  }
  return { parts: byPart, header, general: others.length > 0 ? others.join(' ') : undefined }
}

const HEADER = new Set(['date', 'party', 'reference', 'account', 'amount', 'by', 'note', 'receipts'])

export const partId = ({ receipt, line }: Part): string =>
  line === undefined ? receipt : `${receipt}/${line}`

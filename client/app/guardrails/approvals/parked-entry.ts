import { currencyScale } from '../../../../durable-objects/kernel/money.ts'
import type { Chart, Entry } from '../../ledger/queries.ts'
import { isDecimal, padScale } from '../../lib/decimal.ts'

/** An entry that waits, as it was sent, in the shape in which posted entries are shown. Pure. */
export type ShownEntry = Pick<Entry, 'effectiveDate' | 'lines'> & {
  description: string
  journal: string | undefined
  reference: string | undefined
  note: string | undefined
}

/** Undefined where the input is no entry that can be shown as one. */
export function shownEntry(
  input: unknown,
  chart: Pick<Chart, 'byCode'>,
  currency: string,
): ShownEntry | undefined {
  if (!isRecord(input) || !Array.isArray(input.lines) || typeof input.effectiveDate !== 'string')
    return undefined
  return {
    effectiveDate: input.effectiveDate,
    description: textOf(input.description) ?? '',
    journal: textOf(input.journal),
    reference: textOf(input.reference),
    note: textOf(input.note),
    lines: input.lines.filter(isRecord).map((line) => lineOf(line, chart, currency)) as ShownEntry['lines'],
  }
}

function lineOf(line: Record<string, unknown>, { byCode }: Pick<Chart, 'byCode'>, currency: string) {
  const code = textOf(line.account) ?? ''
  const account = byCode.get(code)
  const unit = textOf(line.unit) ?? account?.unit ?? currency
  const amount = (side: 'debit' | 'credit' | 'value', of: string) => {
    const text = textOf(line[side])
    return text === undefined ? null : isDecimal(text) ? padScale(text, currencyScale(of) ?? 0) : text
  }
  return {
    account: { code, name: account?.name ?? '' },
    unit,
    debit: amount('debit', unit),
    credit: amount('credit', unit),
    value: amount('value', currency),
    memo: textOf(line.memo) ?? null,
  }
}

/** The lines of an entry with their sides exchanged: what a reversal posts. */
export const reversedLines = (lines: Entry['lines']): Entry['lines'] =>
  lines.map((line) => ({ ...line, debit: line.credit, credit: line.debit }))

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

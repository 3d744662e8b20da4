import { COLUMNS, type Draft, emptyDraft, emptyRow, type Row } from './model.ts'

/** What was sent once, as a draft again; what is no entry begins empty. Pure. */
export function draftOf(input: unknown, today: string): Draft {
  if (!isRecord(input) || !Array.isArray(input.lines)) return emptyDraft(today)
  const text = (name: string) => (typeof input[name] === 'string' ? input[name] : '')
  return {
    effectiveDate: text('effectiveDate') || today,
    journal: text('journal'),
    description: text('description'),
    reference: text('reference'),
    note: text('note'),
    rows: input.lines.map((line, index) => rowOf(line, index + 1)),
  }
}

function rowOf(line: unknown, key: number): Row {
  const fields = isRecord(line) ? line : {}
  const cells = COLUMNS.flatMap((column) => {
    const value = fields[column]
    return typeof value === 'string' ? [[column, value]] : []
  })
  return { ...emptyRow(key), ...Object.fromEntries(cells) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

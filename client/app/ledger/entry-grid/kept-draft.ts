import { COLUMNS, type Draft, emptyRow } from './model.ts'

/** A draft out of the browser's storage, which may be of an earlier version of the app, or anything else. Pure. */
export function keptDraft(value: unknown): Draft | undefined {
  if (!isRecord(value) || !Array.isArray(value.rows) || value.rows.length < 2) return undefined
  const isHeader = ['effectiveDate', 'journal', 'description', 'reference', 'note'].every(
    (field) => typeof value[field] === 'string',
  )
  if (!isHeader || !value.rows.every(isRow)) return undefined
  // Fields that came later are empty in a draft from before.
  const rows = value.rows.map((row) => ({ ...emptyRow(0), ...row }))
  return Object.assign({ reverseOn: '' }, value as unknown as Draft, { rows })
}

const isRow = (row: unknown): boolean =>
  isRecord(row) &&
  typeof row.key === 'number' &&
  COLUMNS.every((column) => typeof row[column] === 'string') &&
  Object.entries(row).every(([name, cell]) => name === 'key' || typeof cell === 'string')

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

import {
  COLUMNS,
  DETAIL_COLUMNS,
  type Draft,
  dimensionColumn,
  emptyDraft,
  emptyRow,
  type Row,
} from './model.ts'

/** What was sent or saved once, as a draft again; what is no entry begins empty. Pure. */
export function draftOf(input: unknown, today: string): Draft {
  if (!isRecord(input) || !Array.isArray(input.lines)) return emptyDraft(today)
  const text = (name: string) => (typeof input[name] === 'string' ? input[name] : '')
  const kept = {
    ...(isTexts(input.tags) && { tags: input.tags }),
    ...(text('externalId') && { externalId: text('externalId') }),
  }
  return {
    effectiveDate: text('effectiveDate') || today,
    journal: text('journal'),
    description: text('description'),
    reference: text('reference'),
    note: text('note'),
    reverseOn: text('reverseOn'),
    rows: withRoom(input.lines.map((line, index) => rowOf(line, index + 1))),
    ...(Object.keys(kept).length > 0 && { kept }),
  }
}

/** An entry has at least two lines, so the grid has as many rows. */
const withRoom = (rows: readonly Row[]): Row[] =>
  rows.length >= 2 ? [...rows] : [...rows, ...emptyDraft('').rows.slice(rows.length)]

export function rowOf(line: unknown, key: number): Row {
  const fields = isRecord(line) ? line : {}
  const cells = [...COLUMNS, ...DETAIL_COLUMNS].flatMap((column) => {
    const value = fields[column]
    return typeof value === 'string' ? [[column, value]] : []
  })
  const rate = typeof fields.rate === 'string' && fields.rate !== '' ? { value: `@${fields.rate}` } : {}
  const dimensions = isTexts(fields.dimensions)
    ? Object.entries(fields.dimensions).map(([code, value]) => [dimensionColumn(code), value])
    : []
  return { ...emptyRow(key), ...Object.fromEntries(cells), ...rate, ...Object.fromEntries(dimensions) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isTexts = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every((text) => typeof text === 'string')

import Papa from 'papaparse'
import { LIMITS } from '../../kernel/limits.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import {
  ACCOUNT_CATEGORIES,
  ACCOUNT_TYPES,
  type AccountCategory,
  type AccountControl,
  type AccountType,
  CONTROLS,
} from '../contract.ts'
import type { Account } from '../model.ts'
import { type ChartColumn, columnOf, unquoted } from './columns.ts'
import type { ChartDraft, ChartRefusal, WantedFields } from './draft.ts'

/** A bad row: the line of the text that it begins in, and the column. */
export interface ChartIssue {
  line: number
  field: string
  code: string
  detail: string
}

export interface ImportedChart {
  opened: number
  changed: number
  unchanged: number
  /** Columns of the header that a chart does not have. */
  ignored: string[]
  errors: ChartIssue[]
}

/**
 * Opens the accounts of a CSV text that do not exist, and changes those that differ. Rows may come in any order: a row whose
 * parent is another row of the text waits for it.
 */
export function decideImportChart(
  draft: ChartDraft,
  {
    text,
    mode,
    dryRun,
  }: { text: string; mode?: 'atomic' | 'independent' | undefined; dryRun?: boolean | undefined },
): ImportedChart | Refusal<'chart_rows_refused'> {
  const table = readTable(text)
  if ('errors' in table) return refuseRows(table.errors)
  const run = new ImportRun(draft, table.rows)
  const result = run.all()
  result.errors.sort((a, b) => a.line - b.line)
  if (result.errors.length > 0 && mode !== 'independent' && !dryRun) return refuseRows(result.errors)
  return { ...result, ignored: table.ignored, errors: result.errors.slice(0, ISSUES_SHOWN) }
}

const ISSUES_SHOWN = 500

function refuseRows(errors: readonly ChartIssue[]): Refusal<'chart_rows_refused'> {
  const [first] = errors as [ChartIssue]
  return refuse(
    'chart_rows_refused',
    `${errors.length} of the rows cannot be taken, the first in line ${first.line}: ${first.detail} Nothing was changed. Correct them, or send mode=independent to take the others.`,
    errors
      .slice(0, ISSUES_SHOWN)
      .map(({ line, code, detail }) => ({ pointer: `/text/${line}`, code, detail })),
  )
}

// ---------------------------------------------------------------------------------------------------- reading

interface Row {
  line: number
  cells: Partial<Record<ChartColumn, string>>
  /** What is wrong with the row as text. */
  broken?: string
}

function readTable(text: string): { rows: Row[]; ignored: string[] } | { errors: ChartIssue[] } {
  const records = recordsOf(text)
  const [header, ...rest] = records
  const columns = (header?.cells ?? []).map((cell) => columnOf(cell))
  const problem = headerProblem(columns)
  if (problem)
    return { errors: [{ line: header?.line ?? 1, field: '', code: 'invalid_header', detail: problem }] }
  if (rest.length > LIMITS.chartRowsMax)
    return {
      errors: [
        {
          line: rest[LIMITS.chartRowsMax]?.line ?? 1,
          field: '',
          code: 'too_many_rows',
          detail: `The text has ${rest.length} rows, and at most ${LIMITS.chartRowsMax} are taken at once. Split it.`,
        },
      ],
    }
  const rows = rest.map(({ line, cells, broken }): Row => {
    const named = cells.flatMap((cell, index) => {
      const column = columns[index]
      return column && cell.trim() !== '' ? [[column, unquoted(cell).trim().normalize('NFC')]] : []
    })
    const tooMany =
      cells.length > columns.length ? 'The row has more cells than the header has columns.' : undefined
    const wrong = broken ?? tooMany
    return { line, cells: Object.fromEntries(named), ...(wrong !== undefined && { broken: wrong }) }
  })
  const ignored = (header?.cells ?? [])
    .filter((cell, index) => columns[index] === undefined && cell.trim() !== '')
    .map((cell) => cell.trim())
  return { rows, ignored }
}

/** Records of the text that are not blank, with the lines that they begin in: a quoted cell may hold line breaks. */
function recordsOf(text: string): { line: number; cells: string[]; broken: string | undefined }[] {
  const plain = text.replace(/^\uFEFF/, '')
  const records: { line: number; cells: string[]; broken: string | undefined }[] = []
  let [line, seen] = [1, 0]
  Papa.parse<string[]>(plain, {
    delimitersToGuess: [',', ';', '\t', '|'],
    step({ data, errors, meta }) {
      const cells = data
      const broken = errors.find(({ type }) => type === 'Quotes')?.message
      if (cells.some((cell) => cell.trim() !== '')) records.push({ line, cells, broken })
      line += plain.slice(seen, meta.cursor).match(/\r\n|\r|\n/g)?.length ?? 0
      seen = meta.cursor
    },
  })
  return records
}

function headerProblem(columns: readonly (ChartColumn | undefined)[]): string | undefined {
  if (!columns.includes('code'))
    return 'The first line names the columns, and there is none called "code". Write code,name,type and what else you have.'
  const twice = columns.find((column, index) => column && columns.indexOf(column) !== index)
  return twice && `Two columns are called "${twice}". Leave one out.`
}

// -------------------------------------------------------------------------------------------------- deciding

type Problem = Omit<ChartIssue, 'line'>

class ImportRun {
  readonly #draft: ChartDraft
  readonly #rows: readonly Row[]
  readonly #byCode = new Map<string, Row>()
  readonly #done = new Set<Row>()
  readonly #result: Omit<ImportedChart, 'ignored'> = { opened: 0, changed: 0, unchanged: 0, errors: [] }

  constructor(draft: ChartDraft, rows: readonly Row[]) {
    this.#draft = draft
    this.#rows = rows
  }

  all(): Omit<ImportedChart, 'ignored'> {
    for (const row of this.#rows) {
      const { code } = row.cells
      if (code !== undefined && this.#byCode.has(code)) {
        this.#done.add(row)
        this.#fail(row, {
          field: 'code',
          code: 'duplicate_code',
          detail: `Account ${code} is in line ${this.#byCode.get(code)?.line} already.`,
        })
      } else if (code !== undefined) this.#byCode.set(code, row)
    }
    for (const row of this.#rows) this.#withParents(row)
    return this.#result
  }

  /** Parents first; a circle of rows ends where it began, and the draft refuses it. */
  #withParents(row: Row): void {
    const chain: Row[] = []
    for (
      let each: Row | undefined = row;
      each && !this.#done.has(each);
      each = this.#byCode.get(each.cells.parent ?? '')
    ) {
      chain.push(each)
      this.#done.add(each)
    }
    for (const each of chain.toReversed()) this.#take(each)
  }

  #take(row: Row): void {
    const problem =
      row.broken === undefined ? this.#apply(row) : { field: '', code: 'invalid_row', detail: row.broken }
    if (problem) this.#fail(row, problem)
  }

  #apply({ cells }: Row): Problem | undefined {
    const fields = fieldsOf(cells)
    if ('problem' in fields) return fields.problem
    if (cells.code === undefined) return missing('code')
    const outside = this.#draft.outside(cells.code)
    if (outside) return problemOf(outside)
    const account = this.#draft.account(cells.code)
    return account ? this.#change(account, fields) : this.#open(cells.code, fields)
  }

  #open(
    code: string,
    { type, name, unit, isActive, parent, control, tax, ...rest }: RowFields,
  ): Problem | undefined {
    if (name === undefined) return missing('name')
    if (type === undefined) return missing('type')
    const opened = this.#draft.open({
      code,
      name,
      type,
      ...present({ unit, parent: parent ?? undefined, control: control ?? undefined, tax: tax ?? undefined }),
      ...present(rest),
    } as Parameters<ChartDraft['open']>[0])
    if (isRefusal(opened)) return problemOf(opened)
    this.#result.opened++
    const retired = isActive === false ? this.#draft.change(opened, { isActive }) : undefined
    return isRefusal(retired) ? problemOf(retired) : undefined
  }

  #change(account: Account, { type, unit, ...wanted }: RowFields): Problem | undefined {
    if (type !== undefined && type !== account.type)
      return {
        field: 'type',
        code: 'account_type_mismatch',
        detail: `Account ${account.code} is of type ${account.type}, which stays.`,
      }
    if (unit !== undefined && unit !== account.unit)
      return {
        field: 'unit',
        code: 'account_unit_mismatch',
        detail: `Account ${account.code} takes ${account.unit ?? 'every unit'}, which stays.`,
      }
    const changed = this.#draft.change(account, wanted)
    if (isRefusal(changed)) return problemOf(changed)
    if (changed === account) this.#result.unchanged++
    else this.#result.changed++
    return undefined
  }

  #fail({ line }: Row, problem: Problem): void {
    this.#result.errors.push({ line, ...problem })
  }
}

const COLUMN_OF: Readonly<Record<string, ChartColumn>> = {
  '/isOpenItem': 'open item',
  '/isHeading': 'heading',
  '/isActive': 'active',
}

function problemOf({ refused: code, detail, errors }: ChartRefusal): Problem {
  const pointer = errors[0]?.pointer ?? ''
  return { field: COLUMN_OF[pointer] ?? pointer.slice(1), code, detail }
}

const missing = (field: ChartColumn): Problem => ({
  field,
  code: 'missing_value',
  detail: `The row says no ${field}.`,
})

const present = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields

// ----------------------------------------------------------------------------------------------------- cells

type RowFields = Omit<WantedFields, 'code'> & { type?: AccountType | undefined; unit?: string | undefined }

/** Takes a value away: an empty cell changes nothing. */
const NONE = 'none'

function fieldsOf(cells: Row['cells']): RowFields | { problem: Problem } {
  const problems: Problem[] = []
  const fail = (field: ChartColumn, detail: string) => {
    problems.push({ field, code: 'invalid_value', detail })
    return undefined
  }
  const text = (field: ChartColumn, charsMax: number) => {
    const value = cells[field]
    if (value === undefined) return undefined
    if (value.length > charsMax) return fail(field, `At most ${charsMax} characters.`)
    return /\p{Cc}/u.test(value) || !value.isWellFormed()
      ? fail(field, 'Control characters are not accepted.')
      : value
  }
  const oneOf = <Value extends string>(field: ChartColumn, values: readonly Value[]) => {
    const value = cells[field]?.toLowerCase().replaceAll(/[\s_]+/g, '-')
    if (value === undefined) return undefined
    return (
      values.find((each) => each === value) ??
      fail(field, `"${cells[field]}" is none of ${values.join(', ')}.`)
    )
  }
  const yesNo = (field: ChartColumn) => {
    const value = cells[field]?.toLowerCase()
    if (value === undefined) return undefined
    return YES_NO.get(value) ?? fail(field, `Write yes or no, not "${cells[field]}".`)
  }
  const isNone = (field: ChartColumn) => cells[field]?.toLowerCase() === NONE
  text('code', LIMITS.accountCodeCharsMax)
  const category = oneOf('category', CATEGORIES)
  const fields: RowFields = {
    name: text('name', LIMITS.nameCharsMax),
    // A category says the type, too.
    type:
      typeOf(cells.type, fail) ?? (cells.type === undefined && category ? TYPE_OF.get(category) : undefined),
    category,
    parent: isNone('parent') ? null : text('parent', LIMITS.accountCodeCharsMax),
    unit: text('unit', LIMITS.unitCodeCharsMax),
    isOpenItem: yesNo('open item'),
    control: isNone('control') ? null : oneOf<AccountControl>('control', CONTROLS),
    tax: isNone('tax') ? null : text('tax', LIMITS.unitCodeCharsMax),
    isHeading: yesNo('heading'),
    isActive: yesNo('active'),
  }
  const [problem] = problems
  return problem ? { problem } : fields
}

const CATEGORIES = Object.values(ACCOUNT_CATEGORIES).flat() as AccountCategory[]

const TYPE_OF = new Map(
  Object.entries(ACCOUNT_CATEGORIES).flatMap(([type, categories]) =>
    categories.map((category) => [category as AccountCategory, type as AccountType] as const),
  ),
)

const TYPES: ReadonlyMap<string, AccountType> = new Map([
  ...ACCOUNT_TYPES.map((type) => [type, type] as const),
  ['assets', 'asset'],
  ['liabilities', 'liability'],
  ['capital', 'equity'],
  ['revenue', 'income'],
  ['expenses', 'expense'],
])

function typeOf(
  cell: string | undefined,
  fail: (field: ChartColumn, detail: string) => undefined,
): AccountType | undefined {
  if (cell === undefined) return undefined
  return TYPES.get(cell.toLowerCase()) ?? fail('type', `"${cell}" is none of ${ACCOUNT_TYPES.join(', ')}.`)
}

const YES_NO = new Map([
  ...['yes', 'true', '1', 'y', 'x'].map((word) => [word, true] as const),
  ...['no', 'false', '0', 'n'].map((word) => [word, false] as const),
])

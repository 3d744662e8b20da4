import { LIMITS } from '../../kernel/limits.ts'
import { type JournalEntryInput, journalEntry } from '../contract.ts'
import { isProblem, readDateCell, readNumberCell } from './cells.ts'
import type { ImportIssue } from './contract.ts'
import { type CsvRecord, columnsOf, csvRecords } from './csv-records.ts'
import type { Mapping } from './mapping.ts'

/** CSV text by a mapping: rows become entries as a client would have written them, or say why they do not. */

/** An entry of the text. `place` says where a field of it stands, for a refusal that points at it. */
export interface CsvEntry {
  line: number
  input: JournalEntryInput
  place: (pointer: string) => Pick<ImportIssue, 'line' | 'field'>
}

export interface CsvDocument {
  rows: number
  entries: CsvEntry[]
  errors: ImportIssue[]
  /** Entries that `errors` speak of. */
  refused: number
  /** Codes of accounts as the file writes them, with the name that it gives. */
  accounts: ReadonlyMap<string, string>
  journals: ReadonlySet<string>
}

export interface CsvDefaults {
  accounts?: Readonly<Record<string, string>> | undefined
  journal?: string | undefined
  journals?: Readonly<Record<string, string>> | undefined
  externalIdPrefix?: string | undefined
}

/** Reads a document with its header. `lineOf` gives the line of the user's file. */
export function readCsv(
  text: string,
  mapping: Mapping,
  defaults: CsvDefaults,
  lineOf: (line: number) => number = (line) => line,
): CsvDocument {
  const [header, ...records] = csvRecords(text, mapping.delimiter ?? ',')
  const columns = columnsOf(header?.cells ?? [], mapping)
  if ('problem' in columns) {
    const issue = { line: lineOf(header?.line ?? 1), code: 'invalid_header', detail: columns.problem }
    const nothing = { entries: [], accounts: new Map(), journals: new Set<string>() }
    return { ...nothing, rows: records.length, errors: [issue], refused: records.length }
  }
  const reader = new CsvReader(mapping, defaults, columns.at, (header?.cells ?? []).length)
  for (const record of records) reader.take({ ...record, line: lineOf(record.line) })
  return { rows: records.length, ...reader.end() }
}

/** The account that one of the file stands for. */
export const csvAccount = (code: string, mapping: Mapping, defaults: CsvDefaults): string =>
  mapping.accounts?.[code] ?? defaults.accounts?.[code] ?? code

interface Group {
  key: string
  rows: CsvRecord[]
}

class CsvReader {
  readonly #mapping: Mapping
  readonly #defaults: CsvDefaults
  readonly #columns: ReadonlyMap<string, number>
  readonly #width: number
  readonly #seen = new Map<string, number>()
  readonly #entries: CsvEntry[] = []
  readonly #errors: ImportIssue[] = []
  readonly #accounts = new Map<string, string>()
  readonly #journals = new Set<string>()
  #refused = 0
  #open: Group | undefined

  constructor(mapping: Mapping, defaults: CsvDefaults, columns: ReadonlyMap<string, number>, width: number) {
    this.#mapping = mapping
    this.#defaults = defaults
    this.#columns = columns
    this.#width = width
  }

  take(record: CsvRecord): void {
    const key = this.#mapping.layout === 'entries' ? undefined : this.#keyOf(record)
    if (key !== undefined && this.#open?.key === key) {
      this.#open.rows.push(record)
      return
    }
    this.#close()
    this.#open = { key: key ?? '', rows: [record] }
  }

  end(): Omit<CsvDocument, 'rows'> {
    this.#close()
    return {
      ...{ entries: this.#entries, errors: this.#errors, refused: this.#refused },
      ...{ accounts: this.#accounts, journals: this.#journals },
    }
  }

  /** Rows of one entry stand together: they share a key, else date and reference, else date and description. */
  #keyOf(record: CsvRecord): string | undefined {
    const own = this.#cell(record, 'entry') ?? this.#cell(record, 'externalId')
    if (this.#columns.has('entry') || this.#columns.has('externalId')) return own && `key ${own}`
    const by = this.#columns.has('reference') ? 'reference' : 'description'
    return `${this.#cell(record, 'date')}\u0000${this.#cell(record, by) ?? ''}`
  }

  #close(): void {
    const group = this.#open
    this.#open = undefined
    if (!group) return
    const issues: ImportIssue[] = []
    const first = group.rows[0] as CsvRecord
    for (const { line, cells, broken } of group.rows) {
      if (broken !== undefined) issues.push({ line, code: 'invalid_row', detail: broken })
      else if (cells.length > this.#width)
        issues.push({
          line,
          code: 'invalid_row',
          detail: 'The row has more cells than the header has columns.',
        })
      else if (cells.some((cell) => cell.length > LIMITS.csvCellCharsMax))
        issues.push({
          line,
          code: 'invalid_row',
          detail: `A cell has more than ${LIMITS.csvCellCharsMax} characters.`,
        })
      else if (cells.some((cell) => cell.includes('\uFFFD')))
        issues.push({
          line,
          code: 'wrong_encoding',
          detail: 'The row holds characters that were lost. Save the file as UTF-8.',
        })
    }
    if (group.key.startsWith('key ')) {
      const before = this.#seen.get(group.key)
      if (before !== undefined)
        issues.push({
          line: first.line,
          code: 'rows_apart',
          detail: `Rows of this entry stand in line ${before}, too, with others between them. Sort the file by that column.`,
        })
      else this.#seen.set(group.key, first.line)
    }
    const entry = issues.length > 0 ? undefined : this.#entryOf(group.rows, issues)
    if (entry) this.#entries.push(entry)
    else {
      this.#refused++
      this.#errors.push(...issues)
    }
  }

  #entryOf(rows: readonly CsvRecord[], issues: ImportIssue[]): CsvEntry | undefined {
    const first = rows[0] as CsvRecord
    const header = this.#headerOf(first, issues)
    const places: CsvRecord[] = []
    const lines = rows.flatMap((row) => {
      const lines = this.#linesOf(row, issues)
      places.push(...lines.map(() => row))
      return lines
    })
    if (issues.length > 0) return undefined
    const place = (pointer: string) => this.#placeOf(pointer, first, places)
    const parsed = journalEntry.safeParse({ ...header, lines })
    if (parsed.success) return { line: first.line, input: parsed.data, place }
    for (const { path, message } of parsed.error.issues.slice(0, 20))
      issues.push({ ...place(`/${path.join('/')}`), code: 'invalid_value', detail: message })
    return undefined
  }

  #headerOf(row: CsvRecord, issues: ImportIssue[]): Record<string, unknown> {
    const externalId = this.#cell(row, 'externalId') ?? this.#cell(row, 'entry')
    const journal = this.#journal(row)
    const effectiveDate = this.#date(row, 'date', issues)
    if (effectiveDate === undefined && this.#cell(row, 'date') === undefined)
      issues.push({ ...this.#at(row, 'date'), code: 'missing_value', detail: 'The row has no date.' })
    return defined({
      effectiveDate,
      externalId: externalId && `${this.#defaults.externalIdPrefix ?? ''}${externalId}`,
      journal,
      description: this.#cell(row, 'description'),
      reference: this.#cell(row, 'reference'),
      note: this.#cell(row, 'note'),
    })
  }

  #linesOf(row: CsvRecord, issues: ImportIssue[]): Record<string, unknown>[] {
    const common = defined({
      unit: this.#cell(row, 'unit'),
      value: this.#number(row, 'value', issues)?.replace(/^-/, ''),
      rate: this.#number(row, 'rate', issues),
      memo: this.#cell(row, 'memo'),
      reference: this.#cell(row, 'itemReference'),
      dueDate: this.#date(row, 'dueDate', issues),
      distribution: this.#cell(row, 'distribution'),
      dimensions: this.#dimensions(row),
    })
    const signed = this.#signedAmount(row, issues)
    if (signed === undefined) return []
    const amount = signed.replace(/^-/, '')
    const [side, other] = signed.startsWith('-') ? ['credit', 'debit'] : ['debit', 'credit']
    if (this.#mapping.layout === 'lines') {
      const account = this.#account(row, 'account', issues)
      return [{ account, [side as string]: amount, ...common }]
    }
    return [
      { account: this.#account(row, 'debitAccount', issues), [side as string]: amount, ...common },
      { account: this.#account(row, 'creditAccount', issues), [other as string]: amount, ...common },
    ]
  }

  /** Debit positive; a negative debit is a credit. */
  #signedAmount(row: CsvRecord, issues: ImportIssue[]): string | undefined {
    const debit = this.#number(row, 'debit', issues)
    const credit = this.#number(row, 'credit', issues)
    const amount = this.#number(row, 'amount', issues)
    const given = [debit, credit && negated(credit), amount].filter(
      (text): text is string => text !== undefined && /[1-9]/.test(text),
    )
    const [only] = given
    if (given.length === 1) return only
    if (issues.length > 0) return undefined
    const detail =
      given.length === 0 ? 'The row moves nothing. Leave it out.' : 'Give the row either a debit or a credit.'
    const code = given.length === 0 ? 'zero_amount' : 'debit_or_credit'
    issues.push({ ...this.#at(row, debit !== undefined ? 'debit' : 'amount'), code, detail })
    return undefined
  }

  #account(row: CsvRecord, field: string, issues: ImportIssue[]): string | undefined {
    const code = this.#cell(row, field)
    if (code === undefined) {
      issues.push({ ...this.#at(row, field), code: 'missing_value', detail: 'The row names no account.' })
      return undefined
    }
    const name = field === 'account' ? this.#cell(row, 'accountName') : undefined
    if (name !== undefined || !this.#accounts.has(code)) this.#accounts.set(code, name ?? '')
    return csvAccount(code, this.#mapping, this.#defaults)
  }

  #journal(row: CsvRecord): string | undefined {
    const code = this.#cell(row, 'journal')
    if (code === undefined) return this.#defaults.journal
    this.#journals.add(code)
    return this.#defaults.journals?.[code] ?? code
  }

  #dimensions(row: CsvRecord): Record<string, string> | undefined {
    const fields = new Set([...this.#columns.keys(), ...Object.keys(this.#mapping.defaults ?? {})])
    const pairs = [...fields].flatMap((field) => {
      const value = field.startsWith('dimension:') ? this.#cell(row, field) : undefined
      return value === undefined ? [] : [[field.slice('dimension:'.length), value]]
    })
    return pairs.length === 0 ? undefined : Object.fromEntries(pairs)
  }

  #date(row: CsvRecord, field: string, issues: ImportIssue[]): string | undefined {
    const text = this.#cell(row, field)
    return text === undefined
      ? undefined
      : this.#checked(readDateCell(text, this.#mapping.dateFormat), row, field, issues)
  }

  #number(row: CsvRecord, field: string, issues: ImportIssue[]): string | undefined {
    const text = this.#cell(row, field)
    if (text === undefined || (field === 'rate' && /^[a-z]/i.test(text))) return text
    return this.#checked(readNumberCell(text, this.#mapping), row, field, issues)
  }

  #checked(
    value: ReturnType<typeof readDateCell>,
    row: CsvRecord,
    field: string,
    issues: ImportIssue[],
  ): string | undefined {
    if (!isProblem(value)) return value
    issues.push({ ...this.#at(row, field), code: 'invalid_value', detail: value.problem })
    return undefined
  }

  /** A spreadsheet's apostrophe before what it would take for a formula is no part of the text. */
  #cell({ cells }: CsvRecord, field: string): string | undefined {
    const index = this.#columns.get(field)
    const text = (index === undefined ? '' : (cells[index] ?? '')).trim().replace(/^'(?=[=+\-@])/, '')
    return text || this.#mapping.defaults?.[field]
  }

  #at({ line }: CsvRecord, field: string): Pick<ImportIssue, 'line' | 'field'> {
    return { line, field: this.#mapping.columns[field] ?? field }
  }

  #placeOf(pointer: string, first: CsvRecord, places: readonly CsvRecord[]) {
    const [, head = '', index = '', name = ''] = pointer.split('/')
    if (head !== 'lines') return this.#at(first, FIELD_OF[head] ?? head)
    const row = places[Number(index)]
    if (index === '' || row === undefined) return { line: first.line }
    const field = this.#mapping.layout === 'lines' ? name : this.#fieldOfPair(name, Number(index))
    const isSide = name === 'debit' || name === 'credit'
    const known = isSide && this.#mapping.columns[name] === undefined ? 'amount' : field
    return this.#at(row, FIELD_OF[`lines/${known}`] ?? known)
  }

  #fieldOfPair(name: string, index: number): string {
    if (name === 'account') return index === 0 ? 'debitAccount' : 'creditAccount'
    return name
  }
}

const FIELD_OF: Readonly<Record<string, string>> = {
  effectiveDate: 'date',
  'lines/reference': 'itemReference',
}

const negated = (number: string): string => (number.startsWith('-') ? number.slice(1) : `-${number}`)

const defined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))

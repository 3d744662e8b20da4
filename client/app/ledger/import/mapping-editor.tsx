import { Field, Select } from '../../ui/field.tsx'
import { AccountPicker, takesEntries } from '../accounts/account-picker.tsx'
import { FirstRows } from './first-rows.tsx'
import { FIELD_NAMES } from './names.ts'
import type { Mapping, Proposal } from './queries.ts'

const DATE_FORMATS: readonly Mapping['dateFormat'][] = [
  'YYYY-MM-DD',
  'DD.MM.YYYY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'YYYY/MM/DD',
  'YYYY.MM.DD',
  'YYYYMMDD',
  'DDMMYYYY',
  'DD.MM.YY',
  'DD/MM/YY',
  'MM/DD/YY',
]

type Layout = Mapping['layout']
/** What the rows are: lines of entries, whole entries, or balances. */
type Rows = Layout | 'balances'

/** What nearly every file has, in the order of a voucher; the rest is folded away unless it was found. */
const USUAL: Record<Rows, readonly string[]> = {
  lines: ['date', 'account', 'debit', 'credit', 'amount', 'description', 'reference', 'entry'],
  entries: ['date', 'debitAccount', 'creditAccount', 'amount', 'description', 'reference', 'externalId'],
  balances: ['account', 'debit', 'credit', 'amount', 'itemReference', 'dueDate'],
}
const SHARED = [
  'journal',
  'note',
  'unit',
  'value',
  'rate',
  'memo',
  'itemReference',
  'dueDate',
  'distribution',
]
const OTHERS: Record<Rows, readonly string[]> = {
  lines: ['externalId', 'accountName', ...SHARED],
  entries: ['entry', ...SHARED],
  balances: ['unit', 'value', 'memo'],
}
/** Those that one account may stand for in every row: a bank's file does not name itself. */
const ACCOUNTS: ReadonlySet<string> = new Set(['account', 'debitAccount', 'creditAccount'])

interface EditorProps {
  proposal: Proposal
  mapping: Mapping
  onMapping: (mapping: Mapping) => void
  /** Rows are balances of accounts, without a date. */
  isBalances?: boolean
}

/** How columns become entries: what was proposed, to be looked at and changed. */
export function MappingEditor({ proposal, mapping, onMapping, isBalances = false }: EditorProps) {
  const kind = isBalances ? 'balances' : mapping.layout
  const isFound = (field: string) => mapping.columns[field] !== undefined
  const dimensions = Object.keys(mapping.columns).filter((field) => field.startsWith('dimension:'))
  const shown = [...USUAL[kind], ...OTHERS[kind].filter(isFound), ...dimensions]
  const folded = OTHERS[kind].filter((field) => !isFound(field))
  const doubled = doubledIn(proposal.headers)
  const columns = (fields: readonly string[]) => (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
      {fields.map((field) => (
        <ColumnField key={field} {...{ field, proposal, mapping, onMapping, isBalances }} />
      ))}
    </div>
  )
  return (
    <div className="flex flex-col gap-4">
      <Formats {...{ proposal, mapping, onMapping, isBalances }} />
      {doubled.length > 0 && (
        <p className="text-sm text-warning">
          Several columns are called {doubled.slice(0, 5).join(', ')}. Rename them in the file to use them.
        </p>
      )}
      {columns(shown)}
      <details>
        <summary className="w-fit cursor-pointer text-muted hover:text-ink">More fields</summary>
        <div className="mt-3">{columns(folded)}</div>
      </details>
      <FirstRows proposal={proposal} mapping={mapping} fields={shown} />
    </div>
  )
}

/** How rows, dates and numbers are written. */
function Formats({ proposal: { confidence }, mapping, onMapping, isBalances }: EditorProps) {
  const set = (changed: Partial<Mapping>) => onMapping({ ...mapping, ...changed })
  return (
    <div className="grid grid-cols-2 gap-4 lg:grid-cols-4">
      {!isBalances && (
        <Field label="Layout">
          {(control) => (
            <Select
              {...control}
              value={mapping.layout}
              onValue={(layout) => set({ layout: layout as Layout })}
            >
              <option value="lines">One row a line</option>
              <option value="entries">One row an entry</option>
            </Select>
          )}
        </Field>
      )}
      {(!isBalances || mapping.columns.dueDate !== undefined) && (
        <Field
          label="Dates"
          hint={confidence.dateFormat < 0.9 && <Doubt>Please check: they can be read in several ways.</Doubt>}
        >
          {(control) => (
            <Select
              {...control}
              value={mapping.dateFormat}
              onValue={(dateFormat) => set({ dateFormat: dateFormat as Mapping['dateFormat'] })}
            >
              {DATE_FORMATS.map((format) => (
                <option key={format}>{format}</option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field label="Decimal mark" hint={confidence.decimalMark < 0.9 && <Doubt>Please check.</Doubt>}>
        {(control) => (
          <Select
            {...control}
            value={mapping.decimalMark}
            onValue={(mark) => set({ decimalMark: mark as Mapping['decimalMark'] })}
          >
            <option value=".">Point</option>
            <option value=",">Comma</option>
          </Select>
        )}
      </Field>
      <Field
        label="Between thousands"
        error={mapping.thousands === mapping.decimalMark ? 'It is the decimal mark, too.' : undefined}
      >
        {(control) => (
          <Select
            {...control}
            value={mapping.thousands ?? ''}
            onValue={(mark) => set({ thousands: mark as NonNullable<Mapping['thousands']> })}
          >
            <option value="">Nothing</option>
            <option value=".">Point</option>
            <option value=",">Comma</option>
            <option value=" ">Space</option>
            <option value="'">Apostrophe</option>
          </Select>
        )}
      </Field>
    </div>
  )
}

function ColumnField({ field, proposal, mapping, onMapping, isBalances }: EditorProps & { field: string }) {
  const { headers, confidence } = proposal
  const always = mapping.defaults?.[field]
  const header = mapping.columns[field]
  const mayBeSame = ACCOUNTS.has(field) && !isBalances
  const set = (column: string, value: string) => {
    const { [field]: _, ...columns } = mapping.columns
    const { [field]: __, ...defaults } = mapping.defaults ?? {}
    const { defaults: ___, ...others } = mapping
    const all = value === '' ? defaults : { ...defaults, [field]: value }
    onMapping({
      ...others,
      columns: column === '' ? columns : { ...columns, [field]: column },
      ...(Object.keys(all).length > 0 && { defaults: all }),
    })
  }
  return (
    <Field
      label={nameOf(field)}
      hint={
        header === undefined
          ? isOnlyId(field, mapping) && 'Without it, the same rows can be booked twice.'
          : (confidence.columns[field] ?? 1) < 0.9 && <Doubt>Please check.</Doubt>
      }
      error={
        isMissing(field, mapping)
          ? mayBeSame
            ? 'Choose a column, or the account.'
            : 'Choose a column.'
          : undefined
      }
    >
      {(control) => (
        <>
          <Select {...control} value={header ?? ''} onValue={(column) => set(column, '')}>
            <option value="">{mayBeSame ? 'The same in every row' : '–'}</option>
            {[...new Set(headers.filter(Boolean))].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </Select>
          {mayBeSame && header === undefined && (
            <AccountPicker
              value={always ?? ''}
              onValue={(code) => set('', code)}
              offers={takesEntries}
              aria-label={`${nameOf(field)} of every row`}
            />
          )}
        </>
      )}
    </Field>
  )
}

const Doubt = ({ children }: { children: string }) => <span className="text-warning">{children}</span>

const nameOf = (field: string): string =>
  FIELD_NAMES[field] ?? (field.startsWith('dimension:') ? `Dimension ${field.slice(10)}` : field)

/** Without it no row could be booked. */
function isMissing(field: string, { layout, columns, defaults = {} }: Mapping): boolean {
  const has = (name: string) => columns[name] !== undefined || defaults[name] !== undefined
  if (has(field)) return false
  if (field === 'date' || ACCOUNTS.has(field)) return true
  if (field !== 'amount') return false
  return layout === 'entries' || !(has('debit') && has('credit'))
}

/** The field that would tell an entry from those that are booked, where no column does. */
function isOnlyId(field: string, { layout, columns }: Mapping): boolean {
  const own = layout === 'lines' ? 'entry' : 'externalId'
  return field === own && columns.entry === undefined && columns.externalId === undefined
}

function doubledIn(headers: readonly string[]): string[] {
  const doubled = headers.filter((name, at) => name !== '' && headers.indexOf(name) !== at)
  return [...new Set(doubled)]
}

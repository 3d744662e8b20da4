import { Field, Select } from '../../ui/field.tsx'
import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import { FIELD_NAMES } from './names.ts'
import type { Mapping, Proposal } from './queries.ts'

const DATE_FORMATS: readonly Mapping['dateFormat'][] = [
  'YYYY-MM-DD',
  'DD.MM.YYYY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'DD-MM-YYYY',
  'YYYY/MM/DD',
  'YYYYMMDD',
  'DD.MM.YY',
  'DD/MM/YY',
  'MM/DD/YY',
]
const SHARED = ['date', 'externalId', 'description', 'reference', 'journal', 'note', 'unit', 'value', 'rate']
const FIELDS: Record<Mapping['layout'], readonly string[]> = {
  lines: [...SHARED, 'account', 'debit', 'credit', 'amount', 'entry', 'memo', 'itemReference', 'dueDate'],
  entries: [...SHARED, 'debitAccount', 'creditAccount', 'amount', 'memo'],
}

interface EditorProps {
  proposal: Proposal
  mapping: Mapping
  onMapping: (mapping: Mapping) => void
}

/** How columns become entries: what was proposed, to be looked at and changed. */
export function MappingEditor({ proposal, mapping, onMapping }: EditorProps) {
  const set = (changed: Partial<Mapping>) => onMapping({ ...mapping, ...changed })
  const setColumn = (field: string, header: string) => {
    const { [field]: _, ...others } = mapping.columns
    set({ columns: header === '' ? others : { ...others, [field]: header } })
  }
  const { confidence } = proposal
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Field label="Layout">
          {(control) => (
            <Select
              {...control}
              value={mapping.layout}
              onValue={(layout) => set({ layout: layout as Mapping['layout'] })}
            >
              <option value="lines">One row a line</option>
              <option value="entries">One row an entry</option>
            </Select>
          )}
        </Field>
        <Field
          label="Dates"
          hint={confidence.dateFormat < 0.9 ? 'Please check: they can be read in several ways.' : undefined}
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
        <Field label="Decimal mark" hint={confidence.decimalMark < 0.9 ? 'Please check.' : undefined}>
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
        <Field label="Between thousands">
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
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        {FIELDS[mapping.layout].map((field) => (
          <Field
            key={field}
            label={FIELD_NAMES[field] ?? field}
            hint={(confidence.columns[field] ?? 1) < 0.9 ? 'Please check.' : undefined}
          >
            {(control) => (
              <Select
                {...control}
                value={mapping.columns[field] ?? ''}
                onValue={(header) => setColumn(field, header)}
              >
                <option value="">–</option>
                {proposal.headers.filter(Boolean).map((header) => (
                  <option key={header}>{header}</option>
                ))}
              </Select>
            )}
          </Field>
        ))}
      </div>
      <Preview proposal={proposal} mapping={mapping} />
    </div>
  )
}

/** The first rows by the fields that they would fill. */
function Preview({ proposal: { headers, rows }, mapping }: Omit<EditorProps, 'onMapping'>) {
  const fields = FIELDS[mapping.layout].filter((field) => mapping.columns[field] !== undefined)
  const cell = (row: readonly string[], field: string) => {
    const text = row[headers.indexOf(mapping.columns[field] ?? '')] ?? ''
    return field.toLowerCase().endsWith('account') ? (mapping.accounts?.[text] ?? text) : text
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by the keyboard
    <section aria-label="First rows" className="overflow-x-auto" tabIndex={0}>
      <Table aria-label="First rows">
        <thead>
          <tr>
            {fields.map((field) => (
              <HeadCell key={field}>{FIELD_NAMES[field] ?? field}</HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 5).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other key
            <tr key={index}>
              {fields.map((field) => (
                <Cell key={field} className="whitespace-nowrap">
                  {cell(row, field)}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  )
}

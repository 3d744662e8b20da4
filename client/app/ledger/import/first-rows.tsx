import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import { FIELD_NAMES } from './names.ts'
import type { Mapping, Proposal } from './queries.ts'

interface FirstRowsProps {
  proposal: Proposal
  mapping: Mapping
  fields: readonly string[]
}

/** The first rows of the file, by the fields that they would fill. */
export function FirstRows({ proposal: { headers, rows }, mapping, fields: all }: FirstRowsProps) {
  const fields = all.filter((field) => mapping.columns[field] !== undefined)
  const cell = (row: readonly string[], field: string) =>
    row[headers.indexOf(mapping.columns[field] ?? '')] ?? ''
  if (fields.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by the keyboard
    <section aria-label="First rows" className="overflow-x-auto" tabIndex={0}>
      <Table aria-label="First rows">
        <thead>
          <tr>
            {fields.map((field) => (
              <HeadCell
                key={field}
                isNumeric={NUMERIC.has(field)}
                className="static! bg-transparent! whitespace-nowrap"
              >
                {FIELD_NAMES[field] ?? field}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 5).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other key
            <tr key={index}>
              {fields.map((field) => (
                <Cell key={field} isNumeric={NUMERIC.has(field)} className="whitespace-nowrap">
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

const NUMERIC: ReadonlySet<string> = new Set(['debit', 'credit', 'amount', 'value', 'rate'])

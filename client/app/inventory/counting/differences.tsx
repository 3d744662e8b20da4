import { isNegative } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { formatQuantity } from '../format.ts'
import type { CountLine } from './queries.ts'

const SHOWN_MAX = 100

/** `+3` and `−2`: what is more and what is less is said with its sign. */
export const signed = (quantity: string): string =>
  isNegative(quantity) ? formatQuantity(quantity) : `+${formatQuantity(quantity)}`

/** What differs, line by line; those that cost the most first, where one may see it. */
export function Differences({ lines }: { lines: readonly CountLine[] }) {
  const hasCosts = lines.some(({ value }) => value !== null)
  const size = ({ value }: CountLine) => Math.abs(Number(value ?? 0))
  const shown = lines.toSorted((a, b) => size(b) - size(a)).slice(0, SHOWN_MAX)
  return (
    <>
      <Table aria-label="Differences" className="table-fixed">
        <thead>
          <tr>
            <HeadCell className="static! bg-surface!">Item</HeadCell>
            <HeadCell isNumeric className="static! w-24 bg-surface!">
              Difference
            </HeadCell>
            {hasCosts && (
              <HeadCell isNumeric className="static! w-28 bg-surface!">
                Value
              </HeadCell>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <tr key={line.line}>
              <RowHead className="truncate">
                {line.item.code} <span className="text-muted">{line.item.name}</span>
                <span className="block truncate text-sm text-muted">
                  {[line.place, line.lot].filter(Boolean).join(', ')}: {formatQuantity(line.counted ?? '0')}{' '}
                  of {formatQuantity(line.expected ?? '0')} {line.unit}
                </span>
              </RowHead>
              <Cell
                isNumeric
                className={line.difference && isNegative(line.difference) ? 'text-negative' : ''}
              >
                {line.difference && signed(line.difference)}
              </Cell>
              {hasCosts && (
                <Cell isNumeric>
                  <Amount value={line.value} />
                </Cell>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
      {lines.length > SHOWN_MAX && (
        <p className="text-sm text-muted">
          The {SHOWN_MAX} largest of {lines.length}. The count shows all of them.
        </p>
      )}
    </>
  )
}

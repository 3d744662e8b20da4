import { formatDate } from '../../lib/dates.ts'
import { isNegative, isZero } from '../../lib/decimal.ts'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import type { Available } from '../documents/queries.ts'
import { formatQuantity } from '../format.ts'

/** What can be promised of an item: on hand less what is kept, and what comes. */
export function AvailabilityFigures({ row }: { row: Available }) {
  const figures = [
    ['On hand', row.onHand],
    ['Reserved', row.reserved],
    ['Available', row.available],
    ['Coming', row.incoming],
  ] as const
  return (
    <section aria-labelledby="availability">
      <h3 id="availability" className="mb-1 font-semibold">
        Available, {row.unit}
      </h3>
      <dl className="grid grid-cols-4 gap-2">
        {figures.map(([label, quantity]) => (
          <div key={label} className="rounded-lg border border-line p-2">
            <dt className="text-xs text-faint">{label}</dt>
            <dd
              className={`font-semibold tabular-nums ${isNegative(quantity) ? 'text-negative' : isZero(quantity) ? 'text-faint' : ''}`}
            >
              {formatQuantity(quantity)}
            </dd>
          </div>
        ))}
      </dl>
      {row.warehouses.length > 1 && (
        <Table aria-label="Available by warehouse" className="mt-2">
          <thead>
            <tr>
              <HeadCell className="static!">Warehouse</HeadCell>
              <HeadCell isNumeric className="static!">
                On hand
              </HeadCell>
              <HeadCell isNumeric className="static!">
                Reserved
              </HeadCell>
              <HeadCell isNumeric className="static!">
                Available
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {row.warehouses.map(({ warehouse, onHand, reserved, available }) => (
              <tr key={warehouse}>
                <RowHead>{warehouse}</RowHead>
                {[onHand, reserved, available].map((quantity, index) => (
                  <Cell
                    // biome-ignore lint/suspicious/noArrayIndexKey: the figures are always the same three
                    key={index}
                    isNumeric
                    className={isZero(quantity) ? 'text-faint' : ''}
                  >
                    {formatQuantity(quantity)}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  )
}

/** The days on which something comes or goes, and what can be promised for each. */
export function AvailabilityDates({ row }: { row: Available }) {
  if (row.dates.length === 0) return null
  return (
    <section aria-labelledby="by-day">
      <h3 id="by-day" className="mb-1 font-semibold">
        By day
      </h3>
      <Table aria-label="Availability by day">
        <thead>
          <tr>
            <HeadCell className="static!">Until</HeadCell>
            <HeadCell isNumeric className="static!">
              Comes
            </HeadCell>
            <HeadCell isNumeric className="static!">
              Goes
            </HeadCell>
            <HeadCell isNumeric className="static!">
              To promise
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {row.dates.map(({ date, incoming, outgoing, available }) => (
            <tr key={date ?? 'later'}>
              <RowHead>{date === null ? 'Later' : formatDate(date)}</RowHead>
              <Cell isNumeric className={isZero(incoming) ? 'text-faint' : 'text-positive'}>
                {formatQuantity(incoming)}
              </Cell>
              <Cell isNumeric className={isZero(outgoing) ? 'text-faint' : ''}>
                {formatQuantity(outgoing)}
              </Cell>
              <Cell isNumeric className="font-medium">
                {formatQuantity(available)}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  )
}

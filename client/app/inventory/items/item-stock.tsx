import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCompany } from '../../company/queries.ts'
import { type Decimal, isZero, sum, sumOfSeen } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Section } from '../../ui/section.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { type Available, availabilityQuery, useSeesCosts } from '../documents/queries.ts'
import { formatQuantity } from '../format.ts'
import { type Item, useWarehouses } from '../pickers/queries.ts'
import { itemValuesQuery, type StockValue } from './queries.ts'

/** What of the item lies in each warehouse, what can be promised of it, and what it is worth. */
export function ItemStock({ item }: { item: Item }) {
  const { slug } = useCompany()
  const values = useQuery(itemValuesQuery(slug, item.id))
  const available = useQuery(availabilityQuery(slug, [item.id], undefined))
  const rows = rowsOf(values.data ?? [], available.data?.[0])
  return (
    <Section
      title="Stock"
      actions={
        <Link
          to="/companies/$company/stock"
          params={{ company: slug }}
          search={{ item: item.code }}
          className={buttonClass('secondary', 'sm')}
        >
          By place and lot
        </Link>
      }
    >
      {values.isPending && <Loading rows={2} label="Loading the stock" />}
      {values.isError && <ProblemNotice error={values.error} onRetry={() => void values.refetch()} />}
      {values.isSuccess && rows.length === 0 && (
        <p className="text-muted">{item.hasMoved ? 'Nothing is left of it.' : 'Nothing came in yet.'}</p>
      )}
      {rows.length > 0 && <StockTable item={item} rows={rows} />}
    </Section>
  )
}

interface StockRow {
  /** Null: on the way between two. */
  warehouse: string | null
  onHand: Decimal
  /** Undefined: nothing can be promised from there. */
  promised: { available: Decimal; incoming: Decimal } | undefined
  value: Decimal | null
}

/** Where something lies or is expected, by warehouse. */
function rowsOf(values: readonly StockValue[], available: Available | undefined): StockRow[] {
  const promised = new Map(available?.warehouses.map((each) => [each.warehouse, each]))
  const held = values.map(({ warehouse, quantity, value }) => {
    const row = { warehouse, onHand: quantity, promised: promised.get(warehouse ?? ''), value }
    promised.delete(warehouse ?? '')
    return row
  })
  const expected = [...promised.values()]
    .filter(({ incoming, available: left }) => !isZero(incoming) || !isZero(left))
    .map((each) => ({ warehouse: each.warehouse, onHand: each.onHand, promised: each, value: '0' }))
  return [...held.filter(isSomething), ...expected]
}

/** What was there once and is gone says nothing. */
const isSomething = ({ onHand, promised, value }: StockRow): boolean =>
  !isZero(onHand) ||
  (value !== null && !isZero(value)) ||
  (promised !== undefined && (!isZero(promised.available) || !isZero(promised.incoming)))

function StockTable({ item, rows }: { item: Item; rows: readonly StockRow[] }) {
  const { slug, currency } = useCompany()
  const warehouses = useWarehouses(slug)
  const seesCosts = useSeesCosts()
  const hasIncoming = rows.some(({ promised }) => promised && !isZero(promised.incoming))
  const promised = rows.flatMap((row) => row.promised ?? [])
  const nameOf = (code: string) => warehouses.find((each) => each.code === code)?.name ?? code
  return (
    <Table aria-label="Stock by warehouse" className="table-fixed">
      <thead>
        <tr>
          <HeadCell>Warehouse</HeadCell>
          <HeadCell isNumeric className="w-32 max-sm:w-24">
            On hand, {item.unit}
          </HeadCell>
          <HeadCell isNumeric className="w-28 max-sm:w-24">
            Available
          </HeadCell>
          {hasIncoming && (
            <HeadCell isNumeric className="w-28 max-md:hidden">
              Incoming
            </HeadCell>
          )}
          {seesCosts && (
            <HeadCell isNumeric className="w-36 max-sm:hidden">
              Worth, {currency}
            </HeadCell>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.warehouse} className="hover:bg-hover">
            <RowHead className="truncate">
              {row.warehouse === null ? (
                'On the way'
              ) : (
                <Link
                  to="/companies/$company/stock"
                  params={{ company: slug }}
                  search={{ item: item.code, place: row.warehouse }}
                  className={rowLinkClass}
                >
                  {nameOf(row.warehouse)}
                </Link>
              )}
            </RowHead>
            <Cell isNumeric>{formatQuantity(row.onHand)}</Cell>
            <Cell isNumeric>{row.promised && formatQuantity(row.promised.available)}</Cell>
            {hasIncoming && (
              <Cell isNumeric className="max-md:hidden">
                {row.promised && !isZero(row.promised.incoming) && formatQuantity(row.promised.incoming)}
              </Cell>
            )}
            {seesCosts && (
              <Cell isNumeric className="max-sm:hidden">
                <Amount value={row.value} />
              </Cell>
            )}
          </tr>
        ))}
      </tbody>
      {rows.length > 1 && (
        <tfoot>
          <tr className="font-semibold">
            <RowHead className="font-semibold">Total</RowHead>
            <Cell isNumeric>{formatQuantity(sum(rows.map(({ onHand }) => onHand)))}</Cell>
            <Cell isNumeric>{formatQuantity(sum(promised.map(({ available }) => available)))}</Cell>
            {hasIncoming && (
              <Cell isNumeric className="max-md:hidden">
                {formatQuantity(sum(promised.map(({ incoming }) => incoming)))}
              </Cell>
            )}
            {seesCosts && (
              <Cell isNumeric className="max-sm:hidden">
                <Amount value={sumOfSeen(rows.map(({ value }) => value))} />
              </Cell>
            )}
          </tr>
        </tfoot>
      )}
    </Table>
  )
}

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useCompany, useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Tick } from '../../ui/choice-cards.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { linkClass } from '../documents/links.tsx'
import { availabilityQuery, useCompanyToday, useSeesCosts } from '../documents/queries.ts'
import { quantityWithUnit } from '../format.ts'
import { itemQuery } from '../pickers/queries.ts'
import { AvailabilityDates, AvailabilityFigures } from './availability.tsx'
import { Expiry } from './expiry.tsx'
import { lotsQuery, valuesQuery } from './queries.ts'

/** One item: what of it is available, when more comes, what it is worth, and its lots. */
export function ItemStockSheet({ item: code, onClose }: { item: string; onClose: () => void }) {
  const company = useCompanySlug()
  const item = useQuery(itemQuery(company, code))
  const isKept = item.data?.kind === 'stock'
  const available = useQuery({ ...availabilityQuery(company, [code], undefined), enabled: isKept })
  const seesCosts = useSeesCosts()
  const mayReserve = useMay('reservations.ReserveStock')
  const row = available.data?.[0]
  return (
    <Sheet
      title={item.data ? `${item.data.code} ${item.data.name}` : code}
      onClose={onClose}
      footer={
        <>
          {mayReserve && (
            <Link
              to="/companies/$company/reservations"
              params={{ company }}
              search={{ open: 'new', item: code }}
              className={buttonClass()}
            >
              Reserve…
            </Link>
          )}
          <Button variant="primary" data-autofocus onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        {(item.isPending || available.isLoading) && <Loading rows={4} label="Loading the item" />}
        {item.isError && <ProblemNotice error={item.error} />}
        {available.isError && <ProblemNotice error={available.error} />}
        {row && <AvailabilityFigures row={row} />}
        {row && <AvailabilityDates row={row} />}
        {seesCosts && <ItemValues company={company} item={code} />}
        {item.data && item.data.tracking !== 'none' && (
          <Lots company={company} item={code} tracking={item.data.tracking} />
        )}
        {item.data && (
          <Link
            to="/companies/$company/items/$item"
            params={{ company, item: item.data.id }}
            className={`${linkClass} self-start`}
          >
            Show the item
          </Link>
        )}
      </div>
    </Sheet>
  )
}

function ItemValues({ company, item }: { company: string; item: string }) {
  const { currency } = useCompany()
  const query = useInfiniteQuery(valuesQuery(company, { item }))
  const rows = (query.data?.pages ?? [])
    .flatMap(({ data }) => data)
    .filter(({ quantity, value }) => /[1-9]/.test(`${quantity}${value}`))
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="item-values">
      <h3 id="item-values" className="mb-1 font-semibold">
        Value
      </h3>
      <Table aria-label="Value by warehouse">
        <tbody>
          {rows.map(({ warehouse, quantity, unit, value, unitCost }) => (
            <tr key={warehouse ?? `way ${quantity} ${value}`}>
              <RowHead>
                {warehouse ?? 'On its way'}
                <span className="block text-sm text-muted">
                  {quantityWithUnit(quantity, unit)}
                  {unitCost && (
                    <>
                      {' at '}
                      <Amount value={unitCost} />
                    </>
                  )}
                </span>
              </RowHead>
              <Cell isNumeric>
                <Amount value={value} unit={currency} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  )
}

function Lots({ company, item, tracking }: { company: string; item: string; tracking: 'lot' | 'serial' }) {
  const today = useCompanyToday()
  const [all, setAll] = useState(false)
  const query = useInfiniteQuery(lotsQuery(company, item, all))
  const lots = query.data?.pages.flatMap(({ data }) => data) ?? []
  const name = tracking === 'serial' ? 'Serial numbers' : 'Lots'
  return (
    <section aria-labelledby="item-lots">
      <h3 id="item-lots" className="mb-1 font-semibold">
        {name}
      </h3>
      <Tick isOn={all} onChange={setAll}>
        Also those that nothing is left of
      </Tick>
      {query.isPending && <Loading rows={3} label={`Loading the ${name.toLowerCase()}`} />}
      {query.isError && <ProblemNotice error={query.error} />}
      {query.isSuccess && lots.length === 0 && <p className="mt-2 text-muted">None is on hand.</p>}
      {lots.length > 0 && (
        <Table aria-label={name} className="mt-2">
          <thead>
            <tr>
              <HeadCell className="static!">{tracking === 'serial' ? 'Number' : 'Lot'}</HeadCell>
              <HeadCell isNumeric className="static!">
                On hand
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {lots.map(({ lot, expiry, quantity, unit }) => (
              <tr key={lot}>
                <RowHead>
                  {lot}
                  <span className="block text-sm text-muted">
                    <Expiry expiry={expiry} today={today} />
                  </span>
                </RowHead>
                <Cell isNumeric>{quantityWithUnit(quantity, unit)}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {query.hasNextPage && (
        <Button
          size="sm"
          variant="ghost"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </section>
  )
}

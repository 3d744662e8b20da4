import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { isZero } from '../../lib/decimal.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { ItemLink } from '../documents/links.tsx'
import { quantityWithUnit } from '../format.ts'
import { AllocateDialog } from './allocate-dialog.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { type Reservation, reservationQuery } from './queries.ts'
import { ReleaseDialog } from './release-dialog.tsx'
import { demandName, ReservationStatus } from './status.tsx'
import { useDeallocate } from './use-deallocate.ts'

/** One reservation: what it keeps and where, and what can be done with it. */
export function ReservationSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const company = useCompanySlug()
  const query = useQuery(reservationQuery(company, id))
  const reservation = query.data
  const mayIssue = useMay('stock.IssueGoods')
  const canIssue = reservation?.status === 'open' && !isZero(reservation.reserved) && mayIssue
  return (
    <Sheet
      title={reservation ? `For ${reservation.demand.reference}` : 'Reservation'}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {canIssue && (
            <Link
              to="/companies/$company/stock/documents/new"
              params={{ company }}
              search={{ kind: 'issue', reservation: id }}
              className={buttonClass('primary')}
            >
              Issue the goods
            </Link>
          )}
        </>
      }
    >
      {query.isPending && <Loading rows={5} label="Loading the reservation" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {reservation && <Details company={company} reservation={reservation} />}
    </Sheet>
  )
}

function Details({ company, reservation }: { company: string; reservation: Reservation }) {
  const { demand, item, warehouse, unit, quantity, reserved, expected, consumed, held, neededBy, expiresAt } =
    reservation
  const amount = (text: string) => (isZero(text) ? null : quantityWithUnit(text, unit))
  return (
    <div className="flex flex-col gap-5">
      <div>
        <ReservationStatus reservation={reservation} />
      </div>
      <Facts
        facts={[
          ['Item', <ItemLink key="item" company={company} item={item} />],
          ['Warehouse', warehouse],
          [demandName(demand.kind), `${demand.reference}${demand.line ? `, line ${demand.line}` : ''}`],
          ['Kept', amount(quantity)],
          ['Of stock on hand', amount(reserved)],
          ['Waits for receipts', amount(expected)],
          ['Issued', amount(consumed)],
          ['Needed by', neededBy && formatDate(neededBy)],
          ['Kept until', expiresAt && formatInstant(expiresAt)],
        ]}
      />
      {held.length > 0 && (
        <section aria-labelledby="held">
          <h3 id="held" className="mb-1 font-semibold">
            Where it lies
          </h3>
          <Table aria-label="Where it lies">
            <thead>
              <tr>
                <HeadCell className="static!">Place</HeadCell>
                <HeadCell className="static!">Lot</HeadCell>
                <HeadCell isNumeric className="static!">
                  Quantity
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {held.map((each) => (
                <tr key={`${each.place} ${each.lot}`}>
                  <RowHead>{each.place}</RowHead>
                  <Cell className="text-muted">{each.lot}</Cell>
                  <Cell isNumeric>{quantityWithUnit(each.quantity, unit)}</Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        </section>
      )}
      {reservation.status === 'open' && <Actions reservation={reservation} />}
    </div>
  )
}

type Asking = 'change' | 'allocate' | 'release'

function Actions({ reservation }: { reservation: Reservation }) {
  const [asking, setAsking] = useState<Asking>()
  const may = {
    change: useMay('reservations.ChangeReservation'),
    allocate: useMay('reservations.AllocateReservation'),
    release: useMay('reservations.ReleaseReservation'),
  }
  const deallocate = useDeallocate()
  const close = () => setAsking(undefined)
  const button = (name: Asking, children: ReactNode) =>
    may[name] && (
      <Button variant={name === 'release' ? 'danger' : 'secondary'} onClick={() => setAsking(name)}>
        {children}
      </Button>
    )
  const hasFree = !isZero(reservation.reserved)
  return (
    <div className="flex flex-wrap gap-2">
      {button('change', 'Change…')}
      {hasFree && button('allocate', 'Choose the places…')}
      {reservation.held.length > 0 && may.allocate && (
        <Button isBusy={deallocate.isBusy} onClick={() => deallocate.submit({ reservation: reservation.id })}>
          Anywhere in the warehouse
        </Button>
      )}
      {button('release', 'Release…')}
      {deallocate.error ? <ProblemNotice error={deallocate.error} /> : null}
      {asking === 'change' && <ChangeDialog reservation={reservation} onClose={close} />}
      {asking === 'allocate' && <AllocateDialog reservation={reservation} onClose={close} />}
      {asking === 'release' && <ReleaseDialog reservation={reservation} onClose={close} />}
    </div>
  )
}

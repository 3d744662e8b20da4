import { PackagePlus, Plus } from 'lucide-react'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { CancelExpected } from './cancel-expected.tsx'
import { ExpectSheet } from './expect-sheet.tsx'
import { Expected } from './expected.tsx'
import { ReservationFilters } from './filters.tsx'
import { ReservationList } from './list.tsx'
import { NewReservationSheet } from './new-reservation.tsx'
import { ReservationSheet } from './reservation-sheet.tsx'
import { useReservationsSearch } from './reservations-search.ts'

/** What of the stock is kept for whom, and what is expected to come. */
export function ReservationsPage() {
  const { search, change } = useReservationsSearch()
  const { tab, open } = search
  const mayReserve = useMay('reservations.ReserveStock')
  const mayExpect = useMay('reservations.ExpectReceipt')
  const isExpected = tab === 'expected'
  const begin = () => change({ open: isExpected ? 'expect' : 'new' })
  useShortcut(
    'n',
    isExpected ? 'Announce a receipt' : 'New reservation',
    'In a list or a record',
    begin,
    isExpected ? mayExpect : mayReserve,
  )
  const close = () => change({ open: undefined })
  return (
    <Page
      title="Reservations"
      subtitle={
        isExpected
          ? 'What is announced, and can be promised before it is there.'
          : 'Goods that are kept for an order: nobody else can issue them.'
      }
      actions={
        isExpected
          ? mayExpect && (
              <Button variant="primary" onClick={begin}>
                <PackagePlus className="size-4" aria-hidden="true" /> Announce a receipt
              </Button>
            )
          : mayReserve && (
              <Button variant="primary" onClick={begin}>
                <Plus className="size-4" aria-hidden="true" /> New reservation
              </Button>
            )
      }
      toolbar={
        <>
          <Tabs
            label="What is shown"
            tabs={[
              { value: 'reservations', label: 'Reservations' },
              { value: 'expected', label: 'Expected receipts' },
            ]}
            value={tab ?? 'reservations'}
            onValue={(next) =>
              change({ tab: next === 'expected' ? next : undefined, open: undefined, status: undefined })
            }
          />
          <ReservationFilters />
        </>
      }
    >
      {isExpected ? <Expected /> : <ReservationList />}
      {open === 'new' && mayReserve && <NewReservationSheet onClose={close} />}
      {open === 'expect' && mayExpect && <ExpectSheet onClose={close} />}
      {open?.startsWith('rsv_') && <ReservationSheet key={open} id={open} onClose={close} />}
      {open?.startsWith('cancel:') && (
        <CancelExpected reference={open.slice('cancel:'.length)} onClose={close} />
      )}
      {open?.startsWith('expect:') && mayExpect && (
        <ExpectSheet key={open} reference={open.slice('expect:'.length)} onClose={close} />
      )}
    </Page>
  )
}

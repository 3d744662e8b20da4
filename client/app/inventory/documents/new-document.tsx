import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { Warehouse } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { warehousesQuery } from '../pickers/queries.ts'
import { announcedQuery, reservationQuery } from '../reservations/queries.ts'
import { CostEditor } from './costs/cost-editor.tsx'
import { DocumentEditor } from './editor/document-editor.tsx'
import { FORMS, type GridKind } from './editor/forms.ts'
import type { Cells } from './editor/model.ts'
import { OPERATION_OF } from './kinds.ts'
import { NewMenu } from './new-menu.tsx'
import { useCompanyToday } from './queries.ts'

/** A new document: empty, of goods that were announced, or of goods that were kept. */
export function NewDocumentPage() {
  const { kind = 'receipt', receipt } = useSearch({
    from: '/signed-in/companies/$company/stock/documents/new',
  })
  const may = useMay(OPERATION_OF[kind])
  const title = kind === 'cost' ? 'New receipt costs' : FORMS[kind].title
  return (
    <Page title={title} subtitle={SUBTITLES[kind]} actions={<NewMenu label="Another kind" variant="ghost" />}>
      {!may ? (
        <Empty icon={Warehouse} title="Not for your role">
          Your role may look at the stock, not change it.
        </Empty>
      ) : kind === 'cost' ? (
        <CostEditor key={receipt ?? ''} {...(receipt && { receipt })} />
      ) : (
        <Prepared kind={kind} />
      )}
    </Page>
  )
}

const SUBTITLES = {
  receipt: 'Goods that come in, at what they cost.',
  issue: 'Goods that leave, at what they cost. Lots that expire first go first.',
  transfer: 'Goods that go to another place or warehouse.',
  adjustment: 'More or less than the books say: below zero is less.',
  cost: 'Freight, customs, a bill at another price: costs that belong to goods received earlier.',
  'standard-cost': 'What items at standard cost are worth from a day on.',
  revaluation: 'Changes what goods are worth, not how many there are.',
} as const

/** Waits for what the form begins with. */
function Prepared({ kind }: { kind: GridKind }) {
  const company = useCompanySlug()
  const search = useSearch({ from: '/signed-in/companies/$company/stock/documents/new' })
  const today = useCompanyToday()
  const warehouses = useQuery(warehousesQuery(company))
  const reservation = useQuery({
    ...reservationQuery(company, search.reservation ?? ''),
    enabled: kind === 'issue' && search.reservation !== undefined,
  })
  const announced = useQuery({
    ...announcedQuery(company, search.expected ?? ''),
    enabled: kind === 'receipt' && search.expected !== undefined,
  })
  const failed = warehouses.error ?? reservation.error ?? announced.error
  if (failed) return <ProblemNotice error={failed} />
  if (!warehouses.data || reservation.isLoading || announced.isLoading)
    return <Loading label="Loading the warehouses" />
  const own = warehouses.data.filter(({ isActive }) => isActive)
  const first = own[0]
  if (!first) return <NoWarehouse company={company} />
  const where = reservation.data?.warehouse ?? announced.data?.[0]?.warehouse ?? first.code
  const lines: Cells[] = announced.data
    ? announced.data.map(({ item, quantity, warehouse }) => ({
        ...{ item: item.code, quantity },
        ...(warehouse !== where && { to: warehouse }),
      }))
    : reservation.data
      ? [
          {
            item: reservation.data.item.code,
            quantity: reservation.data.reserved,
            reservation: reservation.data.id,
          },
        ]
      : search.item
        ? [{ item: search.item }]
        : []
  const from = [search.expected, search.reservation, search.item].filter(Boolean).join('.')
  return (
    <DocumentEditor
      // Another kind is another draft.
      key={`${company} ${kind} ${from}`}
      kind={kind}
      draftKey={`meridian.stock.${company}.${kind}${from && `.${from}`}`}
      initial={{
        header: {
          date: today,
          ...beginsIn(kind, where, own[1]?.code),
          ...(search.expected && announced.data?.length && { reference: search.expected }),
          ...(reservation.data && { reference: reservation.data.demand.reference }),
        },
        lines,
      }}
    />
  )
}

function beginsIn(kind: GridKind, warehouse: string, other: string | undefined) {
  switch (kind) {
    case 'receipt':
      return { to: warehouse }
    case 'issue':
      return { from: warehouse }
    case 'transfer':
      return { from: warehouse, ...(other && { to: other }) }
    case 'adjustment':
      return { place: warehouse }
    case 'revaluation':
      return { warehouse }
    default:
      return {}
  }
}

const NoWarehouse = ({ company }: { company: string }) => (
  <Empty
    icon={Warehouse}
    title="No warehouse yet"
    actions={
      <Link to="/companies/$company/places" params={{ company }} className={buttonClass('primary')}>
        Open a warehouse
      </Link>
    }
  >
    Goods lie in places. A company without bins needs one warehouse, and nothing else.
  </Empty>
)

import { Link } from '@tanstack/react-router'
import { Factory } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { Status, Tag } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { DocumentLink } from '../documents/links.tsx'
import { KINDS } from '../documents/names.ts'
import { Quantity, WIDE, WIDER } from './cells.tsx'
import type { Trace } from './queries.ts'

type Row = Trace['data'][number]
type Direction = 'forward' | 'backward'

/** Deeper ones stand no further in: a chain of transfers may be longer than a screen is wide. */
const DEPTH_MAX = 8

/** The trace as a tree, read from the top: each row follows from the one above it that stands further out. */
export const TraceTable = ({
  rows,
  direction,
  lot,
}: {
  rows: readonly Row[]
  direction: Direction
  lot: string
}) => (
  <Table aria-label={direction === 'forward' ? `Where ${lot} went` : `Where ${lot} came from`}>
    <thead>
      <tr>
        <HeadCell>Document</HeadCell>
        <HeadCell className={WIDE}>From</HeadCell>
        <HeadCell className={WIDE}>To</HeadCell>
        <HeadCell className={WIDER}>Party, reference</HeadCell>
        <HeadCell isNumeric className="w-36">
          Quantity
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: A move may stand in the tree more than once, and rows are only added at its end.
        <TraceRow key={index} row={row} direction={direction} lot={lot} />
      ))}
    </tbody>
  </Table>
)

function TraceRow({ row, direction, lot }: { row: Row; direction: Direction; lot: string }) {
  const company = useCompanySlug()
  const { depth, document, kind, voucher, date, from, to, party, reference, quantity, unit, isRepeated } = row
  const { name, icon: Icon } = KINDS[kind as keyof typeof KINDS]
  const isOther = row.lot !== lot
  const between = [from, to].map((place) => place ?? '–')
  const about = [party, reference].filter(Boolean).join(', ')
  return (
    <tr className="hover:bg-hover">
      <RowHead>
        <span
          className="flex gap-2"
          style={{ paddingInlineStart: `${Math.min(depth, DEPTH_MAX) * 1.25}rem` }}
        >
          <span className="unseen">Level {depth + 1}: </span>
          <Icon className="mt-0.5 size-4 shrink-0 text-muted" aria-hidden="true" />
          <span className="min-w-0">
            <DocumentLink company={company} document={document} className={`${rowLinkClass} font-medium`}>
              {voucher}
            </DocumentLink>{' '}
            <span className="text-muted">
              {name}, {formatDate(date)}
            </span>{' '}
            {isRepeated && <Tag>Shown above</Tag>}
            {row.isMade && (
              <Status tone="accent" icon={Factory}>
                {direction === 'forward' ? 'Made of it' : 'Went into it'}
              </Status>
            )}
            {isOther && <OtherGoods row={row} direction={direction} />}
            <span className="block text-sm text-faint md:hidden print:hidden">
              {between.join(' → ')}
              {about && `, ${about}`}
            </span>
          </span>
        </span>
      </RowHead>
      <Cell className={WIDE}>{from}</Cell>
      <Cell className={WIDE}>{to}</Cell>
      <Cell className={`${WIDER} text-muted`}>{about}</Cell>
      <Cell isNumeric>
        <Quantity value={quantity} unit={unit} />
      </Cell>
    </tr>
  )
}

/** Other goods than those that are traced; a lot of them has a trace of its own. */
function OtherGoods({ row: { item, lot }, direction }: { row: Row; direction: Direction }) {
  const company = useCompanySlug()
  return (
    <span className="block text-sm">
      <Link to="/companies/$company/items/$item" params={{ company, item: item.id }} className={rowLinkClass}>
        {item.code} {item.name !== item.code && item.name}
      </Link>
      {lot && (
        <>
          {', '}
          <Link
            to="/companies/$company/stock-reports/trace"
            params={{ company }}
            search={{ item: item.code, lot, ...(direction === 'backward' && { direction }) }}
            className="text-accent underline underline-offset-2"
          >
            {lot}
          </Link>
        </>
      )}
    </span>
  )
}

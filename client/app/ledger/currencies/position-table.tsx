import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { userLocale } from '../../lib/amounts.ts'
import { formatDate } from '../../lib/dates.ts'
import { Amount } from '../../ui/amount.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { WAYS } from './find-rate.tsx'
import type { BookedRate, Position } from './queries.ts'

/** Inverse and cross rates have more digits than anybody reads; all of them are in the tooltip and in the entry. */
const rounded = new Intl.NumberFormat(userLocale(), { maximumFractionDigits: 6, useGrouping: false })
export const shortRate = (rate: string): string => rounded.format(rate as Intl.StringNumericLiteral)
export const rateTold = ({ rate, way, source, date }: BookedRate): string =>
  `${rate}: ${WAYS[way].toLowerCase()}, ${source}, ${formatDate(date)}`

/** Each open item and balance: what the books say, the rate, what it is worth, and the difference that is booked. */
export const PositionTable = ({ positions }: { positions: readonly Position[] }) => (
  <Table aria-label="Positions">
    <thead>
      <tr>
        <HeadCell>Position</HeadCell>
        <HeadCell isNumeric>Amount</HeadCell>
        <HeadCell isNumeric className="max-md:hidden">
          In the books
        </HeadCell>
        <HeadCell isNumeric className="max-md:hidden">
          Rate
        </HeadCell>
        <HeadCell isNumeric className="max-sm:hidden">
          Worth
        </HeadCell>
        <HeadCell isNumeric>Difference</HeadCell>
      </tr>
    </thead>
    <tbody>
      {positions.map((position) => (
        <PositionRow
          key={`${position.account.code} ${position.unit} ${position.item?.entry} ${position.item?.line}`}
          position={position}
        />
      ))}
    </tbody>
  </Table>
)

function PositionRow({ position }: { position: Position }) {
  const { account, unit, item, quantity, carrying, rate, value, difference } = position
  return (
    <tr className="hover:bg-hover">
      <RowHead className="py-2!">
        <PositionName account={account} item={item} />
      </RowHead>
      <Cell isNumeric>
        <Amount value={quantity} unit={unit} />
      </Cell>
      <Cell isNumeric className="max-md:hidden">
        <Amount value={carrying} />
      </Cell>
      <Cell isNumeric className="text-sm max-md:hidden">
        {rate && (
          <span title={rateTold(rate)}>
            {shortRate(rate.rate)}
            <span className="block text-faint">{formatDate(rate.date)}</span>
          </span>
        )}
      </Cell>
      <Cell isNumeric className="max-sm:hidden">
        <Amount value={value} />
      </Cell>
      <Cell isNumeric className="font-medium">
        <Amount value={difference} isAlarming />
      </Cell>
    </tr>
  )
}

export function PositionName({ account, item }: Pick<Position, 'account' | 'item'>) {
  const company = useCompanySlug()
  return (
    <>
      <Link
        to="/companies/$company/accounts/$code"
        params={{ company, code: account.code }}
        className={`${rowLinkClass} inline-flex min-h-6 items-center`}
      >
        {account.code} {account.name}
      </Link>
      <span className="block text-sm text-muted">
        {item ? (
          <Link
            to="/companies/$company/open-items"
            params={{ company }}
            search={{ account: account.code, open: `${item.entry}.${item.line}` }}
            className="inline-flex min-h-6 items-center underline underline-offset-2"
          >
            {item.reference ?? item.voucher}
          </Link>
        ) : (
          'Balance'
        )}
      </span>
    </>
  )
}

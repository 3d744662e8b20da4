import { formatDate } from '../../lib/dates.ts'
import { isZero } from '../../lib/decimal.ts'
import { Select } from '../../ui/field.tsx'
import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import { Figure, ItemHead, Money, Quantity, TotalRow, total, WIDE, WIDER } from './cells.tsx'
import { Narrow } from './controls.tsx'
import type { Reports, Row } from './queries.ts'
import { ReportPage } from './report-page.tsx'
import { useStockReport } from './use-report.ts'

const ENDS: readonly [days: string, name: string][] = [
  ['', 'Up to 365 days'],
  ['7,14,30', 'Up to 30 days'],
  ['30,60,90', 'Up to 90 days'],
  ['90,180,365', '3, 6, 12 months'],
  ['365,730,1095', '1, 2, 3 years'],
]

/** How long goods have been in the company, on any day. */
export function StockAgeingPage() {
  const of = useStockReport('ageing')
  const { search, change, report, rows, isWhole } = of
  const days = search.days === undefined ? '' : String(search.days)
  const seesCosts = rows.some(({ value }) => value !== null)
  const hasNegative = rows.some(({ negative }) => !isZero(negative.quantity))
  const hasLater = rows.some(({ bookedLater }) => bookedLater !== null && !isZero(bookedLater))
  const buckets = report?.buckets ?? []
  return (
    <ReportPage
      title="Ageing of stock"
      name="ageing"
      of={of}
      time="moment"
      empty={{ title: 'Nothing in stock', text: 'No goods lay in any warehouse on that day.' }}
      fields={
        <Narrow label="Ages">
          {(control) => (
            <Select {...control} value={days} onValue={(value) => change({ days: value || undefined })}>
              {ENDS.map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
              {!ENDS.some(([value]) => value === days) && <option value={days}>{days} days</option>}
            </Select>
          )}
        </Narrow>
      }
    >
      <Table aria-label="Ageing of stock">
        <thead>
          <tr>
            <HeadCell>Item</HeadCell>
            <HeadCell className={WIDER}>Oldest of</HeadCell>
            {buckets.map((bucket) => (
              <HeadCell key={bucket.from} isNumeric className={WIDE}>
                {bucketName(bucket)}
              </HeadCell>
            ))}
            {hasNegative && (
              <HeadCell isNumeric className={WIDE}>
                Negative
              </HeadCell>
            )}
            {hasLater && (
              <HeadCell isNumeric className={WIDE} title="Its own day was locked">
                Booked later
              </HeadCell>
            )}
            <HeadCell isNumeric>{seesCosts ? 'Value' : 'Quantity'}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.item.id} className="hover:bg-hover">
              <ItemHead goods={row} below={<Below row={row} buckets={buckets} />} />
              <Cell className={`${WIDER} whitespace-nowrap text-muted`}>
                {row.oldest && formatDate(row.oldest)}
              </Cell>
              {row.buckets.map((flow, index) => (
                <Cell key={buckets[index]?.from} isNumeric className={WIDE}>
                  {!isZero(flow.quantity) && <Aged flow={flow} />}
                </Cell>
              ))}
              {hasNegative && (
                <Cell isNumeric className={WIDE}>
                  {!isZero(row.negative.quantity) && <Aged flow={row.negative} />}
                </Cell>
              )}
              {hasLater && (
                <Cell isNumeric className={WIDE}>
                  <Money value={row.bookedLater} />
                </Cell>
              )}
              <Cell isNumeric>
                <Figure
                  label={`the stock of ${row.item.code}`}
                  onExplain={() => change({ explain: row.item.id })}
                >
                  <Aged flow={row} unit={row.unit} />
                </Figure>
              </Cell>
            </tr>
          ))}
          {isWhole && seesCosts && (
            <TotalRow label="Total value">
              <Cell className={WIDER} />
              {buckets.map(({ from }, index) => (
                <Cell key={from} isNumeric className={WIDE}>
                  <Money value={total(rows.map((row) => row.buckets[index]?.value ?? null)) ?? null} />
                </Cell>
              ))}
              {hasNegative && (
                <Cell isNumeric className={WIDE}>
                  <Money value={total(rows.map(({ negative }) => negative.value)) ?? null} />
                </Cell>
              )}
              {hasLater && (
                <Cell isNumeric className={WIDE}>
                  <Money value={total(rows.map(({ bookedLater }) => bookedLater)) ?? null} />
                </Cell>
              )}
              <Cell isNumeric>
                <Money value={total(rows.map(({ value }) => value)) ?? null} />
              </Cell>
            </TotalRow>
          )}
        </tbody>
      </Table>
    </ReportPage>
  )
}

type Buckets = Reports['ageing']['buckets']

const bucketName = ({ from, to }: Buckets[number]): string =>
  to === null ? `Over ${from - 1} days` : `${from}–${to} days`

/** On narrow screens: the ages that there is anything of. */
const Below = ({ row, buckets }: { row: Row<'ageing'>; buckets: Buckets }) => (
  <>
    {row.buckets.map((flow, index) => {
      const bucket = buckets[index]
      return (
        bucket &&
        !isZero(flow.quantity) && (
          <span key={bucket.from} className="block">
            {bucketName(bucket)}: <Quantity value={flow.quantity} unit={row.unit} />
          </span>
        )
      )
    })}
  </>
)

const Aged = ({ flow, unit }: { flow: { quantity: string; value: string | null }; unit?: string }) => (
  <span className="inline-flex flex-col items-end">
    {flow.value !== null && <Money value={flow.value} />}
    <span className={flow.value === null ? '' : 'text-sm text-muted'}>
      <Quantity value={flow.quantity} {...(unit && { unit })} />
    </span>
  </span>
)

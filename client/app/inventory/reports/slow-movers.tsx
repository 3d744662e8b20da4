import { formatDate } from '../../lib/dates.ts'
import { Select } from '../../ui/field.tsx'
import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import { Figure, ItemHead, Money, Quantity, TotalRow, total, WIDE } from './cells.tsx'
import { Narrow } from './controls.tsx'
import { ReportPage } from './report-page.tsx'
import { useStockReport } from './use-report.ts'

const DAYS = [30, 60, 90, 180, 365]

/** What lies there and was not asked for. */
export function SlowMoversPage() {
  const of = useStockReport('slow-movers')
  const { search, change, report, rows, isWhole } = of
  const days = Number(search.days ?? report?.days ?? 90)
  const seesCosts = rows.some(({ value }) => value !== null)
  return (
    <ReportPage
      title="Slow movers"
      name="slow-movers"
      of={of}
      time="moment"
      empty={{
        title: 'Everything moves',
        text: `All goods in stock were issued within ${days} days.`,
      }}
      fields={
        <Narrow label="Without an issue for">
          {(control) => (
            <Select
              {...control}
              value={String(days)}
              onValue={(text) => change({ days: text === '90' ? undefined : Number(text) })}
            >
              {[...new Set([...DAYS, days])]
                .sort((a, b) => a - b)
                .map((each) => (
                  <option key={each} value={each}>
                    {each} days
                  </option>
                ))}
            </Select>
          )}
        </Narrow>
      }
    >
      <Table aria-label="Slow movers">
        <thead>
          <tr>
            <HeadCell>Item</HeadCell>
            <HeadCell className={WIDE}>Last issue</HeadCell>
            <HeadCell isNumeric className="w-28">
              Idle days
            </HeadCell>
            <HeadCell isNumeric className={seesCosts ? WIDE : ''}>
              Quantity
            </HeadCell>
            {seesCosts && <HeadCell isNumeric>Value</HeadCell>}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ quantity, value, lastIssue, idleDays, ...goods }) => (
            <tr key={goods.item.id} className="hover:bg-hover">
              <ItemHead
                goods={goods}
                below={
                  <>
                    <Quantity value={quantity} unit={goods.unit} />,{' '}
                    {lastIssue ? `last ${formatDate(lastIssue)}` : 'never issued'}
                  </>
                }
              />
              <Cell className={`${WIDE} whitespace-nowrap`}>
                {lastIssue ? formatDate(lastIssue) : <span className="text-muted">Never</span>}
              </Cell>
              <Cell isNumeric>{idleDays}</Cell>
              <Cell isNumeric className={seesCosts ? WIDE : ''}>
                <Quantity value={quantity} unit={goods.unit} />
              </Cell>
              {seesCosts && (
                <Cell isNumeric>
                  <Figure
                    label={`the value of ${goods.item.code}`}
                    onExplain={() => change({ explain: goods.item.id })}
                  >
                    <Money value={value} />
                  </Figure>
                </Cell>
              )}
            </tr>
          ))}
          {isWhole && seesCosts && (
            <TotalRow>
              <Cell className={WIDE} />
              <Cell />
              <Cell className={WIDE} />
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

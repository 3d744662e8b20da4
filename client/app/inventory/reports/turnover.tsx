import { formatAmount } from '../../lib/amounts.ts'
import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import { Figure, ItemHead, Money, Quantity, TotalRow, total, WIDE } from './cells.tsx'
import { ReportPage } from './report-page.tsx'
import { useStockReport } from './use-report.ts'

/** How often the stock is sold, and for how many days it lasts. */
export function StockTurnoverPage() {
  const of = useStockReport('turnover')
  const { change, rows, isWhole } = of
  const seesCosts = rows.some(({ averageValue }) => averageValue !== null)
  return (
    <ReportPage
      title="Turnover of stock"
      name="turnover"
      of={of}
      time="period"
      empty={{ title: 'Nothing lay there', text: 'No goods lay in stock or were sold between these days.' }}
    >
      <Table aria-label="Turnover of stock">
        <thead>
          <tr>
            <HeadCell>Item</HeadCell>
            <HeadCell isNumeric className={seesCosts ? WIDE : ''}>
              Issued
            </HeadCell>
            {seesCosts && (
              <>
                <HeadCell isNumeric className={WIDE}>
                  Cost of sales
                </HeadCell>
                <HeadCell isNumeric className={WIDE}>
                  Average value
                </HeadCell>
                <HeadCell isNumeric className={WIDE}>
                  Turnover
                </HeadCell>
                <HeadCell isNumeric>Days on hand</HeadCell>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ issued, costOfSales, averageValue, turnover, daysOnHand, ...goods }) => (
            <tr key={goods.item.id} className="hover:bg-hover">
              <ItemHead
                goods={goods}
                below={
                  <>
                    issued <Quantity value={issued} unit={goods.unit} />
                    {turnover !== null && `, turned ${formatAmount(turnover)} times`}
                  </>
                }
              />
              <Cell isNumeric className={seesCosts ? WIDE : ''}>
                <Quantity value={issued} unit={goods.unit} />
              </Cell>
              {seesCosts && (
                <>
                  <Cell isNumeric className={WIDE}>
                    <Money value={costOfSales} />
                  </Cell>
                  <Cell isNumeric className={WIDE}>
                    <Figure
                      label={`the value of ${goods.item.code}`}
                      onExplain={() => change({ explain: goods.item.id })}
                    >
                      <Money value={averageValue} />
                    </Figure>
                  </Cell>
                  <Cell isNumeric className={WIDE}>
                    {turnover === null ? <Never /> : `${formatAmount(turnover)} ×`}
                  </Cell>
                  <Cell isNumeric>{daysOnHand === null ? <Never /> : formatAmount(daysOnHand)}</Cell>
                </>
              )}
            </tr>
          ))}
          {isWhole && seesCosts && (
            <TotalRow>
              <Cell className={WIDE} />
              <Cell isNumeric className={WIDE}>
                <Money value={total(rows.map(({ costOfSales }) => costOfSales)) ?? null} />
              </Cell>
              <Cell isNumeric className={WIDE}>
                <Money value={total(rows.map(({ averageValue }) => averageValue)) ?? null} />
              </Cell>
              <Cell className={WIDE} />
              <Cell />
            </TotalRow>
          )}
        </tbody>
      </Table>
    </ReportPage>
  )
}

/** Nothing was sold, or nothing lay there. */
const Never = () => <span className="text-faint">–</span>

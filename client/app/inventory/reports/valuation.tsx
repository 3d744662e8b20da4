import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import { Figure, ItemHead, Money, Quantity, WarehouseCell, WIDE } from './cells.tsx'
import { ReportPage } from './report-page.tsx'
import { useStockReport } from './use-report.ts'
import { ValuationTotals } from './valuation-totals.tsx'

/** What the stock is worth beside what its accounts say, and item by item. */
export function StockValuationPage() {
  const of = useStockReport('valuation')
  const { change, report, rows } = of
  const seesCosts = report?.totals.value !== null
  return (
    <ReportPage
      title="Stock valuation"
      name="valuation"
      of={of}
      time="moment"
      empty={{ title: 'Nothing in stock', text: 'No goods lay in any warehouse on that day.' }}
      head={report && seesCosts && <ValuationTotals report={report} />}
    >
      <Table aria-label="Value by item">
        <thead>
          <tr>
            <HeadCell>Item</HeadCell>
            <HeadCell className={WIDE}>Warehouse</HeadCell>
            <HeadCell isNumeric className={`w-40 ${WIDE}`}>
              Quantity
            </HeadCell>
            {seesCosts && (
              <HeadCell isNumeric className={`w-32 ${WIDE}`}>
                Unit cost
              </HeadCell>
            )}
            {seesCosts && (
              <HeadCell isNumeric className="w-36">
                Value
              </HeadCell>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ warehouse, quantity, unitCost, value, ...goods }) => (
            <tr key={`${goods.item.id} ${warehouse}`} className="hover:bg-hover">
              <ItemHead
                goods={goods}
                below={
                  <>
                    {warehouse ?? 'On its way'}, <Quantity value={quantity} unit={goods.unit} />
                  </>
                }
              />
              <WarehouseCell warehouse={warehouse} />
              <Cell isNumeric className={WIDE}>
                <Quantity value={quantity} unit={goods.unit} />
              </Cell>
              {seesCosts && (
                <Cell isNumeric className={WIDE}>
                  <Money value={unitCost} />
                </Cell>
              )}
              {seesCosts && (
                <Cell isNumeric>
                  <Figure
                    label={`the value of ${goods.item.code}`}
                    onExplain={() => change({ explain: goods.item.id, explainIn: warehouse ?? undefined })}
                  >
                    <Money value={value} />
                  </Figure>
                </Cell>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
    </ReportPage>
  )
}

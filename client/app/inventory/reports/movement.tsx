import { Link } from '@tanstack/react-router'
import { Select } from '../../ui/field.tsx'
import { Cell, HeadCell, rowLinkClass, Table } from '../../ui/table.tsx'
import { Figure, ItemHead, Money, Quantity, TotalRow, total, WarehouseCell, WIDE } from './cells.tsx'
import { Narrow } from './controls.tsx'
import type { Row } from './queries.ts'
import { ReportPage } from './report-page.tsx'
import { useStockReport } from './use-report.ts'

type Flow = Row<'movement'>['opening']
const FLOWS = ['opening', 'in', 'out'] as const
const TITLES = { opening: 'Opening', in: 'In', out: 'Out' }

/** What came in and went out in a period, in quantity and value. */
export function StockMovementPage() {
  const of = useStockReport('movement')
  const { company, search, change, report, rows, isWhole } = of
  const isByWarehouse = report?.by === 'warehouse'
  const seesCosts = rows.some(({ closing }) => closing.value !== null)
  const sumOf = (pick: (row: Row<'movement'>) => string | null) => total(rows.map(pick))
  return (
    <ReportPage
      title="Movement of stock"
      name="movement"
      of={of}
      time="period"
      empty={{ title: 'Nothing moved', text: 'No goods lay in stock or moved between these days.' }}
      fields={
        <Narrow label="A row for each">
          {(control) => (
            <Select
              {...control}
              value={search.by ?? 'item'}
              onValue={(by) => change({ by: by === 'item' ? undefined : by })}
            >
              <option value="item">Item</option>
              <option value="warehouse">Warehouse</option>
            </Select>
          )}
        </Narrow>
      }
    >
      <Table aria-label="Movement of stock">
        <thead>
          <tr>
            <HeadCell>Item</HeadCell>
            {isByWarehouse && <HeadCell className={WIDE}>Warehouse</HeadCell>}
            {FLOWS.map((name) => (
              <HeadCell key={name} isNumeric className={WIDE}>
                {TITLES[name]}
              </HeadCell>
            ))}
            {seesCosts && (
              <HeadCell isNumeric className={WIDE}>
                Revalued
              </HeadCell>
            )}
            <HeadCell isNumeric>Closing</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ warehouse, opening, in: came, out, revalued, closing, ...goods }) => (
            <tr key={`${goods.item.id} ${warehouse}`} className="hover:bg-hover">
              <ItemHead
                goods={goods}
                below={
                  <>
                    {isByWarehouse && `${warehouse ?? 'On its way'}: `}
                    <Quantity value={opening.quantity} />, in <Quantity value={came.quantity} />, out{' '}
                    <Quantity value={out.quantity} isFlow />
                  </>
                }
              />
              {isByWarehouse && <WarehouseCell warehouse={warehouse} />}
              <Cell isNumeric className={WIDE}>
                <FlowFigure flow={opening} />
              </Cell>
              {[came, out].map((flow, index) => (
                <Cell key={FLOWS[index + 1]} isNumeric className={WIDE}>
                  <Link
                    to="/companies/$company/items/$item"
                    params={{ company, item: goods.item.id }}
                    search={{ tab: 'moves' }}
                    className={`${rowLinkClass} relative inline-block`}
                  >
                    <span className="unseen">
                      Moves of {goods.item.code}, {index === 0 ? 'in' : 'out'}:{' '}
                    </span>
                    <FlowFigure flow={flow} isFlow />
                  </Link>
                </Cell>
              ))}
              {seesCosts && (
                <Cell isNumeric className={WIDE}>
                  <Money value={revalued} />
                </Cell>
              )}
              <Cell isNumeric>
                <Figure
                  label={`the closing stock of ${goods.item.code}`}
                  onExplain={() => change({ explain: goods.item.id, explainIn: warehouse ?? undefined })}
                >
                  <FlowFigure flow={closing} unit={goods.unit} />
                </Figure>
              </Cell>
            </tr>
          ))}
          {isWhole && seesCosts && (
            <TotalRow label="Total value">
              {isByWarehouse && <Cell className={WIDE} />}
              {FLOWS.map((name) => (
                <Cell key={name} isNumeric className={WIDE}>
                  <Money value={sumOf((row) => row[name].value) ?? null} />
                </Cell>
              ))}
              <Cell isNumeric className={WIDE}>
                <Money value={sumOf(({ revalued }) => revalued) ?? null} />
              </Cell>
              <Cell isNumeric>
                <Money value={sumOf(({ closing }) => closing.value) ?? null} />
              </Cell>
            </TotalRow>
          )}
        </tbody>
      </Table>
    </ReportPage>
  )
}

interface FlowFigureProps {
  flow: Flow
  unit?: string
  isFlow?: boolean
}

const FlowFigure = ({ flow: { quantity, value }, unit, isFlow = false }: FlowFigureProps) => (
  <span className="inline-flex flex-col items-end">
    <Quantity value={quantity} isFlow={isFlow} {...(unit && { unit })} />
    {value !== null && (
      <span className="text-sm text-muted">
        <Money value={value} />
      </span>
    )}
  </span>
)

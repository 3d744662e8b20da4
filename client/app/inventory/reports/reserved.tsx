import { Select } from '../../ui/field.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import { Figure, ItemHead, Quantity, WarehouseCell, WIDE } from './cells.tsx'
import { Narrow } from './controls.tsx'
import { ReportPage } from './report-page.tsx'
import { useStockReport } from './use-report.ts'

const EMPTY = {
  all: {
    title: 'Nothing reserved, nothing negative',
    text: 'All stock is free, and all of it came in before it left.',
  },
  reserved: { title: 'Nothing is reserved', text: 'All stock is free.' },
  negative: { title: 'Nothing is negative', text: 'All stock came in before it left.' },
  short: { title: 'Nothing is short', text: 'All that is reserved is there.' },
}

/** What is promised, and what left before it came. */
export function ReservedStockPage() {
  const of = useStockReport('reserved')
  const { search, change, rows } = of
  return (
    <ReportPage
      title="Reserved and negative stock"
      name="reserved"
      of={of}
      time="none"
      empty={EMPTY[search.only ?? 'all']}
      fields={
        <Narrow label="Show">
          {(control) => (
            <Select
              {...control}
              value={search.only ?? ''}
              onValue={(only) => change({ only: (only || undefined) as typeof search.only })}
            >
              <option value="">All of it</option>
              <option value="reserved">Reserved</option>
              <option value="negative">Negative</option>
              <option value="short">Short</option>
            </Select>
          )}
        </Narrow>
      }
    >
      <Table aria-label="Reserved and negative stock">
        <thead>
          <tr>
            <HeadCell>Item</HeadCell>
            <HeadCell className={WIDE}>Warehouse</HeadCell>
            <HeadCell className="w-28">State</HeadCell>
            <HeadCell isNumeric className={WIDE}>
              On hand
            </HeadCell>
            <HeadCell isNumeric className={WIDE}>
              Reserved
            </HeadCell>
            <HeadCell isNumeric>Available</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ warehouse, onHand, reserved, available, isNegative, isShort, ...goods }) => (
            <tr key={`${goods.item.id} ${warehouse}`} className="hover:bg-hover">
              <ItemHead
                goods={goods}
                below={
                  <>
                    {warehouse}: <Quantity value={onHand} unit={goods.unit} />, reserved{' '}
                    <Quantity value={reserved} />
                  </>
                }
              />
              <WarehouseCell warehouse={warehouse} />
              <Cell>
                {isNegative ? (
                  <Status tone="negative">Negative</Status>
                ) : isShort ? (
                  <Status tone="warning">Short</Status>
                ) : (
                  <Status tone="neutral">Reserved</Status>
                )}
              </Cell>
              <Cell isNumeric className={WIDE}>
                <Figure
                  label={`the stock of ${goods.item.code}`}
                  onExplain={() => change({ explain: goods.item.id, explainIn: warehouse })}
                >
                  <Quantity value={onHand} unit={goods.unit} />
                </Figure>
              </Cell>
              <Cell isNumeric className={WIDE}>
                <Quantity value={reserved} />
              </Cell>
              <Cell isNumeric>
                <Quantity value={available} unit={goods.unit} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </ReportPage>
  )
}

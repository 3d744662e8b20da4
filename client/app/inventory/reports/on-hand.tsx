import { formatDate } from '../../lib/dates.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Select } from '../../ui/field.tsx'
import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import { Figure, ItemHead, LotLink, Quantity, WarehouseCell, WIDE, WIDER } from './cells.tsx'
import { Narrow } from './controls.tsx'
import { ReportPage } from './report-page.tsx'
import { useStockReport } from './use-report.ts'

const BY = { item: 'Item', warehouse: 'Warehouse', place: 'Place', lot: 'Lot' }

/** What lies where, on any day and as known at any position of the log. */
export function StockOnHandPage() {
  const of = useStockReport('on-hand')
  const { search, change, report, rows } = of
  const by = report?.by ?? search.by ?? 'warehouse'
  const [hasWarehouse, hasPlace, hasLot] = [by !== 'item', by === 'place' || by === 'lot', by === 'lot']
  return (
    <ReportPage
      title="Stock on hand"
      name="on-hand"
      of={of}
      time="moment"
      empty={
        search.negative
          ? { title: 'Nothing is negative', text: 'No item went out before it came in, by that day.' }
          : { title: 'Nothing in stock', text: 'No goods lay in any warehouse on that day.' }
      }
      fields={
        <>
          <Narrow label="A row for each">
            {(control) => (
              <Select
                {...control}
                value={search.by ?? 'warehouse'}
                onValue={(value) => change({ by: value === 'warehouse' ? undefined : value })}
              >
                {Object.entries(BY).map(([value, name]) => (
                  <option key={value} value={value}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Narrow>
          <span className="flex h-9 items-center px-1 sm:h-8">
            <Tick
              isOn={search.negative ?? false}
              onChange={(isOn) => change({ negative: isOn || undefined })}
            >
              Negative only
            </Tick>
          </span>
        </>
      }
    >
      <Table aria-label="Stock on hand">
        <thead>
          <tr>
            <HeadCell>Item</HeadCell>
            {hasWarehouse && <HeadCell className={WIDE}>Warehouse</HeadCell>}
            {hasPlace && <HeadCell className={WIDE}>Place</HeadCell>}
            {hasLot && <HeadCell className={WIDE}>Lot</HeadCell>}
            {hasLot && <HeadCell className={WIDER}>Expires</HeadCell>}
            <HeadCell isNumeric className="w-40">
              Quantity
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ warehouse, place, lot, expiry, quantity, ...goods }) => (
            <tr key={`${goods.item.id} ${warehouse} ${place} ${lot}`} className="hover:bg-hover">
              <ItemHead
                goods={goods}
                below={
                  <>
                    {hasWarehouse && (place ?? warehouse ?? 'On its way')}
                    {lot && (
                      <>
                        , <LotLink item={goods.item.code} lot={lot} />
                      </>
                    )}
                  </>
                }
              />
              {hasWarehouse && <WarehouseCell warehouse={warehouse} />}
              {hasPlace && <Cell className={WIDE}>{place}</Cell>}
              {hasLot && <Cell className={WIDE}>{lot && <LotLink item={goods.item.code} lot={lot} />}</Cell>}
              {hasLot && (
                <Cell className={`${WIDER} whitespace-nowrap text-muted`}>
                  {expiry && formatDate(expiry)}
                </Cell>
              )}
              <Cell isNumeric>
                <Figure
                  label={`the stock of ${goods.item.code}`}
                  onExplain={() => change({ explain: goods.item.id, explainIn: warehouse ?? undefined })}
                >
                  <Quantity value={quantity} unit={goods.unit} />
                </Figure>
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </ReportPage>
  )
}

import { type CellProps, cellInput, common } from '../../../ledger/entry-grid/cells.tsx'
import { ItemPicker } from '../../pickers/item-picker.tsx'
import type { Scan } from '../../pickers/queries.ts'
import type { Cells, Change, Row } from './model.ts'

interface ItemCellProps extends CellProps {
  row: Row
  hidesKits: boolean
  dispatch: (change: Change) => void
  onItem: (row: Row, code: string) => void
}

/** The item, with all that its barcode says: lot or serial number, expiry, quantity. */
export function ItemCell({ row, hidesKits, dispatch, onItem, ...cell }: ItemCellProps) {
  return (
    <ItemPicker
      {...common(cell)}
      kinds={hidesKits ? ONLY_STOCK : STOCK_AND_KITS}
      value={cell.text}
      onValue={(code, _item, scan) => {
        if (code === cell.text && !scan) return
        dispatch({ type: 'cells', key: row.key, cells: { item: code, ...scanned(scan) } })
        if (code !== '' && !ownUnit(scan)) onItem(row, code)
      }}
      opensOnArrow={false}
      className={cellInput}
    />
  )
}

const ONLY_STOCK = ['stock'] as const
const STOCK_AND_KITS = ['stock', 'kit'] as const

/** The barcode is one of a box, a pallet: not of the stock unit. */
const ownUnit = (scan: Scan | undefined): boolean =>
  scan !== undefined && scan.unit !== null && scan.unit !== scan.item.unit

function scanned(scan: Scan | undefined): Cells {
  if (!scan) return {}
  const lot = scan.serial ?? scan.lot
  return {
    ...(ownUnit(scan) && { unit: scan.unit as string }),
    ...(lot && { lot }),
    ...(scan.expiry && { expiry: scan.expiry }),
    ...(scan.quantity !== null && scan.quantity !== undefined && { quantity: String(scan.quantity) }),
  }
}

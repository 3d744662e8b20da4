import { Problem } from '../../../sdk/problem.ts'
import { withDates } from '../../lib/dates.ts'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import type { ItemRow } from './pasted-items.ts'

/** Enough to see that columns are where they should be. */
const SHOWN_MAX = 10

/** The first rows as they are understood. */
export function PastedRows({ rows, columns }: { rows: readonly ItemRow[]; columns: readonly string[] }) {
  return (
    <>
      <p className="mb-2 text-muted">
        {rows.length === 1 ? '1 item' : `${rows.length} items`}, with {columns.join(', ').toLowerCase()}.
      </p>
      <Table aria-label="Rows as they are read" className="table-fixed">
        <thead>
          <tr>
            <HeadCell className="w-36">Code</HeadCell>
            <HeadCell>Name</HeadCell>
            <HeadCell className="w-32 max-sm:hidden">Family</HeadCell>
            <HeadCell className="w-20 max-sm:hidden">Unit</HeadCell>
            <HeadCell className="w-40 max-md:hidden">Barcode</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN_MAX).map(({ code, name, family, unit, barcodes }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a text have nothing else that is their own
            <tr key={index}>
              <RowHead className="truncate tabular-nums">{code}</RowHead>
              <Cell className="truncate">{name}</Cell>
              <Cell className="truncate max-sm:hidden">{family}</Cell>
              <Cell className="truncate max-sm:hidden">{unit}</Cell>
              <Cell className="truncate tabular-nums max-md:hidden">
                {barcodes?.map(({ barcode }) => barcode).join(', ')}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {rows.length > SHOWN_MAX && (
        <p className="mt-2 text-sm text-muted">and {rows.length - SHOWN_MAX} more.</p>
      )}
    </>
  )
}

export interface BadRow {
  /** From 0. */
  row: number
  text: string
}

/** Rows that a refusal of the whole points at: `/12/unit`. */
export const badRowsOf = (error: unknown): BadRow[] =>
  error instanceof Problem
    ? error.errors.flatMap(({ pointer, detail }) => {
        const [, row] = /^\/(?:rows\/)?(\d+)(?:\/|$)/.exec(pointer) ?? []
        return row === undefined ? [] : [{ row: Number(row), text: withDates(detail) }]
      })
    : []

export const RefusedRows = ({ rows, items }: { rows: readonly BadRow[]; items: readonly ItemRow[] }) => (
  <section className="mt-4">
    <p role="alert" className="mb-2 font-medium text-negative">
      {rows.length === 1 ? '1 row cannot be taken.' : `${rows.length} rows cannot be taken.`}
    </p>
    <Table aria-label="Rows that cannot be taken" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="w-16">Line</HeadCell>
          <HeadCell className="w-36 max-sm:w-24">Code</HeadCell>
          <HeadCell>What is wrong</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ row, text }) => (
          <tr key={`${row} ${text}`}>
            <RowHead className="tabular-nums">{row + 2}</RowHead>
            <Cell className="truncate text-muted">{items[row]?.code}</Cell>
            <Cell className="wrap-anywhere">{text}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  </section>
)

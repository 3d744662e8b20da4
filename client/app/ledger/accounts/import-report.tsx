import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import type { ImportedChart } from './queries.ts'

/** What a file would do, and its rows that cannot be taken. */
export function ImportReport({
  report: { opened, changed, unchanged, ignored, errors },
}: {
  report: ImportedChart
}) {
  return (
    <div className="flex flex-col gap-3">
      <p className="flex flex-wrap gap-2">
        <Status tone="positive">{opened} to open</Status>
        <Status tone="accent">{changed} to change</Status>
        <Status tone="neutral">{unchanged} as they are</Status>
        {errors.length > 0 && <Status tone="negative">{errors.length} cannot be taken</Status>}
      </p>
      {ignored.length > 0 && (
        <p className="text-muted">Columns that a chart does not have are left out: {ignored.join(', ')}.</p>
      )}
      {errors.length > 0 && (
        <Table aria-label="Rows that cannot be taken" className="table-fixed">
          <thead>
            <tr>
              <HeadCell className="w-16">Line</HeadCell>
              <HeadCell className="w-28">Column</HeadCell>
              <HeadCell>What is wrong</HeadCell>
            </tr>
          </thead>
          <tbody>
            {errors.map(({ line, field, detail }) => (
              <tr key={`${line} ${field}`}>
                <RowHead className="tabular-nums">{line}</RowHead>
                <Cell className="text-muted">{field || 'Row'}</Cell>
                <Cell className="wrap-anywhere">{detail}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </div>
  )
}

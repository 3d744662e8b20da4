import { Download } from 'lucide-react'
import { issuesCsv } from '../../../sdk/import/run.ts'
import { Button } from '../../ui/button.tsx'
import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import type { Issue } from './queries.ts'

const SHOWN = 50

/** Rows that are not booked, with what is wrong in each; all of them as a file. */
export function Issues({ issues, name }: { issues: readonly Issue[]; name: string }) {
  if (issues.length === 0) return null
  return (
    <div className="mt-4">
      <Table aria-label="Bad rows">
        <thead>
          <tr>
            <HeadCell isNumeric className="w-20">
              Line
            </HeadCell>
            <HeadCell className="w-40 max-sm:hidden">Column</HeadCell>
            <HeadCell>What is wrong</HeadCell>
          </tr>
        </thead>
        <tbody>
          {issues.slice(0, SHOWN).map((issue) => (
            <tr key={`${issue.line} ${issue.field} ${issue.code} ${issue.detail}`}>
              <Cell isNumeric>{issue.line}</Cell>
              <Cell className="max-sm:hidden">{issue.field}</Cell>
              <Cell className="wrap-anywhere">{issue.detail}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {issues.length > SHOWN && (
        <p className="mt-2 text-sm text-muted">{issues.length - SHOWN} more are in the file.</p>
      )}
      <Button className="mt-3" onClick={() => save(issuesCsv(issues), `${name}.bad-rows.csv`)}>
        <Download className="size-4" aria-hidden="true" /> Bad rows as CSV
      </Button>
    </div>
  )
}

export function save(text: string, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

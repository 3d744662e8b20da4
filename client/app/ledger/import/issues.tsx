import { Download } from 'lucide-react'
import { useState } from 'react'
import { issuesCsv } from '../../../sdk/import/outcome.ts'
import { Button } from '../../ui/button.tsx'
import { Cell, HeadCell, Table } from '../../ui/table.tsx'
import type { Issue } from './queries.ts'

/** Rows of one kind that are shown before somebody asks for more, and how many there are then. */
const SHOWN = 3
const SHOWN_MORE = 100

interface IssuesProps {
  issues: readonly Issue[]
  /** How many there are, where they are too many to be kept. */
  total?: number
  name: string
  /** What the rows are: those that are not booked, or what else is to be said of some. */
  title?: 'Bad rows' | 'Remarks'
}

/** Rows that are not booked, with what is wrong in each, those of one kind together; all of them as a file. */
export function Issues({ issues, total = issues.length, name, title = 'Bad rows' }: IssuesProps) {
  if (issues.length === 0) return null
  const fileName = `${name}.${title.toLowerCase().replaceAll(' ', '-')}.csv`
  const groups = Map.groupBy(issues, ({ code, field = '' }) => `${code} ${field}`)
  return (
    <>
      <Table aria-label={title}>
        <thead>
          <tr>
            <HeadCell isNumeric className="static! w-16 bg-transparent!">
              Line
            </HeadCell>
            <HeadCell className="static! w-40 bg-transparent! max-sm:hidden">Field</HeadCell>
            <HeadCell className="static! bg-transparent!">
              {title === 'Remarks' ? 'What is to be known' : 'What is wrong'}
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {[...groups].map(([key, group]) => (
            <IssueGroup key={key} issues={group} />
          ))}
        </tbody>
      </Table>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button onClick={() => save(issuesCsv(issues), fileName)}>
          <Download className="size-4" aria-hidden="true" /> {title} as CSV
        </Button>
        {total > issues.length && (
          <span className="text-sm text-muted">
            The first {issues.length.toLocaleString()} of {total.toLocaleString()}.
          </span>
        )}
      </div>
    </>
  )
}

function IssueGroup({ issues }: { issues: readonly Issue[] }) {
  const [shown, setShown] = useState(SHOWN)
  // A single one more takes no more room than the button.
  const rows = issues.slice(0, issues.length === shown + 1 ? shown + 1 : shown)
  const hidden = issues.length - rows.length
  return (
    <>
      {rows.map(({ line, field, code, detail }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row may have the same twice, and they never move
        <tr key={index}>
          <Cell isNumeric className="align-baseline">
            {line}
          </Cell>
          <Cell className="align-baseline wrap-anywhere max-sm:hidden">{field}</Cell>
          <Cell className="align-baseline wrap-anywhere">
            {field && <span className="block text-sm text-muted sm:hidden">{field}</span>}
            {wayOut(code, detail)}
          </Cell>
        </tr>
      ))}
      {hidden > 0 && (
        <tr>
          <Cell />
          <Cell className="max-sm:hidden" />
          <Cell>
            {shown === SHOWN ? (
              <Button size="sm" onClick={() => setShown(SHOWN_MORE)}>
                {hidden.toLocaleString()} more like these
              </Button>
            ) : (
              <span className="text-sm text-muted">and {hidden.toLocaleString()} more</span>
            )}
          </Cell>
        </tr>
      )}
    </>
  )
}

/** Where programs are told of an option, people are told of the place on the page. */
function wayOut(code: string, detail: string): string {
  if (code === 'account_type_unknown')
    return detail.replace(
      / Say it in options\.accountTypes.*$/,
      ' Choose it under Accounts, or the account that it stands for.',
    )
  if (code === 'external_id_differs')
    return detail.replace(/ Import with upsert=correct.*$/, ' Choose above that it is corrected.')
  return detail
}

export function save(text: string, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

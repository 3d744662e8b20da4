import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCompany } from '../../company/queries.ts'
import { capital, usePersonName } from '../../guardrails/names.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { isNegative } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Cell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { type ClosePreview, yearQuery } from './queries.ts'

/** What a year was closed with: it is what the books are held to from then on. */
export function YearResultSheet({ code, onClose }: { code: string; onClose: () => void }) {
  const { slug, currency } = useCompany()
  const query = useQuery(yearQuery(slug, code))
  const person = usePersonName()
  const year = query.data
  return (
    <Sheet title={`Year ${code}`} onClose={onClose}>
      {query.isPending && <Loading rows={8} label="Loading the year" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {year && (
        <div className="flex flex-col gap-4">
          <Facts
            facts={[
              ['Dates', `${formatDate(year.from)} – ${formatDate(year.to)}`],
              ['Closed', year.closedAt && formatInstant(year.closedAt)],
              ['Closed by', year.closedBy && capital(person(year.closedBy))],
              [
                year.net && isNegative(year.net) ? 'Loss' : 'Profit',
                year.net && <Amount value={year.net} unit={currency} />,
              ],
              [
                'Closing entry',
                year.closingEntries[0] && (
                  <Link
                    to="/companies/$company/journal/$entry"
                    params={{ company: slug, entry: year.closingEntries[0] }}
                    className="text-accent underline underline-offset-2"
                  >
                    Show it
                  </Link>
                ),
              ],
            ]}
          />
          {year.result && <ResultTable rows={year.result} />}
          {!year.result && year.status === 'closed' && (
            <p className="text-muted">The result is shown to those who see all records.</p>
          )}
        </div>
      )}
    </Sheet>
  )
}

/** Income and expense alike: what adds to the profit is positive. */
export function ResultTable({ rows }: { rows: ClosePreview['rows'] }) {
  const { slug } = useCompany()
  return (
    <Table aria-label="Result by account">
      <tbody>
        {rows.map(({ account, amount }) => (
          <tr key={account.code}>
            <RowHead>
              <Link
                to="/companies/$company/accounts/$code"
                params={{ company: slug, code: account.code }}
                className={rowLinkClass}
              >
                {account.code} {account.name}
              </Link>
            </RowHead>
            <Cell isNumeric>
              <Amount value={amount} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

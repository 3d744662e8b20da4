import { Link } from '@tanstack/react-router'
import { useCompany } from '../../company/queries.ts'
import { capital, usePersonName } from '../../guardrails/names.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { Facts } from '../../ui/facts.tsx'
import { Tag } from '../../ui/status.tsx'
import { Progress } from './count-status.tsx'
import type { Count } from './queries.ts'

/** Where, by whom, how far, and what came of it. */
export function CountFacts({ count }: { count: Count }) {
  const { slug } = useCompany()
  const person = usePersonName()
  const { place, plannedBy, plannedAt, found, leftOut, differences, contested, date, document } = count
  return (
    <section aria-label="About the count" className="mb-4 rounded-lg border border-line bg-surface px-4 py-3">
      <Facts
        facts={[
          [
            'Place',
            <span key="place" className="flex items-center gap-2">
              {place} {count.blind && <Tag>blind</Tag>}
            </span>,
          ],
          ['Counted', <Progress key="progress" count={count} />],
          ['Lines that differ', differences ?? 'Hidden until it is finished'],
          ['Counts disagree', contested || null],
          ['Found unexpectedly', found || null],
          ['Left to another open count', leftOut || null],
          ['Planned', `${capital(person(plannedBy))}, ${formatInstant(plannedAt)}`],
          ['Posted on', date && formatDate(date)],
          [
            'Corrected by',
            document && (
              <Link
                key="document"
                to="/companies/$company/stock/documents/$document"
                params={{ company: slug, document }}
                className="text-accent underline underline-offset-2"
              >
                The adjustment
              </Link>
            ),
          ],
          ['Outcome', count.status === 'posted' && document === null ? 'Nothing differed' : null],
        ]}
      />
    </section>
  )
}

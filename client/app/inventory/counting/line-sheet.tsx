import { useQuery } from '@tanstack/react-query'
import { useCompanySlug } from '../../company/queries.ts'
import { capital, usePersonName } from '../../guardrails/names.ts'
import { formatInstant } from '../../lib/dates.ts'
import { isZero } from '../../lib/decimal.ts'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Tag } from '../../ui/status.tsx'
import { quantityWithUnit } from '../format.ts'
import { signed } from './differences.tsx'
import { type Count, type CountLine, countingsQuery } from './queries.ts'

/** Who counted a line and when, and what the books had at each of these moments. */
export function LineSheet({ count, line, onClose }: { count: Count; line: CountLine; onClose: () => void }) {
  const person = usePersonName()
  const query = useQuery(countingsQuery(useCompanySlug(), count.id, line.line))
  return (
    <Sheet title={line.item.code} onClose={onClose}>
      <div className="flex flex-col gap-5">
        <Facts
          facts={[
            ['Item', line.item.name],
            ['Place', line.place],
            ['Lot', line.lot],
            ['Expected', line.isExpected ? null : 'Nobody expected it there'],
            ['Moved since', line.moved && !isZero(line.moved) ? `${signed(line.moved)} ${line.unit}` : null],
          ]}
        />
        <section aria-labelledby="countings">
          <h3 id="countings" className="mb-2 font-semibold">
            Countings
          </h3>
          {query.isPending && <Loading rows={3} label="Loading the countings" />}
          {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
          <ol className="flex flex-col">
            {query.data?.map((each) => (
              <li
                key={each.number}
                className="flex items-baseline justify-between gap-4 border-b border-line py-2"
              >
                <span>
                  {capital(person(each.countedBy))} {each.isInForce && <Tag>in force</Tag>}
                  <span className="block text-sm text-muted">{formatInstant(each.countedAt)}</span>
                </span>
                <span className="text-right tabular-nums">
                  {quantityWithUnit(each.quantity, each.unit)}
                  {each.expected !== null && (
                    <span className="block text-sm text-muted">
                      of {quantityWithUnit(each.expected, each.unit)}
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </Sheet>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { formatDate, today } from '../../lib/dates.ts'
import { Facts } from '../../ui/facts.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { DateInput, Field } from '../../ui/field.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { type FoundRate, findRateQuery } from './queries.ts'
import { CodeInput } from './record-rate.tsx'

/** Asks for the rate of a day, and shows how it was found. */
export function FindRateSheet({ onClose }: { onClose: () => void }) {
  const { slug, currency } = useCompany()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState<string>(currency)
  const [date, setDate] = useState(today())
  const isAsked = from.length >= 2 && to.length >= 2 && date !== ''
  const query = useQuery({ ...findRateQuery(slug, { from, to, date }), enabled: isAsked })
  return (
    <Sheet title="Find a rate" onClose={onClose}>
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-2 gap-3">
          <Field label="One of">
            {(control) => <CodeInput {...control} data-autofocus value={from} onValue={setFrom} />}
          </Field>
          <Field label="In">{(control) => <CodeInput {...control} value={to} onValue={setTo} />}</Field>
        </div>
        <Field label="Day">{(control) => <DateInput {...control} value={date} onValue={setDate} />}</Field>
        {isAsked && query.isPending && <Loading rows={3} label="Loading the rate" />}
        {isAsked && query.isError && <ProblemNotice error={query.error} />}
        {isAsked && query.data && <Found rate={query.data} />}
      </div>
    </Sheet>
  )
}

export const WAYS: Readonly<Record<FoundRate['way'], string>> = {
  same: 'It is the same currency',
  direct: 'As it was recorded',
  inverse: 'The inverse of what was recorded',
  cross: 'A cross rate',
}

function Found({ rate }: { rate: FoundRate }) {
  const { from, to, way, via, date, ageDays, source, legs } = rate
  return (
    <section aria-label="Found" className="flex flex-col gap-3">
      <p className="text-lg font-semibold tabular-nums">
        1 {from} = {rate.rate} {to}
      </p>
      <Facts
        facts={[
          ['How', via.length > 0 ? `${WAYS[way]} via ${via.join(', ')}` : WAYS[way]],
          ['Of', formatDate(date)],
          ['Age', ageDays === 0 ? 'of the day' : ageDays === 1 ? '1 day' : `${ageDays} days`],
          ['Source', source],
        ]}
      />
      {legs.length > 0 && (
        <div>
          <h3 className="mb-1 font-semibold">Made of</h3>
          <ul className="flex flex-col border-t border-line">
            {legs.map((leg) => (
              <li
                key={`${leg.base} ${leg.quote}`}
                className="flex justify-between gap-4 border-b border-line py-1.5 tabular-nums"
              >
                <span>
                  1 {leg.base} = {leg.rate} {leg.quote}
                </span>
                <span className="text-sm text-muted">
                  {leg.source}, {formatDate(leg.date)}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

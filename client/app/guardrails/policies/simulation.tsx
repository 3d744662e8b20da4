import { Link } from '@tanstack/react-router'
import { FlaskConical, Square } from 'lucide-react'
import { useId, useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { formatInstant, today } from '../../lib/dates.ts'
import type { FormErrors } from '../../lib/forms.ts'
import { useLiveState } from '../../lib/use-live.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { DateInput, Field, Select } from '../../ui/field.tsx'
import { Status } from '../../ui/status.tsx'
import { Card, Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { capital, commandName, usePersonName } from '../names.ts'
import { isEntryId } from '../records.ts'
import { type PolicyForm, policyOf, problemsOf } from './policy-form.ts'
import { type SimulationResult, type Trial, useSimulation } from './use-simulation.ts'

const PERIODS = [
  ['1', 'The last month'],
  ['3', 'The last quarter'],
  ['12', 'The last year'],
  ['all', 'All that was ever recorded'],
  ['own', 'From … to …'],
] as const

interface SimulationProps {
  form: PolicyForm
  /** Refusals of the policy itself belong beside its fields. */
  onRefused: (errors: FormErrors) => void
}

/** What the draft would have stopped, tried on what the log records. */
export function SimulationPanel({ form, onRefused }: SimulationProps) {
  const { slug } = useCompany()
  const titleId = useId()
  const [period, setPeriod] = useState<string>('3')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState(today())
  const { result, errors, isRunning, run, stop } = useSimulation(slug)
  const trial = trialOf(form, period, from, to)
  const start = () => {
    const refused = problemsOf(namedForm(form))
    if (refused) return onRefused(refused)
    void run(trial)
  }
  const problems = [errors.general, ...errors.fields.values()].filter((text) => text !== undefined)
  return (
    <section aria-labelledby={titleId} className="mt-8 flex flex-col gap-3">
      <div>
        <h2 id={titleId} className="font-semibold">
          What would this have stopped?
        </h2>
        <p className="text-sm text-muted">Tries the draft on what is in the log. Nothing is changed.</p>
      </div>
      <div className="flex flex-wrap items-end gap-2">
        <Field label="Period" className="w-52">
          {(control) => (
            <Select {...control} value={period} onValue={setPeriod}>
              {PERIODS.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {period === 'own' && (
          <>
            <Field label="From" className="w-36">
              {(control) => <DateInput {...control} value={from} onValue={setFrom} />}
            </Field>
            <Field label="To" className="w-36">
              {(control) => <DateInput {...control} value={to} onValue={setTo} />}
            </Field>
          </>
        )}
        {isRunning ? (
          <Button onClick={stop}>
            <Square className="size-3.5" aria-hidden="true" /> Stop
          </Button>
        ) : (
          <Button onClick={start}>
            <FlaskConical className="size-4" aria-hidden="true" /> Try it
          </Button>
        )}
      </div>
      {problems.length > 0 && <Notice>{problems.join(' ')}</Notice>}
      <Progress result={result} isRunning={isRunning} />
      {result && (
        <Outcome result={result} isRunning={isRunning} isOld={result.tried !== JSON.stringify(trial)} />
      )}
    </section>
  )
}

/** A draft can be tried before it has a name. */
const namedForm = (form: PolicyForm): PolicyForm => ({
  ...form,
  code: form.code.trim() || 'draft',
  name: form.name.trim() || 'Draft',
  reason: form.reason.trim() || 'Draft',
})

function trialOf(form: PolicyForm, period: string, from: string, to: string): Trial {
  const policy = policyOf(namedForm(form))
  if (period === 'all') return { policy }
  if (period === 'own') return { policy, ...(from && { from }), ...(to && { to }) }
  return { policy, from: monthsBefore(today(), Number(period)) }
}

function monthsBefore(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - months, Math.min(day, last))).toISOString().slice(0, 10)
}

function Progress({ result, isRunning }: { result: SimulationResult | undefined; isRunning: boolean }) {
  const { sequence } = useLiveState()
  return (
    <div role="status" className="text-sm text-muted">
      {isRunning && (
        <>
          <span>Reading the log{result && `: ${result.events.toLocaleString()} events so far`}…</span>
          {sequence !== undefined && (
            <progress
              className="mt-1 block h-1.5 w-full max-w-sm accent-accent"
              aria-label="How much of the log has been read"
              max={sequence}
              value={result?.upTo ?? 0}
            />
          )}
        </>
      )}
    </div>
  )
}

interface OutcomeProps {
  result: SimulationResult
  isRunning: boolean
  isOld: boolean
}

function Outcome({ result, isRunning, isOld }: OutcomeProps) {
  const { commands, matchedCommands, matchedRecords, amount, currency, isComplete, matches } = result
  return (
    <div className="flex flex-col gap-3">
      <Card className="flex flex-col gap-2 p-4">
        <p className="text-lg">
          {matchedCommands === 0 ? (
            <>
              <strong>Nothing</strong> of {commands.toLocaleString()} commands would have been stopped.
            </>
          ) : (
            <>
              <strong>{matchedCommands.toLocaleString()}</strong> of {commands.toLocaleString()} commands
              would have been stopped, with {matchedRecords.toLocaleString()} records over{' '}
              <strong>
                <Amount value={amount} unit={currency} />
              </strong>{' '}
              together.
            </>
          )}
        </p>
        <p className="flex flex-wrap gap-2">
          {isOld && <Status tone="warning">The draft or the period has changed since: try it again</Status>}
          {!isComplete && !isRunning && <Status tone="warning">Stopped before the end of the log</Status>}
        </p>
      </Card>
      {matches.length > 0 && <Matches result={result} />}
    </div>
  )
}

/** Shown at first; the rest are one click away. */
const FOLDED = 10

function Matches({ result: { matches, matchedRecords, matchedCommands } }: { result: SimulationResult }) {
  const { slug: company } = useCompany()
  const person = usePersonName()
  const all = Math.max(matchedRecords, matchedCommands)
  const [isUnfolded, setUnfolded] = useState(false)
  const shown = isUnfolded ? matches : matches.slice(0, FOLDED)
  return (
    <>
      <Table aria-label="What would have been stopped" className="table-fixed">
        <thead>
          <tr>
            <HeadCell className="w-32 max-sm:w-auto">Event</HeadCell>
            <HeadCell className="max-sm:hidden">Command</HeadCell>
            <HeadCell className="w-52 max-md:hidden">Recorded</HeadCell>
            <HeadCell className="w-48 max-lg:hidden">By</HeadCell>
            <HeadCell isNumeric className="w-32">
              Amount
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {shown.map((match) => (
            <tr key={`${match.sequence}${match.pointer}`} className="hover:bg-hover">
              <RowHead className="truncate">
                {isEntryId(match.id) ? (
                  <Link
                    to="/companies/$company/journal/$entry"
                    params={{ company, entry: match.id }}
                    className={`${rowLinkClass} font-medium tabular-nums`}
                  >
                    Event {match.sequence}
                  </Link>
                ) : (
                  <Link
                    to="/companies/$company/events"
                    params={{ company }}
                    search={{ sequence: match.sequence }}
                    className={`${rowLinkClass} font-medium tabular-nums`}
                  >
                    Event {match.sequence}
                  </Link>
                )}
                <span className="block truncate text-sm text-muted sm:hidden">
                  {commandName(match.command).replace(/[“”]/g, '')}
                </span>
              </RowHead>
              <Cell className="truncate max-sm:hidden">
                {commandName(match.command).replace(/[“”]/g, '')}
              </Cell>
              <Cell className="truncate text-muted max-md:hidden">{formatInstant(match.recordedAt)}</Cell>
              <Cell className="truncate text-muted max-lg:hidden">{capital(person(match.actor))}</Cell>
              <Cell isNumeric>
                <Amount value={match.amount} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      {matches.length > shown.length && (
        <Button className="self-start" onClick={() => setUnfolded(true)}>
          Show {matches.length - shown.length} more
        </Button>
      )}
      {isUnfolded && all > matches.length && (
        <p className="text-sm text-muted">
          These are the first {matches.length} of {all.toLocaleString()}.
        </p>
      )}
    </>
  )
}

import { Link } from '@tanstack/react-router'
import { createContext, type ReactNode, useContext } from 'react'
import type { ApprovalDetail } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDistance, formatInstant, withDates } from '../../lib/dates.ts'
import { useMay, useSession } from '../../session/queries.ts'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { capital, usePersonName, useRoleName } from '../names.ts'
import { placeOf } from '../places.ts'
import { oneOf } from '../policies/sentence.ts'
import { isEntryId } from '../records.ts'
import { CommandView } from './command-view.tsx'
import { Steps } from './steps.tsx'

const linkClass = 'text-accent underline underline-offset-2'

/** Everything about what waits: what it is, why, who decides, what became of it. */
export function ApprovalDetails({
  approval,
  isCompact = false,
}: {
  approval: ApprovalDetail
  isCompact?: boolean
}) {
  return (
    <HeadingLevel value={isCompact ? 'h3' : 'h2'}>
      <div className="flex flex-col gap-5">
        <Outcome approval={approval} />
        <CommandView approval={approval} />
        <Why approval={approval} />
        <Part title="Who approves">
          <Steps approval={approval} />
          <Standing approval={approval} />
        </Part>
        <About approval={approval} />
        {!isCompact && <History approval={approval} />}
      </div>
    </HeadingLevel>
  )
}

/** Below the page's heading, or below the preview's own. */
const HeadingLevel = createContext<'h2' | 'h3'>('h2')

function Part({ title, children }: { title: string; children: ReactNode }) {
  const Heading = useContext(HeadingLevel)
  return (
    <section className="flex flex-col gap-2">
      <Heading className="font-semibold">{title}</Heading>
      {children}
    </section>
  )
}

function Why({ approval: { policies } }: { approval: ApprovalDetail }) {
  const company = useCompanySlug()
  const mayRead = useMay('guardrails.GetPolicy')
  return (
    <Part title="Why it waits">
      <ul className="flex flex-col gap-2">
        {policies.map(({ policy, name, reason, pointer, version }) => (
          <li key={`${policy}${pointer}`}>
            <p>{reason}</p>
            <p className="text-sm text-muted">
              {mayRead ? (
                <Link
                  to="/companies/$company/policies/$policy"
                  params={{ company, policy }}
                  className={linkClass}
                >
                  {name}
                </Link>
              ) : (
                name
              )}
              , version {version}
              {pointer && ` · ${placeOf(pointer)}`}
            </p>
          </li>
        ))}
      </ul>
    </Part>
  )
}

/** Whether the reader may decide, and if not, why not. */
function Standing({ approval }: { approval: ApprovalDetail }) {
  const person = usePersonName()
  const own = useSession().actor?.id
  if (approval.status !== 'pending') return null
  const { mayDecide, onBehalfOf, isMaker, steps } = approval
  const isCounted = steps.some(({ approvedBy }) =>
    approvedBy.some((given) => given.by === own || given.onBehalfOf === own),
  )
  return (
    <p className="rounded-md bg-sunken px-3 py-2 text-sm">
      <span className="font-medium">
        {mayDecide
          ? onBehalfOf
            ? `You may decide for ${person(onBehalfOf)}. `
            : 'You may decide. '
          : isMaker
            ? 'You sent it, so somebody else decides. '
            : isCounted
              ? 'Your approval is counted. '
              : 'You cannot decide this. '}
      </span>
      {!mayDecide && !isMaker && (
        <span className="text-muted">
          {isCounted ? 'A person counts once: it waits for others still.' : 'It waits for the people above.'}
        </span>
      )}
    </p>
  )
}

function About({ approval }: { approval: ApprovalDetail }) {
  const company = useCompanySlug()
  const person = usePersonName()
  const role = useRoleName()
  const { maker, requestedAt, sequence, expiresAt, escalatesAt, status } = approval
  const isPending = status === 'pending'
  return (
    <Facts
      facts={[
        [
          'Sent by',
          `${capital(person(maker.id))}${maker.roles.length > 0 ? `, ${oneOf(maker.roles.map(role))}` : ''}`,
        ],
        [
          'Sent',
          <Link
            key="sent"
            to="/companies/$company/events"
            params={{ company }}
            search={{ sequence }}
            className={linkClass}
          >
            {formatInstant(requestedAt)}
          </Link>,
        ],
        ['More people', isPending && escalatesAt ? formatDistance(escalatesAt) : null],
        ['Lapses', isPending && expiresAt ? formatDistance(expiresAt) : null],
      ]}
    />
  )
}

function Outcome({ approval }: { approval: ApprovalDetail }) {
  const { status, refusal, results, history } = approval
  if (status === 'pending') return null
  const last = history.at(-1)?.detail
  if (status === 'failed')
    return (
      <Notice>
        <span>
          It was approved, but could not be carried out:{' '}
          {refusal ? withDates(refusal.detail) : 'it was refused.'}
          {refusal?.errors.map(({ pointer, detail }) => (
            <span key={pointer + detail} className="block text-sm">
              {pointer && `${placeOf(pointer)}: `}
              {withDates(detail)}
            </span>
          ))}
        </span>
      </Notice>
    )
  if (status === 'executed') return <Results results={results} />
  return last ? <p className="rounded-md bg-sunken px-3 py-2">“{last}”</p> : null
}

/** What it came to, each as a link to the record or, where it has no page, to its event. */
function Results({ results }: Pick<ApprovalDetail, 'results'>) {
  const company = useCompanySlug()
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-positive-soft px-3 py-2 text-positive">
      <span>It is done.</span>
      {results.slice(0, RESULTS_SHOWN_MAX).map(({ sequence, id }) =>
        isEntryId(id) ? (
          <Link
            key={sequence}
            to="/companies/$company/journal/$entry"
            params={{ company, entry: id }}
            className="font-medium underline underline-offset-2"
          >
            {results.length === 1 ? 'Show the entry' : `Entry of event ${sequence}`}
          </Link>
        ) : (
          <Link
            key={sequence}
            to="/companies/$company/events"
            params={{ company }}
            search={{ sequence }}
            className="font-medium underline underline-offset-2"
          >
            Event {sequence}
          </Link>
        ),
      )}
      {results.length > RESULTS_SHOWN_MAX && <span>and {results.length - RESULTS_SHOWN_MAX} more</span>}
    </p>
  )
}

const RESULTS_SHOWN_MAX = 5

const HAPPENED: Readonly<Record<string, string>> = {
  'command-parked': 'Sent for approval',
  'approval-given': 'Approved',
  'approval-rejected': 'Rejected',
  'command-withdrawn': 'Taken back',
  'approval-escalated': 'More people asked',
  'approval-expired': 'Lapsed',
  'command-released': 'Carried out',
  'command-failed': 'Could not be carried out',
}

/** Their comments and people stand with the steps. */
const TOLD_ABOVE: ReadonlySet<string> = new Set(['command-parked', 'approval-given'])

function History({ approval: { history } }: { approval: ApprovalDetail }) {
  const company = useCompanySlug()
  const person = usePersonName()
  return (
    <Part title="What happened">
      <ol className="border-t border-line">
        {history.map(({ sequence, type, at, actor, onBehalfOf, detail }) => (
          <li
            key={sequence}
            className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 border-b border-line py-2 sm:grid-cols-[5.5rem_minmax(0,1fr)_auto]"
          >
            <Link
              to="/companies/$company/events"
              params={{ company }}
              search={{ sequence }}
              className={`${linkClass} tabular-nums`}
            >
              Event {sequence}
            </Link>
            <span>
              <span className="font-medium">{HAPPENED[type] ?? type}</span>
              <span className="text-muted">
                {' '}
                by {person(actor)}
                {onBehalfOf && ` for ${person(onBehalfOf)}`}
              </span>
              {detail && !TOLD_ABOVE.has(type) && <span className="block text-muted">{detail}</span>}
            </span>
            <time dateTime={at} className="text-sm text-muted max-sm:col-start-2">
              {formatInstant(at)}
            </time>
          </li>
        ))}
      </ol>
    </Part>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, Unlink } from 'lucide-react'
import { useState } from 'react'
import { openItemsContract } from '../../../../durable-objects/ledger/open-items/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { capital, usePersonName } from '../../guardrails/names.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, Notice, ProblemNotice } from '../../ui/feedback.tsx'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { Status } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Match, matchQuery, STALE_AFTER_MATCHING } from './queries.ts'

/** What settled what, what it booked besides, and the way back. */
export function MatchDetail({ match, onClose }: { match: string; onClose: () => void }) {
  const { slug } = useCompany()
  const query = useQuery(matchQuery(slug, match))
  const mayUnmatch = useMay('openItems.UnmatchItems')
  return (
    <Sheet title="Match" onClose={onClose}>
      {query.isPending && <Loading rows={6} label="Loading the match" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && (
        <div className="flex flex-col gap-5">
          <State match={query.data} />
          <Items match={query.data} />
          <Booked match={query.data} />
          {mayUnmatch && !query.data.unmatched && <Unmatch match={query.data} />}
        </div>
      )}
    </Sheet>
  )
}

function State({ match }: { match: Match }) {
  const person = usePersonName()
  const { unmatched, account, effectiveDate, actor, recordedAt, reason } = match
  return (
    <>
      <div>
        {unmatched ? (
          <Status tone="neutral" icon={Unlink}>
            Taken back
          </Status>
        ) : (
          <Status tone="positive" icon={CircleCheck}>
            In force
          </Status>
        )}
      </div>
      <Facts
        facts={[
          ['Account', `${account.code} ${account.name}`],
          ['Effective date', formatDate(effectiveDate)],
          ['Matched', `${capital(person(actor))}, ${formatInstant(recordedAt)}`],
          ['Why', reason === 'reversal' ? 'An entry and its reversal' : null],
          [
            'Taken back',
            unmatched && `${capital(person(unmatched.actor))}, as of ${formatDate(unmatched.effectiveDate)}`,
          ],
          ['Reason', unmatched?.reason],
        ]}
      />
    </>
  )
}

const Items = ({ match: { items, unit, partial } }: { match: Match }) => {
  const { slug } = useCompany()
  return (
    <section aria-labelledby="matched-items">
      <h3 id="matched-items" className="mb-2 font-semibold">
        Items
      </h3>
      <ul className="flex flex-col border-t border-line">
        {items.map((item) => (
          <li
            key={`${item.entry} ${item.line}`}
            className="flex items-baseline justify-between gap-4 border-b border-line py-1.5"
          >
            <span className="min-w-0">
              <EntryLink company={slug} entry={item.entry} voucher={item.voucher} />{' '}
              <span className="text-sm text-muted">{formatDate(item.effectiveDate)}</span>
              {item.reference && <span className="block text-sm text-faint">{item.reference}</span>}
            </span>
            <span className="text-right whitespace-nowrap">
              <Amount value={item.amount} unit={unit} />
              <span className="block text-sm text-muted">{item.side}</span>
            </span>
          </li>
        ))}
      </ul>
      {partial && <p className="mt-1 text-sm text-muted">Items are left out that you may not see.</p>}
    </section>
  )
}

function Booked({ match: { exchange, writeOff } }: { match: Match }) {
  const { slug, currency } = useCompany()
  if (!exchange && !writeOff) return null
  return (
    <section aria-labelledby="match-booked">
      <h3 id="match-booked" className="mb-2 font-semibold">
        Booked with it
      </h3>
      <Facts
        facts={[
          ['Exchange gain', exchange?.gain && <ExchangePart amount={exchange.gain} of={exchange} />],
          ['Exchange loss', exchange?.loss && <ExchangePart amount={exchange.loss} of={exchange} />],
          [
            'Written off',
            writeOff && (
              <>
                <Amount value={writeOff.amount} unit={currency} />{' '}
                <EntryLink company={slug} entry={writeOff.entry} voucher={writeOff.voucher} />
              </>
            ),
          ],
        ]}
      />
    </section>
  )
}

function ExchangePart({ amount, of }: { amount: string; of: NonNullable<Match['exchange']> }) {
  const { slug, currency } = useCompany()
  return (
    <>
      <Amount value={amount} unit={currency} />{' '}
      <EntryLink company={slug} entry={of.entry} voucher={of.voucher} />
    </>
  )
}

const EntryLink = ({ company, entry, voucher }: { company: string; entry: string; voucher: string }) => (
  <Link
    to="/companies/$company/journal/$entry"
    params={{ company, entry }}
    className="text-accent underline underline-offset-2"
  >
    {voucher}
  </Link>
)

/** Opens the items again; what the match booked is reversed. */
function Unmatch({ match }: { match: Match }) {
  const [isOpen, setOpen] = useState(false)
  const [effectiveDate, setEffectiveDate] = useState('')
  const [reason, setReason] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: openItemsContract.operations.UnmatchItems,
    call: meridian.openItems.UnmatchItems,
    stale: STALE_AFTER_MATCHING,
    onDone: () => {
      toast('The items are open again.')
      setOpen(false)
    },
  })
  if (!isOpen)
    return (
      <div>
        <Button variant="danger" onClick={() => setOpen(true)}>
          <Unlink className="size-4" aria-hidden="true" /> Take back…
        </Button>
      </div>
    )
  return (
    <form
      ref={form}
      noValidate
      className="flex flex-col gap-4 rounded-lg border border-line p-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit({
          match: match.id,
          ...(effectiveDate && { effectiveDate }),
          ...(reason.trim() && { reason: reason.trim() }),
        })
      }}
    >
      <p className="text-muted">The items are open again, and what the match booked is reversed.</p>
      <Field label="As of" isOptional error={errors.fields.get('/effectiveDate')} hint="Left empty: today.">
        {(control) => <DateInput {...control} value={effectiveDate} onValue={setEffectiveDate} />}
      </Field>
      <Field label="Reason" isOptional error={errors.fields.get('/reason')}>
        {(control) => <TextInput {...control} value={reason} onValue={setReason} />}
      </Field>
      {errors.general && <Notice>{errors.general}</Notice>}
      <div className="flex justify-end gap-2">
        <Button onClick={() => setOpen(false)}>Cancel</Button>
        <Button type="submit" variant="danger" isBusy={isBusy}>
          Take the match back
        </Button>
      </div>
    </form>
  )
}

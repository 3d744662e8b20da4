import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { periodsContract } from '../../../../durable-objects/ledger/periods/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate, withDates } from '../../lib/dates.ts'
import { isNegative } from '../../lib/decimal.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loading, Notice, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Dialog } from '../../ui/sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { type ClosePreview, closePreviewQuery, type FiscalYear } from './queries.ts'
import { ResultTable } from './year-result.tsx'

interface CloseProps {
  year: FiscalYear
  mayClose: boolean
  onClose: () => void
}

/** What closing a year would record and what is in its way; then the closing itself. */
export function CloseYearDialog({ year, mayClose, onClose }: CloseProps) {
  const preview = useQuery(closePreviewQuery(useCompanySlug(), year.code))
  const [closingEntry, setClosingEntry] = useState(false)
  const [note, setNote] = useState('')
  const { errors, submit, isBusy } = useCommand({
    operation: periodsContract.operations.CloseFiscalYear,
    call: meridian.periods.CloseFiscalYear,
    stale: ['periods', 'reports', 'entries', 'trial-balance'],
    onDone: ({ code }) => {
      toast(`The year ${code} is closed.`)
      onClose()
    },
    onParked: onClose,
  })
  const isBlocked = !preview.data || preview.data.obstacles.length > 0
  return (
    <Dialog
      title={`Close the year ${year.code}`}
      className="max-w-2xl"
      onClose={onClose}
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            Cancel
          </Button>
          {mayClose && (
            <Button
              variant="primary"
              disabled={isBlocked}
              isBusy={isBusy}
              onClick={() =>
                submit({ year: year.code, closingEntry, ...(note.trim() && { note: note.trim() }) })
              }
            >
              Close the year
            </Button>
          )}
        </>
      }
    >
      {preview.isPending && <Loading rows={8} label="Loading what closing would record" />}
      {preview.isError && <ProblemNotice error={preview.error} onRetry={() => void preview.refetch()} />}
      {preview.data && (
        <div className="flex flex-col gap-4">
          <Remarks preview={preview.data} />
          <Result preview={preview.data} />
          {mayClose && !isBlocked && (
            <>
              <ClosingEntry preview={preview.data} value={closingEntry} onValue={setClosingEntry} />
              <Field label="Note" isOptional error={errors.fields.get('/note')}>
                {(control) => <TextInput {...control} value={note} onValue={setNote} />}
              </Field>
            </>
          )}
          {errors.general && <Notice>{errors.general}</Notice>}
        </div>
      )}
    </Dialog>
  )
}

const Remarks = ({ preview: { obstacles, warnings } }: { preview: ClosePreview }) => (
  <>
    {obstacles.map(({ code, detail }) => (
      <Notice key={code}>{withDates(detail)}</Notice>
    ))}
    {warnings.map(({ code, detail }) => (
      <p key={code} className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 text-warning">
        <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
        {withDates(detail)}
      </p>
    ))}
  </>
)

const Result = ({ preview }: { preview: ClosePreview }) => (
  <section aria-label="Result">
    <Facts
      facts={[
        ['Income', <Amount key="income" value={preview.income} unit={preview.currency} />],
        ['Expense', <Amount key="expense" value={preview.expense} unit={preview.currency} />],
        [
          isNegative(preview.net) ? 'Loss' : 'Profit',
          <Amount key="net" value={preview.net} unit={preview.currency} className="font-semibold" />,
        ],
      ]}
    />
    {preview.rows.length > 0 ? (
      <details className="mt-3">
        <summary className="cursor-pointer font-medium">
          By account, {formatDate(preview.from)} to {formatDate(preview.to)}
        </summary>
        <ResultTable rows={preview.rows} />
      </details>
    ) : (
      <p className="mt-3 text-muted">Nothing was earned or spent.</p>
    )}
  </section>
)

interface EntryProps {
  preview: ClosePreview
  value: boolean
  onValue: (value: boolean) => void
}

function ClosingEntry({ preview: { closingEntry, to }, value, onValue }: EntryProps) {
  const { account, lines } = closingEntry
  if (!account)
    return (
      <p className="text-muted">
        No account has the role of retained earnings, so the year is closed without a closing entry. Reports
        carry the result over by themselves.
      </p>
    )
  return (
    <ChoiceCards
      legend="Closing entry"
      value={value ? 'with' : 'without'}
      onValue={(choice) => onValue(choice === 'with')}
      choices={[
        {
          value: 'without',
          label: 'Without one',
          detail: 'Reports carry the result over by themselves, and the accounts keep their balances.',
        },
        {
          value: 'with',
          label: `Book the result to ${account.code} ${account.name}`,
          detail: `${lines} lines on ${formatDate(to)}, for who wants income and expense at zero. Reopening takes them back.`,
        },
      ]}
    />
  )
}

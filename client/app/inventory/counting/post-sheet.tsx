import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { countsContract } from '../../../../durable-objects/inventory/counts/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { AccountPicker, takesEntries } from '../../ledger/accounts/account-picker.tsx'
import { meridian } from '../../lib/api.ts'
import { today } from '../../lib/dates.ts'
import { errorsOf, NO_ERRORS } from '../../lib/forms.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Amount } from '../../ui/amount.tsx'
import { Loading, Notice } from '../../ui/feedback.tsx'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { Differences } from './differences.tsx'
import { type Count, linesKey, type Posting, previewQuery, STALE_AFTER_POSTING } from './queries.ts'

/** Shows what would be corrected, and corrects it. */
export function PostSheet({ count, onClose }: { count: Count; onClose: () => void }) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const [date, setDate] = useState(today())
  const [reason, setReason] = useState(count.name ?? `Count ${count.number}`)
  const [account, setAccount] = useState('')
  const input = { count: count.id, date, ...(account && { account }) }
  const preview = useQuery({ ...previewQuery(slug, input), enabled: date !== '' })
  const command = useCommand({
    operation: countsContract.operations.PostStockCount,
    call: meridian.counts.PostStockCount,
    stale: STALE_AFTER_POSTING,
    onDone: async ({ document }) => {
      await queryClient.invalidateQueries({ queryKey: linesKey(slug, count.id) })
      toast(
        document ? 'The count is posted, and the stock corrected.' : 'The count is posted: nothing differed.',
      )
      onClose()
    },
    onParked: onClose,
  })
  const foreseen = preview.isError ? errorsOf(preview.error) : NO_ERRORS
  const error = (pointer: string) => command.errors.fields.get(pointer) ?? foreseen.fields.get(pointer)
  return (
    <FormSheet
      title="Post the count"
      verb={count.differences === 0 ? 'Close the count' : 'Correct the stock'}
      onClose={onClose}
      form={command.form}
      isBusy={command.isBusy}
      general={command.errors.general ?? foreseen.general ?? error('/count')}
      onSubmit={() => command.submit({ ...input, ...(reason.trim() && { reason: reason.trim() }) })}
    >
      {preview.isPending && date !== '' && <Loading rows={4} label="Loading the differences" />}
      {preview.data && <Preview posting={preview.data} />}
      <Field label="Date of the correction" error={error('/date')}>
        {(control) => <DateInput {...control} value={date} onValue={setDate} />}
      </Field>
      <Field label="Reason" error={error('/reason')}>
        {(control) => <TextInput {...control} data-autofocus value={reason} onValue={setReason} />}
      </Field>
      <Field
        label="Account"
        isOptional
        error={error('/account')}
        hint="The other side. Left empty: stock adjustments."
      >
        {(control) => (
          <AccountPicker {...control} offers={takesEntries} value={account} onValue={setAccount} />
        )}
      </Field>
    </FormSheet>
  )
}

function Preview({ posting }: { posting: Posting }) {
  const { currency } = useCompany()
  const { gained, lost, differing, lines, counted } = posting
  return (
    <section aria-label="What is corrected" className="flex flex-col gap-3">
      {counted < lines && (
        <p className="text-muted">
          {lines - counted === 1 ? '1 line was' : `${lines - counted} lines were`} not counted, and stay as
          they are.
        </p>
      )}
      {differing.length === 0 ? (
        <p>Nothing differs: the books were right, and nothing is booked.</p>
      ) : (
        <>
          {gained !== null && (
            <dl className="grid grid-cols-2 gap-2">
              <Sum label="Found" value={gained} unit={currency} />
              <Sum label="Lost" value={lost} unit={currency} />
            </dl>
          )}
          <Differences lines={differing} />
        </>
      )}
      {posting.contested > 0 && (
        <Notice>
          {posting.contested === 1
            ? 'The last two countings of 1 line do not agree.'
            : `The last two countings of ${posting.contested} lines do not agree.`}
        </Notice>
      )}
    </section>
  )
}

const Sum = ({ label, value, unit }: { label: string; value: string | null; unit: string }) => (
  <div className="rounded-lg border border-line px-3 py-2">
    <dt className="text-sm text-muted">{label}</dt>
    <dd className="text-lg font-semibold">
      <Amount value={value} unit={unit} />
    </dd>
  </div>
)

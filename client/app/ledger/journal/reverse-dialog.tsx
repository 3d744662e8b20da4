import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Parked } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { submitWord, useVerdict } from '../../guardrails/check/use-verdict.ts'
import { VerdictNotice } from '../../guardrails/check/verdict-notice.tsx'
import { announceParked } from '../../guardrails/parked.tsx'
import { meridian } from '../../lib/api.ts'
import { today } from '../../lib/dates.ts'
import { errorsOf, NO_ERRORS } from '../../lib/forms.ts'
import { companyKey, subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Entry, entryName } from '../queries.ts'

/** Asks for the date of the opposite entry. The entry itself stays as it is. */
export function ReverseDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [effectiveDate, setEffectiveDate] = useState(today())
  const [description, setDescription] = useState('')
  const commandKey = useCommandKey()
  const input = {
    id: entry.id,
    effectiveDate,
    ...(description.trim() && { description: description.trim() }),
  }
  const verdict = useVerdict('ledger.ReverseJournalEntry', effectiveDate ? input : undefined)
  const reverse = useMutation({
    mutationFn: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.ledger.ReverseJournalEntry(company, input, { idempotencyKey }),
      ),
    onSuccess: async (reversal) => {
      await queryClient.invalidateQueries({ queryKey: companyKey(company) })
      onClose()
      toast(
        <>
          Reversed by{' '}
          <Link
            to="/companies/$company/journal/$entry"
            params={{ company, entry: reversal.id }}
            className="font-medium text-accent underline underline-offset-2"
          >
            {entryName(reversal)}
          </Link>
        </>,
      )
    },
    onError: (error) => {
      if (!(error instanceof Parked)) return
      onClose()
      announceParked(company, error.approval)
      void queryClient.invalidateQueries({ queryKey: subjectKey(company, 'approvals') })
    },
  })
  const isRefused = reverse.error && !(reverse.error instanceof Parked)
  const errors = isRefused ? errorsOf(reverse.error) : NO_ERRORS
  return (
    <FormDialog
      title={`Reverse ${entryName(entry)}`}
      onClose={onClose}
      verb={submitWord(verdict, 'Post the reversal')}
      isBusy={reverse.isPending}
      general={errors.general}
      onSubmit={() => reverse.mutate()}
    >
      <p className="text-muted">Posts the opposite entry. Both stay in the books, linked to each other.</p>
      <Field label="Effective date" error={errors.fields.get('/effectiveDate')}>
        {(control) => <DateInput {...control} value={effectiveDate} onValue={setEffectiveDate} />}
      </Field>
      <Field label="Description" isOptional error={errors.fields.get('/description')}>
        {(control) => (
          <TextInput
            {...control}
            value={description}
            onValue={setDescription}
            placeholder={`Reversal of ${entryName(entry)}`}
          />
        )}
      </Field>
      <VerdictNotice verdict={verdict} />
    </FormDialog>
  )
}

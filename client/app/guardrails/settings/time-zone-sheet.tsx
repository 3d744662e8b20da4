import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { companyContract } from '../../../../durable-objects/company/contract.ts'
import { Parked } from '../../../sdk/problem.ts'
import { companiesQuery, companyQuery, useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Field } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { ZoneInput } from '../../ui/zone-input.tsx'
import { submitWord, useVerdict } from '../check/use-verdict.ts'
import { VerdictNotice } from '../check/verdict-notice.tsx'
import { announceParked } from '../parked.tsx'

/** Changes where the days of the company begin and end. */
export function TimeZoneSheet({ onClose }: { onClose: () => void }) {
  const { slug, timeZone: before } = useCompany()
  const [timeZone, setTimeZone] = useState(before)
  const input = { timeZone: timeZone.trim() }
  const isReady = checkInput(schema, input) === undefined
  const verdict = useVerdict('company.ChangeTimeZone', isReady ? input : undefined)
  const { form, errors, submit, isBusy } = useChange(slug, onClose)
  return (
    <FormSheet
      title="Change the time zone"
      onClose={onClose}
      verb={submitWord(verdict, 'Change')}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit(input)}
    >
      <Field
        label="Time zone"
        error={errors.fields.get('/timeZone')}
        hint="Recurring entries and reversals are booked when their day begins there. What is booked keeps its date."
      >
        {(control) => <ZoneInput {...control} value={timeZone} onValue={setTimeZone} />}
      </Field>
      <VerdictNotice verdict={verdict} />
    </FormSheet>
  )
}

const schema = companyContract.operations.ChangeTimeZone.input

function useChange(company: string, onClose: () => void) {
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  return useSubmit({
    check: (input: { timeZone: string }) => checkInput(schema, input),
    send: async (input: { timeZone: string }) => {
      try {
        return await commandKey.send(input, (idempotencyKey) =>
          meridian.company.ChangeTimeZone(company, input, { idempotencyKey }),
        )
      } catch (error) {
        if (error instanceof Parked) return error
        throw error
      }
    },
    onDone: async (done) => {
      onClose()
      if (done instanceof Parked) {
        announceParked(company, done.approval)
        await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'approvals') })
      } else {
        queryClient.setQueryData(companyQuery(company).queryKey, done)
        await queryClient.invalidateQueries({ queryKey: companiesQuery.queryKey })
        toast('The time zone is changed.')
      }
    },
  })
}

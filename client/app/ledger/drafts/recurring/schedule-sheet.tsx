import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { draftsContract } from '../../../../../durable-objects/ledger/drafts/contract.ts'
import { useCompany } from '../../../company/queries.ts'
import { AmountInput } from '../../../guardrails/amount-input.tsx'
import { meridian } from '../../../lib/api.ts'
import { formatDate, today } from '../../../lib/dates.ts'
import { checkInput, messageOf } from '../../../lib/forms.ts'
import { subjectKey } from '../../../lib/keys.ts'
import { useCommandKey } from '../../../lib/use-command-key.ts'
import { useDebounced } from '../../../lib/use-debounced.ts'
import { useSubmit } from '../../../lib/use-submit.ts'
import { DateInput, Field, Select, TextInput } from '../../../ui/field.tsx'
import { FormSheet } from '../../../ui/form-sheet.tsx'
import { toast } from '../../../ui/toast.tsx'
import { AmountField } from '../amount-field.tsx'
import { LineList } from '../line-list.tsx'
import { schedulePreviewQuery, templatesQuery } from '../queries.ts'
import { RuleFields } from './rule-fields.tsx'
import {
  emptySchedule,
  mayMissDays,
  recurrenceOf,
  type ScheduleForm,
  scheduleInput,
} from './schedule-form.ts'

/** What recurs, when, and the dates that come of it before it is saved. */
export function ScheduleSheet({ onClose }: { onClose: () => void }) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [form, setForm] = useState(() => emptySchedule(today()))
  const change = (next: Partial<ScheduleForm>) => setForm({ ...form, ...next })
  const templates = useQuery(templatesQuery(slug)).data ?? []
  const template = templates.find(({ code }) => code === form.template)
  const input = scheduleInput(form)
  const {
    form: ref,
    errors,
    submit,
    isBusy,
  } = useSubmit({
    check: () => checkInput(draftsContract.operations.ScheduleEntry.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.drafts.ScheduleEntry(slug, input, { idempotencyKey }),
      ),
    onDone: async ({ name, next }) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'schedules') })
      toast(next ? `${name} recurs, next on ${formatDate(next)}.` : `${name} is saved.`)
      onClose()
    },
  })
  const { fields } = errors
  return (
    <FormSheet
      title="New recurring entry"
      verb="Let it recur"
      onClose={onClose}
      form={ref}
      isBusy={isBusy}
      general={errors.general ?? fields.get('/entry/lines') ?? fields.get('/entry')}
      onSubmit={() => submit()}
    >
      <Field label="Name" error={fields.get('/name')}>
        {(control) => (
          <TextInput {...control} data-autofocus value={form.name} onValue={(name) => change({ name })} />
        )}
      </Field>
      {templates.length > 0 && (
        <Field label="What recurs" error={fields.get('/template/code')}>
          {(control) => (
            <Select {...control} value={form.template} onValue={(code) => change({ template: code })}>
              <option value="">Lines of its own</option>
              {templates.map(({ code, name }) => (
                <option key={code} value={code}>
                  Template: {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {template ? (
        template.variables.map((name) => (
          <AmountField
            key={name}
            label={`Amount: ${name}`}
            error={fields.get(`/template/variables/${name}`)}
            value={form.variables[name] ?? ''}
            onValue={(amount) => change({ variables: { ...form.variables, [name]: amount } })}
          />
        ))
      ) : (
        <OwnEntry form={form} change={change} fields={fields} />
      )}
      <RuleFields rule={form.rule} onChange={(rule) => change({ rule })} error={fields.get('/rrule')} />
      <div className="grid grid-cols-2 gap-3">
        <Field label="From" error={fields.get('/start')}>
          {(control) => <DateInput {...control} value={form.start} onValue={(start) => change({ start })} />}
        </Field>
        <Field label="Until" isOptional error={fields.get('/end')}>
          {(control) => <DateInput {...control} value={form.end} onValue={(end) => change({ end })} />}
        </Field>
      </div>
      {mayMissDays(form) && (
        <Field label="In months without such a day">
          {(control) => (
            <Select
              {...control}
              value={form.lastDayRule}
              onValue={(rule) => change({ lastDayRule: rule as ScheduleForm['lastDayRule'] })}
            >
              <option value="last-day">on their last day</option>
              <option value="skip">not at all</option>
            </Select>
          )}
        </Field>
      )}
      <Dates form={form} />
      <Field label="When the date comes">
        {(control) => (
          <Select
            {...control}
            value={form.mode}
            onValue={(mode) => change({ mode: mode as ScheduleForm['mode'] })}
          >
            <option value="post">post the entry</option>
            <option value="draft">make a draft, for somebody to post</option>
          </Select>
        )}
      </Field>
    </FormSheet>
  )
}

interface OwnEntryProps {
  form: ScheduleForm
  change: (next: Partial<ScheduleForm>) => void
  fields: ReadonlyMap<string, string>
}

const OwnEntry = ({ form, change, fields }: OwnEntryProps) => (
  <>
    <Field
      label="Description"
      isOptional
      error={fields.get('/entry/description')}
      hint="{yyyy}, {mm} and {dd} stand for the date."
    >
      {(control) => (
        <TextInput
          {...control}
          placeholder="Rent {yyyy}-{mm}"
          value={form.description}
          onValue={(description) => change({ description })}
        />
      )}
    </Field>
    <LineList
      lines={form.lines}
      onLines={(lines) => change({ lines })}
      empty={(key) => ({ key, account: '', side: 'debit' as const, amount: '' })}
      errorOf={(index, field) => fields.get(`/entry/lines/${index}/${field}`)}
    >
      {(line, index, changeLine) => (
        <Field
          label="Amount"
          error={
            fields.get(`/entry/lines/${index}/${line.side}`) ??
            fields.get(`/entry/lines/${index}/debit`) ??
            fields.get(`/entry/lines/${index}`)
          }
        >
          {(control) => (
            <AmountInput
              {...control}
              scale={0}
              value={line.amount}
              onValue={(amount) => changeLine({ amount })}
            />
          )}
        </Field>
      )}
    </LineList>
    <Field label="Take it back">
      {(control) => (
        <Select
          {...control}
          value={form.reverse}
          onValue={(reverse) => change({ reverse: reverse as ScheduleForm['reverse'] })}
        >
          <option value="">never</option>
          <option value="next-day">on the day after</option>
          <option value="next-month">on the first of the next month</option>
        </Select>
      )}
    </Field>
  </>
)

/** What the rule comes to, asked of the server: it books by the same. */
function Dates({ form }: { form: ScheduleForm }) {
  const { slug } = useCompany()
  const recurrence = recurrenceOf(useDebounced(form, 250))
  const preview = useQuery({ ...schedulePreviewQuery(slug, recurrence), enabled: recurrence.start !== '' })
  const { dates = [], total = null } = preview.data ?? {}
  return (
    <section aria-label="Dates" aria-live="polite" className="rounded-lg bg-sunken px-3 py-2.5">
      <h3 className="mb-1 text-sm font-medium">Dates</h3>
      {preview.isError ? (
        <p className="text-sm text-negative">{messageOf(preview.error)}</p>
      ) : (
        <p className="text-sm text-muted tabular-nums">
          {dates.map(formatDate).join(' · ')}
          {dates.length > 0 && (total ?? Number.POSITIVE_INFINITY) > dates.length && ' …'}
          {preview.isSuccess && dates.length === 0 && 'None.'}
          {total !== null && (
            <span className="block">{total === 1 ? '1 date in all' : `${total} dates in all`}</span>
          )}
        </p>
      )}
    </section>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { draftsContract } from '../../../../../durable-objects/ledger/drafts/contract.ts'
import { useCompany } from '../../../company/queries.ts'
import { AmountInput } from '../../../guardrails/amount-input.tsx'
import { meridian } from '../../../lib/api.ts'
import { checkInput } from '../../../lib/forms.ts'
import { subjectKey } from '../../../lib/keys.ts'
import { useCommandKey } from '../../../lib/use-command-key.ts'
import { useSubmit } from '../../../lib/use-submit.ts'
import { Field, Select, TextInput } from '../../../ui/field.tsx'
import { FormSheet } from '../../../ui/form-sheet.tsx'
import { toast } from '../../../ui/toast.tsx'
import { LineList } from '../line-list.tsx'
import type { Template } from '../queries.ts'
import {
  codeOf,
  emptyLine,
  emptyTemplate,
  SOURCES,
  type Source,
  type TemplateForm,
  type TemplateFormLine,
  templateForm,
  templateInput,
} from './template-form.ts'

const SOURCE_NAMES: Readonly<Record<Source, string>> = {
  variable: 'Asked for',
  percent: 'A share',
  fixed: 'Fixed',
  rest: 'The rest',
}

interface SheetProps {
  /** Absent: a new one. */
  template?: Template | undefined
  /** What a new one begins with. */
  initial?: TemplateForm
  onClose: () => void
}

/** A new template, or the next version of one. */
export function TemplateSheet({ template, initial, onClose }: SheetProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [form, setForm] = useState<TemplateForm>(() =>
    template ? templateForm(template) : (initial ?? emptyTemplate()),
  )
  const [code, setCode] = useState<string>()
  const change = (next: Partial<TemplateForm>) => setForm({ ...form, ...next })
  const input = templateInput({ ...form, code: template?.code ?? code ?? codeOf(form.name) })
  const {
    form: ref,
    errors,
    submit,
    isBusy,
  } = useSubmit({
    check: () => checkInput(draftsContract.operations.SaveTemplate.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.drafts.SaveTemplate(slug, input, { idempotencyKey }),
      ),
    onDone: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'templates') })
      toast(`The template ${saved.name} is saved.`)
      onClose()
    },
  })
  const { fields } = errors
  const errorOf = (index: number, field: string) => fields.get(`/lines/${index}/${field}`)
  return (
    <FormSheet
      title={template ? template.name : 'New template'}
      verb="Save"
      onClose={onClose}
      form={ref}
      isBusy={isBusy}
      general={errors.general ?? fields.get('/lines')}
      onSubmit={() => submit()}
    >
      <Field label="Name" error={fields.get('/name')}>
        {(control) => (
          <TextInput {...control} data-autofocus value={form.name} onValue={(name) => change({ name })} />
        )}
      </Field>
      {!template && (
        <Field label="Code" error={fields.get('/code')}>
          {(control) => (
            <TextInput
              {...control}
              className="font-mono"
              value={code ?? codeOf(form.name)}
              onValue={setCode}
            />
          )}
        </Field>
      )}
      <Field
        label="Description"
        isOptional
        error={fields.get('/description')}
        hint="Of the entry. {yyyy}, {mm} and {dd} stand for its date."
      >
        {(control) => (
          <TextInput
            {...control}
            value={form.description}
            onValue={(description) => change({ description })}
          />
        )}
      </Field>
      <LineList
        lines={form.lines}
        onLines={(lines) => change({ lines })}
        empty={(key) =>
          emptyLine(key, form.lines.some(({ source }) => source === 'rest') ? 'percent' : 'rest')
        }
        errorOf={errorOf}
      >
        {(line, index, changeLine) => (
          <LineAmount
            line={line}
            change={changeLine}
            error={errorOf(index, line.source) ?? errorOf(index, 'of') ?? fields.get(`/lines/${index}`)}
          />
        )}
      </LineList>
      <Field label="Take it back">
        {(control) => (
          <Select
            {...control}
            value={form.reverse}
            onValue={(reverse) => change({ reverse: reverse as TemplateForm['reverse'] })}
          >
            <option value="">never</option>
            <option value="next-day">on the day after</option>
            <option value="next-month">on the first of the next month</option>
          </Select>
        )}
      </Field>
    </FormSheet>
  )
}

interface LineAmountProps {
  line: TemplateFormLine
  change: (next: Partial<TemplateFormLine>) => void
  error: string | undefined
}

/** Where the amount of the line comes from. */
const LineAmount = ({ line, change, error }: LineAmountProps) => (
  <div className="grid grid-cols-2 gap-2">
    <Field label="Amount">
      {(control) => (
        <Select
          {...control}
          value={line.source}
          onValue={(source) =>
            change({ source: source as Source, text: source === 'variable' ? 'amount' : '' })
          }
        >
          {SOURCES.map((source) => (
            <option key={source} value={source}>
              {SOURCE_NAMES[source]}
            </option>
          ))}
        </Select>
      )}
    </Field>
    {line.source === 'variable' && (
      <Field label="Called" error={error}>
        {(control) => <TextInput {...control} value={line.text} onValue={(text) => change({ text })} />}
      </Field>
    )}
    {line.source === 'fixed' && (
      <Field label="How much" error={error}>
        {(control) => (
          <AmountInput {...control} scale={0} value={line.text} onValue={(text) => change({ text })} />
        )}
      </Field>
    )}
    {line.source === 'percent' && (
      <>
        <Field label="Percent" error={error}>
          {(control) => (
            <AmountInput {...control} scale={0} value={line.text} onValue={(text) => change({ text })} />
          )}
        </Field>
        <Field label="Of" isOptional className="col-span-2">
          {(control) => (
            <TextInput {...control} placeholder="amount" value={line.of} onValue={(of) => change({ of })} />
          )}
        </Field>
      </>
    )}
    {line.source === 'rest' && error && <p className="self-end text-sm text-negative">{error}</p>}
  </div>
)

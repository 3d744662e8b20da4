import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { FileStack } from 'lucide-react'
import { useState } from 'react'
import { draftsContract } from '../../../../../durable-objects/ledger/drafts/contract.ts'
import { useCompany } from '../../../company/queries.ts'
import { meridian } from '../../../lib/api.ts'
import { today } from '../../../lib/dates.ts'
import { checkInput } from '../../../lib/forms.ts'
import { subjectKey } from '../../../lib/keys.ts'
import { useCommandKey } from '../../../lib/use-command-key.ts'
import { useSubmit } from '../../../lib/use-submit.ts'
import { Empty, Loading } from '../../../ui/feedback.tsx'
import { DateInput, Field, Select } from '../../../ui/field.tsx'
import { FormSheet } from '../../../ui/form-sheet.tsx'
import { useChart } from '../../queries.ts'
import { AmountField } from '../amount-field.tsx'
import { type Template, templatesQuery } from '../queries.ts'

interface ApplyProps {
  /** Absent: the form asks for one. */
  template?: Template
  onClose: () => void
}

/** Makes a draft from a template: the date, and the amounts that the template asks for. */
export function ApplyTemplateSheet({ template: given, onClose }: ApplyProps) {
  const { slug, currency } = useCompany()
  const { byCode } = useChart(slug)
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const templates = useQuery({ ...templatesQuery(slug), enabled: given === undefined })
  const [code, setCode] = useState('')
  const [effectiveDate, setEffectiveDate] = useState(today())
  const [amounts, setAmounts] = useState<Record<string, string>>({})
  const template = given ?? templates.data?.find((each) => each.code === code) ?? templates.data?.[0]
  const variables = Object.fromEntries(
    (template?.variables ?? []).flatMap((name) => (amounts[name] ? [[name, amounts[name]]] : [])),
  )
  const unitOf = (name: string): string => {
    const line = template?.lines.find(({ variable }) => variable === name)
    return line?.unit ?? byCode.get(line?.account ?? '')?.unit ?? currency
  }
  const input = { template: template?.code ?? '', effectiveDate, variables }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(draftsContract.operations.ApplyTemplate.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.drafts.ApplyTemplate(slug, input, { idempotencyKey }),
      ),
    onDone: async (draft) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'drafts') })
      onClose()
      await navigate({
        to: '/companies/$company/journal/new',
        params: { company: slug },
        search: { draft: draft.id },
      })
    },
  })
  return (
    <FormSheet
      title={given ? `Use ${given.name}` : 'From template'}
      verb="Make a draft"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => template && submit()}
    >
      {!given && templates.isPending && <Loading rows={3} label="Loading the templates" />}
      {!given && templates.data?.length === 0 && (
        <Empty icon={FileStack} title="No templates yet">
          Templates are made under Drafts. They save what repeats: accounts, texts and shares.
        </Empty>
      )}
      {!given && template && (
        <Field label="Template" error={errors.fields.get('/template')}>
          {(control) => (
            <Select {...control} data-autofocus value={template.code} onValue={setCode}>
              {templates.data?.map((each) => (
                <option key={each.code} value={each.code}>
                  {each.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {template && (
        <>
          <Field label="Effective date" error={errors.fields.get('/effectiveDate')}>
            {(control) => <DateInput {...control} value={effectiveDate} onValue={setEffectiveDate} />}
          </Field>
          {template.variables.map((name) => (
            <AmountField
              key={name}
              label={`${variableLabel(name)}, ${unitOf(name)}`}
              error={errors.fields.get(`/variables/${name}`)}
              value={amounts[name] ?? ''}
              onValue={(text) => setAmounts({ ...amounts, [name]: text })}
            />
          ))}
        </>
      )}
    </FormSheet>
  )
}

/** `netAmount` is read as `Net amount`. */
const variableLabel = (name: string): string => {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import {
  DIMENSION_RULES,
  type DimensionRule,
  dimensionsContract,
} from '../../../../durable-objects/ledger/dimensions/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { Section } from '../../ui/section.tsx'
import { Tag } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { AccountPicker } from '../accounts/account-picker.tsx'
import { type AccountRule, accountRulesQuery, type Dimension } from './queries.ts'

const RULES: Record<DimensionRule, { word: string; detail: string }> = {
  required: { word: 'Required', detail: 'Lines without a value are refused.' },
  optional: { word: 'Optional', detail: 'Lines may name a value; a default fills it in.' },
  forbidden: { word: 'Not taken', detail: 'Lines with a value are refused.' },
}

/** Which accounts need a value of the dimension, which take none, and what they fill in. */
export function AccountRules({ dimension }: { dimension: Dimension }) {
  const { slug } = useCompany()
  const rules = useQuery(accountRulesQuery(slug, dimension.code))
  const [open, setOpen] = useState<'new' | AccountRule>()
  const maySet = useMay('dimensions.SetAccountDimension')
  return (
    <Section
      title="Rules of accounts"
      description={
        rules.data?.length === 0
          ? 'None yet: any line may name a value of this dimension or leave it out.'
          : 'Accounts that are not listed take a value or none.'
      }
      actions={
        maySet && (
          <Button onClick={() => setOpen('new')}>
            <Plus className="size-4" aria-hidden="true" /> Add a rule
          </Button>
        )
      }
    >
      {rules.isError && <ProblemNotice error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data && rules.data.length > 0 && (
        <Table aria-label="Rules of accounts">
          <thead>
            <tr>
              <HeadCell>Account</HeadCell>
              <HeadCell className="w-32">Rule</HeadCell>
              <HeadCell className="w-32 max-sm:hidden">Default</HeadCell>
              <HeadCell className="w-12">
                <span className="unseen">Change</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {rules.data.map((each) => (
              <tr key={each.account.code} className="hover:bg-hover">
                <RowHead>
                  <Link
                    to="/companies/$company/accounts/$code"
                    params={{ company: slug, code: each.account.code }}
                    className={rowLinkClass}
                  >
                    {each.account.code} {each.account.name}
                  </Link>
                </RowHead>
                <Cell>
                  <Tag>{RULES[each.rule].word}</Tag>
                </Cell>
                <Cell className="font-mono text-sm max-sm:hidden">{each.default ?? '–'}</Cell>
                <Cell className="text-right!">
                  {maySet && (
                    <IconButton
                      label={`Change the rule of ${each.account.code}`}
                      onClick={() => setOpen(each)}
                    >
                      <Pencil className="size-4" aria-hidden="true" />
                    </IconButton>
                  )}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {open && (
        <RuleSheet
          dimension={dimension}
          rule={open === 'new' ? undefined : open}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Section>
  )
}

interface RuleProps {
  dimension: Dimension
  rule: AccountRule | undefined
  onClose: () => void
}

function RuleSheet({ dimension, rule, onClose }: RuleProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [code, setCode] = useState(rule?.account.code ?? '')
  const [wanted, setWanted] = useState<DimensionRule>(rule?.rule ?? 'required')
  const [fill, setFill] = useState(rule?.default ?? '')
  const input = {
    code,
    dimension: dimension.code,
    rule: wanted,
    default: (wanted !== 'forbidden' && fill.trim()) || null,
  }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(dimensionsContract.operations.SetAccountDimension.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.dimensions.SetAccountDimension(slug, input, { idempotencyKey }),
      ),
    onDone: async () => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'dimensions') })
      onClose()
    },
  })
  return (
    <FormSheet
      title={rule ? `${rule.account.code} ${rule.account.name}` : 'Add a rule'}
      verb="Save the rule"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      {!rule && (
        <Field label="Account" error={errors.fields.get('/code')}>
          {(control) => <AccountPicker {...control} data-autofocus value={code} onValue={setCode} />}
        </Field>
      )}
      <ChoiceCards
        legend={`A value of ${dimension.name} is`}
        value={wanted}
        onValue={setWanted}
        choices={DIMENSION_RULES.map((value) => ({
          value,
          label: RULES[value].word,
          detail: RULES[value].detail,
        }))}
      />
      {wanted !== 'forbidden' && (
        <Field
          label="Default"
          isOptional
          error={errors.fields.get('/default')}
          hint="Code of the value that a line gets when it names none."
        >
          {(control) => <TextInput {...control} className="font-mono" value={fill} onValue={setFill} />}
        </Field>
      )}
    </FormSheet>
  )
}

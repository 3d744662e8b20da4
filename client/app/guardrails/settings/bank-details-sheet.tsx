import { useQueryClient } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { type BankDetailsView, companyContract } from '../../../../durable-objects/company/contract.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { Parked } from '../../../sdk/problem.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput, type FormErrors } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { submitWord, useVerdict } from '../check/use-verdict.ts'
import { VerdictNotice } from '../check/verdict-notice.tsx'
import { announceParked } from '../parked.tsx'
import { judgeIban, spacedIban } from './iban.ts'
import { bankDetailsQuery } from './queries.ts'

interface AccountForm {
  key: number
  name: string
  holder: string
  iban: string
  bic: string
}

/** Changes the list of bank accounts as a whole. */
export function BankDetailsSheet({ details, onClose }: { details: BankDetailsView; onClose: () => void }) {
  const company = useCompany()
  const [accounts, setAccounts] = useState(() => formOf(details, company.name))
  const input = inputOf(accounts)
  const isReady = checkInput(schema, input) === undefined
  const verdict = useVerdict('company.ChangeBankDetails', isReady ? input : undefined)
  const { form, errors, submit, isBusy } = useChange(company.slug, onClose)
  const change = (key: number, fields: Partial<AccountForm>) =>
    setAccounts(accounts.map((each) => (each.key === key ? { ...each, ...fields } : each)))
  return (
    <FormSheet
      title="Change the bank details"
      onClose={onClose}
      verb={submitWord(verdict, 'Change')}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit(accounts)}
    >
      {accounts.map((account, index) => (
        <AccountFields
          key={account.key}
          account={account}
          index={index}
          errors={errors}
          onChange={(fields) => change(account.key, fields)}
          onRemove={() => setAccounts(accounts.filter(({ key }) => key !== account.key))}
        />
      ))}
      {accounts.length < LIMITS.bankAccountsMax && (
        <Button
          className="self-start"
          onClick={() => setAccounts([...accounts, emptyAccount(nextKey(accounts), company.name)])}
        >
          <Plus className="size-4" aria-hidden="true" /> Another account
        </Button>
      )}
      {errors.fields.get('/accounts') && <Notice>{errors.fields.get('/accounts')}</Notice>}
      <VerdictNotice verdict={verdict} />
    </FormSheet>
  )
}

const schema = companyContract.operations.ChangeBankDetails.input

const emptyAccount = (key: number, holder: string): AccountForm => ({
  key,
  name: '',
  holder,
  iban: '',
  bic: '',
})

const nextKey = (accounts: readonly AccountForm[]): number =>
  Math.max(0, ...accounts.map(({ key }) => key)) + 1

function formOf({ accounts }: BankDetailsView, holder: string): AccountForm[] {
  if (accounts.length === 0) return [emptyAccount(1, holder)]
  return accounts.map(({ name, holder: owner, iban, bic }, index) => ({
    key: index + 1,
    name,
    holder: owner,
    iban: spacedIban(iban ?? ''),
    bic: bic ?? '',
  }))
}

const inputOf = (accounts: readonly AccountForm[]) => ({
  accounts: accounts.map(({ name, holder, iban, bic }) => ({
    name,
    holder,
    iban,
    ...(bic.trim() && { bic: bic.trim() }),
  })),
})

function useChange(company: string, onClose: () => void) {
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  return useSubmit({
    check: (accounts: readonly AccountForm[]) => checkInput(schema, inputOf(accounts)),
    send: async (accounts: readonly AccountForm[]) => {
      const input = inputOf(accounts)
      try {
        return await commandKey.send(input, (idempotencyKey) =>
          meridian.company.ChangeBankDetails(company, input, { idempotencyKey }),
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
        queryClient.setQueryData(bankDetailsQuery(company).queryKey, done)
        toast('The bank details are changed.')
      }
    },
  })
}

interface AccountFieldsProps {
  account: AccountForm
  index: number
  errors: FormErrors
  onChange: (fields: Partial<AccountForm>) => void
  onRemove: () => void
}

function AccountFields({ account, index, errors, onChange, onRemove }: AccountFieldsProps) {
  const errorOf = (field: string) => errors.fields.get(`/accounts/${index}/${field}`)
  const judged = judgeIban(account.iban)
  const isWrong =
    judged === 'invalid' &&
    'The check digits or the length do not fit: compare it with the letter of the bank.'
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-lg border border-line p-3">
      <legend className="unseen">Account {index + 1}</legend>
      <div className="flex items-center justify-between">
        <span className="font-medium">Account {index + 1}</span>
        <IconButton label={`Remove account ${index + 1}`} onClick={onRemove}>
          <Trash2 className="size-4" aria-hidden="true" />
        </IconButton>
      </div>
      <Field label="Name" error={errorOf('name')}>
        {(control) => (
          <TextInput
            {...control}
            value={account.name}
            onValue={(name) => onChange({ name })}
            placeholder="Current account"
          />
        )}
      </Field>
      <Field label="Holder" error={errorOf('holder')}>
        {(control) => (
          <TextInput {...control} value={account.holder} onValue={(holder) => onChange({ holder })} />
        )}
      </Field>
      <Field
        label="IBAN"
        error={errorOf('iban') ?? (isWrong || undefined)}
        hint={judged === 'valid' ? 'The check digits fit.' : undefined}
      >
        {(control) => (
          <TextInput
            {...control}
            value={account.iban}
            onValue={(iban) => onChange({ iban })}
            onBlur={() =>
              judged === 'valid' && onChange({ iban: spacedIban(account.iban.replace(/\s/g, '')) })
            }
            spellCheck={false}
            autoCapitalize="characters"
            placeholder="DE89 3704 0044 0532 0130 00"
            className="font-mono"
          />
        )}
      </Field>
      <Field label="BIC" isOptional error={errorOf('bic')}>
        {(control) => (
          <TextInput
            {...control}
            value={account.bic}
            onValue={(bic) => onChange({ bic })}
            spellCheck={false}
            autoCapitalize="characters"
          />
        )}
      </Field>
    </fieldset>
  )
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { sum } from '../../lib/decimal.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { fieldErrors } from '../../lib/use-submit.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Field } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { Balance } from '../balance.tsx'
import { type Account, trialBalanceQuery, useChart } from '../queries.ts'
import { AccountPicker } from './account-picker.tsx'
import { ROLE_NAMES } from './names.ts'
import { type AccountDetails, refreshAfter } from './queries.ts'

interface MergeProps {
  account: AccountDetails
  onClose: () => void
  onMerged: (into: string) => void
}

/** Chooses the account to merge into, says what that means, and asks before it is done: there is no way back. */
export function MergeAccountSheet({ account, onClose, onMerged }: MergeProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const form = useRef<HTMLFormElement>(null)
  const [code, setCode] = useState('')
  const [isAsking, setAsking] = useState(false)
  const [error, setError] = useState<string>()
  const into = useChart(slug).byCode.get(code)
  const differing = into ? differencesOf(account, into) : []
  const go = () => {
    const refused = fieldErrors({ '/into': code.trim() === '' && 'Choose the account that it becomes.' })
    setError(refused?.fields.get('/into'))
    if (!refused && differing.length === 0) setAsking(true)
  }
  const input = { from: account.code, into: code.trim() }
  return (
    <>
      <FormSheet
        title={`Merge ${account.code} ${account.name}`}
        verb="Merge…"
        onClose={onClose}
        form={form}
        isBusy={false}
        general={undefined}
        onSubmit={go}
      >
        <Field
          label="Into"
          error={error}
          hint="An account of the same type, which takes everything over and keeps its name."
        >
          {(control) => (
            <AccountPicker
              {...control}
              data-autofocus
              offers={(each) => each.type === account.type && each.isActive && each.code !== account.code}
              value={code}
              onValue={setCode}
            />
          )}
        </Field>
        {into && differing.length > 0 && (
          <Notice>
            They differ in {differing.join(' and ')}. Change {account.code} first where that is possible.
          </Notice>
        )}
        {into && differing.length === 0 && <Preview account={account} into={into} />}
      </FormSheet>
      {isAsking && (
        <Confirm
          title={`Merge ${account.code} into ${input.into}?`}
          verb="Merge the accounts"
          send={() =>
            commandKey.send(input, (idempotencyKey) =>
              meridian.ledger.MergeAccounts(slug, input, { idempotencyKey }),
            )
          }
          onDone={async () => {
            onMerged(input.into)
            await refreshAfter(queryClient, slug, 'account-merged')
            toast(`Account ${account.code} is ${input.into} now, with all of its lines.`)
          }}
          onClose={() => setAsking(false)}
        >
          Both are one account from then on, in every report of every date. This cannot be undone.
        </Confirm>
      )}
    </>
  )
}

/** What the server asks of two accounts, said before they are sent. */
function differencesOf(from: Account, into: Account): string[] {
  const pairs: [boolean, string][] = [
    [from.isOpenItem !== into.isOpenItem, 'whether their lines are open items'],
    [from.control !== into.control, 'their control'],
    [from.sensitivity !== into.sensitivity, 'who may see their amounts'],
    [from.isHeading !== into.isHeading, 'whether they are headings'],
  ]
  return pairs.filter(([differs]) => differs).map(([, words]) => words)
}

function Preview({ account, into }: { account: AccountDetails; into: Account }) {
  const { slug, currency } = useCompany()
  const rows = useQuery(trialBalanceQuery(slug)).data?.rows
  const balanceOf = (code: string) => rows?.find((row) => row.account.code === code)?.balance ?? '0.00'
  const [before, target] = [balanceOf(account.code), balanceOf(into.code)]
  const figures: [label: string, value: string, isSum?: true][] = [
    [`${into.code} ${into.name}`, target],
    [`${account.code} ${account.name}`, before],
    [`${into.code} afterwards`, sum([target, before]), true],
  ]
  const moves: ReactNode[] = [
    `Every line of ${account.code}, of every year, is in ${into.code}, also in reports as known in the past.`,
    account.children > 0 && `${account.children} accounts below it stand below ${into.code}.`,
    account.roles.length > 0 &&
      `${into.code} takes over its roles: ${account.roles.map((role) => ROLE_NAMES[role].name.toLowerCase()).join(', ')}.`,
    `The code ${account.code} stays reserved: whoever books to it books to ${into.code}.`,
  ]
  return (
    <section aria-label="What happens" className="flex flex-col gap-3">
      {rows && (
        <dl className="rounded-lg border border-line">
          {figures.map(([label, value, isSum]) => (
            <div
              key={label}
              className={`flex justify-between gap-3 px-3 py-1.5 ${isSum ? 'border-t border-line font-medium' : ''}`}
            >
              <dt className="min-w-0 truncate">{label}</dt>
              <dd className="whitespace-nowrap">
                <Balance value={value} type={into.type} />{' '}
                <span className="text-sm text-faint">{currency}</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <ul className="flex list-disc flex-col gap-1.5 pl-5 text-sm text-muted">
        {moves.filter(Boolean).map((text) => (
          <li key={String(text)}>{text}</li>
        ))}
      </ul>
    </section>
  )
}

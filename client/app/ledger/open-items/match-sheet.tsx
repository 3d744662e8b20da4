import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { openItemsContract } from '../../../../durable-objects/ledger/open-items/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { AmountInput } from '../../guardrails/amount-input.tsx'
import { formatAmount } from '../../lib/amounts.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { compare, isZero, scaleOf } from '../../lib/decimal.ts'
import { useCommand } from '../../lib/use-command.ts'
import { fieldErrors } from '../../lib/use-submit.ts'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { DateInput, Field } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { AccountPicker } from '../accounts/account-picker.tsx'
import type { Account } from '../queries.ts'
import { type Match, matchingSettingsQuery, STALE_AFTER_MATCHING } from './queries.ts'
import { amountProblem, type Chosen, keyOf, restOf, sumsOf } from './selection.ts'
import { SumsView } from './selection-bar.tsx'

interface MatchProps {
  account: Account
  chosen: readonly Chosen[]
  onClose: () => void
  onMatched: (match: Match) => void
}

/** How much of each item is matched, on which date, and what becomes of a rest. */
export function MatchSheet({ account, chosen, onClose, onMatched }: MatchProps) {
  const [amounts, setAmounts] = useState<ReadonlyMap<string, string>>(new Map())
  const [effectiveDate, setEffectiveDate] = useState('')
  const [rest, setRest] = useState<'open' | 'write-off'>('open')
  const [writeOff, setWriteOff] = useState('')
  const items = chosen.map((item): Chosen => {
    const amount = amounts.get(keyOf(item))
    return amount ? { ...item, amount } : item
  })
  const sums = sumsOf(items.filter((item) => amountProblem(item) === undefined))
  const whole = sumsOf(chosen)
  const isWrittenOff = rest === 'write-off' && !isZero(whole.difference)
  const { form, errors, setErrors, submit, isBusy } = useCommand({
    operation: openItemsContract.operations.MatchItems,
    call: meridian.openItems.MatchItems,
    stale: STALE_AFTER_MATCHING,
    onDone: (match) => {
      onMatched(match)
      onClose()
    },
    onParked: onClose,
  })
  const send = () => {
    const refused = fieldErrors({
      ...(!isWrittenOff &&
        Object.fromEntries(items.map((item, index) => [`/items/${index}/amount`, amountProblem(item)]))),
      '/writeOff/account': isWrittenOff && writeOff === '' && 'Choose where the rest is booked.',
    })
    if (refused) return setErrors(refused)
    submit({
      account: account.code,
      // A write-off settles all of them in full.
      items: items.map(({ entry, line, amount }) => ({
        entry,
        line,
        ...(amount && !isWrittenOff && { amount }),
      })),
      ...(effectiveDate && { effectiveDate }),
      ...(isWrittenOff && { writeOff: { account: writeOff } }),
    })
  }
  const itemProblem = (index: number) =>
    errors.fields.get(`/items/${index}/amount`) ?? errors.fields.get(`/items/${index}`)
  return (
    <FormSheet
      title={`Match ${chosen.length} items`}
      verb="Match"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general ?? errors.fields.get('/items') ?? errors.fields.get('/account')}
      onSubmit={send}
    >
      <SumsView sums={isWrittenOff ? whole : sums} />
      {!isZero(whole.difference) && (
        <RestChoice
          difference={whole.difference}
          unit={whole.unit ?? ''}
          value={rest}
          onValue={setRest}
          account={writeOff}
          onAccount={setWriteOff}
          error={errors.fields.get('/writeOff/account') ?? errors.fields.get('/writeOff')}
        />
      )}
      {!isWrittenOff && (
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-1 font-semibold">Amounts</legend>
          <p className="text-sm text-muted">Left empty, as much is matched as possible, the oldest first.</p>
          {items.map((item, index) => (
            <Field
              key={keyOf(item)}
              label={`${item.voucher} · ${item.side} · ${formatDate(item.effectiveDate)}`}
              error={itemProblem(index)}
              hint={item.reference ?? undefined}
            >
              {(control) => (
                <AmountInput
                  {...control}
                  scale={scaleOf(item.openAmount)}
                  placeholder={formatAmount(item.openAmount)}
                  value={amounts.get(keyOf(item)) ?? ''}
                  onValue={(amount) => setAmounts(new Map(amounts).set(keyOf(item), amount))}
                />
              )}
            </Field>
          ))}
        </fieldset>
      )}
      <Field
        label="Effective date"
        isOptional
        error={errors.fields.get('/effectiveDate')}
        hint="Left empty, the latest of the items' dates."
      >
        {(control) => <DateInput {...control} value={effectiveDate} onValue={setEffectiveDate} />}
      </Field>
    </FormSheet>
  )
}

interface RestProps {
  difference: string
  unit: string
  value: 'open' | 'write-off'
  onValue: (value: 'open' | 'write-off') => void
  account: string
  onAccount: (code: string) => void
  error: string | undefined
}

function RestChoice({ difference, unit, value, onValue, account, onAccount, error }: RestProps) {
  const settings = useQuery(matchingSettingsQuery(useCompanySlug())).data
  const { side, amount } = restOf(difference)
  if (!settings) return null
  const isTooMuch = unit === settings.currency && compare(amount, settings.writeOffLimit) > 0
  if (isTooMuch && !isZero(settings.writeOffLimit))
    return (
      <p className="text-muted">
        A {side} of {formatAmount(amount)} {unit} stays open: up to {formatAmount(settings.writeOffLimit)} may
        be written off.
      </p>
    )
  if (isZero(settings.writeOffLimit))
    return (
      <p className="text-muted">
        A {side} of {formatAmount(amount)} {unit} stays open. Write-offs are not allowed here; set a limit to
        allow small ones.
      </p>
    )
  return (
    <>
      <ChoiceCards
        legend={`A ${side} of ${formatAmount(amount)} ${unit} is left`}
        value={value}
        onValue={onValue}
        choices={[
          { value: 'open', label: 'It stays open' },
          {
            value: 'write-off',
            label: 'Write it off',
            detail: `Up to ${formatAmount(settings.writeOffLimit)} ${settings.currency}. All chosen items are settled in full.`,
          },
        ]}
      />
      {value === 'write-off' && (
        <Field label="Book the rest to" error={error}>
          {(control) => <AccountPicker {...control} value={account} onValue={onAccount} />}
        </Field>
      )}
    </>
  )
}

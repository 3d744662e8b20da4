import { useState } from 'react'
import { currenciesContract } from '../../../../durable-objects/ledger/currencies/contract.ts'
import { MANUAL_SOURCE } from '../../../../durable-objects/ledger/currencies/inputs.ts'
import { useCompany } from '../../company/queries.ts'
import { parseAmount } from '../../lib/amounts.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate, today } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { DateInput, Field, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Rate } from './queries.ts'

interface RecordProps {
  /** The one that is corrected; absent: a new one. */
  rate: Rate | undefined
  onClose: () => void
}

/** Records the rate of a day, corrects it, or withdraws it; what was known before stays known as of its time. */
export function RecordRateSheet({ rate: before, onClose }: RecordProps) {
  const { currency } = useCompany()
  const [date, setDate] = useState(before?.date ?? today())
  const [base, setBase] = useState(before?.base ?? currency)
  const [quote, setQuote] = useState(before?.quote ?? '')
  const [rate, setRate] = useState(before?.rate ?? '')
  const [source, setSource] = useState(before?.source ?? MANUAL_SOURCE)
  const [isWithdrawn, setWithdrawn] = useState(false)
  const { form, errors, submit, isBusy } = useCommand({
    operation: currenciesContract.operations.RecordRates,
    call: meridian.currencies.RecordRates,
    stale: ['currencies', 'reports', 'periods'],
    onDone: ({ recorded, corrected, unchanged }) => {
      toast(
        isWithdrawn
          ? 'The rate is withdrawn.'
          : recorded > 0
            ? 'The rate is recorded.'
            : corrected > 0
              ? 'The rate is corrected.'
              : unchanged > 0 && 'It was known already.',
      )
      onClose()
    },
    onParked: onClose,
  })
  const error = (field: string) => errors.fields.get(`/rates/0/${field}`)
  return (
    <FormSheet
      title={before ? `${before.base} to ${before.quote}, ${formatDate(before.date)}` : 'Record a rate'}
      verb={isWithdrawn ? 'Withdraw' : before ? 'Correct' : 'Record'}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general ?? errors.fields.get('/rates')}
      onSubmit={() =>
        submit({
          source: source.trim(),
          rates: [{ date, base, quote, rate: isWithdrawn ? null : (parseAmount(rate) ?? rate.trim()) }],
        })
      }
    >
      {!before && (
        <>
          <div className="grid grid-cols-2 gap-3">
            <Field label="One of" error={error('base')}>
              {(control) => <CodeInput {...control} value={base} onValue={setBase} />}
            </Field>
            <Field label="Costs so many" error={error('quote')}>
              {(control) => <CodeInput {...control} data-autofocus value={quote} onValue={setQuote} />}
            </Field>
          </div>
          <Field label="Day" error={error('date')}>
            {(control) => <DateInput {...control} value={date} onValue={setDate} />}
          </Field>
        </>
      )}
      {!isWithdrawn && (
        <Field
          label="Rate"
          error={error('rate')}
          hint={quote && `1 ${base} = ${rate || '…'} ${quote}. It stays as exact as it is written.`}
        >
          {(control) => (
            <TextInput
              {...control}
              inputMode="decimal"
              className="tabular-nums"
              {...(before && { 'data-autofocus': true })}
              value={rate}
              onValue={setRate}
            />
          )}
        </Field>
      )}
      {before ? (
        <Tick isOn={isWithdrawn} onChange={setWithdrawn}>
          Withdraw it: there is no rate of this source for that day
        </Tick>
      ) : (
        <Field
          label="Source"
          error={errors.fields.get('/source')}
          hint="Small letters, such as manual, ecb or a bank."
        >
          {(control) => <TextInput {...control} className="font-mono" value={source} onValue={setSource} />}
        </Field>
      )}
    </FormSheet>
  )
}

/** A currency's code, in capitals. */
export const CodeInput = ({ onValue, ...rest }: React.ComponentProps<typeof TextInput>) => (
  <TextInput
    {...rest}
    className="font-mono"
    spellCheck={false}
    onValue={(text) => onValue(text.trim().toUpperCase())}
  />
)

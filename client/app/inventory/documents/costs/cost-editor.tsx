import { useMemo, useState } from 'react'
import { COST_BASES, stockContract } from '../../../../../durable-objects/inventory/stock/contract.ts'
import { useCompany } from '../../../company/queries.ts'
import { AmountInput } from '../../../guardrails/amount-input.tsx'
import { AccountPicker, takesEntries } from '../../../ledger/accounts/account-picker.tsx'
import { meridian } from '../../../lib/api.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/feedback.tsx'
import { DateInput, Field, Refused, Select, TextInput } from '../../../ui/field.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { PreviewDialog } from '../preview.tsx'
import { useCompanyToday, useMoneyScale } from '../queries.ts'
import { useRecorded } from '../use-recorded.tsx'
import { useRecording } from '../use-recording.ts'
import { type Chosen, chosenOf, costErrorsOf, type Part, receiptsOf } from './chosen.ts'
import { ChosenReceipts } from './chosen-receipts.tsx'
import { ReceiptFinder } from './receipt-finder.tsx'

const BASIS_NAMES: Readonly<Record<(typeof COST_BASES)[number], string>> = {
  value: 'Value',
  quantity: 'Quantity',
  weight: 'Weight',
  volume: 'Volume',
}
const VERB = 'Record the costs'

/** Costs that come after the goods: which receipts they belong to, how much, and how it is divided among them. */
export function CostEditor({ receipt }: { receipt?: string }) {
  const { currency } = useCompany()
  const scale = useMoneyScale()
  const today = useCompanyToday()
  const recorded = useRecorded()
  const [header, setHeader] = useState({ date: today, party: '', reference: '', account: '', note: '' })
  const [way, setWay] = useState<'divided' | 'each'>('divided')
  const [amount, setAmount] = useState('')
  const [by, setBy] = useState<(typeof COST_BASES)[number]>('value')
  const [chosen, setChosen] = useState<readonly Chosen[]>(() => (receipt ? [chosenOf(receipt)] : []))
  const [lines, setLines] = useState<ReadonlyMap<string, number>>(new Map())
  const [sent, setSent] = useState<readonly Part[]>([])
  const recording = useRecording({
    operation: stockContract.operations.AddReceiptCosts,
    call: meridian.stock.AddReceiptCosts,
    onRecorded: (document) => recorded(document, 'show'),
    onParked: () => setChosen([]),
  })
  const errors = useMemo(() => costErrorsOf(recording.errors, sent), [recording.errors, sent])
  const send = (submit: typeof recording.submit) => {
    const { receipts, parts } = receiptsOf(chosen, lines, way === 'each')
    setSent(parts)
    const texts = Object.fromEntries(Object.entries(header).filter(([, text]) => text.trim() !== ''))
    submit({
      ...texts,
      date: header.date,
      ...(way === 'divided' && { amount, by }),
      receipts,
    })
  }
  const field = (name: keyof typeof header) => ({
    value: header[name],
    onValue: (text: string) => setHeader({ ...header, [name]: text }),
  })
  return (
    <form
      ref={recording.formRef}
      noValidate
      className="flex min-w-0 flex-1 flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        send(recording.submit)
      }}
    >
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-[10rem_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)]">
        <Field label="Date" error={errors.header.get('date')}>
          {(control) => <DateInput {...control} {...field('date')} />}
        </Field>
        <Field label="Who charges it" isOptional error={errors.header.get('party')}>
          {(control) => <TextInput {...control} {...field('party')} autoFocus />}
        </Field>
        <Field label="Reference" isOptional error={errors.header.get('reference')}>
          {(control) => <TextInput {...control} placeholder="Bill" {...field('reference')} />}
        </Field>
        <Field label="Other side" isOptional error={errors.header.get('account')}>
          {(control) => (
            <AccountPicker
              {...control}
              offers={takesEntries}
              placeholder="As the item says"
              {...field('account')}
            />
          )}
        </Field>
      </div>
      <div className="flex flex-wrap items-end gap-3">
        <Tabs
          label="How it is laid on the goods"
          tabs={[
            { value: 'divided', label: 'Divide an amount' },
            { value: 'each', label: 'An amount for each line' },
          ]}
          value={way}
          onValue={setWay}
        />
        {way === 'divided' && (
          <>
            <Field label={`Amount, ${currency}`} error={errors.header.get('amount')} className="w-36">
              {(control) => <AmountInput {...control} scale={scale} value={amount} onValue={setAmount} />}
            </Field>
            <Field label="Divided by" error={errors.header.get('by')} className="w-36">
              {(control) => (
                <Select {...control} value={by} onValue={(basis) => setBy(basis as typeof by)}>
                  {COST_BASES.map((basis) => (
                    <option key={basis} value={basis}>
                      {BASIS_NAMES[basis]}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </>
        )}
      </div>
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <ReceiptFinder
          chosen={chosen.map((each) => each.receipt)}
          onToggle={(id) =>
            setChosen(
              chosen.some((each) => each.receipt === id)
                ? chosen.filter((each) => each.receipt !== id)
                : [...chosen, chosenOf(id)],
            )
          }
        />
        <ChosenReceipts
          chosen={chosen}
          isEach={way === 'each'}
          errors={errors.parts}
          onChange={setChosen}
          onLines={(id, count) =>
            setLines((known) => (known.get(id) === count ? known : new Map(known).set(id, count)))
          }
        />
      </div>
      {errors.header.has('receipts') && <Refused>{errors.header.get('receipts')}</Refused>}
      {errors.general && <Notice>{errors.general}</Notice>}
      <div className="flex-1" />
      <div className="sticky bottom-0 z-10 -mx-4 -mb-16 flex flex-wrap justify-end gap-2 border-t border-line bg-canvas px-4 py-3 sm:-mx-6 sm:px-6">
        <Button isBusy={recording.isBusy} onClick={() => send(recording.tryOut)}>
          Preview
        </Button>
        <Button type="submit" variant="primary" isBusy={recording.isBusy}>
          {VERB}
        </Button>
      </div>
      {recording.trial && (
        <PreviewDialog
          document={recording.trial.document}
          verb={VERB}
          isBusy={recording.isRecording}
          onRecord={() => recording.trial && recording.record(recording.trial.input)}
          onClose={recording.closeTrial}
        />
      )}
    </form>
  )
}

import { useState } from 'react'
import {
  PERIOD_PATTERNS,
  type PeriodPattern,
  periodsContract,
} from '../../../../durable-objects/ledger/periods/contract.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { DateInput, Field, Select, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { PATTERN_NAMES } from './patterns.ts'
import type { FiscalYear } from './queries.ts'

/** A year of any length: the first of a company, a short one, or one of more than twelve months. */
export function OpenYearSheet({ years, onClose }: { years: readonly FiscalYear[]; onClose: () => void }) {
  const next = years.find(({ isDerived, status }) => isDerived && status === 'open')
  const [code, setCode] = useState('')
  const [from, setFrom] = useState(next?.from ?? '')
  const [to, setTo] = useState(next?.to ?? '')
  const [periods, setPeriods] = useState<PeriodPattern>('months')
  const { form, errors, submit, isBusy } = useCommand({
    operation: periodsContract.operations.OpenFiscalYear,
    call: meridian.periods.OpenFiscalYear,
    stale: ['periods', 'reports'],
    onDone: (year) => {
      toast(`The year ${year.code} has ${year.days} days.`)
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormSheet
      title="Open a year"
      verb="Open the year"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ code: code.trim(), from, to, periods })}
    >
      <Field
        label="Code"
        error={errors.fields.get('/code')}
        hint="How it is called, such as 2026 or 2026-2027."
      >
        {(control) => (
          <TextInput {...control} data-autofocus className="font-mono" value={code} onValue={setCode} />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="First day" error={errors.fields.get('/from')}>
          {(control) => <DateInput {...control} value={from} onValue={setFrom} />}
        </Field>
        <Field label="Last day" error={errors.fields.get('/to')}>
          {(control) => <DateInput {...control} value={to} onValue={setTo} />}
        </Field>
      </div>
      <Field
        label="Periods"
        error={errors.fields.get('/periods')}
        hint="There are no gaps: the years after it begin where it ends."
      >
        {(control) => (
          <Select {...control} value={periods} onValue={(value) => setPeriods(value as PeriodPattern)}>
            {PERIOD_PATTERNS.map((each) => (
              <option key={each} value={each}>
                {PATTERN_NAMES[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormSheet>
  )
}

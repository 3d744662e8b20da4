import { currencyScale } from '../../../../durable-objects/kernel/money.ts'
import { useCompany } from '../../company/queries.ts'
import { useChart } from '../../ledger/queries.ts'
import { Select, TextInput } from '../../ui/field.tsx'
import { AmountInput } from '../amount-input.tsx'
import { CommandPicker } from './command-picker.tsx'
import type { Limit, MeterKey, MeterRow } from './condition-form.ts'
import { comparisonWords, METER_KEY_WORDS } from './fields.ts'
import { ValueList } from './value-list.tsx'

interface MeterFieldsProps {
  row: MeterRow
  name: string
  control: { 'aria-invalid': true | undefined; 'aria-describedby': string | undefined }
  onChange: (row: MeterRow) => void
}

const LIMITS: readonly Limit[] = ['over', 'atLeast', 'under', 'atMost']
const KEYS = Object.entries(METER_KEY_WORDS) as [MeterKey, string][]

/** What happened before: counted by whom or what, over how long, and compared with what. */
export function MeterFields({ row, name, control, onChange }: MeterFieldsProps) {
  const { slug, currency } = useCompany()
  const { accounts } = useChart(slug)
  const [limit = ''] = row.values
  const value = {
    ...control,
    'aria-label': `${name}: value`,
    value: limit,
    onValue: (text: string) => onChange({ ...row, values: [text] }),
  }
  return (
    <>
      <Select
        aria-label={`${name}: how`}
        value={row.comparison}
        onValue={(comparison) => onChange({ ...row, comparison: comparison as Limit })}
      >
        {LIMITS.map((comparison) => (
          <option key={comparison} value={comparison}>
            {comparisonWords('amount', comparison)}
          </option>
        ))}
      </Select>
      {row.of === 'sum' ? (
        <AmountInput {...value} scale={currencyScale(currency) ?? 0} />
      ) : (
        <TextInput {...value} inputMode="numeric" className="text-right tabular-nums" />
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 sm:col-span-3">
        <fieldset className="flex flex-wrap items-center gap-x-3">
          <legend className="float-left mr-3 py-1 text-sm text-muted">by the same</legend>
          {KEYS.map(([key, word]) => (
            <label key={key} className="inline-flex min-h-8 items-center gap-1.5 text-sm">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={row.by.includes(key)}
                onChange={(event) => onChange({ ...row, by: toggled(row.by, key, event.target.checked) })}
              />
              {word}
            </label>
          ))}
        </fieldset>
        <span className="inline-flex items-center gap-2 text-sm text-muted">
          within
          <TextInput
            aria-label={`${name}: days`}
            value={row.days}
            onValue={(days) => onChange({ ...row, days })}
            inputMode="numeric"
            className="w-16! text-right"
          />
          days
        </span>
      </div>
      {row.by.includes('account') && (
        <div className="sm:col-span-3">
          <ValueList
            label={`${name}: only accounts`}
            values={row.accounts}
            onValues={(only) => onChange({ ...row, accounts: only })}
            options={accounts.map(({ code, name: title }) => ({ value: code, label: `${code} ${title}` }))}
            isFree
            placeholder="Only accounts such as 70* (default: all)"
          />
        </div>
      )}
      <details className="sm:col-span-3" open={row.commands.length > 0}>
        <summary className="w-fit text-sm text-muted hover:text-ink">
          Count other commands than this policy’s
        </summary>
        <div className="mt-2">
          <CommandPicker
            label={`${name}: counted commands`}
            values={row.commands}
            onValues={(commands) => onChange({ ...row, commands })}
          />
        </div>
      </details>
    </>
  )
}

function toggled(keys: readonly MeterKey[], key: MeterKey, isOn: boolean): MeterKey[] {
  return KEYS.map(([each]) => each).filter((each) => (each === key ? isOn : keys.includes(each)))
}

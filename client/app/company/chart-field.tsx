import type { ChartPack } from '../../../durable-objects/ledger/contract.ts'
import { Field, Select } from '../ui/field.tsx'
import { chartGroups, chartOfCountry } from './charts.ts'

/** A chart, none, or undefined while it follows the country. */
export type ChosenChart = ChartPack | 'none' | undefined

/** The input's field for what was chosen. */
export const chartInput = (chosen: ChosenChart, country: string): { chart?: ChartPack } =>
  chosen === 'none' ? {} : { chart: chosen ?? chartOfCountry(country) }

interface ChartFieldProps {
  country: string
  value: ChosenChart
  onValue: (chosen: ChosenChart) => void
  error: string | undefined
}

/** The chart of accounts that a company begins with: that of its country, another, or none. */
export const ChartField = ({ country, value, onValue, error }: ChartFieldProps) => (
  <Field
    label="Chart of accounts"
    error={error}
    hint="Accounts, categories and roles to begin with; all of them can be changed later."
  >
    {(control) => (
      <Select
        {...control}
        value={value ?? chartOfCountry(country)}
        onValue={(chosen) => onValue(chosen as ChosenChart)}
      >
        {chartGroups(country).map(({ label, charts }) => (
          <optgroup key={label} label={label}>
            {charts.map(([code, title]) => (
              <option key={code} value={code}>
                {title}
              </option>
            ))}
          </optgroup>
        ))}
        <option value="none">None: open accounts later</option>
      </Select>
    )}
  </Field>
)

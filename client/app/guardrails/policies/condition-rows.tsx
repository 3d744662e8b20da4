import { Trash2 } from 'lucide-react'
import { useId } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { ZoneInput } from '../../ui/zone-input.tsx'
import { useWords } from '../names.ts'
import {
  type Comparison,
  emptyMeter,
  type FieldRow,
  type KeptRow,
  type MeterRow,
  type Row,
} from './condition-form.ts'
import {
  choiceOf,
  comparisonsOf,
  comparisonWords,
  type FieldChoice,
  KNOWN_FIELDS,
  takesMany,
} from './fields.ts'
import { MeterFields } from './meter-fields.tsx'
import { conditionPhrase } from './sentence.ts'
import { ValueInput } from './value-input.tsx'

interface RowProps {
  row: Row
  /** `Condition 2`, for screen readers. */
  name: string
  inputs: readonly FieldChoice[]
  error: string | undefined
  onChange: (row: Row) => void
  onRemove: () => void
}

/** One comparison: what, how, with what. */
export function ConditionRow(props: RowProps) {
  const { row, name, error, onRemove } = props
  const errorId = useId()
  const control = {
    'aria-invalid': error ? (true as const) : undefined,
    'aria-describedby': error ? errorId : undefined,
  }
  return (
    <li className="flex items-start gap-1.5 rounded-lg border border-line bg-surface p-2.5">
      <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-[minmax(0,11rem)_minmax(0,9.5rem)_minmax(0,1fr)]">
        {row.kind === 'kept' ? <Kept row={row} /> : <Compared {...props} row={row} control={control} />}
        {error && (
          <p id={errorId} className="text-sm text-negative sm:col-span-3">
            {error}
          </p>
        )}
      </div>
      <IconButton label={`Remove ${name.toLowerCase()}`} onClick={onRemove}>
        <Trash2 className="size-4" aria-hidden="true" />
      </IconButton>
    </li>
  )
}

function Kept({ row }: { row: KeptRow }) {
  const words = useWords()
  return (
    <p className="text-muted sm:col-span-3">
      {conditionPhrase(row.condition, words)}. It was written by a program and can be removed here, not
      changed.
    </p>
  )
}

interface ComparedProps extends RowProps {
  row: FieldRow | MeterRow
  control: { 'aria-invalid': true | undefined; 'aria-describedby': string | undefined }
}

const METERS = { 'meter:sum': 'Sum of amounts', 'meter:count': 'Number of records' } as const

function Compared({ row, name, inputs, control, onChange }: ComparedProps) {
  return (
    <>
      <FieldSelect row={row} name={name} inputs={inputs} onChange={onChange} />
      {row.kind === 'meter' ? (
        <MeterFields row={row} name={name} control={control} onChange={onChange} />
      ) : (
        <FieldComparison row={row} name={name} inputs={inputs} control={control} onChange={onChange} />
      )}
    </>
  )
}

function FieldSelect({ row, name, inputs, onChange }: Omit<ComparedProps, 'control' | 'error' | 'onRemove'>) {
  const value = row.kind === 'meter' ? `meter:${row.of}` : row.field
  const isListed = [...KNOWN_FIELDS, ...inputs].some(({ field }) => field === value) || value in METERS
  const groups = [...new Set(KNOWN_FIELDS.map(({ group }) => group))]
  const choose = (chosen: string) => onChange(rowFor(row, chosen, inputs))
  return (
    <Select aria-label={`${name}: what`} value={value} onValue={choose}>
      {!isListed && <option value={value}>{choiceOf(value).label}</option>}
      {groups.map((group) => (
        <optgroup key={group} label={group}>
          {KNOWN_FIELDS.filter((choice) => choice.group === group).map(({ field, label }) => (
            <option key={field} value={field}>
              {label}
            </option>
          ))}
        </optgroup>
      ))}
      <optgroup label="What happened before">
        {Object.entries(METERS).map(([meter, label]) => (
          <option key={meter} value={meter}>
            {label}
          </option>
        ))}
      </optgroup>
      {inputs.length > 0 && (
        <optgroup label="What is sent">
          {inputs.map(({ field, label }) => (
            <option key={field} value={field}>
              {label}
            </option>
          ))}
        </optgroup>
      )}
    </Select>
  )
}

/** Another field keeps nothing of the old value: it would mean something else. */
function rowFor(row: FieldRow | MeterRow, chosen: string, inputs: readonly FieldChoice[]): Row {
  if (chosen === 'meter:sum' || chosen === 'meter:count') {
    const of = chosen === 'meter:sum' ? 'sum' : 'count'
    return row.kind === 'meter' ? { ...row, of, values: [] } : emptyMeter(row.key, of)
  }
  const { kind, scalar = 'text' } = choiceOf(chosen, inputs)
  const isTime = kind === 'hour' || kind === 'weekday'
  const comparison: Comparison = comparisonsOf(kind)[0] ?? 'is'
  return {
    kind: 'field',
    key: row.key,
    field: chosen,
    comparison,
    values: kind === 'boolean' ? ['true'] : [],
    scalar: isTime ? 'number' : scalar,
    zone: isTime ? (row.kind === 'field' && row.zone) || ownZone() : '',
  }
}

const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

function FieldComparison({
  row,
  name,
  inputs,
  control,
  onChange,
}: Omit<ComparedProps, 'row' | 'error' | 'onRemove'> & { row: FieldRow }) {
  const choice = choiceOf(row.field, inputs)
  const offered = comparisonsOf(choice.kind)
  const comparisons = offered.includes(row.comparison) ? offered : [row.comparison, ...offered]
  const compare = (comparison: Comparison) =>
    onChange({ ...row, comparison, values: takesMany(comparison) ? row.values : row.values.slice(0, 1) })
  const isTime = choice.kind === 'hour' || choice.kind === 'weekday'
  return (
    <>
      <Select
        aria-label={`${name}: how`}
        value={row.comparison}
        onValue={(comparison) => compare(comparison as Comparison)}
      >
        {comparisons.map((comparison) => (
          <option key={comparison} value={comparison}>
            {comparisonWords(choice.kind, comparison)}
          </option>
        ))}
      </Select>
      <div className="flex min-w-0 flex-col gap-2">
        <ValueInput
          row={row}
          choice={choice}
          label={`${name}: value`}
          control={control}
          onValues={(values) => onChange({ ...row, values })}
        />
        {isTime && (
          <span className="flex items-center gap-2 text-sm text-muted">
            in
            <ZoneInput
              aria-label={`${name}: time zone`}
              value={row.zone}
              onValue={(zone) => onChange({ ...row, zone })}
            />
          </span>
        )}
      </div>
    </>
  )
}

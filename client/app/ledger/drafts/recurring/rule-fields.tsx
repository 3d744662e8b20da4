import { Field, Select, TextInput } from '../../../ui/field.tsx'
import {
  monthName,
  ORDINALS,
  ordinalName,
  PERIODS,
  type Rule,
  unitName,
  WEEKDAYS,
  type Weekday,
  weekdayName,
} from './rule.ts'

interface RuleFieldsProps {
  rule: Rule
  onChange: (rule: Rule) => void
  error: string | undefined
}

const DAYS = Array.from({ length: 31 }, (_, index) => index + 1)
const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1)

/** `Every 3 months on the last Friday`, put together as one says it. */
export function RuleFields({ rule, onChange, error }: RuleFieldsProps) {
  const change = (next: Partial<Rule>) => onChange({ ...rule, ...next })
  const isOfMonth = rule.period === 'MONTHLY' || rule.period === 'YEARLY'
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Every" error={error}>
          {(control) => (
            <TextInput
              {...control}
              type="number"
              min={1}
              max={999}
              inputMode="numeric"
              value={String(rule.every)}
              onValue={(text) => change({ every: Math.max(1, Math.trunc(Number(text)) || 1) })}
            />
          )}
        </Field>
        <Field label="Period">
          {(control) => (
            <Select
              {...control}
              value={rule.period}
              onValue={(period) => change({ period: period as Rule['period'] })}
            >
              {PERIODS.map((each) => (
                <option key={each} value={each}>
                  {unitName(each, rule.every)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {rule.period === 'WEEKLY' && (
        <Weekdays chosen={rule.weekdays} onChange={(weekdays) => change({ weekdays })} />
      )}
      {isOfMonth && (
        <div className="grid grid-cols-2 gap-3">
          <Field label="On">
            {(control) => (
              <Select
                {...control}
                value={onText(rule.on)}
                onValue={(text) => change({ on: onOf(text, rule) })}
              >
                {DAYS.map((day) => (
                  <option key={day} value={day}>
                    day {day}
                  </option>
                ))}
                <option value="-1">the last day</option>
                {ORDINALS.map((ordinal) => (
                  <option key={ordinal} value={`weekday ${ordinal}`}>
                    the {ordinalName(ordinal)} …
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {'weekday' in rule.on && (
            <Field label="Weekday">
              {(control) => (
                <Select
                  {...control}
                  value={'weekday' in rule.on ? rule.on.weekday : 'MO'}
                  onValue={(weekday) =>
                    'weekday' in rule.on && change({ on: { ...rule.on, weekday: weekday as Weekday } })
                  }
                >
                  {WEEKDAYS.map((each) => (
                    <option key={each} value={each}>
                      {weekdayName(each)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          {rule.period === 'YEARLY' && (
            <Field label="Of">
              {(control) => (
                <Select
                  {...control}
                  value={String(rule.month)}
                  onValue={(month) => change({ month: Number(month) })}
                >
                  {MONTHS.map((month) => (
                    <option key={month} value={month}>
                      {monthName(month)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
        </div>
      )}
    </>
  )
}

const onText = (on: Rule['on']): string => ('day' in on ? String(on.day) : `weekday ${on.ordinal}`)

const onOf = (text: string, { weekdays }: Rule): Rule['on'] =>
  text.startsWith('weekday ')
    ? { ordinal: Number(text.slice('weekday '.length)), weekday: weekdays[0] ?? 'MO' }
    : { day: Number(text) }

const Weekdays = ({
  chosen,
  onChange,
}: {
  chosen: readonly Weekday[]
  onChange: (weekdays: readonly Weekday[]) => void
}) => (
  <fieldset>
    <legend className="mb-1 text-sm font-medium">On</legend>
    <div className="flex flex-wrap gap-1">
      {WEEKDAYS.map((weekday) => {
        const isOn = chosen.includes(weekday)
        return (
          <button
            key={weekday}
            type="button"
            aria-pressed={isOn}
            aria-label={weekdayName(weekday)}
            onClick={() => onChange(isOn ? chosen.filter((each) => each !== weekday) : [...chosen, weekday])}
            className="h-8 rounded-md border border-line px-2.5 text-sm aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium"
          >
            {weekdayName(weekday).slice(0, 2)}
          </button>
        )
      })}
    </div>
  </fieldset>
)

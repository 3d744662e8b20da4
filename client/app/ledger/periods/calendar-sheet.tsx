import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  PERIOD_PATTERNS,
  type PeriodPattern,
  periodsContract,
  WEEKDAYS,
  type WeekRule,
} from '../../../../durable-objects/ledger/periods/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { isOfWeeks, PATTERN_NAMES } from './patterns.ts'
import { type Calendar, calendarQuery } from './queries.ts'

/** In which month years begin, and what they are cut into. */
export function CalendarSheet({ onClose }: { onClose: () => void }) {
  const calendar = useQuery(calendarQuery(useCompanySlug())).data
  return calendar ? <CalendarForm calendar={calendar} onClose={onClose} /> : null
}

function CalendarForm({ calendar, onClose }: { calendar: Calendar; onClose: () => void }) {
  const [firstMonth, setFirstMonth] = useState(String(calendar.firstMonth))
  const [periods, setPeriods] = useState<PeriodPattern>(calendar.periods)
  const [endsOn, setEndsOn] = useState<WeekRule['endsOn']>(calendar.weeks?.endsOn ?? 'saturday')
  const [rule, setRule] = useState<WeekRule['rule']>(calendar.weeks?.rule ?? 'last')
  const hasWeeks = isOfWeeks(periods)
  const { form, errors, submit, isBusy } = useCommand({
    operation: periodsContract.operations.SetFiscalCalendar,
    call: meridian.periods.SetFiscalCalendar,
    stale: ['periods', 'reports'],
    onDone: () => {
      toast('The calendar is changed.')
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormSheet
      title="Fiscal calendar"
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() =>
        submit({
          ...(Number(firstMonth) !== calendar.firstMonth && { firstMonth: Number(firstMonth) }),
          periods,
          weeks: hasWeeks ? { endsOn, rule } : null,
        })
      }
    >
      <Field
        label="Years begin in"
        error={errors.fields.get('/firstMonth')}
        hint={calendar.isFixed ? 'Fixed: years follow from those that were opened or closed.' : undefined}
      >
        {(control) => (
          <Select
            {...control}
            data-autofocus
            disabled={calendar.isFixed}
            value={firstMonth}
            onValue={setFirstMonth}
          >
            {Array.from({ length: 12 }, (_, index) => (
              <option key={monthName(index)} value={index + 1}>
                {monthName(index)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Periods" error={errors.fields.get('/periods')}>
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
      {hasWeeks && (
        <>
          <Field label="A year ends on a" error={errors.fields.get('/weeks/endsOn')}>
            {(control) => (
              <Select {...control} value={endsOn} onValue={(value) => setEndsOn(value as WeekRule['endsOn'])}>
                {WEEKDAYS.map((day) => (
                  <option key={day} value={day}>
                    {day.charAt(0).toUpperCase() + day.slice(1)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <ChoiceCards
            legend="Which of them"
            value={rule}
            onValue={setRule}
            choices={[
              { value: 'last', label: 'The last one in the final month' },
              { value: 'nearest', label: 'The one nearest to the end of the final month' },
            ]}
          />
        </>
      )}
    </FormSheet>
  )
}

const monthName = (index: number): string =>
  new Date(Date.UTC(2026, index, 1)).toLocaleString('en', { month: 'long', timeZone: 'UTC' })

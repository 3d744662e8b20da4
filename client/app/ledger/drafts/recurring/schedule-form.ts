import type { z } from 'zod'
import type { draftsContract } from '../../../../../durable-objects/ledger/drafts/contract.ts'
import type { ListedLine } from '../line-list.tsx'
import { type Rule, rruleOf, ruleFrom } from './rule.ts'

/** A recurring entry as the form has it, and as it is sent. Pure. */

export type ScheduleInput = z.input<typeof draftsContract.operations.ScheduleEntry.input>

export interface ScheduledLine extends ListedLine {
  amount: string
}

export interface ScheduleForm {
  name: string
  /** What recurs: a template's code, or lines of its own where it is empty. */
  template: string
  variables: Readonly<Record<string, string>>
  description: string
  lines: readonly ScheduledLine[]
  rule: Rule
  start: string
  end: string
  lastDayRule: 'last-day' | 'skip'
  mode: 'post' | 'draft'
  reverse: '' | 'next-day' | 'next-month'
}

export const emptySchedule = (start: string): ScheduleForm => ({
  name: '',
  template: '',
  variables: {},
  description: '',
  lines: [
    { key: 1, account: '', side: 'debit', amount: '' },
    { key: 2, account: '', side: 'credit', amount: '' },
  ],
  rule: ruleFrom(start),
  start,
  end: '',
  lastDayRule: 'last-day',
  mode: 'post',
  reverse: '',
})

export const recurrenceOf = ({ rule, start, end, lastDayRule }: ScheduleForm) => ({
  rrule: rruleOf(rule),
  start,
  ...(end && { end }),
  lastDayRule,
})

export function scheduleInput(form: ScheduleForm): ScheduleInput {
  const { name, template, variables, description, lines, mode, reverse } = form
  const written = Object.fromEntries(Object.entries(variables).filter(([, amount]) => amount !== ''))
  const what = template
    ? { template: { code: template, variables: written } }
    : {
        entry: {
          ...(description.trim() && { description: description.trim() }),
          ...(reverse && { reverse }),
          lines: lines.map(({ account, side, amount }) => ({
            account,
            ...(amount && (side === 'debit' ? { debit: amount } : { credit: amount })),
          })),
        },
      }
  return { name, ...what, ...recurrenceOf(form), mode }
}

/** Whether some months have no such day, so that it must be said what happens in them. */
export const mayMissDays = ({ rule: { period, on } }: ScheduleForm): boolean =>
  (period === 'MONTHLY' || period === 'YEARLY') && 'day' in on && on.day > 28

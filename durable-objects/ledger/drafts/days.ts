import {
  type DateNumber,
  dayAfter,
  firstDayOf,
  formatDate,
  isDate,
  monthOf,
  monthsAfter,
} from '../../kernel/dates.ts'
import type { ReverseRule } from './contract.ts'

/** The day on which an entry of this date is reversed; undefined past the end of the calendar. */
export function reversalDate(date: DateNumber, rule: ReverseRule): DateNumber | undefined {
  const on = rule === 'next-day' ? dayAfter(date) : firstDayOf(monthsAfter(monthOf(date), 1))
  return isDate(on) ? on : undefined
}

/** Texts of recurring entries and templates may name their date. */
export function filled(text: string, date: DateNumber): string {
  const [year = '', month = '', day = ''] = formatDate(date).split('-')
  return text.replaceAll('{yyyy}', year).replaceAll('{mm}', month).replaceAll('{dd}', day)
}

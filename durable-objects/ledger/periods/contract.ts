import type { ModuleContract } from '../../kernel/contract.ts'
import { postingRefusals } from '../contract.ts'
import { checklistEvents, checklistOperations, checklistRefusals } from './contract/checklist.ts'
import { closingEvents, closingOperations, closingRefusals } from './contract/closing.ts'
import { lockEvents, lockOperations, lockRefusals } from './contract/locks.ts'
import { yearEvents, yearOperations, yearRefusals } from './contract/years.ts'

/** Fiscal years and their periods, what is locked, closing, and what is still to be done in a period. */

export type {
  CheckedPeriod,
  ChecklistItem,
  Finding,
  ItemDefined,
  ItemMarked,
  PeriodCheck,
} from './contract/checklist.ts'
export type { YearClosed, YearReopened } from './contract/closing.ts'
export { LOCK_KINDS, type LockKind, PERIOD_PATTERNS, type PeriodPattern } from './contract/fields.ts'
export type {
  ExceptionGranted,
  ExceptionRevoked,
  ExceptionView,
  LockedForever,
  LockSet,
} from './contract/locks.ts'
export {
  type CalendarSet,
  type FiscalCalendar,
  type FiscalPeriod,
  type FiscalYear,
  type PeriodView,
  type StoredPeriods,
  WEEKDAYS,
  type WeekRule,
  type YearOpened,
  type YearView,
} from './contract/years.ts'

export const periodsContract = {
  name: 'periods',
  title: 'Periods',
  operations: {
    ...yearOperations,
    ...closingOperations,
    ...lockOperations,
    ...checklistOperations,
  },
  events: {
    ...yearEvents,
    ...closingEvents,
    ...lockEvents,
    ...checklistEvents,
  },
  refusals: {
    ...postingRefusals,
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_range: { status: 422, title: 'The dates are not in order or too far apart' },
    too_many: { status: 422, title: 'There would be too many' },
    ...yearRefusals,
    ...closingRefusals,
    ...lockRefusals,
    ...checklistRefusals,
  },
} as const satisfies ModuleContract

export type PeriodsContract = typeof periodsContract

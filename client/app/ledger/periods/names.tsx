import {
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleSlash,
  CircleX,
  Lock,
  LockKeyhole,
  LockKeyholeOpen,
  LockOpen,
  type LucideIcon,
} from 'lucide-react'
import type { LockKind } from '../../../../durable-objects/ledger/periods/contract.ts'
import { formatDate, formatMonth } from '../../lib/dates.ts'
import { Status, type Tone } from '../../ui/status.tsx'
import { JOURNAL_KIND_NAMES } from '../types.ts'
import type { ChecklistItem, FiscalPeriod } from './queries.ts'

export const LOCK_KIND_NAMES: Readonly<Record<LockKind, string>> = {
  all: 'All journals',
  ...JOURNAL_KIND_NAMES,
}

interface Look {
  word: string
  tone: Tone
  icon: LucideIcon
}

export const PERIOD_LOOKS: Readonly<Record<FiscalPeriod['status'], Look>> = {
  open: { word: 'Open', tone: 'neutral', icon: LockOpen },
  'partly-locked': { word: 'Partly locked', tone: 'warning', icon: LockKeyholeOpen },
  locked: { word: 'Locked', tone: 'positive', icon: Lock },
  'locked-forever': { word: 'Locked for good', tone: 'positive', icon: LockKeyhole },
  closed: { word: 'Closed', tone: 'positive', icon: CircleCheck },
}

const CHECK_LOOKS: Readonly<Record<ChecklistItem['status'], Look>> = {
  done: { word: 'Done', tone: 'positive', icon: CircleCheck },
  open: { word: 'Open', tone: 'warning', icon: CircleDot },
  blocked: { word: 'Blocked', tone: 'negative', icon: CircleX },
  'not-applicable': { word: 'Not needed', tone: 'neutral', icon: CircleSlash },
}

export function CheckStatus({ item: { status, count } }: { item: ChecklistItem }) {
  const { word, tone, icon } = CHECK_LOOKS[status]
  return (
    <Status tone={tone} icon={icon}>
      {word}
      {count > 1 && `: ${count}`}
    </Status>
  )
}

/** A kind without a lock of its own: that of all journals may hold all the same. */
export const NotLocked = ({ isByAll }: { isByAll: boolean }) => (
  <span className="inline-flex items-center gap-1 text-faint">
    <CircleDashed className="size-3.5" aria-hidden="true" /> {isByAll ? 'As all journals' : 'Nothing'}
  </span>
)

/** `Mar 2026` for a calendar month, else its first and last day. */
export function periodLabel({ from, to }: Pick<FiscalPeriod, 'from' | 'to'>): string {
  const isMonth = from.endsWith('-01') && from.slice(0, 7) === to.slice(0, 7) && isLastOfMonth(to)
  return isMonth ? formatMonth(from) : `${formatDate(from)} – ${formatDate(to)}`
}

const isLastOfMonth = (date: string): boolean =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).getUTCDate() === 1

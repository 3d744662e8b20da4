import { useInfiniteQuery } from '@tanstack/react-query'
import { CalendarSync } from 'lucide-react'
import { useCompany } from '../../../company/queries.ts'
import { formatDate } from '../../../lib/dates.ts'
import { useMay } from '../../../session/queries.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../../ui/feedback.tsx'
import { Status } from '../../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../../ui/table.tsx'
import { useRowKeys } from '../../../ui/use-row-keys.ts'
import { type Schedule, schedulesQuery } from '../queries.ts'
import { useDraftsPlace } from '../use-drafts-place.ts'
import { Occurrences } from './occurrences.tsx'
import { ruleInWords } from './rule.ts'
import { ScheduleDetails } from './schedule-details.tsx'
import { ScheduleSheet } from './schedule-sheet.tsx'

/** Entries that recur, and what became of their dates. */
export function Schedules() {
  const { slug } = useCompany()
  const { open, show } = useDraftsPlace()
  const maySchedule = useMay('drafts.ScheduleEntry')
  const query = useInfiniteQuery(schedulesQuery(slug))
  const schedules = query.data?.pages.flatMap(({ data }) => data) ?? []
  const chosen = schedules.find(({ id }) => id === open)
  const isEmpty = query.isSuccess && schedules.length === 0
  return (
    <>
      {query.isPending && <Loading rows={4} label="Loading the recurring entries" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {isEmpty && (
        <Empty
          icon={CalendarSync}
          title="Nothing recurs yet"
          actions={
            maySchedule && <Button onClick={() => show({ open: 'new' })}>Let the first entry recur</Button>
          }
        >
          Rent, insurance, depreciation: written once, booked by itself on every date of a rule.
        </Empty>
      )}
      {schedules.length > 0 && (
        <ScheduleTable schedules={schedules} onOpen={({ id }) => show({ open: id })} />
      )}
      {query.hasNextPage && (
        <Button className="mt-3" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
      {schedules.length > 0 && <Occurrences />}
      {open === 'new' && maySchedule && <ScheduleSheet onClose={() => show({ open: undefined })} />}
      {chosen && <ScheduleDetails schedule={chosen} onClose={() => show({ open: undefined })} />}
    </>
  )
}

interface TableProps {
  schedules: readonly Schedule[]
  onOpen: (schedule: Schedule) => void
}

function ScheduleTable({ schedules, onOpen }: TableProps) {
  const { active } = useRowKeys(schedules, onOpen)
  return (
    <Table aria-label="Recurring entries">
      <thead>
        <tr>
          <HeadCell>Name</HeadCell>
          <HeadCell className="max-md:hidden">Rule</HeadCell>
          <HeadCell className="w-36 max-sm:hidden">Next</HeadCell>
          <HeadCell className="w-40 max-lg:hidden">So far</HeadCell>
          <HeadCell className="w-32">State</HeadCell>
        </tr>
      </thead>
      <tbody>
        {schedules.map((schedule, index) => (
          <tr
            key={schedule.id}
            data-active={index === active || undefined}
            className="hover:bg-hover data-active:bg-accent-soft"
          >
            <RowHead className="py-2!">
              <button
                type="button"
                className={`${rowLinkClass} text-left font-medium`}
                onClick={() => onOpen(schedule)}
              >
                {schedule.name}
              </button>
              <span className="block text-sm text-muted md:hidden">
                {ruleInWords(schedule.rrule)}
                {schedule.next && <span className="sm:hidden"> · next {formatDate(schedule.next)}</span>}
              </span>
            </RowHead>
            <Cell className="text-muted max-md:hidden">{ruleInWords(schedule.rrule)}</Cell>
            <Cell className="whitespace-nowrap tabular-nums max-sm:hidden">
              {schedule.next ? formatDate(schedule.next) : <span className="text-faint">None</span>}
            </Cell>
            <Cell className="text-sm text-muted max-lg:hidden">{soFar(schedule.counts)}</Cell>
            <Cell>
              <ScheduleState schedule={schedule} />
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function soFar({ booked, refused, waiting, skipped }: Schedule['counts']): string {
  const parts = [
    booked > 0 && `${booked} booked`,
    refused > 0 && `${refused} refused`,
    waiting > 0 && `${waiting} waiting`,
    skipped > 0 && `${skipped} skipped`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'Nothing yet'
}

export function ScheduleState({ schedule: { status, problems, counts } }: { schedule: Schedule }) {
  if (status === 'ended') return <Status tone="neutral">Ended</Status>
  if (status === 'paused') return <Status tone="warning">Paused</Status>
  if (counts.refused > 0) return <Status tone="negative">{counts.refused} refused</Status>
  if (problems.length > 0) return <Status tone="warning">Has a problem</Status>
  return <Status tone="positive">Active</Status>
}

import { useState } from 'react'
import { useCompany } from '../../../company/queries.ts'
import { meridian } from '../../../lib/api.ts'
import { formatDate, withDates } from '../../../lib/dates.ts'
import { useMay } from '../../../session/queries.ts'
import { Amount } from '../../../ui/amount.tsx'
import { Button } from '../../../ui/button.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Notice } from '../../../ui/feedback.tsx'
import { Sheet } from '../../../ui/sheet.tsx'
import { useJournalName } from '../../journal-name.ts'
import { useChart } from '../../queries.ts'
import type { Schedule } from '../queries.ts'
import { ReasonDialog } from '../reason-dialog.tsx'
import { useAction } from '../use-action.tsx'
import { ruleInWords } from './rule.ts'
import { ScheduleState } from './schedules.tsx'

/** One recurring entry: what it books, its next dates, and pausing or ending it. */
export function ScheduleDetails({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const { slug } = useCompany()
  const { byCode } = useChart(slug)
  const journalName = useJournalName()
  const mayChange = useMay('drafts.PauseSchedule')
  const { id, name, rrule, start, end, upcoming, mode, problems, entry, template, status } = schedule
  const [isEnding, setEnding] = useState(false)
  return (
    <Sheet
      title={name}
      onClose={onClose}
      footer={
        mayChange && status !== 'ended' && <Actions schedule={schedule} onEnd={() => setEnding(true)} />
      }
    >
      <div className="flex flex-col gap-4">
        <div>
          <ScheduleState schedule={schedule} />
        </div>
        {problems.map((problem) => (
          <Notice key={problem.pointer}>
            <span>The next one would be refused: {withDates(problem.detail)}</span>
          </Notice>
        ))}
        <Facts
          facts={[
            ['Rule', ruleInWords(rrule)],
            ['From', formatDate(start)],
            ['Until', end && formatDate(end)],
            ['When it comes', mode === 'post' ? 'Posts the entry' : 'Makes a draft'],
            ['Template', template && `${template.code}, version ${template.version}`],
            ['Description', entry.description],
            ['Journal', entry.journal && journalName(entry.journal)],
          ]}
        />
        <section aria-label="Next dates">
          <h3 className="mb-1 text-sm font-medium">Next dates</h3>
          <p className="text-muted tabular-nums">
            {upcoming.length > 0 ? upcoming.map(formatDate).join(' · ') : 'None.'}
          </p>
        </section>
        <section aria-label="What it books">
          <h3 className="mb-1 text-sm font-medium">What it books</h3>
          <ul className="divide-y divide-line rounded-lg border border-line">
            {entry.lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of a schedule never move
              <li key={index} className="flex items-baseline justify-between gap-3 px-3 py-2">
                <span className="min-w-0">
                  <span className="text-muted tabular-nums">{line.account}</span>{' '}
                  {byCode.get(line.account ?? '')?.name}
                </span>
                <span className="text-right whitespace-nowrap">
                  <span className="mr-2 text-sm text-faint">{line.debit ? 'Debit' : 'Credit'}</span>
                  <Amount value={line.debit ?? line.credit} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      {isEnding && (
        <ReasonDialog
          title={`End ${name}?`}
          verb="End it"
          send={(reason, idempotencyKey) =>
            meridian.drafts.EndSchedule(slug, { schedule: id, ...(reason && { reason }) }, { idempotencyKey })
          }
          onDone={onClose}
          onClose={() => setEnding(false)}
        >
          No further date is booked. What is booked stays.
        </ReasonDialog>
      )}
    </Sheet>
  )
}

function Actions({ schedule: { id, status }, onEnd }: { schedule: Schedule; onEnd: () => void }) {
  const { slug } = useCompany()
  const { run, busyWith } = useAction()
  const resume = (missed: 'book' | 'skip') =>
    run(missed, {
      send: (options) => meridian.drafts.ResumeSchedule(slug, { schedule: id, missed }, options),
      events: ['schedule-resumed'],
    })
  return (
    <>
      <Button variant="danger" onClick={onEnd}>
        End…
      </Button>
      {status === 'active' ? (
        <Button
          isBusy={busyWith === 'pause'}
          onClick={() =>
            void run('pause', {
              send: (options) => meridian.drafts.PauseSchedule(slug, { schedule: id }, options),
              events: ['schedule-paused'],
            })
          }
        >
          Pause
        </Button>
      ) : (
        <>
          <Button isBusy={busyWith === 'skip'} onClick={() => void resume('skip')}>
            Resume, skip missed
          </Button>
          <Button variant="primary" isBusy={busyWith === 'book'} onClick={() => void resume('book')}>
            Resume
          </Button>
        </>
      )}
    </>
  )
}

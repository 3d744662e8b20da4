import { useQuery } from '@tanstack/react-query'
import { CalendarCog, CalendarPlus, CircleCheck, CircleDot } from 'lucide-react'
import { useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Section } from '../../ui/section.tsx'
import { Status, Tag } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { CalendarSheet } from './calendar-sheet.tsx'
import { CloseYearDialog } from './close-year.tsx'
import { OpenYearSheet } from './open-year-sheet.tsx'
import { PATTERN_NAMES } from './patterns.ts'
import { calendarQuery, type FiscalYear, yearsQuery } from './queries.ts'
import { useCloseSearch } from './use-close-search.ts'
import { YearResultSheet } from './year-result.tsx'
import { RemoveYear, ReopenYearSheet } from './year-sheets.tsx'

/** The fiscal years: how long they are, what they are cut into, and which of them are closed. */
export function YearsTab() {
  const { slug } = useCompany()
  const years = useQuery(yearsQuery(slug))
  const { search, change } = useCloseSearch()
  const maySet = useMay('periods.OpenFiscalYear')
  const close = () => change({ open: undefined })
  if (years.isPending) return <Loading rows={6} label="Loading the years" />
  if (years.isError) return <ProblemNotice error={years.error} onRetry={() => void years.refetch()} />
  const chosen = years.data.find(({ code }) => code === search.open?.replace(/^close-/, ''))
  return (
    <>
      <Section
        title="Fiscal years"
        description="Years follow one another by themselves. Open one by hand where it is shorter or longer."
        actions={
          maySet && (
            <Button onClick={() => change({ open: 'year' })}>
              <CalendarPlus className="size-4" aria-hidden="true" /> Open a year
            </Button>
          )
        }
      >
        <YearTable
          years={years.data.toReversed()}
          onClose={(code) => change({ open: `close-${code}` })}
          onResult={(code) => change({ open: code })}
        />
      </Section>
      <CalendarSection onChange={maySet ? () => change({ open: 'calendar' }) : undefined} />
      {search.open === 'year' && maySet && <OpenYearSheet years={years.data} onClose={close} />}
      {search.open === 'calendar' && maySet && <CalendarSheet onClose={close} />}
      {search.open?.startsWith('close-') && chosen && (
        <CloseYearDialog year={chosen} mayClose={maySet} onClose={close} />
      )}
      {chosen && search.open === chosen.code && <YearResultSheet code={chosen.code} onClose={close} />}
    </>
  )
}

interface TableProps {
  years: readonly FiscalYear[]
  onClose: (code: string) => void
  onResult: (code: string) => void
}

const YearTable = ({ years, onClose, onResult }: TableProps) => (
  <Table aria-label="Fiscal years">
    <thead>
      <tr>
        <HeadCell>Year</HeadCell>
        <HeadCell className="max-sm:hidden">Dates</HeadCell>
        <HeadCell className="max-md:hidden">Periods</HeadCell>
        <HeadCell>State</HeadCell>
        <HeadCell isNumeric className="max-sm:hidden">
          Result
        </HeadCell>
        <HeadCell>
          <span className="unseen">Actions</span>
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {years.map((year) => (
        <YearRow
          key={year.code}
          year={year}
          onClose={() => onClose(year.code)}
          onResult={() => onResult(year.code)}
        />
      ))}
    </tbody>
  </Table>
)

function YearRow({
  year,
  onClose,
  onResult,
}: {
  year: FiscalYear
  onClose: () => void
  onResult: () => void
}) {
  const { currency } = useCompany()
  const mayClose = useMay('periods.CloseFiscalYear')
  const [open, setOpen] = useState<'reopen' | 'remove'>()
  const { code, from, to, days, isDerived, status, net, periods } = year
  const isClosed = status === 'closed'
  return (
    <tr className="hover:bg-hover">
      <RowHead className="py-2!">
        <span className="font-medium">{code}</span> {!isDerived && !isClosed && <Tag>opened by hand</Tag>}
        <span className="block text-sm text-muted sm:hidden">
          {formatDate(from)} – {formatDate(to)}
        </span>
      </RowHead>
      <Cell className="text-muted max-sm:hidden">
        {formatDate(from)} – {formatDate(to)}
        <span className="block text-sm text-faint">{days} days</span>
      </Cell>
      <Cell className="text-muted tabular-nums max-md:hidden">{periods.length}</Cell>
      <Cell>
        <Status tone={isClosed ? 'positive' : 'neutral'} icon={isClosed ? CircleCheck : CircleDot}>
          {isClosed ? 'Closed' : 'Open'}
        </Status>
      </Cell>
      <Cell isNumeric className="max-sm:hidden">
        <Amount value={net} unit={currency} />
      </Cell>
      <Cell className="text-right!">
        <span className="inline-flex flex-wrap justify-end gap-1">
          {isClosed ? (
            <Button size="sm" onClick={onResult}>
              Result<span className="unseen"> of {code}</span>
            </Button>
          ) : (
            <Button size="sm" onClick={onClose}>
              {mayClose ? 'Close…' : 'Preview'}
              <span className="unseen"> {code}</span>
            </Button>
          )}
          {isClosed && mayClose && (
            <Button size="sm" variant="ghost" onClick={() => setOpen('reopen')}>
              Reopen…<span className="unseen"> {code}</span>
            </Button>
          )}
          {!isDerived && !isClosed && mayClose && (
            <Button size="sm" variant="ghost" onClick={() => setOpen('remove')}>
              Take back<span className="unseen"> {code}</span>
            </Button>
          )}
        </span>
        {open === 'reopen' && <ReopenYearSheet year={year} onClose={() => setOpen(undefined)} />}
        {open === 'remove' && <RemoveYear year={year} onClose={() => setOpen(undefined)} />}
      </Cell>
    </tr>
  )
}

function CalendarSection({ onChange }: { onChange: (() => void) | undefined }) {
  const { slug } = useCompany()
  const query = useQuery(calendarQuery(slug))
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const calendar = query.data
  if (!calendar) return null
  const { firstMonth, periods, weeks, isFixed } = calendar
  const weekText = weeks
    ? ` A year ends on the ${weeks.rule === 'last' ? 'last' : 'nearest'} ${capitalDay(weeks.endsOn)}, so it has 52 or 53 weeks.`
    : ''
  return (
    <Section
      title="Calendar"
      description={`Years begin in ${monthName(firstMonth)} and are cut into ${PATTERN_NAMES[periods].toLowerCase()}.${weekText}${isFixed ? ' Years were opened or closed by hand, and the others follow from them.' : ''}`}
      actions={
        onChange && (
          <Button onClick={onChange}>
            <CalendarCog className="size-4" aria-hidden="true" /> Change
          </Button>
        )
      }
    />
  )
}

const monthName = (month: number): string =>
  new Date(Date.UTC(2026, month - 1, 1)).toLocaleString('en', { month: 'long', timeZone: 'UTC' })
const capitalDay = (day: string): string => day.charAt(0).toUpperCase() + day.slice(1)

import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate, today } from '../../lib/dates.ts'
import { IconButton } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { PeriodChecklist } from './checklist.tsx'
import { PERIOD_LOOKS, periodLabel } from './names.tsx'
import { nextPeriod, yearOf } from './next-period.ts'
import { type FiscalPeriod, type FiscalYear, yearsQuery } from './queries.ts'
import { useCloseSearch } from './use-close-search.ts'

/** A year's periods, and what is to be done in the chosen one. */
export function PeriodsTab() {
  const query = useQuery(yearsQuery(useCompanySlug()))
  const { search, change } = useCloseSearch()
  if (query.isPending) return <Loading rows={8} label="Loading the periods" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const years = query.data
  const next = nextPeriod(years, today())
  const code = search.period ?? next?.code
  const year = (code && yearOf(years, code)) || years.at(-1)
  if (!year || !code) return null
  return (
    <>
      <YearHead years={years} year={year} onChoose={(period) => change({ period })} />
      <PeriodStrip
        year={year}
        chosen={code}
        next={next?.code}
        onChoose={(period) => change({ period, open: undefined })}
      />
      <PeriodChecklist key={code} code={code} />
    </>
  )
}

interface HeadProps {
  years: readonly FiscalYear[]
  year: FiscalYear
  onChoose: (period: string | undefined) => void
}

function YearHead({ years, year, onChoose }: HeadProps) {
  const index = years.indexOf(year)
  const [before, after] = [years[index - 1], years[index + 1]]
  return (
    <div className="mb-2 flex items-center gap-1">
      <h2 className="mr-auto font-semibold">
        Fiscal year {year.code}{' '}
        <span className="font-normal text-muted max-sm:hidden">
          {formatDate(year.from)} – {formatDate(year.to)}
        </span>
      </h2>
      <IconButton
        label="Previous fiscal year"
        disabled={!before}
        onClick={() => onChoose(before?.periods.at(-1)?.code)}
      >
        <ChevronLeft className="size-4" aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Next fiscal year"
        disabled={!after}
        onClick={() => onChoose(after?.periods[0]?.code)}
      >
        <ChevronRight className="size-4" aria-hidden="true" />
      </IconButton>
    </div>
  )
}

interface StripProps {
  year: FiscalYear
  chosen: string
  next: string | undefined
  onChoose: (code: string) => void
}

const PeriodStrip = ({ year, chosen, next, onChoose }: StripProps) => (
  <fieldset className="mb-5 grid grid-cols-2 gap-2 sm:grid-cols-3 md:grid-cols-4">
    <legend className="unseen">Period of {year.code}</legend>
    {year.periods.map((period) => (
      <PeriodButton
        key={period.code}
        period={period}
        isNext={period.code === next}
        isChosen={period.code === chosen}
        onChoose={() => onChoose(period.code)}
      />
    ))}
    <button
      type="button"
      aria-pressed={year.code === chosen}
      onClick={() => onChoose(year.code)}
      className={tileClass}
    >
      <span className="font-medium">Whole year</span>
      <span className="text-sm text-muted">What comes once a year</span>
    </button>
  </fieldset>
)

const tileClass =
  'flex min-w-0 flex-col items-start gap-0.5 rounded-lg border border-line bg-surface px-3 py-2 text-left hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft'

interface TileProps {
  period: FiscalPeriod
  isNext: boolean
  isChosen: boolean
  onChoose: () => void
}

const STATUS_TEXT = {
  positive: 'text-positive',
  warning: 'text-warning',
  neutral: 'text-muted',
} as const

function PeriodButton({ period, isNext, isChosen, onChoose }: TileProps) {
  const { word, tone, icon: Icon } = PERIOD_LOOKS[period.status]
  return (
    <button type="button" aria-pressed={isChosen} onClick={onChoose} className={tileClass}>
      <span className="font-medium">{periodLabel(period)}</span>
      <span
        className={`inline-flex items-center gap-1 text-sm ${STATUS_TEXT[tone as keyof typeof STATUS_TEXT]}`}
      >
        <Icon className="size-3.5" aria-hidden="true" />
        {word}
        {isNext && period.status !== 'locked' && <span className="text-muted">· next</span>}
      </span>
    </button>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { ArrowRight, ListPlus, PencilLine } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { capital, usePersonName } from '../../guardrails/names.ts'
import { formatDate, formatInstant, withDates } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Section } from '../../ui/section.tsx'
import { MarkSheet, OwnItemsSheet } from './item-sheets.tsx'
import { LockPeriod } from './lock-period.tsx'
import { CheckStatus, periodLabel } from './names.tsx'
import { type Checklist, type ChecklistItem, checklistQuery } from './queries.ts'
import { useCloseSearch } from './use-close-search.ts'

/** What is still to be done in a period or a year, and its lock at the end. */
export function PeriodChecklist({ code }: { code: string }) {
  const slug = useCompanySlug()
  const query = useQuery(checklistQuery(slug, code))
  const { search, change } = useCloseSearch()
  const mayDefine = useMay('periods.DefineChecklistItem')
  const [marked, setMarked] = useState<ChecklistItem>()
  if (query.isPending) return <Loading rows={8} label="Loading the checklist" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const { items, period } = query.data
  const isYear = period.code === period.year
  return (
    <Section
      title={isYear ? `Checklist of the year ${period.year}` : `Checklist of ${periodLabel(period)}`}
      description={summary(query.data)}
      actions={
        mayDefine && (
          <Button onClick={() => change({ open: 'items' })}>
            <ListPlus className="size-4" aria-hidden="true" /> Own items
          </Button>
        )
      }
    >
      <ul aria-label="Checklist" className="flex flex-col border-t border-line">
        {items.map((item) => (
          <Item key={item.code} item={item} onMark={() => setMarked(item)} />
        ))}
      </ul>
      <LockPeriod period={period} isYear={isYear} open={query.data.open} />
      {marked && <MarkSheet period={code} item={marked} onClose={() => setMarked(undefined)} />}
      {search.open === 'items' && mayDefine && <OwnItemsSheet onClose={() => change({ open: undefined })} />}
    </Section>
  )
}

function summary({ open, period }: Checklist): string {
  const dates = `${formatDate(period.from)} to ${formatDate(period.to)}`
  if (open === 0) return `${dates}. Nothing is left to do.`
  return `${dates}. ${open === 1 ? 'One thing is' : `${open} things are`} left to do.`
}

function Item({ item, onMark }: { item: ChecklistItem; onMark: () => void }) {
  const person = usePersonName()
  const mayMark = useMay('periods.CheckOff')
  const { title, description, detail, link, isOwn, checkedAt, checkedBy, note, status } = item
  return (
    <li className="grid grid-cols-[1fr_auto] items-baseline gap-x-3 gap-y-1 border-b border-line py-2.5 sm:grid-cols-[7.5rem_1fr_auto]">
      <span className="max-sm:col-span-2">
        <CheckStatus item={item} />
      </span>
      <div className="min-w-0">
        <p className={status === 'not-applicable' ? 'text-muted' : ''}>{title}</p>
        {description && <p className="text-sm text-muted">{description}</p>}
        {detail && <p className="text-sm text-muted">{withDates(detail)}</p>}
        {checkedAt && checkedBy && (
          <p className="text-sm text-muted">
            {capital(person(checkedBy))}, {formatInstant(checkedAt)}
          </p>
        )}
        {note && <p className="text-sm">“{note}”</p>}
      </div>
      {link && <Place link={link} title={title} />}
      {isOwn && mayMark && (
        <Button size="sm" onClick={onMark}>
          <PencilLine className="size-3.5" aria-hidden="true" />
          {checkedAt ? 'Take back' : 'Check off'}
          <span className="unseen"> {title}</span>
        </Button>
      )}
    </li>
  )
}

/** Where it is done: a path inside of the company, with what it is filtered by. */
function Place({ link, title }: { link: string; title: string }) {
  const router = useRouter()
  const href = `/companies/${encodeURIComponent(useCompanySlug())}${link}`
  return (
    <a
      href={href}
      className={buttonClass('ghost', 'sm')}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        router.history.push(href)
      }}
    >
      Show<span className="unseen"> {title}</span>
      <ArrowRight className="size-3.5" aria-hidden="true" />
    </a>
  )
}

import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { DraftList } from './draft-list.tsx'
import { PendingList } from './pending-list.tsx'
import { Schedules } from './recurring/schedules.tsx'
import { Reversals } from './reversals.tsx'
import { Templates } from './templates/templates.tsx'
import { useDraftsPlace } from './use-drafts-place.ts'

const TABS = [
  { value: 'drafts', label: 'Drafts' },
  { value: 'templates', label: 'Templates' },
  { value: 'recurring', label: 'Recurring' },
  { value: 'reversals', label: 'Reversals' },
  { value: 'pending', label: 'Pending' },
] as const
type Tab = (typeof TABS)[number]['value']

const SUBTITLES: Readonly<Record<Tab, string>> = {
  drafts: 'Entries that are being written. They are in no report until somebody posts them.',
  templates: 'What repeats, once: accounts, texts and shares. Only the amounts are asked for.',
  recurring: 'Entries that book themselves when their date comes.',
  reversals: 'Accruals that take themselves back when their date comes.',
  pending: 'Entries on hold. They count against the limits of accounts, and are in no report.',
}

/** Everything that is not in the journal yet. */
export function DraftsPage() {
  const { tab = 'drafts', show } = useDraftsPlace()
  return (
    <Page
      title="Drafts"
      subtitle={SUBTITLES[tab]}
      actions={<Begin tab={tab} />}
      toolbar={
        <Tabs
          label="What is shown"
          tabs={TABS}
          value={tab}
          onValue={(next) =>
            show({
              tab: next === 'drafts' ? undefined : next,
              open: undefined,
              status: undefined,
              q: undefined,
            })
          }
        />
      }
    >
      {CONTENT[tab]}
    </Page>
  )
}

const CONTENT: Readonly<Record<Tab, ReactNode>> = {
  drafts: <DraftList />,
  templates: <Templates />,
  recurring: <Schedules />,
  reversals: <Reversals />,
  pending: <PendingList />,
}

/** The way to begin one of what the tab shows. */
function Begin({ tab }: { tab: Tab }) {
  const company = useCompanySlug()
  const { show } = useDraftsPlace()
  const maySaveDraft = useMay('drafts.SaveDraft')
  const maySaveTemplate = useMay('drafts.SaveTemplate')
  const maySchedule = useMay('drafts.ScheduleEntry')
  const begin = (label: string) => (
    <Button variant="primary" onClick={() => show({ open: 'new' })}>
      <Plus className="size-4" aria-hidden="true" /> {label}
    </Button>
  )
  if (tab === 'templates') return maySaveTemplate && begin('New template')
  if (tab === 'recurring') return maySchedule && begin('New recurring entry')
  if (tab !== 'drafts' || !maySaveDraft) return null
  return (
    <Link to="/companies/$company/journal/new" params={{ company }} className={buttonClass('primary')}>
      <Plus className="size-4" aria-hidden="true" /> New entry
    </Link>
  )
}

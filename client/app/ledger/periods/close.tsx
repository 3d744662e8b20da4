import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ExceptionsTab } from './exceptions-tab.tsx'
import { LocksTab } from './locks-tab.tsx'
import { PeriodsTab } from './periods-tab.tsx'
import { useCloseSearch } from './use-close-search.ts'
import { YearsTab } from './years-tab.tsx'

/** The month end: what is still to be done in a period, what is locked and for whom not, and the years. */
export function ClosePage() {
  const { search, change } = useCloseSearch()
  const tab = search.tab ?? 'periods'
  return (
    <Page
      title="Close"
      width="measure"
      subtitle="Work through the list, lock the period, and the figures stay what they are."
      toolbar={
        <Tabs
          label="Part of closing"
          tabs={[
            { value: 'periods', label: 'Periods' },
            { value: 'locks', label: 'Locks' },
            { value: 'exceptions', label: 'Exceptions' },
            { value: 'years', label: 'Years' },
          ]}
          value={tab}
          onValue={(next) =>
            change({ tab: next === 'periods' ? undefined : next, period: undefined, open: undefined })
          }
        />
      }
    >
      {tab === 'periods' && <PeriodsTab />}
      {tab === 'locks' && <LocksTab />}
      {tab === 'exceptions' && <ExceptionsTab />}
      {tab === 'years' && <YearsTab />}
    </Page>
  )
}

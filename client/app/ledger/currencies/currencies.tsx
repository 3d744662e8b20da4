import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { RateActions, RatesTab } from './rates-tab.tsx'
import { ResidualsTab } from './residuals-tab.tsx'
import { RevaluationTab } from './revaluation-tab.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { useCurrenciesSearch } from './use-currencies-search.ts'

/** Rates of exchange, and what follows from them at the end of a month. */
export function CurrenciesPage() {
  const { search, change } = useCurrenciesSearch()
  const tab = search.tab ?? 'rates'
  return (
    <Page
      title="Currencies"
      width="measure"
      subtitle="Rates of exchange, and what they make of what is held and owed in other currencies."
      actions={tab === 'rates' && <RateActions />}
      toolbar={
        <Tabs
          label="Part of currencies"
          tabs={[
            { value: 'rates', label: 'Rates' },
            { value: 'revaluation', label: 'Revaluation' },
            { value: 'residuals', label: 'Residuals' },
            { value: 'settings', label: 'Settings' },
          ]}
          value={tab}
          onValue={(next) => change({ tab: next === 'rates' ? undefined : next, open: undefined })}
        />
      }
    >
      {tab === 'rates' && <RatesTab />}
      {tab === 'revaluation' && <RevaluationTab />}
      {tab === 'residuals' && <ResidualsTab />}
      {tab === 'settings' && <SettingsTab />}
    </Page>
  )
}

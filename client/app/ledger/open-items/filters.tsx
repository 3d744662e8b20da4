import { DateInput, Field, Select } from '../../ui/field.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import type { Account } from '../queries.ts'
import { useItemsSearch } from './use-items-search.ts'

/** Whose items are shown, and which of them. */
export function ItemFilters({ accounts, account }: { accounts: readonly Account[]; account: Account }) {
  const { search, change } = useItemsSearch()
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      <Field label="Account" className="min-w-0 max-sm:w-full sm:w-60">
        {(control) => (
          <Select
            {...control}
            value={account.code}
            onValue={(code) => change({ account: code, open: undefined })}
          >
            {accounts.map(({ code, name }) => (
              <option key={code} value={code}>
                {code} {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Tabs
        label="Which items"
        value={search.tab ?? 'open'}
        onValue={(tab) => change({ tab: tab === 'open' ? undefined : tab })}
        tabs={[
          { value: 'open', label: 'Open' },
          { value: 'matched', label: 'Matched' },
          { value: 'all', label: 'All' },
        ]}
      />
      <SearchField
        className="basis-40"
        value={search.q ?? ''}
        onValue={(q) => change({ q: q || undefined })}
      />
      <Field label="Due before" className="w-[calc(50%-0.25rem)] sm:w-36">
        {(control) => (
          <DateInput
            {...control}
            value={search.dueBefore ?? ''}
            onValue={(date) => change({ dueBefore: date || undefined })}
          />
        )}
      </Field>
      <Field label="As of" className="w-[calc(50%-0.25rem)] sm:w-36">
        {(control) => (
          <DateInput
            {...control}
            value={search.asOf ?? ''}
            onValue={(date) => change({ asOf: date || undefined })}
          />
        )}
      </Field>
    </search>
  )
}

import { Link } from '@tanstack/react-router'
import { ClipboardPaste, Plus } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { FamiliesTab } from './families-tab.tsx'
import { ItemFilters } from './item-filters.tsx'
import { ItemList } from './item-list.tsx'
import { useItemsSearch } from './use-items-search.ts'

const TABS = [
  { value: 'items', label: 'Items' },
  { value: 'families', label: 'Families' },
] as const

/** What the company buys, keeps, makes and sells. */
export function ItemsPage() {
  const { search, change } = useItemsSearch()
  const { tab = 'items' } = search
  return (
    <Page
      title="Items"
      actions={tab === 'items' ? <ItemActions /> : <FamilyActions onNew={() => change({ open: 'new' })} />}
      toolbar={
        <>
          <Tabs
            label="Which list"
            tabs={TABS}
            value={tab}
            onValue={(next) => change({ tab: next === 'items' ? undefined : next, open: undefined })}
          />
          {tab === 'items' && <ItemFilters filter={search} onChange={change} />}
        </>
      }
    >
      {tab === 'items' ? <ItemList /> : <FamiliesTab />}
    </Page>
  )
}

function ItemActions() {
  const company = useCompanySlug()
  const { family } = useItemsSearch().search
  const mayCreate = useMay('items.CreateItem')
  const mayImport = useMay('items.SaveItems')
  return (
    <>
      {mayImport && (
        <Link to="/companies/$company/items/import" params={{ company }} className={buttonClass()}>
          <ClipboardPaste className="size-4" aria-hidden="true" /> Paste a table
        </Link>
      )}
      {mayCreate && (
        <Link
          to="/companies/$company/items/new"
          params={{ company }}
          search={family ? { family } : {}}
          className={buttonClass('primary')}
        >
          <Plus className="size-4" aria-hidden="true" /> New item
        </Link>
      )}
    </>
  )
}

const FamilyActions = ({ onNew }: { onNew: () => void }) =>
  useMay('items.SaveItemFamily') && (
    <Button variant="primary" onClick={onNew}>
      <Plus className="size-4" aria-hidden="true" /> New family
    </Button>
  )

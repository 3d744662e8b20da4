import { ClipboardPaste, Plus } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useWarehouses } from '../pickers/queries.ts'
import { PasteRules } from './paste-rules.tsx'
import { Proposals } from './proposals.tsx'
import { RuleSheet } from './rule-sheet.tsx'
import { Rules } from './rules.tsx'
import { useReplenishmentSearch } from './use-replenishment-search.ts'

const TABS = [
  { value: 'proposals', label: 'Proposals' },
  { value: 'dismissed', label: 'Dismissed' },
  { value: 'rules', label: 'Rules' },
] as const
type Tab = (typeof TABS)[number]['value']

const SUBTITLES: Readonly<Record<Tab, string>> = {
  proposals: 'What to order by now, and why. Figures are worked out as you look.',
  dismissed: 'What is not proposed again before its day.',
  rules: 'When an item is ordered for a warehouse, and how much of it.',
}

/** What runs out, and the rules that say when that is. */
export function ReplenishmentPage() {
  const { search, change } = useReplenishmentSearch()
  const maySet = useMay('replenishment.SetReorderRule')
  const maySave = useMay('replenishment.SaveReorderRules')
  const tab: Tab = search.tab ?? (search.dismissed ? 'dismissed' : 'proposals')
  const close = () => change({ open: undefined })
  useShortcut('n', 'New reorder rule', 'On this page', () => change({ open: 'new' }), maySet)
  return (
    <Page
      title="Reorder"
      subtitle={SUBTITLES[tab]}
      actions={
        <>
          {tab === 'rules' && maySave && (
            <Button onClick={() => change({ open: 'paste' })}>
              <ClipboardPaste className="size-4" aria-hidden="true" /> Paste rules
            </Button>
          )}
          {maySet && (
            <Button
              variant={tab === 'rules' ? 'primary' : 'secondary'}
              onClick={() => change({ open: 'new' })}
            >
              <Plus className="size-4" aria-hidden="true" /> New rule
            </Button>
          )}
        </>
      }
      toolbar={
        <>
          <Tabs
            label="What is shown"
            tabs={TABS}
            value={tab}
            onValue={(next) =>
              change({
                tab: next === 'rules' ? 'rules' : undefined,
                dismissed: next === 'dismissed' ? true : undefined,
                supplier: undefined,
                from: undefined,
              })
            }
          />
          <WarehouseFilter />
        </>
      }
    >
      {tab === 'rules' ? <Rules /> : <Proposals key={tab} isDismissed={tab === 'dismissed'} />}
      {search.open === 'new' && maySet && <RuleSheet onClose={close} />}
      {search.open === 'paste' && maySave && <PasteRules onClose={close} />}
    </Page>
  )
}

function WarehouseFilter() {
  const warehouses = useWarehouses(useCompanySlug())
  const { search, change } = useReplenishmentSearch()
  if (warehouses.length < 2) return null
  return (
    <Field label="Warehouse" className="w-48">
      {(control) => (
        <Select
          {...control}
          value={search.warehouse ?? ''}
          onValue={(warehouse) => change({ warehouse: warehouse || undefined })}
        >
          <option value="">All</option>
          {warehouses.map(({ code, name }) => (
            <option key={code} value={code}>
              {code} {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

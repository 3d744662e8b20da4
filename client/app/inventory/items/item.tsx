import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Copy, PencilLine, Tags } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { type Item, itemQuery } from '../pickers/queries.ts'
import { ItemOverview } from './item-overview.tsx'
import { Marks } from './item-row.tsx'
import { LabelsSheet } from './labels-sheet.tsx'
import { LotsTab } from './lots-tab.tsx'
import { MovesTab } from './moves-tab.tsx'
import { VariantsTab } from './variants-tab.tsx'

const FROM = '/signed-in/companies/$company/items/$item'

/** One item: what it is, what of it lies where, what became of it. */
export function ItemPage() {
  const company = useCompanySlug()
  const { item: ref } = useParams({ from: FROM })
  const { tab = 'overview', open } = useSearch({ from: FROM })
  const navigate = useNavigate()
  const query = useQuery(itemQuery(company, ref))
  const item = query.data
  const change = (next: { tab?: 'moves' | 'lots' | 'variants' | undefined; open?: string | undefined }) =>
    void navigate({
      from: '/companies/$company/items/$item',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  return (
    <Page
      title={item ? `${item.code} ${item.name}` : 'Item'}
      heading={
        item && (
          <span className="wrap-anywhere">
            {item.name} <Marks item={item} />
          </span>
        )
      }
      subtitle={item && <Subtitle item={item} />}
      actions={item && <Actions item={item} onLabels={() => change({ open: 'labels' })} />}
      toolbar={
        item &&
        tabsOf(item).length > 1 && (
          <Tabs
            label="What of the item"
            tabs={tabsOf(item)}
            value={tab}
            onValue={(next) => change({ tab: next === 'overview' ? undefined : next, open: undefined })}
          />
        )
      }
    >
      {query.isPending && <Loading label="Loading the item" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {item && tab === 'overview' && <ItemOverview item={item} />}
      {item && tab === 'moves' && <MovesTab item={item} />}
      {item && tab === 'lots' && <LotsTab item={item} />}
      {item && tab === 'variants' && <VariantsTab item={item} />}
      {item && open === 'labels' && (
        <LabelsSheet
          items={[item]}
          units={[item.unit, ...item.units.map(({ code }) => code)]}
          onClose={() => change({ open: undefined })}
        />
      )}
    </Page>
  )
}

function tabsOf(item: Item) {
  const all = [
    { value: 'overview', label: 'Overview', isShown: true },
    { value: 'moves', label: 'Moves', isShown: item.kind === 'stock' && !item.isTemplate },
    {
      value: 'lots',
      label: item.tracking === 'serial' ? 'Serial numbers' : 'Lots',
      isShown: item.tracking !== 'none' && !item.isTemplate,
    },
    { value: 'variants', label: 'Variants', isShown: item.isTemplate || mayBecomeTemplate(item) },
  ] as const
  return all.filter(({ isShown }) => isShown)
}

/** What has moved, stands in a kit or is a variant itself stays an item. */
const mayBecomeTemplate = ({ kind, template, barcodes, hasMoved }: Item): boolean =>
  kind !== 'kit' && template === null && barcodes.length === 0 && !hasMoved

function Subtitle({ item: { code, family, template } }: { item: Item }) {
  const company = useCompanySlug()
  return (
    <>
      <span className="tabular-nums">{code}</span>
      {family && (
        <>
          {' · '}
          <Link
            to="/companies/$company/items"
            params={{ company }}
            search={{ family: family.code }}
            className="underline-offset-2 hover:underline"
          >
            {family.name}
          </Link>
        </>
      )}
      {template && (
        <>
          {' · a variant of '}
          <Link
            to="/companies/$company/items/$item"
            params={{ company, item: template.id }}
            search={{ tab: 'variants' }}
            className="underline underline-offset-2"
          >
            {template.name}
          </Link>
        </>
      )}
    </>
  )
}

function Actions({ item, onLabels }: { item: Item; onLabels: () => void }) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const mayChange = useMay('items.ChangeItem')
  const mayCreate = useMay('items.CreateItem')
  const edit = () =>
    void navigate({ to: '/companies/$company/items/$item/edit', params: { company, item: item.id } })
  useShortcut('e', 'Change', 'In a list or a record', edit, mayChange)
  return (
    <>
      {!item.isTemplate && (
        <Button onClick={onLabels}>
          <Tags className="size-4" aria-hidden="true" /> Labels…
        </Button>
      )}
      {mayCreate && (
        <Link
          to="/companies/$company/items/new"
          params={{ company }}
          search={{ copy: item.id }}
          className={`${buttonClass()} max-sm:hidden`}
        >
          <Copy className="size-4" aria-hidden="true" /> Copy
        </Link>
      )}
      {mayChange && (
        <Link
          to="/companies/$company/items/$item/edit"
          params={{ company, item: item.id }}
          className={buttonClass()}
        >
          <PencilLine className="size-4" aria-hidden="true" /> Change
        </Link>
      )}
    </>
  )
}

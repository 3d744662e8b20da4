import { ListPlus, Plus } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useWarehouses } from '../pickers/queries.ts'
import { AddBinSheet } from './bin-sheet.tsx'
import { AddBinsSheet } from './bins-sheet.tsx'
import { PlaceSheet } from './place-sheet.tsx'
import { PutAwayTab } from './put-away-tab.tsx'
import { usePlacesSearch } from './use-places-search.ts'
import { VirtualTab } from './virtual-tab.tsx'
import { WarehouseSheet } from './warehouse-sheet.tsx'
import { WarehousesTab } from './warehouses-tab.tsx'

const TABS = [
  { value: 'warehouses', label: 'Warehouses' },
  { value: 'virtual', label: 'Virtual places' },
  { value: 'put-away', label: 'Put-away' },
] as const

/** Where stock lies, and where it comes from and goes to. */
export function PlacesPage() {
  const { search, change } = usePlacesSearch()
  const { tab = 'warehouses', open, place } = search
  const close = () => change({ open: undefined })
  return (
    <Page
      title="Places"
      actions={<Actions />}
      toolbar={
        <Tabs
          label="Which places"
          tabs={TABS}
          value={tab}
          onValue={(next) =>
            change({ tab: next === 'warehouses' ? undefined : next, open: undefined, place: undefined })
          }
        />
      }
    >
      {tab === 'warehouses' && <WarehousesTab />}
      {tab === 'virtual' && <VirtualTab />}
      {tab === 'put-away' && <PutAwayTab />}
      {open === 'warehouse' && <WarehouseSheet warehouse={undefined} onClose={close} />}
      {open === 'bin' && <AddBinSheet onClose={close} />}
      {open === 'bins' && <AddBinsSheet onClose={close} />}
      {place && (
        <PlaceSheet
          key={place}
          code={place}
          onClose={() => change({ place: undefined })}
          onMoved={(code) => change({ place: code })}
        />
      )}
    </Page>
  )
}

/** What can be added where one is. */
function Actions() {
  const { search, change } = usePlacesSearch()
  const hasWarehouse = useWarehouses(useCompanySlug()).length > 0
  const mayOpen = useMay('places.OpenWarehouse')
  const mayAdd = useMay('places.AddBin')
  const mayAddMany = useMay('places.AddBins')
  const mayAddVirtual = useMay('places.AddVirtualPlace')
  const maySetPutAway = useMay('places.SetPutAway')
  if (search.tab === 'virtual')
    return (
      mayAddVirtual && (
        <Button variant="primary" onClick={() => change({ open: 'virtual' })}>
          <Plus className="size-4" aria-hidden="true" /> Add a virtual place
        </Button>
      )
    )
  if (search.tab === 'put-away')
    return (
      maySetPutAway &&
      hasWarehouse && (
        <Button variant="primary" onClick={() => change({ open: 'put-away' })}>
          <Plus className="size-4" aria-hidden="true" /> Set a place
        </Button>
      )
    )
  return (
    <>
      {hasWarehouse && mayAdd && (
        <Button onClick={() => change({ open: 'bin' })}>
          <Plus className="size-4" aria-hidden="true" /> Add a bin
        </Button>
      )}
      {hasWarehouse && mayAddMany && (
        <Button onClick={() => change({ open: 'bins' })}>
          <ListPlus className="size-4" aria-hidden="true" /> Add many
        </Button>
      )}
      {mayOpen && (
        <Button variant="primary" onClick={() => change({ open: 'warehouse' })}>
          <Plus className="size-4" aria-hidden="true" /> Open a warehouse
        </Button>
      )}
    </>
  )
}

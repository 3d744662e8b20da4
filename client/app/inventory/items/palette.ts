import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ClipboardPaste, Package, PackagePlus, Warehouse } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useMay } from '../../session/queries.ts'
import type { PaletteGroup, PaletteItem } from '../../shell/palette/items.tsx'
import { itemSearchQuery } from '../pickers/queries.ts'

/** Items shown at most; typing more narrows them. */
const SHOWN_MAX = 6

/** Items whose code, name or barcode was typed, or scanned into the palette. */
export function useItemGroup(wanted: string): PaletteGroup {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const mayList = useMay('items.SearchItems')
  const q = useDebounced(wanted, 150)
  const isAsked = mayList && q.length >= 2
  const found = useQuery({ ...itemSearchQuery(company, q, { templates: true }), enabled: isAsked })
  const items = isAsked && q === wanted ? (found.data ?? []) : []
  return {
    heading: 'Items',
    items: items.slice(0, SHOWN_MAX).map(({ id, code, name, unit }) => ({
      id: `item-${id}`,
      label: `${code} ${name}`,
      detail: unit,
      icon: Package,
      run: () => void navigate({ to: '/companies/$company/items/$item', params: { company, item: id } }),
    })),
  }
}

/** What can be begun of items and places. */
export function useItemActions(): PaletteItem[] {
  const params = { company: useCompanySlug() }
  const navigate = useNavigate()
  const all = [
    {
      isAllowed: useMay('items.CreateItem'),
      id: 'new-item',
      label: 'New item',
      icon: PackagePlus,
      run: () => void navigate({ to: '/companies/$company/items/new', params }),
    },
    {
      isAllowed: useMay('items.SaveItems'),
      id: 'paste-items',
      label: 'Paste a table of items',
      icon: ClipboardPaste,
      run: () => void navigate({ to: '/companies/$company/items/import', params }),
    },
    {
      isAllowed: useMay('places.OpenWarehouse'),
      id: 'open-warehouse',
      label: 'Open a warehouse',
      icon: Warehouse,
      run: () => void navigate({ to: '/companies/$company/places', params, search: { open: 'warehouse' } }),
    },
    {
      isAllowed: useMay('places.AddBins'),
      id: 'add-bins',
      label: 'Add many bins',
      icon: Warehouse,
      run: () => void navigate({ to: '/companies/$company/places', params, search: { open: 'bins' } }),
    },
  ]
  return all.filter(({ isAllowed }) => isAllowed).map(({ isAllowed: _, ...action }) => action)
}

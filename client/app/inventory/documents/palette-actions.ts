import { useNavigate } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { may, useSession } from '../../session/queries.ts'
import type { PaletteItem } from '../../shell/palette/items.tsx'
import { NEW_KINDS, OPERATION_OF } from './kinds.ts'
import { KINDS } from './names.ts'

/** New documents of the stock, from anywhere. */
export function useStockActions(): PaletteItem[] {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const session = useSession()
  return NEW_KINDS.filter((kind) => may(session, OPERATION_OF[kind])).map((kind) => ({
    id: `new-${kind}`,
    label: `New ${KINDS[kind].name.toLowerCase()}`,
    detail: 'Inventory',
    icon: KINDS[kind].icon,
    run: () =>
      void navigate({
        to: '/companies/$company/stock/documents/new',
        params: { company },
        search: { kind },
      }),
  }))
}

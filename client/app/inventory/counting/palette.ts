import { useNavigate } from '@tanstack/react-router'
import { ClipboardCheck, Grid3x3, ShoppingCart } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { may, useSession } from '../../session/queries.ts'
import type { PaletteItem } from '../../shell/palette/items.tsx'

/** Counting, correcting and reordering, from anywhere. */
export function useCountingActions(): PaletteItem[] {
  const params = { company: useCompanySlug() }
  const navigate = useNavigate()
  const session = useSession()
  const plan: PaletteItem = {
    id: 'plan-count',
    label: 'Plan a stock count',
    icon: ClipboardCheck,
    run: () => void navigate({ to: '/companies/$company/counts', params, search: { open: 'new' } }),
  }
  const adjust: PaletteItem = {
    id: 'adjust-stock',
    label: 'Adjust stock in a grid',
    icon: Grid3x3,
    run: () => void navigate({ to: '/companies/$company/stock/adjust', params }),
  }
  const rule: PaletteItem = {
    id: 'reorder-rule',
    label: 'Set a reorder rule',
    icon: ShoppingCart,
    run: () =>
      void navigate({
        to: '/companies/$company/replenishment',
        params,
        search: { tab: 'rules', open: 'new' },
      }),
  }
  return [
    ...(may(session, 'counts.PlanStockCount') ? [plan] : []),
    ...(may(session, 'stock.AdjustStock') ? [adjust] : []),
    ...(may(session, 'replenishment.SetReorderRule') ? [rule] : []),
  ]
}

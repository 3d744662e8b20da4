import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { DOCUMENT_KINDS } from '../../../durable-objects/inventory/stock/contract.ts'
import { NEW_KINDS } from '../inventory/documents/kinds.ts'
import { optionalDate, optionalText } from './base.ts'
import { company } from './company-route.ts'
import { floorRoute } from './floor.ts'
import { stockReportRoutes } from './stock-reports.ts'

/** The addresses of a company's inventory. */

const items = createRoute({
  getParentRoute: () => company,
  path: '/items',
  /** `open`: `labels` of those chosen; with `tab=families`, `new` or the code of a family. */
  validateSearch: z.object({
    tab: z.literal('families').optional().catch(undefined),
    q: optionalText,
    family: optionalText,
    kind: z.enum(['stock', 'service', 'kit']).optional().catch(undefined),
    unused: z.coerce.boolean().optional().catch(undefined),
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('../inventory/items/items.tsx'), 'ItemsPage'),
})

const newItem = createRoute({
  getParentRoute: () => company,
  path: '/items/new',
  /** `copy`: id or code of the item that it is like. */
  validateSearch: z.object({ copy: optionalText, family: optionalText, code: optionalText }),
  component: lazyRouteComponent(() => import('../inventory/items/new-item.tsx'), 'NewItemPage'),
})

const importItems = createRoute({
  getParentRoute: () => company,
  path: '/items/import',
  component: lazyRouteComponent(() => import('../inventory/items/import-items.tsx'), 'ImportItemsPage'),
})

const item = createRoute({
  getParentRoute: () => company,
  path: '/items/$item',
  validateSearch: z.object({
    tab: z.enum(['moves', 'lots', 'variants']).optional().catch(undefined),
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('../inventory/items/item.tsx'), 'ItemPage'),
})

const editItem = createRoute({
  getParentRoute: () => company,
  path: '/items/$item/edit',
  component: lazyRouteComponent(() => import('../inventory/items/edit-item.tsx'), 'EditItemPage'),
})

const places = createRoute({
  getParentRoute: () => company,
  path: '/places',
  /** `open`: a sheet to add something; `place`: code of the place beside the list. */
  validateSearch: z.object({
    tab: z.enum(['virtual', 'put-away']).optional().catch(undefined),
    q: optionalText,
    warehouse: optionalText,
    open: z.enum(['warehouse', 'bin', 'bins', 'virtual', 'put-away', 'labels']).optional().catch(undefined),
    place: optionalText,
  }),
  component: lazyRouteComponent(() => import('../inventory/places/places.tsx'), 'PlacesPage'),
})

const stock = createRoute({
  getParentRoute: () => company,
  path: '/stock',
  /** `open`: code of the item beside the list. */
  validateSearch: z.object({
    tab: z.literal('values').optional().catch(undefined),
    item: optionalText,
    place: optionalText,
    asOf: optionalDate,
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('../inventory/on-hand/stock.tsx'), 'StockPage'),
})

const stockDocuments = createRoute({
  getParentRoute: () => company,
  path: '/stock/documents',
  validateSearch: z.object({
    kind: z.enum(DOCUMENT_KINDS).optional().catch(undefined),
    from: optionalDate,
    to: optionalDate,
    q: optionalText,
    open: z.literal('settings').optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../inventory/documents/documents.tsx'), 'DocumentsPage'),
})

const newStockDocument = createRoute({
  getParentRoute: () => company,
  path: '/stock/documents/new',
  /** What it begins with: an item, goods that were kept or announced, or the receipt that costs belong to. */
  validateSearch: z.object({
    kind: z.enum(NEW_KINDS).optional().catch(undefined),
    item: optionalText,
    reservation: optionalText,
    expected: optionalText,
    receipt: optionalText,
  }),
  component: lazyRouteComponent(() => import('../inventory/documents/new-document.tsx'), 'NewDocumentPage'),
})

const stockDocument = createRoute({
  getParentRoute: () => company,
  path: '/stock/documents/$document',
  validateSearch: z.object({ open: z.enum(['return', 'receive']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../inventory/documents/document.tsx'), 'DocumentPage'),
})

const reservations = createRoute({
  getParentRoute: () => company,
  path: '/reservations',
  /** `open`: `new`, `expect`, a reservation's id, or `expect:` and `cancel:` with the reference of a receipt. */
  validateSearch: z.object({
    tab: z.literal('expected').optional().catch(undefined),
    q: optionalText,
    item: optionalText,
    warehouse: optionalText,
    status: z.enum(['consumed', 'released', 'expired', 'all']).optional().catch(undefined),
    open: optionalText,
  }),
  component: lazyRouteComponent(
    () => import('../inventory/reservations/reservations.tsx'),
    'ReservationsPage',
  ),
})

const counts = createRoute({
  getParentRoute: () => company,
  path: '/counts',
  validateSearch: z.object({
    status: z.enum(['open', 'finished', 'posted', 'cancelled']).optional().catch(undefined),
    warehouse: optionalText,
    open: z.enum(['new', 'accuracy']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../inventory/counting/counts-page.tsx'), 'CountsPage'),
})

const count = createRoute({
  getParentRoute: () => company,
  path: '/counts/$count',
  validateSearch: z.object({
    show: z
      .enum(['all', 'uncounted', 'counted', 'found', 'differing', 'contested'])
      .optional()
      .catch(undefined),
    q: optionalText,
    /** Cells are empty, to be counted again. */
    recount: z.coerce.boolean().optional().catch(undefined),
    open: z.enum(['found', 'finish', 'reopen', 'post', 'cancel']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../inventory/counting/count-page.tsx'), 'CountPage'),
})

const adjustStock = createRoute({
  getParentRoute: () => company,
  path: '/stock/adjust',
  validateSearch: z.object({ place: optionalText, q: optionalText }),
  component: lazyRouteComponent(() => import('../inventory/adjusting/adjust-page.tsx'), 'AdjustPage'),
})

const replenishment = createRoute({
  getParentRoute: () => company,
  path: '/replenishment',
  validateSearch: z.object({
    tab: z.enum(['rules']).optional().catch(undefined),
    warehouse: optionalText,
    supplier: optionalText,
    from: optionalText,
    dismissed: z.coerce.boolean().optional().catch(undefined),
    /** `new`, `paste`, or the item and warehouse whose rule is changed. */
    open: optionalText,
  }),
  component: lazyRouteComponent(
    () => import('../inventory/replenishment/replenishment-page.tsx'),
    'ReplenishmentPage',
  ),
})

export const inventoryRoutes = [
  counts,
  count,
  adjustStock,
  replenishment,
  items,
  newItem,
  importItems,
  item,
  editItem,
  places,
  stock,
  stockDocuments,
  newStockDocument,
  stockDocument,
  reservations,
  ...stockReportRoutes,
  floorRoute,
] as const

import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import {
  ageingSearch,
  movementSearch,
  onHandSearch,
  reservedSearch,
  slowMoversSearch,
  traceSearch,
  turnoverSearch,
  valuationSearch,
} from '../inventory/reports/parameters.ts'
import { company } from './company-route.ts'

/** The addresses of the reports of the stock. */

const index = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports',
  component: lazyRouteComponent(() => import('../inventory/reports/reports-page.tsx'), 'StockReportsPage'),
})

const onHand = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports/on-hand',
  validateSearch: onHandSearch,
  component: lazyRouteComponent(() => import('../inventory/reports/on-hand.tsx'), 'StockOnHandPage'),
})

const valuation = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports/valuation',
  validateSearch: valuationSearch,
  component: lazyRouteComponent(() => import('../inventory/reports/valuation.tsx'), 'StockValuationPage'),
})

const movement = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports/movement',
  validateSearch: movementSearch,
  component: lazyRouteComponent(() => import('../inventory/reports/movement.tsx'), 'StockMovementPage'),
})

const ageing = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports/ageing',
  validateSearch: ageingSearch,
  component: lazyRouteComponent(() => import('../inventory/reports/ageing.tsx'), 'StockAgeingPage'),
})

const turnover = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports/turnover',
  validateSearch: turnoverSearch,
  component: lazyRouteComponent(() => import('../inventory/reports/turnover.tsx'), 'StockTurnoverPage'),
})

const slowMovers = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports/slow-movers',
  validateSearch: slowMoversSearch,
  component: lazyRouteComponent(() => import('../inventory/reports/slow-movers.tsx'), 'SlowMoversPage'),
})

const trace = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports/trace',
  validateSearch: traceSearch,
  component: lazyRouteComponent(() => import('../inventory/reports/trace.tsx'), 'LotTracePage'),
})

const reserved = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports/reserved',
  validateSearch: reservedSearch,
  component: lazyRouteComponent(() => import('../inventory/reports/reserved.tsx'), 'ReservedStockPage'),
})

/** What to reorder is worked with, not only read: it has a place of its own. */
const reorder = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports/reorder',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/companies/$company/replenishment', params })
  },
})

export const stockReportRoutes = [
  index,
  onHand,
  valuation,
  movement,
  ageing,
  turnover,
  slowMovers,
  trace,
  reserved,
  reorder,
] as const

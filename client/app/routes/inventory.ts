import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { optionalText } from './base.ts'
import { company } from './company-route.ts'

/** The addresses of a company's inventory. */

const stockReports = createRoute({
  getParentRoute: () => company,
  path: '/stock-reports',
  validateSearch: z.object({ q: optionalText }),
  component: lazyRouteComponent(() => import('../inventory/reports/reports-page.tsx'), 'StockReportsPage'),
})

export const inventoryRoutes = [stockReports] as const

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { company } from './company-route.ts'

/** The addresses of the warehouse floor: a frame of its own, without the sidebar. */

const floor = createRoute({
  getParentRoute: () => company,
  path: '/floor',
  component: lazyRouteComponent(() => import('../inventory/floor/layout/floor-layout.tsx'), 'FloorLayout'),
})

const home = createRoute({
  getParentRoute: () => floor,
  path: '/',
  component: lazyRouteComponent(() => import('../inventory/floor/layout/home.tsx'), 'FloorHome'),
})

const receive = createRoute({
  getParentRoute: () => floor,
  path: '/receive',
  component: lazyRouteComponent(() => import('../inventory/floor/receive/receive.tsx'), 'ReceivePage'),
})

const pick = createRoute({
  getParentRoute: () => floor,
  path: '/pick',
  component: lazyRouteComponent(() => import('../inventory/floor/pick/pick.tsx'), 'PickPage'),
})

const count = createRoute({
  getParentRoute: () => floor,
  path: '/count',
  component: lazyRouteComponent(() => import('../inventory/floor/count/count.tsx'), 'CountPage'),
})

const queue = createRoute({
  getParentRoute: () => floor,
  path: '/queue',
  /** The command that is shown. */
  validateSearch: z.object({ entry: z.coerce.number().int().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../inventory/floor/queue/queue.tsx'), 'QueuePage'),
})

export const floorRoute = floor.addChildren([home, receive, pick, count, queue])

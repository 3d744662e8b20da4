import { createRoute } from '@tanstack/react-router'
import { companyQuery } from '../company/queries.ts'
import { Shell } from '../shell/shell.tsx'
import { needsTenant, signedIn } from './base.ts'

/** Where all addresses of a company begin. */
export const company = createRoute({
  getParentRoute: () => signedIn,
  path: '/companies/$company',
  beforeLoad: needsTenant,
  loader: ({ context, params }) => context.queryClient.ensureQueryData(companyQuery(params.company)),
  component: Shell,
})

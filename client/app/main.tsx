import './lib/zod-setup.ts'
import './app.css'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from '../sdk/problem.ts'
import { watchPreferences } from './lib/preferences.ts'
import { createAppRouter } from './router.tsx'
import { sessionQuery } from './session/queries.ts'

let wasSignedIn = false

const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof Problem && error.status === 401) void leave()
    },
    // A page that was opened without a connection may learn only now that its session has ended.
    onSuccess: (data, { queryKey }) => {
      if (queryKey.join() !== sessionQuery.queryKey.join()) return
      if (wasSignedIn && data === null) void router.invalidate()
      wasSignedIn = data !== null
    },
  }),
  defaultOptions: {
    // The client itself repeats what may be repeated; the live channel says when data is stale.
    queries: { retry: false, staleTime: 60_000 },
    mutations: { retry: false },
  },
})
const router = createAppRouter(queryClient)

/** The session has ended: back to signing in, and from there to the same page. */
async function leave(): Promise<void> {
  if (queryClient.getQueryData(sessionQuery.queryKey) === null) return
  queryClient.setQueryData(sessionQuery.queryKey, null)
  await router.invalidate()
}

watchPreferences()
createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)

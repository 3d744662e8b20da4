import { useNavigate, useSearch } from '@tanstack/react-router'

/** What the page shows. It lives in the address. */
export function useReplenishmentSearch() {
  const search = useSearch({ from: '/signed-in/companies/$company/replenishment' })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/replenishment',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  return { search, change }
}

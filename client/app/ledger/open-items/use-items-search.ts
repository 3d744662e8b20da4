import { useNavigate, useSearch } from '@tanstack/react-router'

/** What the page shows. It lives in the address. */
export function useItemsSearch() {
  const search = useSearch({ from: '/signed-in/companies/$company/open-items' })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/open-items',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  return { search, change }
}

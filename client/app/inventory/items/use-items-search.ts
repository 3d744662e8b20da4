import { useNavigate, useSearch } from '@tanstack/react-router'

/** What the list of items is filtered by, and what is open on it: all of it in the address. */
export function useItemsSearch() {
  const search = useSearch({ from: '/signed-in/companies/$company/items' })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/items',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  return { search, change }
}

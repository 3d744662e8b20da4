import { useNavigate, useSearch } from '@tanstack/react-router'

/** What the stock is filtered by, and whose sheet is open. It lives in the address. */
export function useStockSearch() {
  const search = useSearch({ from: '/signed-in/companies/$company/stock' })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/stock',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  return { search, change }
}

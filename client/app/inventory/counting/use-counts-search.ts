import { useNavigate, useSearch } from '@tanstack/react-router'

/** What the list of counts shows. It lives in the address. */
export function useCountsSearch() {
  const search = useSearch({ from: '/signed-in/companies/$company/counts' })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/counts',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  return { search, change }
}

/** What the page of a count shows. */
export function useCountSearch() {
  const search = useSearch({ from: '/signed-in/companies/$company/counts/$count' })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/counts/$count',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  return { search, change }
}

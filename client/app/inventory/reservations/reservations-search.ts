import { useNavigate, useSearch } from '@tanstack/react-router'

/** What reservations are filtered by, and what is open beside them. It lives in the address. */
export function useReservationsSearch() {
  const search = useSearch({ from: '/signed-in/companies/$company/reservations' })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/reservations',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  return { search, change }
}

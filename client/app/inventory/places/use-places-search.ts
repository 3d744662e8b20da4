import { useNavigate, useSearch } from '@tanstack/react-router'

/** What is shown of the places, and what is open on them: all of it in the address. */
export function usePlacesSearch() {
  const search = useSearch({ from: '/signed-in/companies/$company/places' })
  const navigate = useNavigate()
  const change = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/places',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
      resetScroll: false,
    })
  return { search, change }
}

import { useNavigate, useSearch } from '@tanstack/react-router'

const FROM = '/signed-in/companies/$company/drafts'

/** What the page shows is in the address. */
export function useDraftsPlace() {
  const search = useSearch({ from: FROM })
  const navigate = useNavigate()
  const show = (next: Partial<typeof search>) =>
    void navigate({
      from: '/companies/$company/drafts',
      to: '.',
      search: (before) => ({ ...before, ...next }),
      replace: true,
    })
  return { ...search, show }
}

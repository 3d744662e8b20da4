import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown, LayoutGrid, Plus } from 'lucide-react'
import { companiesQuery, useCompany } from '../company/queries.ts'
import { useMay } from '../session/queries.ts'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx'

/** How many companies the menu shows; the page of companies has all. */
const MENU_COMPANIES_MAX = 12

export function CompanySwitcher() {
  const company = useCompany()
  const companies = useQuery(companiesQuery).data ?? [company]
  const navigate = useNavigate()
  const mayOpen = useMay('company.OpenCompany')
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2.5 rounded-md border border-line bg-surface px-2.5 py-1.5 text-left shadow-low hover:bg-hover"
        >
          <CompanyMark name={company.name} />
          <span className="min-w-0 flex-1">
            <span className="unseen">Switch company:</span>
            <span className="block truncate leading-5 font-medium">{company.name}</span>
            <span className="block text-xs leading-4 text-faint">
              {company.currency} · {company.region.toUpperCase()}
            </span>
          </span>
          <ChevronsUpDown className="size-4 text-faint" aria-hidden="true" />
        </button>
      }
    >
      <MenuChoice
        label="Companies"
        value={company.slug}
        options={companies.slice(0, MENU_COMPANIES_MAX).map(({ slug, name }) => ({
          value: slug,
          label: (
            <>
              <CompanyMark name={name} />
              <span className="max-w-52 truncate">{name}</span>
            </>
          ),
        }))}
        onChoose={(slug) => void navigate({ to: '/companies/$company', params: { company: slug } })}
      />
      <MenuSeparator />
      <MenuItem onSelect={() => void navigate({ to: '/companies' })}>
        <LayoutGrid className="size-4 text-muted" aria-hidden="true" /> All companies
      </MenuItem>
      {mayOpen && (
        <MenuItem onSelect={() => void navigate({ to: '/companies', search: { open: 'new' } })}>
          <Plus className="size-4 text-muted" aria-hidden="true" /> Open a company
        </MenuItem>
      )}
    </Menu>
  )
}

/** The initials of a company, as a small sign beside its name. */
export function CompanyMark({ name }: { name: string }) {
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
    .toUpperCase()
  return (
    <span
      aria-hidden="true"
      className="grid size-7 shrink-0 place-items-center rounded-md bg-accent-soft text-xs font-semibold text-accent-strong"
    >
      {initials}
    </span>
  )
}

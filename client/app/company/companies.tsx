import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Building2, FileUp, Plus } from 'lucide-react'
import { useMay } from '../session/queries.ts'
import { BrandMark } from '../shell/brand.tsx'
import { CompanyMark } from '../shell/company-switcher.tsx'
import { useSignOut } from '../shell/sign-out.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../ui/feedback.tsx'
import { Page } from '../ui/page.tsx'
import { BringCompanySheet } from './bring-company.tsx'
import { OpenCompanySheet } from './open-company.tsx'
import { companiesQuery } from './queries.ts'
import { REGION_NAMES } from './regions.ts'

/** The companies of the tenant: choose one, or open another. */
export function CompaniesPage() {
  const companies = useQuery(companiesQuery)
  const { open } = useSearch({ from: '/signed-in/companies' })
  const navigate = useNavigate()
  const signOut = useSignOut()
  const show = (value: 'new' | 'file' | undefined) =>
    void navigate({ to: '/companies', search: { open: value }, replace: true })
  const mayOpen = useMay('company.OpenCompany')
  const openButton = mayOpen && (
    <>
      <Button onClick={() => show('file')}>
        <FileUp className="size-4" aria-hidden="true" /> Bring one
      </Button>
      <Button variant="primary" onClick={() => show('new')}>
        <Plus className="size-4" aria-hidden="true" /> Open a company
      </Button>
    </>
  )
  return (
    <>
      <header className="flex items-center gap-2 border-b border-line px-4 py-2.5 sm:px-6">
        <BrandMark />
        <span className="flex-1 text-lg font-semibold tracking-tight">Meridian</span>
        <Button variant="ghost" onClick={signOut}>
          Sign out
        </Button>
      </header>
      <main id="content" className="flex">
        <Page
          title="Companies"
          width="measure"
          actions={companies.data && companies.data.length > 0 && openButton}
        >
          {companies.isPending && <Loading rows={3} label="Loading the companies" />}
          {companies.isError && (
            <ProblemNotice error={companies.error} onRetry={() => void companies.refetch()} />
          )}
          {companies.data?.length === 0 && (
            <Empty icon={Building2} title="No companies yet" actions={openButton}>
              A company has its own books, currency and region.{' '}
              {mayOpen
                ? 'Open the first one to begin.'
                : 'Who administers the organisation opens the first one.'}
            </Empty>
          )}
          <ul className="grid gap-3 sm:grid-cols-2">
            {companies.data?.map(({ slug, name, country, currency, region }) => (
              <li
                key={slug}
                className="relative flex items-center gap-3 rounded-lg border border-line bg-surface p-4 shadow-low hover:bg-hover"
              >
                <CompanyMark name={name} />
                <div className="min-w-0">
                  <Link
                    to="/companies/$company"
                    params={{ company: slug }}
                    className="block truncate font-medium after:absolute after:inset-0"
                  >
                    {name}
                  </Link>
                  <p className="text-sm text-muted">
                    {countryName(country)} · {currency} · {REGION_NAMES[region]}
                  </p>
                </div>
              </li>
            ))}
          </ul>
          {open === 'new' && mayOpen && <OpenCompanySheet onClose={() => show(undefined)} />}
          {open === 'file' && mayOpen && <BringCompanySheet onClose={() => show(undefined)} />}
        </Page>
      </main>
    </>
  )
}

const countries = new Intl.DisplayNames('en', { type: 'region' })
const countryName = (code: string): string => countries.of(code) ?? code

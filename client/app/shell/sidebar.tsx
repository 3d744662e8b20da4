import { Link } from '@tanstack/react-router'
import { Plus, Search, Settings } from 'lucide-react'
import { useState } from 'react'
import { useCompany } from '../company/queries.ts'
import { ApprovalsBadge } from '../guardrails/approvals/badge.tsx'
import { useMay, useSession } from '../session/queries.ts'
import { Keys } from '../ui/keys.tsx'
import { MenuContainer } from '../ui/menu.tsx'
import { BrandMark } from './brand.tsx'
import { CompanySwitcher } from './company-switcher.tsx'
import { Connection } from './connection.tsx'
import type { SidebarActions } from './frame.tsx'
import { companyNavigation, hasPlacesBelow, settingsNavigation } from './navigation.ts'
import { UserMenu } from './user-menu.tsx'

/** The look of a place in a sidebar, and of the one that is open. */
export const itemClass =
  'flex h-9 items-center gap-2.5 rounded-md px-2.5 text-muted hover:bg-hover hover:text-ink md:h-8'
export const activeItem = {
  className: 'bg-accent-soft! text-ink! font-medium',
  'aria-current': 'page',
} as const

export function Sidebar({ onSearch, onHelp, onGo }: SidebarActions) {
  const company = useCompany()
  const session = useSession()
  const mayPost = useMay('ledger.PostJournalEntry')
  const settings = settingsNavigation(session).find(({ label }) => label === 'Organisation')?.places[0]
  // Menus open inside: in the drawer all else is inert, and beside it they belong to this landmark.
  const [container, setContainer] = useState<HTMLElement | null>(null)
  return (
    <div ref={setContainer} className="relative flex h-full flex-col gap-3 overflow-y-auto p-3">
      <div className="flex items-center gap-2 px-1 pt-1">
        <BrandMark className="size-6" />
        <span className="text-lg font-semibold tracking-tight">Meridian</span>
      </div>
      <MenuContainer value={container}>
        <CompanySwitcher />
      </MenuContainer>
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-muted shadow-low hover:bg-hover"
      >
        <Search className="size-4" aria-hidden="true" />
        <span className="flex-1 truncate text-left">Search…</span>
        <Keys keys="mod+k" className="max-md:hidden" />
      </button>
      <nav aria-label="Company" className="flex flex-1 flex-col gap-4">
        {mayPost && (
          <Link
            to="/companies/$company/journal/new"
            params={{ company: company.slug }}
            className={`${itemClass} text-accent! hover:bg-accent-soft`}
            onClick={onGo}
          >
            <Plus className="size-4" aria-hidden="true" />
            <span className="flex-1 font-medium">New entry</span>
          </Link>
        )}
        {companyNavigation(session).map(({ label, places }) => (
          <div key={label ?? ''}>
            {label && <p className="px-2.5 pb-1 text-xs font-medium text-faint">{label}</p>}
            <ul className="flex flex-col gap-px">
              {places.map(({ to, label: name, icon: Icon }) => (
                <li key={to}>
                  <Link
                    to={to}
                    params={{ company: company.slug }}
                    activeOptions={{
                      exact: hasPlacesBelow(to),
                      includeSearch: false,
                    }}
                    activeProps={activeItem}
                    className={itemClass}
                    onClick={onGo}
                  >
                    <Icon className="size-4" aria-hidden="true" />
                    {name}
                    {to === '/companies/$company/approvals' && <ApprovalsBadge />}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <Link to={settings?.to ?? '/account'} className={itemClass} onClick={onGo}>
        <Settings className="size-4" aria-hidden="true" />
        Settings
      </Link>
      <Connection />
      <MenuContainer value={container}>
        <UserMenu onHelp={onHelp} />
      </MenuContainer>
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { ArrowLeft, Search } from 'lucide-react'
import { useState } from 'react'
import { companiesQuery } from '../company/queries.ts'
import { useSession } from '../session/queries.ts'
import { Keys } from '../ui/keys.tsx'
import { MenuContainer } from '../ui/menu.tsx'
import { BrandMark } from './brand.tsx'
import { Frame, type SidebarActions } from './frame.tsx'
import { SettingsJumps } from './jumps.tsx'
import { lastCompany } from './last-company.ts'
import { settingsNavigation } from './navigation.ts'
import { activeItem, itemClass } from './sidebar.tsx'
import { UserMenu } from './user-menu.tsx'

/** The frame around the pages of the person, the organisation and the platform. */
export const SettingsShell = () => (
  <Frame title="Settings" isInCompany={false} sidebar={(actions) => <SettingsSidebar {...actions} />}>
    <SettingsJumps />
    <Outlet />
  </Frame>
)

function SettingsSidebar({ onSearch, onHelp, onGo }: SidebarActions) {
  const session = useSession()
  const [container, setContainer] = useState<HTMLElement | null>(null)
  return (
    <div ref={setContainer} className="relative flex h-full flex-col gap-3 overflow-y-auto p-3">
      <div className="flex items-center gap-2 px-1 pt-1">
        <BrandMark className="size-6" />
        <span className="text-lg font-semibold tracking-tight">Meridian</span>
      </div>
      <WayBack onGo={onGo} />
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 shrink-0 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-muted shadow-low hover:bg-hover"
      >
        <Search className="size-4" aria-hidden="true" />
        <span className="flex-1 truncate text-left">Search…</span>
        <Keys keys="mod+k" className="max-md:hidden" />
      </button>
      <nav aria-label="Settings" className="flex flex-1 flex-col gap-4">
        {settingsNavigation(session).map(({ label, places }) => (
          <div key={label}>
            <p className="truncate px-2.5 pb-1 text-xs font-medium text-faint">
              {label === 'Organisation' ? (session.tenant?.name ?? label) : label}
            </p>
            <ul className="flex flex-col gap-px">
              {places.map(({ to, label: name, icon: Icon }) => (
                <li key={to}>
                  <Link
                    to={to}
                    activeOptions={{ exact: to === '/account', includeSearch: false }}
                    activeProps={activeItem}
                    className={itemClass}
                    onClick={onGo}
                  >
                    <Icon className="size-4" aria-hidden="true" />
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <MenuContainer value={container}>
        <UserMenu onHelp={onHelp} />
      </MenuContainer>
    </div>
  )
}

/** To the company that was open last, else to all of them. */
function WayBack({ onGo }: { onGo: (() => void) | undefined }) {
  const session = useSession()
  const companies = useQuery({ ...companiesQuery, enabled: session.actor !== null }).data
  const last = companies?.find(({ slug }) => slug === lastCompany.get())
  const look = `${itemClass} text-ink!`
  if (last)
    return (
      <Link to="/companies/$company" params={{ company: last.slug }} className={look} onClick={onGo}>
        <ArrowLeft className="size-4 shrink-0" aria-hidden="true" />
        <span className="truncate">Back to {last.name}</span>
      </Link>
    )
  return (
    <Link to={session.actor ? '/companies' : '/organisations'} className={look} onClick={onGo}>
      <ArrowLeft className="size-4" aria-hidden="true" />
      {session.actor ? 'Companies' : 'Organisations'}
    </Link>
  )
}

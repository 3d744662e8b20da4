import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  Building,
  ChevronsUpDown,
  Keyboard,
  LogOut,
  Monitor,
  Moon,
  Rows3,
  Rows4,
  Sun,
  UserRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { type Preferences, setPreferences, usePreferences } from '../lib/preferences.ts'
import { sessionQuery } from '../session/queries.ts'
import { useSwitchTenant } from '../session/use-switch-tenant.ts'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { useSignOut } from './sign-out.ts'

const icon = 'size-4 text-muted'

type Options<Name extends keyof Preferences> = readonly { value: Preferences[Name]; label: ReactNode }[]

const THEMES: Options<'theme'> = [
  {
    value: 'system',
    label: (
      <>
        <Monitor className={icon} aria-hidden="true" /> As the system
      </>
    ),
  },
  {
    value: 'light',
    label: (
      <>
        <Sun className={icon} aria-hidden="true" /> Light
      </>
    ),
  },
  {
    value: 'dark',
    label: (
      <>
        <Moon className={icon} aria-hidden="true" /> Dark
      </>
    ),
  },
]

const DENSITIES: Options<'density'> = [
  {
    value: 'comfortable',
    label: (
      <>
        <Rows3 className={icon} aria-hidden="true" /> Comfortable
      </>
    ),
  },
  {
    value: 'compact',
    label: (
      <>
        <Rows4 className={icon} aria-hidden="true" /> Compact
      </>
    ),
  },
]

/** Who is signed in and for which organisation, how the app looks, and the way out. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const session = useQuery(sessionQuery).data
  const { theme, density } = usePreferences()
  const navigate = useNavigate()
  const leave = useSignOut()
  const switchTo = useSwitchTenant()
  if (!session) return null
  return (
    <Menu
      side="top"
      trigger={
        <button
          type="button"
          className="flex items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-hover"
        >
          <span className="min-w-0 flex-1">
            <span className="unseen">Account and appearance:</span>
            <span className="block truncate leading-5 font-medium">{session.user.name}</span>
            <span className="block truncate text-xs leading-4 text-faint">
              {session.tenant?.name ?? session.user.email}
            </span>
          </span>
          <ChevronsUpDown className="size-4 text-faint" aria-hidden="true" />
        </button>
      }
    >
      {session.tenants.length > 1 && (
        <>
          <MenuChoice
            label="Organisation"
            value={session.tenant?.id ?? ''}
            options={session.tenants.map(({ id, name }) => ({
              value: id,
              label: <span className="max-w-52 truncate">{name}</span>,
            }))}
            onChoose={switchTo}
          />
          <MenuSeparator />
        </>
      )}
      <MenuItem onSelect={() => void navigate({ to: '/account' })}>
        <UserRound className={icon} aria-hidden="true" /> Your account
      </MenuItem>
      {session.operator && (
        <MenuItem onSelect={() => void navigate({ to: '/operator' })}>
          <Building className={icon} aria-hidden="true" /> Operator console
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuChoice
        label="Theme"
        value={theme}
        options={THEMES}
        onChoose={(chosen) => setPreferences({ theme: chosen })}
      />
      <MenuSeparator />
      <MenuChoice
        label="Rows"
        value={density}
        options={DENSITIES}
        onChoose={(chosen) => setPreferences({ density: chosen })}
      />
      <MenuSeparator />
      <MenuItem onSelect={onHelp}>
        <Keyboard className={icon} aria-hidden="true" /> Keyboard shortcuts
      </MenuItem>
      <MenuItem onSelect={leave}>
        <LogOut className={icon} aria-hidden="true" /> Sign out
      </MenuItem>
    </Menu>
  )
}

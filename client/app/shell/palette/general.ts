import { useNavigate } from '@tanstack/react-router'
import { Keyboard, KeyRound, LogOut, Monitor, Moon, Sun, UserPlus } from 'lucide-react'
import { setPreferences } from '../../lib/preferences.ts'
import { may, useSession } from '../../session/queries.ts'
import { useSwitchTenant } from '../../session/use-switch-tenant.ts'
import { settingsNavigation } from '../navigation.ts'
import { useSignOut } from '../sign-out.ts'
import type { PaletteItem } from './items.tsx'

/** What the palette offers on every page: places beside the company, and what one can do anywhere. */

export function useSettingsPlaces(): PaletteItem[] {
  const session = useSession()
  const navigate = useNavigate()
  return settingsNavigation(session).flatMap((group) =>
    group.places.map(({ to, label, icon, jumpKey }) => ({
      id: to,
      label,
      ...(group.label && { detail: group.label }),
      icon,
      keys: `g ${jumpKey}`,
      run: () => void navigate({ to }),
    })),
  )
}

const THEMES = [
  ['system', 'Theme: as the system', Monitor],
  ['light', 'Theme: light', Sun],
  ['dark', 'Theme: dark', Moon],
] as const

export function useGeneralActions(onHelp: () => void): PaletteItem[] {
  const session = useSession()
  const navigate = useNavigate()
  const switchTo = useSwitchTenant()
  const signOut = useSignOut()
  const invite: PaletteItem = {
    id: 'invite',
    label: 'Invite a person',
    icon: UserPlus,
    run: () => void navigate({ to: '/settings/team', search: { open: 'invite' } }),
  }
  const newKey: PaletteItem = {
    id: 'new-key',
    label: 'Make an API key',
    icon: KeyRound,
    run: () => void navigate({ to: '/settings/keys', search: { open: 'new' } }),
  }
  return [
    ...(may(session, 'access.Invite') ? [invite] : []),
    ...(may(session, 'access.CreateApiKey') ? [newKey] : []),
    ...session.tenants
      .filter(({ id }) => id !== session.tenant?.id)
      .map(({ id, name }) => ({
        id,
        label: `Switch to ${name}`,
        detail: 'Organisation',
        icon: Monitor,
        run: () => switchTo(id),
      })),
    { id: 'help', label: 'Keyboard shortcuts', icon: Keyboard, keys: '?', run: onHelp },
    ...THEMES.map(([theme, label, icon]) => ({
      id: theme,
      label,
      icon,
      run: () => setPreferences({ theme }),
    })),
    { id: 'sign-out', label: 'Sign out', icon: LogOut, run: signOut },
  ]
}

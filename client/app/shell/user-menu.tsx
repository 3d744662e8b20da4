import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, Rows3, Rows4, Sun } from 'lucide-react'
import type { ReactNode } from 'react'
import { messageOf } from '../lib/forms.ts'
import { type Preferences, setPreferences, usePreferences } from '../lib/preferences.ts'
import { sessionQuery, signOut } from '../session/queries.ts'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { toast } from '../ui/toast.tsx'

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

/** Who is signed in, how the app looks, and the way out. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const session = useQuery(sessionQuery).data
  const { theme, density } = usePreferences()
  const leave = useSignOut()
  if (!session) return null
  const name = session.actor.replace(/^\w+:/, '')
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
            <span className="block truncate leading-5 font-medium">{session.tenant.slug}</span>
            <span className="block truncate text-xs leading-4 text-faint">{name}</span>
          </span>
          <ChevronsUpDown className="size-4 text-faint" aria-hidden="true" />
        </button>
      }
    >
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

/** Signs out and forgets everything that was read with the session. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { mutate } = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      queryClient.setQueryData(sessionQuery.queryKey, null)
      await navigate({ to: '/sign-in' })
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    },
    onError: (error) => toast(messageOf(error), 'failed'),
  })
  return () => mutate()
}

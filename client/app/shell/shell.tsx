import { Outlet, useNavigate } from '@tanstack/react-router'
import { Menu as MenuIcon, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useCompany } from '../company/queries.ts'
import { listenForShortcuts, useShortcut } from '../lib/shortcuts.ts'
import { useLive } from '../lib/use-live.ts'
import { IconButton } from '../ui/button.tsx'
import { useModal } from '../ui/sheet.tsx'
import { HelpDialog } from './help.tsx'
import { lastCompany } from './last-company.ts'
import { DESTINATIONS, type Destination } from './navigation.ts'
import { Palette } from './palette/palette.tsx'
import { Sidebar } from './sidebar.tsx'

type Overlay = 'palette' | 'help' | 'navigation'

/** The frame around every page of a company: navigation, palette, shortcuts, live connection. */
export function Shell() {
  const company = useCompany()
  const [overlay, setOverlay] = useState<Overlay>()
  const close = () => setOverlay(undefined)
  useLive(company.slug)
  useEffect(() => lastCompany.set(company.slug), [company.slug])
  useEffect(listenForShortcuts, [])
  useShortcut('mod+k', 'Search, go anywhere, do anything', 'Anywhere', () =>
    setOverlay((shown) => (shown === 'palette' ? undefined : 'palette')),
  )
  useShortcut('/', 'Search, go anywhere, do anything', 'Anywhere', () => setOverlay('palette'))
  useShortcut('?', 'Show the keyboard shortcuts', 'Anywhere', () => setOverlay('help'))

  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="unseen focus-visible:fixed focus-visible:top-2 focus-visible:left-2 focus-visible:z-50 focus-visible:size-auto focus-visible:rounded-md focus-visible:bg-surface focus-visible:px-3 focus-visible:py-2 focus-visible:[clip-path:none]"
      >
        Skip to the content
      </a>
      <Jumps />
      <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b border-line bg-canvas px-2 md:hidden print:hidden">
        <IconButton label="Open the navigation" onClick={() => setOverlay('navigation')}>
          <MenuIcon className="size-5" aria-hidden="true" />
        </IconButton>
        <span className="min-w-0 flex-1 truncate font-semibold">{company.name}</span>
        <IconButton label="Search and go to" onClick={() => setOverlay('palette')}>
          <Search className="size-5" aria-hidden="true" />
        </IconButton>
      </header>
      <aside
        aria-label="Places and account"
        className="sticky top-0 z-30 hidden h-dvh w-58 shrink-0 border-r border-line md:block print:hidden"
      >
        <Sidebar onSearch={() => setOverlay('palette')} onHelp={() => setOverlay('help')} />
      </aside>
      <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
        <Outlet />
      </main>
      {overlay === 'palette' && <Palette onClose={close} onHelp={() => setOverlay('help')} />}
      {overlay === 'help' && <HelpDialog onClose={close} />}
      {overlay === 'navigation' && (
        <NavigationDrawer onClose={close}>
          <Sidebar onSearch={() => setOverlay('palette')} onHelp={() => setOverlay('help')} onGo={close} />
        </NavigationDrawer>
      )}
    </div>
  )
}

/** G and then the letter of a place; N for a new entry. */
function Jumps() {
  const { slug } = useCompany()
  const navigate = useNavigate()
  useShortcut('n', 'New journal entry', 'Anywhere', () => {
    void navigate({ to: '/companies/$company/journal/new', params: { company: slug } })
  })
  return DESTINATIONS.map((place) => <Jump key={place.to} place={place} company={slug} />)
}

function Jump({ place, company }: { place: Destination; company: string }) {
  const navigate = useNavigate()
  useShortcut(`g ${place.jumpKey}`, `Go to ${place.label.toLowerCase()}`, 'Go to', () => {
    void navigate({ to: place.to, params: { company } })
  })
  return null
}

function NavigationDrawer({ onClose, children }: { onClose: () => void; children: React.ReactNode }) {
  const { dialog, handlers } = useModal(onClose)
  return (
    <dialog
      ref={dialog}
      {...handlers}
      aria-label="Navigation"
      className="m-0 h-dvh max-h-none w-72 max-w-[85vw] border-r border-line bg-canvas p-0 shadow-high"
    >
      <div className="h-full">{children}</div>
    </dialog>
  )
}

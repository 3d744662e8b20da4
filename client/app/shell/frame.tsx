import { Menu as MenuIcon, Search } from 'lucide-react'
import { type ReactNode, useLayoutEffect, useState } from 'react'
import { listenForShortcuts, useShortcut } from '../lib/shortcuts.ts'
import { IconButton } from '../ui/button.tsx'
import { useModal } from '../ui/sheet.tsx'
import { Banners } from './banners.tsx'
import { HelpDialog } from './help.tsx'
import { Palette } from './palette/palette.tsx'

/** What a sidebar can open, and what it does once one of its links was followed. */
export interface SidebarActions {
  onSearch: () => void
  onHelp: () => void
  /** After a link was followed: a drawer closes. */
  onGo?: () => void
}

interface FrameProps {
  /** At the top of narrow screens. */
  title: string
  sidebar: (actions: SidebarActions) => ReactNode
  /** Whether the palette offers accounts and entries of a company. */
  isInCompany: boolean
  children: ReactNode
}

type Overlay = 'palette' | 'help' | 'navigation'

/** Around every page behind the door: navigation, palette, shortcuts. */
export function Frame({ title, sidebar, isInCompany, children }: FrameProps) {
  const [overlay, setOverlay] = useState<Overlay>()
  const close = () => setOverlay(undefined)
  useLayoutEffect(listenForShortcuts, [])
  useShortcut('mod+k', 'Search, go anywhere, do anything', 'Anywhere', () =>
    setOverlay((shown) => (shown === 'palette' ? undefined : 'palette')),
  )
  useShortcut('/', 'Search, go anywhere, do anything', 'Anywhere', () => setOverlay('palette'))
  useShortcut('?', 'Show the keyboard shortcuts', 'Anywhere', () => setOverlay('help'))
  const actions = { onSearch: () => setOverlay('palette'), onHelp: () => setOverlay('help') }

  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="unseen focus-visible:fixed focus-visible:top-2 focus-visible:left-2 focus-visible:z-50 focus-visible:size-auto focus-visible:rounded-md focus-visible:bg-surface focus-visible:px-3 focus-visible:py-2 focus-visible:[clip-path:none]"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b border-line bg-canvas px-2 md:hidden print:hidden">
        <IconButton label="Open the navigation" onClick={() => setOverlay('navigation')}>
          <MenuIcon className="size-5" aria-hidden="true" />
        </IconButton>
        <span className="min-w-0 flex-1 truncate font-semibold">{title}</span>
        <IconButton label="Search and go to" onClick={actions.onSearch}>
          <Search className="size-5" aria-hidden="true" />
        </IconButton>
      </header>
      <aside
        aria-label="Places and account"
        className="sticky top-0 z-30 hidden h-dvh w-58 shrink-0 border-r border-line md:block print:hidden"
      >
        {sidebar(actions)}
      </aside>
      <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
        <Banners />
        {children}
      </main>
      {overlay === 'palette' && (
        <Palette isInCompany={isInCompany} onClose={close} onHelp={() => setOverlay('help')} />
      )}
      {overlay === 'help' && <HelpDialog onClose={close} />}
      {overlay === 'navigation' && (
        <NavigationDrawer onClose={close}>{sidebar({ ...actions, onGo: close })}</NavigationDrawer>
      )}
    </div>
  )
}

function NavigationDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
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

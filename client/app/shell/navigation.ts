import {
  BookOpenText,
  Gauge,
  LayoutList,
  type LucideIcon,
  Scale,
  ScrollText,
  ShieldCheck,
} from 'lucide-react'

export interface Destination {
  to:
    | '/companies/$company'
    | '/companies/$company/journal'
    | '/companies/$company/accounts'
    | '/companies/$company/trial-balance'
    | '/companies/$company/events'
    | '/companies/$company/audit'
  label: string
  icon: LucideIcon
  /** Pressed after G. */
  jumpKey: string
}

/** The places of a company, in the order of the sidebar. A new module adds its group here and its routes in `router.tsx`. */
export const NAVIGATION: readonly { label: string | undefined; places: readonly Destination[] }[] = [
  {
    label: undefined,
    places: [{ to: '/companies/$company', label: 'Overview', icon: Gauge, jumpKey: 'o' }],
  },
  {
    label: 'Ledger',
    places: [
      { to: '/companies/$company/journal', label: 'Journal', icon: BookOpenText, jumpKey: 'j' },
      { to: '/companies/$company/accounts', label: 'Accounts', icon: LayoutList, jumpKey: 'a' },
      { to: '/companies/$company/trial-balance', label: 'Trial balance', icon: Scale, jumpKey: 't' },
    ],
  },
  {
    label: 'Proof',
    places: [
      { to: '/companies/$company/events', label: 'Events', icon: ScrollText, jumpKey: 'e' },
      { to: '/companies/$company/audit', label: 'Audit', icon: ShieldCheck, jumpKey: 'u' },
    ],
  },
]

export const DESTINATIONS: readonly Destination[] = NAVIGATION.flatMap(({ places }) => places)

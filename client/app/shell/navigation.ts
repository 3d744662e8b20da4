import {
  Blocks,
  BookCopy,
  BookmarkCheck,
  BookOpenText,
  Boxes,
  Building,
  CalendarCheck2,
  ChartColumnStacked,
  ChartNoAxesCombined,
  ClipboardCheck,
  Coins,
  Download,
  FileBox,
  FilePen,
  Fingerprint,
  Gauge,
  Grid3x3,
  IdCard,
  KeyRound,
  Landmark,
  LayoutList,
  LifeBuoy,
  LogIn,
  type LucideIcon,
  MapPin,
  MonitorSmartphone,
  Package,
  Plug,
  Scale,
  ScanBarcode,
  ScrollText,
  Shapes,
  Shield,
  ShieldAlert,
  ShieldCheck,
  ShoppingCart,
  Sigma,
  Split,
  Stamp,
  TrendingUp,
  Upload,
  UserRound,
  Users,
  Warehouse,
  Waves,
  Waypoints,
} from 'lucide-react'
import { may, type OperationName, type Session } from '../session/queries.ts'

interface Place {
  label: string
  icon: LucideIcon
  /** Pressed after G. */
  jumpKey: string
  /** Who may not call it does not see the place. */
  needs?: OperationName
}

export interface Destination extends Place {
  to:
    | '/companies/$company'
    | '/companies/$company/journal'
    | '/companies/$company/drafts'
    | '/companies/$company/accounts'
    | '/companies/$company/trial-balance'
    | '/companies/$company/approvals'
    | '/companies/$company/policies'
    | '/companies/$company/duties'
    | '/companies/$company/reports'
    | '/companies/$company/reports/balance-sheet'
    | '/companies/$company/reports/profit-and-loss'
    | '/companies/$company/reports/cash-flow'
    | '/companies/$company/open-items'
    | '/companies/$company/close'
    | '/companies/$company/currencies'
    | '/companies/$company/dimensions'
    | '/companies/$company/items'
    | '/companies/$company/floor'
    | '/companies/$company/counts'
    | '/companies/$company/replenishment'
    | '/companies/$company/places'
    | '/companies/$company/stock-reports'
    | '/companies/$company/stock'
    | '/companies/$company/stock/documents'
    | '/companies/$company/reservations'
    | '/companies/$company/proofs'
    | '/companies/$company/import'
    | '/companies/$company/export'
    | '/companies/$company/journals'
    | '/companies/$company/settings'
    | '/companies/$company/events'
    | '/companies/$company/audit'
}

interface Group<Of extends Place> {
  label: string | undefined
  places: readonly Of[]
}

/** The places of a company, in the order of the sidebar. A new module adds its group here and its routes in `routes/company.ts`. */
export const NAVIGATION: readonly Group<Destination>[] = [
  {
    label: undefined,
    places: [{ to: '/companies/$company', label: 'Overview', icon: Gauge, jumpKey: 'o' }],
  },
  {
    label: 'Ledger',
    places: [
      {
        to: '/companies/$company/journal',
        label: 'Journal',
        icon: BookOpenText,
        jumpKey: 'j',
        needs: 'ledger.ListJournalEntries',
      },
      {
        to: '/companies/$company/drafts',
        label: 'Drafts',
        icon: FilePen,
        jumpKey: 'z',
        needs: 'drafts.ListDrafts',
      },
      {
        to: '/companies/$company/accounts',
        label: 'Accounts',
        icon: LayoutList,
        jumpKey: 'a',
        needs: 'ledger.ListAccounts',
      },
      {
        to: '/companies/$company/open-items',
        label: 'Open items',
        icon: Waypoints,
        jumpKey: 'l',
        needs: 'openItems.ListOpenItems',
      },
    ],
  },
  {
    label: 'Inventory',
    places: [
      {
        to: '/companies/$company/items',
        label: 'Items',
        icon: Package,
        jumpKey: 'k i',
        needs: 'items.ListItems',
      },
      {
        to: '/companies/$company/stock',
        label: 'Stock',
        icon: Boxes,
        jumpKey: 'k s',
        needs: 'stock.ListOnHand',
      },
      {
        to: '/companies/$company/stock/documents',
        label: 'Documents',
        icon: FileBox,
        jumpKey: 'k d',
        needs: 'stock.ListStockDocuments',
      },
      {
        to: '/companies/$company/reservations',
        label: 'Reservations',
        icon: BookmarkCheck,
        jumpKey: 'k r',
        needs: 'reservations.ListReservations',
      },
      {
        to: '/companies/$company/counts',
        label: 'Counts',
        icon: ClipboardCheck,
        jumpKey: 'k c',
        needs: 'counts.ListStockCounts',
      },
      {
        to: '/companies/$company/replenishment',
        label: 'Reorder',
        icon: ShoppingCart,
        jumpKey: 'k o',
        needs: 'replenishment.ListProposals',
      },
      {
        to: '/companies/$company/places',
        label: 'Places',
        icon: Warehouse,
        jumpKey: 'k p',
        needs: 'places.ListPlaces',
      },
      {
        to: '/companies/$company/stock-reports',
        label: 'Stock reports',
        icon: ChartColumnStacked,
        jumpKey: 'k v',
        needs: 'stockReports.GetStockOnHand',
      },
      {
        to: '/companies/$company/floor',
        label: 'Floor',
        icon: ScanBarcode,
        jumpKey: 'k f',
        needs: 'stock.ListOnHand',
      },
    ],
  },
  {
    label: 'Reports',
    places: [
      {
        to: '/companies/$company/reports/balance-sheet',
        label: 'Balance sheet',
        icon: Scale,
        jumpKey: 'b',
        needs: 'reports.GetBalanceSheet',
      },
      {
        to: '/companies/$company/reports/profit-and-loss',
        label: 'Profit and loss',
        icon: TrendingUp,
        jumpKey: 'r',
        needs: 'reports.GetProfitAndLoss',
      },
      {
        to: '/companies/$company/reports/cash-flow',
        label: 'Cash flow',
        icon: Waves,
        jumpKey: 'c',
        needs: 'reports.GetCashFlow',
      },
      {
        to: '/companies/$company/trial-balance',
        label: 'Trial balance',
        icon: Sigma,
        jumpKey: 't',
        needs: 'ledger.GetTrialBalance',
      },
      {
        to: '/companies/$company/reports',
        label: 'All reports',
        icon: ChartNoAxesCombined,
        jumpKey: 'v',
        needs: 'reports.GetBalanceSheet',
      },
    ],
  },
  {
    label: 'Month end',
    places: [
      {
        to: '/companies/$company/close',
        label: 'Close',
        icon: CalendarCheck2,
        jumpKey: 'm',
        needs: 'periods.ListFiscalYears',
      },
      {
        to: '/companies/$company/currencies',
        label: 'Currencies',
        icon: Coins,
        jumpKey: 'w',
        needs: 'currencies.ListRates',
      },
    ],
  },
  {
    label: 'Guardrails',
    places: [
      {
        to: '/companies/$company/approvals',
        label: 'Approvals',
        icon: Stamp,
        jumpKey: 'i',
        needs: 'guardrails.ListApprovals',
      },
      {
        to: '/companies/$company/policies',
        label: 'Policies',
        icon: ShieldAlert,
        jumpKey: 'p',
        needs: 'guardrails.ListPolicies',
      },
      {
        to: '/companies/$company/duties',
        label: 'Duties',
        icon: Split,
        jumpKey: 'd',
        needs: 'guardrails.GetDutiesReport',
      },
    ],
  },
  {
    label: 'Proof',
    places: [
      {
        to: '/companies/$company/events',
        label: 'Events',
        icon: ScrollText,
        jumpKey: 'e',
        needs: 'company.ListEvents',
      },
      {
        to: '/companies/$company/audit',
        label: 'Audit',
        icon: ShieldCheck,
        jumpKey: 'u',
        needs: 'proof.GetAuditHistory',
      },
      {
        to: '/companies/$company/proofs',
        label: 'Proofs',
        icon: Fingerprint,
        jumpKey: 'h',
        needs: 'proof.ListRoots',
      },
    ],
  },
  {
    label: 'Company',
    places: [
      {
        to: '/companies/$company/dimensions',
        label: 'Dimensions',
        icon: Shapes,
        jumpKey: 'n',
        needs: 'dimensions.ListDimensions',
      },
      {
        to: '/companies/$company/journals',
        label: 'Journals',
        icon: BookCopy,
        jumpKey: 's',
        needs: 'ledger.ListJournals',
      },
      {
        to: '/companies/$company/import',
        label: 'Import',
        icon: Upload,
        jumpKey: 'f',
        needs: 'migration.ListImports',
      },
      {
        to: '/companies/$company/export',
        label: 'Export',
        icon: Download,
        jumpKey: 'y',
        needs: 'company.GetCompany',
      },
      {
        to: '/companies/$company/settings',
        label: 'Company details',
        icon: Landmark,
        jumpKey: 'x',
        needs: 'company.GetCompany',
      },
    ],
  },
]

export interface SettingsPlace extends Place {
  to:
    | '/account'
    | '/account/security'
    | '/account/sessions'
    | '/account/apps'
    | '/settings/team'
    | '/settings/roles'
    | '/settings/permissions'
    | '/settings/keys'
    | '/settings/apps'
    | '/settings/single-sign-on'
    | '/settings/residency'
    | '/settings/security-log'
    | '/settings/support'
    | '/operator'
  /** Only the platform's operators see it. */
  isForOperators?: true
}

/** The places of the person, of the organisation and of the platform, beside any company. */
const SETTINGS: readonly Group<SettingsPlace>[] = [
  {
    label: 'You',
    places: [
      { to: '/account', label: 'Profile', icon: UserRound, jumpKey: 'y' },
      { to: '/account/security', label: 'Sign-in methods', icon: Fingerprint, jumpKey: 'f' },
      { to: '/account/sessions', label: 'Sessions', icon: MonitorSmartphone, jumpKey: 's' },
      { to: '/account/apps', label: 'Connected apps', icon: Plug, jumpKey: 'c' },
    ],
  },
  {
    label: 'Organisation',
    places: [
      { to: '/settings/team', label: 'Team', icon: Users, jumpKey: 'm', needs: 'access.ListMembers' },
      { to: '/settings/roles', label: 'Roles', icon: IdCard, jumpKey: 'r', needs: 'access.ListRoles' },
      {
        to: '/settings/permissions',
        label: 'Permissions',
        icon: Grid3x3,
        jumpKey: 'v',
        needs: 'access.GetPermissionMatrix',
      },
      { to: '/settings/keys', label: 'API keys', icon: KeyRound, jumpKey: 'k', needs: 'access.ListApiKeys' },
      { to: '/settings/apps', label: 'Apps', icon: Blocks, jumpKey: 'b', needs: 'access.ListOAuthClients' },
      {
        to: '/settings/single-sign-on',
        label: 'Single sign-on',
        icon: LogIn,
        jumpKey: 'n',
        needs: 'access.GetSingleSignOn',
      },
      {
        to: '/settings/residency',
        label: 'Residency',
        icon: MapPin,
        jumpKey: 'w',
        needs: 'access.GetResidency',
      },
      {
        to: '/settings/security-log',
        label: 'Security log',
        icon: Shield,
        jumpKey: 'l',
        needs: 'access.ListSecurityEvents',
      },
      {
        to: '/settings/support',
        label: 'Support access',
        icon: LifeBuoy,
        jumpKey: 'h',
        needs: 'access.ListSupportGrants',
      },
    ],
  },
  {
    label: 'Platform',
    places: [{ to: '/operator', label: 'Tenants', icon: Building, jumpKey: 'q', isForOperators: true }],
  },
]

/** Others have addresses below it: it is open only at its own. */
export const hasPlacesBelow = (to: Destination['to']): boolean =>
  NAVIGATION.some(({ places }) => places.some((place) => place.to.startsWith(`${to}/`)))

/** What of the company's places the session may see. */
export const companyNavigation = (session: Session): Group<Destination>[] =>
  visible(NAVIGATION, (place) => !place.needs || may(session, place.needs))

/** What of the other places the session may see. */
export const settingsNavigation = (session: Session): Group<SettingsPlace>[] =>
  visible(
    SETTINGS,
    (place) => (!place.needs || may(session, place.needs)) && (!place.isForOperators || session.operator),
  )

const visible = <Of extends Place>(
  groups: readonly Group<Of>[],
  isSeen: (place: Of) => boolean,
): Group<Of>[] =>
  groups
    .map(({ label, places }) => ({ label, places: places.filter(isSeen) }))
    .filter(({ places }) => places.length > 0)

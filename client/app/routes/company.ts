import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { chartPack } from '../../../durable-objects/ledger/contract.ts'
import { statementSearch } from '../ledger/reports/parameters.ts'
import { optionalDate, optionalSequence, optionalText } from './base.ts'
import { company } from './company-route.ts'
import { inventoryRoutes } from './inventory.ts'

/** The addresses of a company. What a page filters by is in the address too. */

const journalSearch = z.object({
  from: optionalDate,
  to: optionalDate,
  account: optionalText,
  journal: optionalText,
  q: optionalText,
  /** The entry in the preview. */
  preview: optionalText,
})
const registerSearch = z.object({
  from: optionalDate,
  to: optionalDate,
  unit: optionalText,
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
  knownAt: optionalSequence,
  /** `account`: what it is and what can be done to it. */
  open: z.literal('account').optional().catch(undefined),
})

const overview = createRoute({
  getParentRoute: () => company,
  path: '/',
  component: lazyRouteComponent(() => import('../company/overview.tsx'), 'OverviewPage'),
})

const journal = createRoute({
  getParentRoute: () => company,
  path: '/journal',
  validateSearch: journalSearch,
  component: lazyRouteComponent(() => import('../ledger/journal/journal.tsx'), 'JournalPage'),
})

const newEntry = createRoute({
  getParentRoute: () => company,
  path: '/journal/new',
  /** Of an entry, of one that waited for approval in vain, or a draft. */
  validateSearch: z.object({ copy: optionalText, approval: optionalText, draft: optionalText }),
  component: lazyRouteComponent(() => import('../ledger/entry-grid/new-entry.tsx'), 'NewEntryPage'),
})

const drafts = createRoute({
  getParentRoute: () => company,
  path: '/drafts',
  /** `open`: `new`, or the record that is shown beside the list. */
  validateSearch: z.object({
    tab: z.enum(['templates', 'recurring', 'reversals', 'pending']).optional().catch(undefined),
    status: optionalText,
    q: optionalText,
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('../ledger/drafts/drafts-page.tsx'), 'DraftsPage'),
})

const entry = createRoute({
  getParentRoute: () => company,
  path: '/journal/$entry',
  component: lazyRouteComponent(() => import('../ledger/journal/entry.tsx'), 'EntryPage'),
})

const accounts = createRoute({
  getParentRoute: () => company,
  path: '/accounts',
  validateSearch: z.object({
    q: optionalText,
    type: optionalText,
    unused: z.coerce.boolean().optional().catch(undefined),
    open: optionalText,
    /** Code of the account in the sheet. */
    account: optionalText,
  }),
  component: lazyRouteComponent(() => import('../ledger/accounts/accounts.tsx'), 'AccountsPage'),
})

const chart = createRoute({
  getParentRoute: () => company,
  path: '/chart',
  validateSearch: z.object({
    pack: chartPack.optional().catch(undefined),
    names: z.literal('english').optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../ledger/accounts/adopt-chart.tsx'), 'AdoptChartPage'),
})

const accountRoles = createRoute({
  getParentRoute: () => company,
  path: '/chart/roles',
  component: lazyRouteComponent(() => import('../ledger/accounts/account-roles.tsx'), 'AccountRolesPage'),
})

const importChart = createRoute({
  getParentRoute: () => company,
  path: '/chart/import',
  component: lazyRouteComponent(() => import('../ledger/accounts/import-chart.tsx'), 'ImportChartPage'),
})

const dimensions = createRoute({
  getParentRoute: () => company,
  path: '/dimensions',
  /** `open`: `new`, or `change` for the chosen dimension. */
  validateSearch: z.object({ dimension: optionalText, q: optionalText, open: optionalText }),
  component: lazyRouteComponent(() => import('../ledger/dimensions/dimensions.tsx'), 'DimensionsPage'),
})

const reports = createRoute({
  getParentRoute: () => company,
  path: '/reports',
  component: lazyRouteComponent(() => import('../ledger/reports/reports.tsx'), 'ReportsPage'),
})

const statementPages = () => import('../ledger/reports/statement-page.tsx')

const balanceSheet = createRoute({
  getParentRoute: () => company,
  path: '/reports/balance-sheet',
  validateSearch: statementSearch,
  component: lazyRouteComponent(statementPages, 'BalanceSheetPage'),
})

const profitAndLoss = createRoute({
  getParentRoute: () => company,
  path: '/reports/profit-and-loss',
  validateSearch: statementSearch,
  component: lazyRouteComponent(statementPages, 'ProfitAndLossPage'),
})

const cashFlow = createRoute({
  getParentRoute: () => company,
  path: '/reports/cash-flow',
  validateSearch: statementSearch,
  component: lazyRouteComponent(statementPages, 'CashFlowPage'),
})

const periodTrialBalance = createRoute({
  getParentRoute: () => company,
  path: '/reports/trial-balance',
  validateSearch: statementSearch,
  component: lazyRouteComponent(statementPages, 'PeriodTrialBalancePage'),
})

const generalLedger = createRoute({
  getParentRoute: () => company,
  path: '/reports/general-ledger',
  validateSearch: z.object({
    from: optionalDate,
    to: optionalDate,
    accounts: optionalText,
    filter: optionalText,
    knownAt: optionalSequence,
  }),
  component: lazyRouteComponent(() => import('../ledger/reports/general-ledger.tsx'), 'GeneralLedgerPage'),
})

const changes = createRoute({
  getParentRoute: () => company,
  path: '/reports/changes',
  validateSearch: z.object({ after: optionalSequence, upTo: optionalSequence }),
  component: lazyRouteComponent(() => import('../ledger/reports/changes.tsx'), 'ChangesPage'),
})

const proofs = createRoute({
  getParentRoute: () => company,
  path: '/proofs',
  component: lazyRouteComponent(() => import('../proof/proofs.tsx'), 'ProofsPage'),
})

const exportPage = createRoute({
  getParentRoute: () => company,
  path: '/export',
  component: lazyRouteComponent(() => import('../proof/export.tsx'), 'ExportPage'),
})

const imports = createRoute({
  getParentRoute: () => company,
  path: '/import',
  component: lazyRouteComponent(() => import('../ledger/import/imports.tsx'), 'ImportsPage'),
})

const newImport = createRoute({
  getParentRoute: () => company,
  path: '/import/new',
  component: lazyRouteComponent(() => import('../ledger/import/new-import.tsx'), 'NewImportPage'),
})

const openingBalances = createRoute({
  getParentRoute: () => company,
  path: '/import/opening-balances',
  component: lazyRouteComponent(() => import('../ledger/import/opening-balances.tsx'), 'OpeningBalancesPage'),
})

const importedFile = createRoute({
  getParentRoute: () => company,
  path: '/import/$import',
  component: lazyRouteComponent(() => import('../ledger/import/import-page.tsx'), 'ImportPage'),
})

const journals = createRoute({
  getParentRoute: () => company,
  path: '/journals',
  /** `open`: `new`, or the code of a journal. */
  validateSearch: z.object({ open: optionalText }),
  component: lazyRouteComponent(() => import('../ledger/journals/journals.tsx'), 'JournalsPage'),
})

const close = createRoute({
  getParentRoute: () => company,
  path: '/close',
  /** `open`: the sheet or dialog on the page. */
  validateSearch: z.object({
    tab: z.enum(['periods', 'locks', 'exceptions', 'years']).optional().catch(undefined),
    period: optionalText,
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('../ledger/periods/close.tsx'), 'ClosePage'),
})

const currencies = createRoute({
  getParentRoute: () => company,
  path: '/currencies',
  /** `open`: the sheet on the page, or the id of a revaluation. */
  validateSearch: z.object({
    tab: z.enum(['rates', 'revaluation', 'residuals', 'settings']).optional().catch(undefined),
    source: optionalText,
    base: optionalText,
    quote: optionalText,
    from: optionalDate,
    to: optionalDate,
    asOf: optionalDate,
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('../ledger/currencies/currencies.tsx'), 'CurrenciesPage'),
})

const openItems = createRoute({
  getParentRoute: () => company,
  path: '/open-items',
  /** `open`: `suggestions`, `settings`, an item as `entry.line`, or the id of a match. */
  validateSearch: z.object({
    account: optionalText,
    tab: z.enum(['open', 'matched', 'all']).optional().catch(undefined),
    q: optionalText,
    dueBefore: optionalDate,
    asOf: optionalDate,
    open: optionalText,
  }),
  component: lazyRouteComponent(() => import('../ledger/open-items/open-items.tsx'), 'OpenItemsPage'),
})

const register = createRoute({
  getParentRoute: () => company,
  path: '/accounts/$code',
  validateSearch: registerSearch,
  component: lazyRouteComponent(() => import('../ledger/register.tsx'), 'RegisterPage'),
})

const trialBalance = createRoute({
  getParentRoute: () => company,
  path: '/trial-balance',
  validateSearch: z.object({ asOf: optionalDate, knownAt: optionalSequence }),
  component: lazyRouteComponent(
    () => import('../ledger/trial-balance/trial-balance.tsx'),
    'TrialBalancePage',
  ),
})

const events = createRoute({
  getParentRoute: () => company,
  path: '/events',
  validateSearch: z.object({ sequence: optionalSequence }),
  component: lazyRouteComponent(() => import('../company/events.tsx'), 'EventsPage'),
})

const audit = createRoute({
  getParentRoute: () => company,
  path: '/audit',
  component: lazyRouteComponent(() => import('../company/audit.tsx'), 'AuditPage'),
})

const approvals = createRoute({
  getParentRoute: () => company,
  path: '/approvals',
  validateSearch: z.object({
    tab: z.enum(['decide', 'mine', 'decided', 'all']).optional().catch(undefined),
    away: z.literal('open').optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../guardrails/approvals/approvals.tsx'), 'ApprovalsPage'),
})

const approval = createRoute({
  getParentRoute: () => company,
  path: '/approvals/$approval',
  component: lazyRouteComponent(() => import('../guardrails/approvals/approval.tsx'), 'ApprovalPage'),
})

const policies = createRoute({
  getParentRoute: () => company,
  path: '/policies',
  validateSearch: z.object({ status: z.enum(['active', 'retired', 'all']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../guardrails/policies/policies.tsx'), 'PoliciesPage'),
})

const newPolicy = createRoute({
  getParentRoute: () => company,
  path: '/policies/new',
  /** The ready-made policy that one starts from, or `blank`; without it the choice is shown. */
  validateSearch: z.object({ template: optionalText }),
  component: lazyRouteComponent(() => import('../guardrails/policies/new-policy.tsx'), 'NewPolicyPage'),
})

const policy = createRoute({
  getParentRoute: () => company,
  path: '/policies/$policy',
  component: lazyRouteComponent(() => import('../guardrails/policies/policy.tsx'), 'PolicyPage'),
})

const editPolicy = createRoute({
  getParentRoute: () => company,
  path: '/policies/$policy/edit',
  component: lazyRouteComponent(() => import('../guardrails/policies/edit-policy.tsx'), 'EditPolicyPage'),
})

const duties = createRoute({
  getParentRoute: () => company,
  path: '/duties',
  component: lazyRouteComponent(() => import('../guardrails/duties/duties.tsx'), 'DutiesPage'),
})

const companySettings = createRoute({
  getParentRoute: () => company,
  path: '/settings',
  component: lazyRouteComponent(() => import('../guardrails/settings/settings.tsx'), 'CompanySettingsPage'),
})

export const companyRoutes = company.addChildren([
  overview,
  journal,
  newEntry,
  drafts,
  entry,
  accounts,
  chart,
  accountRoles,
  importChart,
  register,
  trialBalance,
  approvals,
  approval,
  policies,
  newPolicy,
  policy,
  editPolicy,
  duties,
  companySettings,
  reports,
  balanceSheet,
  profitAndLoss,
  cashFlow,
  periodTrialBalance,
  generalLedger,
  changes,
  dimensions,
  journals,
  close,
  currencies,
  openItems,
  proofs,
  exportPage,
  imports,
  newImport,
  openingBalances,
  importedFile,
  events,
  audit,
  ...inventoryRoutes,
])

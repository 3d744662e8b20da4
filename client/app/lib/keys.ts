/** Query keys. Everything of a company lies below the company, so that one call forgets or refreshes all of it. */
export const companyKey = (company: string) => ['company', company] as const

export type Subject =
  | 'accounts'
  | 'units'
  | 'journals'
  | 'entries'
  | 'entry'
  | 'register'
  | 'trial-balance'
  | 'events'
  | 'head'
  | 'policies'
  | 'approvals'
  | 'delegations'
  | 'check'
  | 'bank-details'
  | 'dimensions'
  | 'reports'
  | 'proof'
  | 'currencies'
  | 'balances'
  | 'periods'
  | 'open-items'
  | 'drafts'
  | 'templates'
  | 'schedules'
  | 'reversals'
  | 'pending'
  | 'attachments'
  | 'imports'
  | 'items'
  | 'places'
  | 'stock'
  | 'stock-documents'
  | 'reservations'
  | 'counts'
  | 'replenishment'
  | 'stock-reports'
  | 'floor'

export const subjectKey = (company: string, subject: Subject) => [...companyKey(company), subject] as const

/** What an event makes stale, besides the log itself. Types that are not listed make everything stale. */
export const STALE_AFTER: Readonly<Record<string, readonly Subject[]>> = {
  'journal-entry-posted': [
    'entries',
    'entry',
    'register',
    'trial-balance',
    'journals',
    'reports',
    'periods',
    'open-items',
    'currencies',
    'balances',
    'reversals',
    'schedules',
    'stock-reports',
  ],
  'account-opened': ['accounts'],
  'unit-registered': ['units'],
  'journal-opened': ['journals'],
  'bank-details-changed': ['bank-details'],
  'policy-adopted': ['policies', 'check'],
  'policy-retired': ['policies', 'check'],
  'command-denied': [],
  'command-parked': ['approvals'],
  'approval-given': ['approvals'],
  'approval-rejected': ['approvals'],
  'command-withdrawn': ['approvals'],
  'approval-escalated': ['approvals'],
  'approval-expired': ['approvals'],
  'command-released': ['approvals'],
  'command-failed': ['approvals'],
  'approvals-delegated': ['delegations', 'approvals'],
  'delegation-revoked': ['delegations', 'approvals'],
  'actor-noted': [],
  // A merge is not listed: there is little that names no account and stays as it was.
  'account-changed': [
    'accounts',
    'register',
    'trial-balance',
    'reports',
    'open-items',
    'currencies',
    'balances',
    'entries',
    'entry',
    'dimensions',
    'pending',
  ],
  'account-roles-set': ['accounts', 'currencies', 'periods'],
  'balance-limit-set': ['balances'],
  'entry-held': ['pending', 'balances', 'periods'],
  'pending-posted': ['pending', 'balances', 'periods'],
  'pending-voided': ['pending', 'balances', 'periods'],
  'pending-expired': ['pending', 'balances', 'periods'],
  'journal-changed': ['journals'],
  'root-sealed': ['proof'],
  'root-published': ['proof'],
  'root-delivered': ['proof'],
  'audit-run': ['proof'],
  'dimension-defined': ['dimensions'],
  'dimension-changed': ['dimensions'],
  'dimension-values-set': ['dimensions'],
  'account-dimension-set': ['dimensions'],
  'distribution-saved': ['dimensions'],
  'import-started': ['imports'],
  'import-part-booked': ['imports'],
  'import-finished': ['imports'],
  'import-abandoned': ['imports'],
  'import-reversal-booked': ['imports'],
  'import-mapping-saved': ['imports'],
  'fiscal-calendar-set': ['periods', 'reports'],
  'fiscal-year-opened': ['periods', 'reports'],
  'fiscal-year-removed': ['periods', 'reports'],
  'fiscal-year-closed': ['periods', 'reports'],
  'fiscal-year-reopened': ['periods', 'reports'],
  'period-lock-set': ['periods'],
  'period-locked-forever': ['periods'],
  'lock-exception-granted': ['periods'],
  'lock-exception-revoked': ['periods'],
  'checklist-item-defined': ['periods'],
  'checklist-item-dropped': ['periods'],
  'checklist-item-checked': ['periods'],
  'checklist-item-unchecked': ['periods'],
  'exchange-rates-recorded': ['currencies', 'reports', 'periods'],
  'rate-policy-set': ['currencies', 'reports', 'periods'],
  'reporting-currency-set': ['currencies', 'reports'],
  'account-revaluation-set': ['currencies', 'periods'],
  'currencies-revalued': ['currencies', 'reports', 'periods'],
  'items-matched': ['open-items', 'currencies', 'periods'],
  'items-unmatched': ['open-items', 'currencies', 'periods'],
  'items-opened': ['open-items', 'currencies', 'periods'],
  'items-dropped': ['open-items', 'currencies', 'periods'],
  'matching-settings-set': ['open-items'],
  'item-family-saved': ['items'],
  'item-created': ['items'],
  'item-changed': ['items', 'stock', 'stock-reports'],
  'warehouse-opened': ['places'],
  'warehouse-changed': ['places'],
  'bins-added': ['places'],
  'virtual-place-added': ['places'],
  'place-changed': ['places'],
  'put-away-set': ['places'],
  'stock-moved': [
    'stock',
    'stock-documents',
    'stock-reports',
    'reservations',
    'counts',
    'replenishment',
    'floor',
    'periods',
  ],
  'stock-cost-adjusted': ['stock', 'stock-documents', 'stock-reports'],
  'stock-recalculated': ['stock', 'stock-documents', 'stock-reports'],
  'stock-settings-changed': ['stock'],
  'stock-reserved': ['reservations', 'stock', 'stock-reports', 'replenishment', 'floor'],
  'reservation-changed': ['reservations', 'stock', 'stock-reports', 'replenishment', 'floor'],
  'reservation-allocated': ['reservations', 'stock', 'stock-reports', 'floor'],
  'reservation-covered': ['reservations', 'stock', 'stock-reports', 'floor'],
  'reservation-consumed': ['reservations', 'stock', 'stock-reports', 'replenishment', 'floor'],
  'reservation-released': ['reservations', 'stock', 'stock-reports', 'replenishment', 'floor'],
  'reservation-expired': ['reservations', 'stock', 'stock-reports', 'replenishment', 'floor'],
  'receipt-expected': ['reservations', 'replenishment', 'floor'],
  'stock-count-planned': ['counts', 'floor'],
  'stock-count-recorded': ['counts', 'floor'],
  'stock-count-finished': ['counts', 'floor'],
  'stock-count-reopened': ['counts', 'floor'],
  'stock-count-posted': ['counts', 'floor'],
  'stock-count-cancelled': ['counts', 'floor'],
  'reorder-rule-set': ['replenishment'],
  'replenishment-accepted': ['replenishment', 'reservations'],
  'replenishment-dismissed': ['replenishment'],
  'draft-saved': ['drafts'],
  'draft-posted': ['drafts', 'attachments'],
  'draft-discarded': ['drafts'],
  'template-saved': ['templates'],
  'template-retired': ['templates'],
  'entry-scheduled': ['schedules'],
  'schedule-paused': ['schedules'],
  'schedule-resumed': ['schedules'],
  'schedule-ended': ['schedules'],
  'occurrence-booked': ['schedules', 'drafts'],
  'occurrence-refused': ['schedules'],
  'occurrence-parked': ['schedules', 'approvals'],
  'occurrence-skipped': ['schedules'],
  'reversal-refused': ['reversals'],
  'reversal-parked': ['reversals', 'approvals'],
  'reversal-cancelled': ['reversals', 'entry'],
  'document-attached': ['attachments'],
  'document-detached': ['attachments'],
}

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

export const subjectKey = (company: string, subject: Subject) => [...companyKey(company), subject] as const

/** What an event makes stale, besides the log itself. Types that are not listed make everything stale. */
export const STALE_AFTER: Readonly<Record<string, readonly Subject[]>> = {
  'journal-entry-posted': ['entries', 'entry', 'register', 'trial-balance', 'journals', 'reports'],
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
  'account-changed': ['accounts', 'register', 'trial-balance', 'reports'],
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
}

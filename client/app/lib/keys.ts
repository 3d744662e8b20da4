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

export const subjectKey = (company: string, subject: Subject) => [...companyKey(company), subject] as const

/** What an event makes stale, besides the log itself. Types that are not listed make everything stale. */
export const STALE_AFTER: Readonly<Record<string, readonly Subject[]>> = {
  'journal-entry-posted': ['entries', 'entry', 'register', 'trial-balance', 'journals'],
  'account-opened': ['accounts'],
  'unit-registered': ['units'],
  'journal-opened': ['journals'],
}

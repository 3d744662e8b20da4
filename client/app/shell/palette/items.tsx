import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  BookPlus,
  Building2,
  CalendarCheck2,
  CalendarClock,
  CalendarSync,
  Coins,
  FilePlus2,
  FileStack,
  FileUp,
  Hash,
  Link2,
  ListTree,
  Lock,
  type LucideIcon,
  PauseCircle,
  ShieldAlert,
  Undo2,
  UserCog,
  Wallet,
} from 'lucide-react'
import type { EntryPosted } from '../../../../durable-objects/ledger/contract.ts'
import { companiesQuery, useCompany } from '../../company/queries.ts'
import { findEntryByNumber, type NumberedEvent, wantedEntry } from '../../ledger/journal/find-entry.ts'
import { entryName, journalsQuery, useChart } from '../../ledger/queries.ts'
import { meridian } from '../../lib/api.ts'
import { may, useSession } from '../../session/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { companyNavigation } from '../navigation.ts'

/** What the palette offers. Each kind of record adds a hook here. */
export interface PaletteItem {
  id: string
  label: string
  detail?: string
  keys?: string
  icon: LucideIcon
  run: () => void
}

interface DraftsSearch {
  tab: 'templates' | 'recurring' | 'reversals' | 'pending'
  open?: string
}

export interface PaletteGroup {
  heading: string
  items: readonly PaletteItem[]
}

/** Accounts of a large chart shown at most; typing more narrows them. */
const ACCOUNTS_SHOWN_MAX = 8

/** The places of the company, and what can be done in it. */
export function useCompanyPlaces(): [places: PaletteItem[], actions: PaletteItem[]] {
  const { slug } = useCompany()
  const session = useSession()
  const navigate = useNavigate()
  const params = { company: slug }
  const places = companyNavigation(session)
    .flatMap((group) => group.places)
    .map(({ to, label, icon, jumpKey }) => ({
      id: to,
      label,
      icon,
      keys: `g ${jumpKey}`,
      run: () => void navigate({ to, params }),
    }))
  const newEntry: PaletteItem = {
    id: 'new-entry',
    label: 'New journal entry',
    icon: FilePlus2,
    keys: 'n',
    run: () => void navigate({ to: '/companies/$company/journal/new', params }),
  }
  const openAccount: PaletteItem = {
    id: 'open-account',
    label: 'Open an account',
    icon: BookPlus,
    run: () => void navigate({ to: '/companies/$company/accounts', params, search: { open: 'new' } }),
  }
  const adoptChart: PaletteItem = {
    id: 'adopt-chart',
    label: 'Adopt a chart of accounts',
    icon: ListTree,
    run: () => void navigate({ to: '/companies/$company/chart', params }),
  }
  const importChart: PaletteItem = {
    id: 'import-chart',
    label: 'Import a chart of accounts',
    icon: FileUp,
    run: () => void navigate({ to: '/companies/$company/chart/import', params }),
  }
  const setRoles: PaletteItem = {
    id: 'account-roles',
    label: 'Set the roles of accounts',
    icon: UserCog,
    run: () => void navigate({ to: '/companies/$company/chart/roles', params }),
  }
  const matchItems: PaletteItem = {
    id: 'match-items',
    label: 'Match open items',
    icon: Link2,
    run: () =>
      void navigate({ to: '/companies/$company/open-items', params, search: { open: 'suggestions' } }),
  }
  const recordRate: PaletteItem = {
    id: 'record-rate',
    label: 'Record a rate of exchange',
    icon: Coins,
    run: () => void navigate({ to: '/companies/$company/currencies', params, search: { open: 'record' } }),
  }
  const revalue: PaletteItem = {
    id: 'revalue',
    label: 'Revalue currencies',
    icon: Coins,
    run: () =>
      void navigate({ to: '/companies/$company/currencies', params, search: { tab: 'revaluation' } }),
  }
  const lockPeriods: PaletteItem = {
    id: 'lock-periods',
    label: 'Lock or unlock periods',
    icon: Lock,
    run: () => void navigate({ to: '/companies/$company/close', params, search: { tab: 'locks' } }),
  }
  const closeYear: PaletteItem = {
    id: 'close-year',
    label: 'Close a fiscal year',
    icon: CalendarCheck2,
    run: () => void navigate({ to: '/companies/$company/close', params, search: { tab: 'years' } }),
  }
  const newPolicy: PaletteItem = {
    id: 'new-policy',
    label: 'New policy',
    icon: ShieldAlert,
    run: () => void navigate({ to: '/companies/$company/policies/new', params }),
  }
  const away: PaletteItem = {
    id: 'away',
    label: 'Let somebody approve while I am away',
    icon: CalendarClock,
    run: () => void navigate({ to: '/companies/$company/approvals', params, search: { away: 'open' } }),
  }
  const drafts = (id: string, label: string, icon: LucideIcon, search: DraftsSearch): PaletteItem => ({
    id,
    label,
    icon,
    run: () => void navigate({ to: '/companies/$company/drafts', params, search }),
  })
  const newTemplate = drafts('new-template', 'New entry template', FileStack, {
    tab: 'templates',
    open: 'new',
  })
  const newSchedule = drafts('new-recurring', 'Let an entry recur', CalendarSync, {
    tab: 'recurring',
    open: 'new',
  })
  const parts = [
    drafts('templates', 'Entry templates', FileStack, { tab: 'templates' }),
    drafts('recurring', 'Recurring entries', CalendarSync, { tab: 'recurring' }),
    drafts('reversals', 'Reversals that are planned', Undo2, { tab: 'reversals' }),
    drafts('pending', 'Entries on hold', PauseCircle, { tab: 'pending' }),
  ]
  return [
    [...places, ...(may(session, 'drafts.ListDrafts') ? parts : [])],
    [
      ...(may(session, 'ledger.PostJournalEntry') ? [newEntry] : []),
      ...(may(session, 'drafts.SaveTemplate') ? [newTemplate] : []),
      ...(may(session, 'drafts.ScheduleEntry') ? [newSchedule] : []),
      ...(may(session, 'ledger.OpenAccount') ? [openAccount] : []),
      ...(may(session, 'ledger.AdoptChart') ? [adoptChart] : []),
      ...(may(session, 'ledger.ImportChart') ? [importChart] : []),
      ...(may(session, 'ledger.SetAccountRoles') ? [setRoles] : []),
      ...(may(session, 'openItems.MatchItems') ? [matchItems] : []),
      ...(may(session, 'currencies.RecordRates') ? [recordRate] : []),
      ...(may(session, 'currencies.RevalueCurrencies') ? [revalue] : []),
      ...(may(session, 'periods.SetLock') ? [lockPeriods] : []),
      ...(may(session, 'periods.CloseFiscalYear') ? [closeYear] : []),
      ...(may(session, 'guardrails.AdoptPolicy') ? [newPolicy] : []),
      ...(may(session, 'guardrails.DelegateApprovals') ? [away] : []),
    ],
  ]
}

/** All companies; inside of one, the others. */
export function useCompanyGroup(current?: string): PaletteGroup {
  const hasTenant = useSession().actor !== null
  const companies = useQuery({ ...companiesQuery, enabled: hasTenant }).data ?? []
  const navigate = useNavigate()
  return {
    heading: current ? 'Switch company' : 'Companies',
    items: companies
      .filter(({ slug }) => slug !== current)
      .map(({ slug, name, currency }) => ({
        id: `company-${slug}`,
        label: name,
        detail: currency,
        icon: Building2,
        run: () => void navigate({ to: '/companies/$company', params: { company: slug } }),
      })),
  }
}

export function useAccountGroup(text: string): PaletteGroup {
  const { slug } = useCompany()
  const { accounts } = useChart(slug)
  const navigate = useNavigate()
  const found = text ? accounts.filter(({ code, name }) => isMatch(`${code} ${name}`, text)) : []
  return {
    heading: 'Accounts',
    items: found.slice(0, ACCOUNTS_SHOWN_MAX).map(({ code, name, type }) => ({
      id: `account-${code}`,
      label: `${code} ${name}`,
      detail: type,
      icon: Wallet,
      run: () => void navigate({ to: '/companies/$company/accounts/$code', params: { company: slug, code } }),
    })),
  }
}

/** `17`, `GJ 17`, `BANK-2026-0004`: go to that entry. */
export function useNumberGroup(text: string): PaletteGroup {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const journals = useQuery(journalsQuery(slug)).data
  const wanted = journals && wantedEntry(text, journals)
  if (!wanted) return { heading: 'Entry', items: [] }
  const go = async () => {
    const { sequence } = await meridian.company.GetUsage(slug)
    const { lastNumber } = wanted
    const space = { ...wanted, headSequence: sequence }
    const id = await findEntryByNumber((after) => readNumbered(slug, after), space, wanted.number)
    if (id) await navigate({ to: '/companies/$company/journal/$entry', params: { company: slug, entry: id } })
    else if (wanted.number <= lastNumber)
      toast(`${entryName(wanted)} lies too deep in the log to be found from here.`, 'failed')
    else toast(`There is no ${entryName(wanted)}: the last number is ${lastNumber}.`, 'failed')
  }
  return {
    heading: 'Entry',
    items: [{ id: 'entry-number', label: `Go to ${entryName(wanted)}`, icon: Hash, run: () => void go() }],
  }
}

async function readNumbered(company: string, after: number): Promise<NumberedEvent[]> {
  const { data } = await meridian.company.ListEvents(company, { after, limit: 50 })
  return data.map(({ sequence, type, data: event }) => ({
    sequence,
    entry: type === 'journal-entry-posted' ? (event as EntryPosted) : undefined,
  }))
}

/** Whether every word occurs, in any order. */
export function isMatch(text: string, query: string): boolean {
  const where = text.toLocaleLowerCase()
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => where.includes(word))
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  ArrowRight,
  BookPlus,
  Building2,
  FilePlus2,
  Hash,
  type LucideIcon,
  Monitor,
  Moon,
  Sun,
  Wallet,
} from 'lucide-react'
import type { EntryPosted } from '../../../../durable-objects/ledger/contract.ts'
import { GENERAL_JOURNAL } from '../../../../durable-objects/ledger/contract.ts'
import { companiesQuery, useCompany } from '../../company/queries.ts'
import { findEntryByNumber, type NumberedEvent } from '../../ledger/journal/find-entry.ts'
import { entryName, journalsQuery, useChart } from '../../ledger/queries.ts'
import { meridian } from '../../lib/api.ts'
import { setPreferences } from '../../lib/preferences.ts'
import { toast } from '../../ui/toast.tsx'
import { DESTINATIONS } from '../navigation.ts'

/** What the palette offers. Each kind of record adds a hook here. */
export interface PaletteItem {
  id: string
  label: string
  detail?: string
  keys?: string
  icon: LucideIcon
  run: () => void
}

export interface PaletteGroup {
  heading: string
  items: readonly PaletteItem[]
}

/** Accounts of a large chart shown at most; typing more narrows them. */
const ACCOUNTS_SHOWN_MAX = 8

export function useStaticGroups(onHelp: () => void): PaletteGroup[] {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const params = { company: slug }
  const themes = [
    ['system', 'Theme: as the system', Monitor],
    ['light', 'Theme: light', Sun],
    ['dark', 'Theme: dark', Moon],
  ] as const
  return [
    {
      heading: 'Go to',
      items: DESTINATIONS.map(({ to, label, icon, jumpKey }) => ({
        id: to,
        label,
        icon,
        keys: `g ${jumpKey}`,
        run: () => void navigate({ to, params }),
      })),
    },
    {
      heading: 'Actions',
      items: [
        {
          id: 'new-entry',
          label: 'New journal entry',
          icon: FilePlus2,
          keys: 'n',
          run: () => void navigate({ to: '/companies/$company/journal/new', params }),
        },
        {
          id: 'open-account',
          label: 'Open an account',
          icon: BookPlus,
          run: () => void navigate({ to: '/companies/$company/accounts', params, search: { open: 'new' } }),
        },
        { id: 'help', label: 'Keyboard shortcuts', icon: ArrowRight, keys: '?', run: onHelp },
        ...themes.map(([theme, label, icon]) => ({
          id: theme,
          label,
          icon,
          run: () => setPreferences({ theme }),
        })),
      ],
    },
  ]
}

export function useCompanyGroup(): PaletteGroup {
  const current = useCompany()
  const companies = useQuery(companiesQuery).data ?? []
  const navigate = useNavigate()
  return {
    heading: 'Switch company',
    items: companies
      .filter(({ slug }) => slug !== current.slug)
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

/** `17`, `GJ 17`, `bank-4`: go to that entry. */
export function useNumberGroup(text: string): PaletteGroup {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [, letters = '', digits] = /^([a-z][a-z0-9]*?)?[\s-]*#?(\d{1,9})$/i.exec(text.trim()) ?? []
  if (!digits) return { heading: 'Entry', items: [] }
  const wanted = { journal: letters.toUpperCase() || GENERAL_JOURNAL, number: Number(digits) }
  const go = async () => {
    const journals = await queryClient.fetchQuery(journalsQuery(slug))
    const lastNumber = journals.find(({ code }) => code === wanted.journal)?.lastNumber ?? 0
    const { sequence } = await meridian.company.GetUsage(slug)
    const space = { journal: wanted.journal, lastNumber, headSequence: sequence }
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

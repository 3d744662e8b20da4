import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { LIMITS } from '../../../durable-objects/kernel/limits.ts'
import type {
  accountView,
  EntryView,
  journalView,
  ledgerContract,
  unitView,
} from '../../../durable-objects/ledger/contract.ts'
import type { CallInput, CallReply } from '../../sdk/types.ts'
import { meridian } from '../lib/api.ts'
import { subjectKey } from '../lib/keys.ts'

export type Account = z.output<typeof accountView>
export type Unit = z.output<typeof unitView>
export type Entry = EntryView
export type Journal = z.output<typeof journalView>

type Operations = (typeof ledgerContract)['operations']

/** Charts up to this size are kept whole in the browser; the accounts of larger ones are searched on the server. */
const ACCOUNTS_KEPT_MAX = 2_000

export interface Chart {
  accounts: readonly Account[]
  byCode: ReadonlyMap<string, Account>
  isComplete: boolean
}

export const accountsQuery = (company: string) =>
  queryOptions({
    queryKey: subjectKey(company, 'accounts'),
    queryFn: async ({ signal }): Promise<Chart> => {
      const accounts: Account[] = []
      let cursor: string | undefined
      do {
        const input = { limit: LIMITS.pageRowsMax, ...(cursor && { cursor }) }
        const page = await meridian.ledger.ListAccounts(company, input, { signal })
        accounts.push(...page.data)
        cursor = page.nextCursor ?? undefined
      } while (cursor && accounts.length < ACCOUNTS_KEPT_MAX)
      return {
        accounts,
        byCode: new Map(accounts.map((account) => [account.code, account])),
        isComplete: !cursor,
      }
    },
    // Only the live channel's `account-opened` makes it stale.
    staleTime: Number.POSITIVE_INFINITY,
  })

const NO_CHART: Chart = { accounts: [], byCode: new Map(), isComplete: true }
export const useChart = (company: string): Chart => useQuery(accountsQuery(company)).data ?? NO_CHART

export const accountSearchQuery = (company: string, text: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'accounts'), 'search', text],
    queryFn: async ({ signal }) =>
      (await meridian.ledger.ListAccounts(company, { q: text, limit: 20 }, { signal })).data,
    placeholderData: keepPreviousData,
  })

export const unitsQuery = (company: string) =>
  queryOptions({
    queryKey: subjectKey(company, 'units'),
    queryFn: async ({ signal }) =>
      (await meridian.ledger.ListUnits(company, { limit: LIMITS.pageRowsMax }, { signal })).data,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const journalsQuery = (company: string) =>
  queryOptions({
    queryKey: subjectKey(company, 'journals'),
    queryFn: async ({ signal }) =>
      (await meridian.ledger.ListJournals(company, { limit: LIMITS.pageRowsMax }, { signal })).data,
  })

export type EntryFilter = Omit<CallInput<Operations['ListJournalEntries']>, 'cursor' | 'limit'>

export const entriesQuery = (company: string, filter: EntryFilter, limit = 100) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'entries'), filter, limit],
    queryFn: ({ pageParam, signal }) =>
      meridian.ledger.ListJournalEntries(
        company,
        { ...filter, limit, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export const entryQuery = (company: string, id: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'entry'), id],
    queryFn: ({ signal }) => meridian.ledger.GetJournalEntry(company, { id }, { signal }),
  })

export type RegisterFilter = Omit<CallInput<Operations['GetRegister']>, 'code' | 'cursor' | 'limit'>

export type RegisterLine = CallReply<Operations['GetRegister']>['data'][number]

export const registerQuery = (company: string, code: string, filter: RegisterFilter) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'register'), code, filter],
    queryFn: ({ pageParam, signal }) =>
      meridian.ledger.GetRegister(
        company,
        { ...filter, code, limit: 100, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })

export interface BalanceDate {
  asOf?: string | undefined
  knownAt?: number | undefined
}

export const trialBalanceQuery = (company: string, { asOf, knownAt }: BalanceDate = {}) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'trial-balance'), asOf ?? null, knownAt ?? null],
    queryFn: ({ signal }) =>
      meridian.ledger.GetTrialBalance(
        company,
        { ...(asOf && { asOf }), ...(knownAt !== undefined && { knownAt }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
  })

/** How an entry is called everywhere: its number, as the journal's pattern writes it. */
export const entryName = ({ voucher }: { voucher: string }): string => voucher

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { proofContract } from '../../../durable-objects/ledger/proof/contract.ts'
import type { CallReply } from '../../sdk/types.ts'
import { meridian } from '../lib/api.ts'
import { subjectKey } from '../lib/keys.ts'

type Operations = (typeof proofContract)['operations']
export type Root = CallReply<Operations['GetRoot']>
export type AuditRun = CallReply<Operations['RunSelfAudit']>

export const rootsQuery = (company: string) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'proof'), 'roots'],
    queryFn: ({ pageParam, signal }) =>
      meridian.proof.ListRoots(company, { limit: 50, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const currentRootQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'proof'), 'current'],
    queryFn: ({ signal }) => meridian.proof.GetRoot(company, {}, { signal }),
  })

export const auditHistoryQuery = (company: string) =>
  infiniteQueryOptions({
    queryKey: [...subjectKey(company, 'proof'), 'audits'],
    queryFn: ({ pageParam, signal }) =>
      meridian.proof.GetAuditHistory(
        company,
        { limit: 20, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useCompanySlug } from '../../../company/queries.ts'
import { useStore } from '../../../lib/store.ts'
import { useSession } from '../../../session/queries.ts'
import { type Floor, type FloorWork, workKey } from '../device/floor-data.ts'
import type { Kept } from '../device/kept.ts'
import type { Captured } from '../outbox/entry.ts'
import { capture, outbox } from '../outbox/outbox.ts'

/** Whose floor this is. The route lets in nobody without a tenant. */
export function useFloor(): Floor {
  const company = useCompanySlug()
  const { tenant, actor } = useSession()
  const [tenantId, actorId] = [tenant?.id ?? '', actor?.id ?? '']
  return useMemo(
    () => ({ owner: { tenant: tenantId, actor: actorId }, company }),
    [tenantId, actorId, company],
  )
}

type Wanted = Pick<Captured, 'operation' | 'title' | 'input' | 'key' | 'items'>

/** Captures a command for the outbox, with who, when, and how far the log was known. */
export function useCapture(): (wanted: Wanted) => Promise<void> {
  const floor = useFloor()
  const { user } = useSession()
  const queryClient = useQueryClient()
  return useCallback(
    (wanted) => {
      const work = queryClient.getQueryData<Kept<FloorWork>>(workKey(floor))
      return capture({
        ...wanted,
        owner: floor.owner,
        ownerName: user.name,
        company: floor.company,
        capturedAt: new Date().toISOString(),
        knownAt: work?.data.sequence ?? null,
      })
    },
    [floor, user.name, queryClient],
  )
}

export const useOutbox = () => useStore(outbox)

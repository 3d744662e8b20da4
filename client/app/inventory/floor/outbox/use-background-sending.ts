import { useEffect } from 'react'
import { keptStart } from '../../../session/kept.ts'
import { useSession } from '../../../session/queries.ts'

/** Sends what the floor has captured while its person is elsewhere in the app; only where the floor is used at all. */
export function useBackgroundSending(isWanted: boolean): void {
  const { tenant, actor } = useSession()
  const [tenantId, actorId] = [tenant?.id, actor?.id]
  useEffect(() => {
    if (!isWanted || !tenantId || !actorId || !keptStart.get()) return
    let close: (() => void) | undefined
    let isOver = false
    void import('./outbox.ts').then(({ openOutbox }) => {
      if (!isOver) close = openOutbox({ tenant: tenantId, actor: actorId }, () => undefined)
    })
    return () => {
      isOver = true
      close?.()
    }
  }, [isWanted, tenantId, actorId])
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ApiKeyView } from '../../../../workers/access/contract/keys.ts'
import { meridian } from '../../lib/api.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Tick } from '../../ui/choice-cards.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Page } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import { Gate } from '../gate.tsx'
import { keysQuery } from '../queries.ts'
import { CreateKeySheet } from './create-key.tsx'
import { KeyTable } from './key-table.tsx'

export const KeysPage = () => (
  <Gate title="API keys" operation="access.ListApiKeys">
    <Keys />
  </Gate>
)

/** Keys for programs: what each may, from where, until when, and when it was used. */
function Keys() {
  const { open } = useSearch({ from: '/signed-in/settings/settings/keys' })
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const keys = useQuery(keysQuery)
  const mayCreate = useMay('access.CreateApiKey')
  const [showsOld, setShowsOld] = useState(false)
  const [revoking, setRevoking] = useState<ApiKeyView>()
  const show = (value: string | undefined) =>
    void navigate({ to: '/settings/keys', search: { open: value }, replace: true })
  const all = keys.data ?? []
  const shown = showsOld ? all : all.filter(({ state }) => state === 'active')
  const createButton = mayCreate && (
    <Button variant="primary" onClick={() => show('new')}>
      <Plus className="size-4" aria-hidden="true" /> Make a key
    </Button>
  )
  return (
    <Page title="API keys" subtitle="For programs of your own." actions={all.length > 0 && createButton}>
      {keys.isPending && <Loading rows={5} label="Loading the keys" />}
      {keys.isError && <ProblemNotice error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isSuccess && all.length === 0 && (
        <Empty icon={KeyRound} title="No keys yet" actions={createButton}>
          A key lets a program of yours call the API with a role or with scopes, never with more than you
          have.
        </Empty>
      )}
      {all.length > 0 && shown.length === 0 && (
        <Empty icon={KeyRound} title="No key is in force">
          All {all.length} keys are expired or revoked.
        </Empty>
      )}
      {shown.length > 0 && <KeyTable keys={shown} onRevoke={setRevoking} />}
      {all.some(({ state }) => state !== 'active') && (
        <div className="mt-4 text-muted">
          <Tick isOn={showsOld} onChange={setShowsOld}>
            Show expired and revoked keys, too
          </Tick>
        </div>
      )}
      {open === 'new' && mayCreate && <CreateKeySheet onClose={() => show(undefined)} />}
      {revoking && (
        <Confirm
          title={`Revoke the key ${revoking.name}?`}
          verb="Revoke the key"
          send={() => meridian.access.RevokeApiKey({ id: revoking.id })}
          onDone={async () => {
            toast(`The key ${revoking.name} is revoked.`)
            await queryClient.invalidateQueries({ queryKey: keysQuery.queryKey })
          }}
          onClose={() => setRevoking(undefined)}
        >
          Programs that use it stop working within five seconds. It cannot be brought back.
        </Confirm>
      )}
    </Page>
  )
}

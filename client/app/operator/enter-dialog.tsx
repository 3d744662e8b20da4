import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { formatInstant } from '../lib/dates.ts'
import { useSubmit } from '../lib/use-submit.ts'
import { sessionQuery } from '../session/queries.ts'
import { Button } from '../ui/button.tsx'
import { ChoiceCards } from '../ui/choice-cards.tsx'
import { ProblemNotice } from '../ui/feedback.tsx'
import { Dialog } from '../ui/sheet.tsx'
import { enterTenant, type OperatorTenant } from './api.ts'

/** Enters a tenant with one of its own grants; the session is marked until it is left. */
export function EnterDialog({ tenant, onClose }: { tenant: OperatorTenant; onClose: () => void }) {
  const queryClient = useQueryClient()
  const router = useRouter()
  const [grant, setGrant] = useState(tenant.supportGrants[0]?.id ?? '')
  const { submit, isBusy, error } = useSubmit({
    send: () => enterTenant(tenant.id, grant),
    onDone: async () => {
      queryClient.clear()
      await queryClient.fetchQuery(sessionQuery)
      router.history.push('/')
    },
  })
  return (
    <Dialog
      title={`Enter ${tenant.slug}?`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" isBusy={isBusy} onClick={() => submit()}>
            Enter the tenant
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <p>Everything you do there is marked as support in the tenant’s log, under your name.</p>
        <ChoiceCards
          legend="By which grant"
          value={grant}
          onValue={setGrant}
          choices={tenant.supportGrants.map(({ id, role, expiresAt }) => ({
            value: id,
            label: role,
            detail: `Until ${formatInstant(expiresAt)}`,
          }))}
        />
        {error ? <ProblemNotice error={error} /> : null}
      </div>
    </Dialog>
  )
}

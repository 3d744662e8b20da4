import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { LifeBuoy, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatInstant } from '../lib/dates.ts'
import { messageOf } from '../lib/forms.ts'
import { leaveTenant } from '../operator/api.ts'
import { sessionQuery } from '../session/queries.ts'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.tsx'

/** What must not be overlooked about the session, above every page. */
export function Banners() {
  const session = useQuery(sessionQuery).data
  if (!session) return null
  return (
    <>
      {session.support && (
        <Banner label="Support session">
          <LifeBuoy className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
          <p className="min-w-0 flex-1 basis-56">
            <strong className="font-semibold">Support session</strong> in {session.tenant?.name}, as{' '}
            {session.actor?.roles.join(', ')}, until {formatInstant(session.support.expiresAt)}. Everything
            you do is marked so in its log.
          </p>
          <LeaveButton />
        </Banner>
      )}
      {session.tenant?.status === 'suspended' && (
        <Banner label="Suspended">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
          <p className="min-w-0 flex-1 basis-56">
            <strong className="font-semibold">{session.tenant.name} is suspended.</strong> Nothing can be read
            or written until the operator reinstates it; nothing is lost.
          </p>
        </Banner>
      )}
    </>
  )
}

const Banner = ({ label, children }: { label: string; children: ReactNode }) => (
  <section
    aria-label={label}
    className="flex flex-wrap items-start gap-x-3 gap-y-2 border-b border-warning/40 bg-warning-soft px-4 py-2 text-warning sm:px-6 print:hidden"
  >
    {children}
  </section>
)

function LeaveButton() {
  const queryClient = useQueryClient()
  const router = useRouter()
  const leave = useMutation({
    mutationFn: leaveTenant,
    onError: (error) => toast(messageOf(error), 'failed'),
    onSuccess: async () => {
      queryClient.clear()
      await queryClient.fetchQuery(sessionQuery)
      router.history.push('/operator')
    },
  })
  return (
    <Button size="sm" isBusy={leave.isPending} onClick={() => leave.mutate()}>
      Leave the tenant
    </Button>
  )
}

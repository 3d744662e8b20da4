import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CommandReleased } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { usePersonName } from '../../guardrails/names.ts'
import { allOf } from '../../guardrails/policies/sentence.ts'
import { meridian } from '../../lib/api.ts'
import { useMay } from '../../session/queries.ts'
import { Card } from '../../ui/table.tsx'

interface EntryEvent {
  sequence: number
  requestId: string
}

/** An entry stands right behind the release of what waited; a list of entries shares one. */
const LOOK_BACK = 50

/** The release that recorded an event, or null when it was recorded at once. It never changes. */
const releaseQuery = (company: string, { sequence, requestId }: EntryEvent) =>
  queryOptions({
    queryKey: ['release', company, sequence],
    queryFn: async ({ signal }) => {
      const after = Math.max(0, sequence - 1 - LOOK_BACK)
      const page = { after, limit: sequence - 1 - after }
      if (page.limit < 1) return null
      const { data } = await meridian.company.ListEvents(company, page, { signal })
      const released = data.findLast(
        ({ type, requestid }) => type === 'command-released' && requestid === requestId,
      )
      return released ? { sequence: released.sequence, data: released.data as CommandReleased } : null
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Who approved the entry, where a policy asked for it. */
export function EntryApproval({ entry: { events } }: { entry: { events: readonly EntryEvent[] } }) {
  const company = useCompanySlug()
  const person = usePersonName()
  const may = useMay('company.ListEvents')
  const mayRead = useMay('guardrails.GetApproval')
  const [posted] = events
  const release = useQuery({
    ...releaseQuery(company, posted ?? { sequence: 0, requestId: '' }),
    enabled: may && posted !== undefined,
  }).data
  if (!release) return null
  const { approval, approvers, maker } = release.data
  const names = approvers.map(({ by, onBehalfOf }) =>
    onBehalfOf ? `${person(by)} for ${person(onBehalfOf)}` : person(by),
  )
  return (
    <section aria-labelledby="entry-approval">
      <h2 id="entry-approval" className="mb-2 font-semibold">
        Approval
      </h2>
      <Card className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 p-4">
        <p>
          Sent by {person(maker)}, approved by <strong className="font-medium">{allOf(names)}</strong>.
        </p>
        {mayRead && (
          <Link
            to="/companies/$company/approvals/$approval"
            params={{ company, approval }}
            className="text-accent underline underline-offset-2"
          >
            Show the approval
          </Link>
        )}
      </Card>
    </section>
  )
}

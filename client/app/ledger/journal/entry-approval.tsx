import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { usePersonName } from '../../guardrails/names.ts'
import { allOf } from '../../guardrails/policies/sentence.ts'
import { resultApprovalQuery } from '../../guardrails/queries.ts'
import { useMay, useSession } from '../../session/queries.ts'
import { Card } from '../../ui/table.tsx'

/** Who approved the entry, where a policy asked for it. */
export function EntryApproval({ entry: { events } }: { entry: { events: readonly { sequence: number }[] } }) {
  const company = useCompanySlug()
  const person = usePersonName()
  const own = useSession().actor?.id
  const may = useMay('guardrails.ListApprovals')
  const seesAll = useMay('guardrails.ListPolicies')
  const [posted] = events
  const approval = useQuery({
    ...resultApprovalQuery(company, posted?.sequence ?? 1),
    enabled: may && posted !== undefined,
  }).data
  if (!approval) return null
  const { id, maker, steps } = approval
  const given = steps.flatMap(({ approvedBy }) => approvedBy)
  const names = given.map(({ by, onBehalfOf }) =>
    onBehalfOf ? `${person(by)} for ${person(onBehalfOf)}` : person(by),
  )
  const hasPart = maker.id === own || given.some(({ by }) => by === own)
  return (
    <section aria-labelledby="entry-approval">
      <h2 id="entry-approval" className="mb-2 font-semibold">
        Approval
      </h2>
      <Card className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 p-4">
        <p>
          Sent by {person(maker.id)}, approved by <strong className="font-medium">{allOf(names)}</strong>.
        </p>
        {(seesAll || hasPart) && (
          <Link
            to="/companies/$company/approvals/$approval"
            params={{ company, approval: id }}
            className="text-accent underline underline-offset-2"
          >
            Show the approval
          </Link>
        )}
      </Card>
    </section>
  )
}

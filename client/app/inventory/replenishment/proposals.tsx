import { useInfiniteQuery } from '@tanstack/react-query'
import { BellOff, PackageCheck, SearchX } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { ProposalTable } from './proposal-table.tsx'
import { type Proposal, proposalsQuery } from './queries.ts'
import { useReplenishmentSearch } from './use-replenishment-search.ts'

/** What to order, from whom, and why. */
export function Proposals({ isDismissed }: { isDismissed: boolean }) {
  const company = useCompanySlug()
  const { search } = useReplenishmentSearch()
  const { warehouse, supplier, from } = search
  const query = useInfiniteQuery(
    proposalsQuery(company, {
      ...(warehouse && { warehouse }),
      ...(supplier && { supplier }),
      ...(from && { from }),
      ...(isDismissed && { dismissed: true }),
    }),
  )
  if (query.isPending) return <Loading rows={8} label="Loading the proposals" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const proposals = query.data.pages.flatMap(({ data }) => data)
  const isEmpty = proposals.length === 0 && !query.hasNextPage
  return (
    <>
      <SourceFilter proposals={proposals} />
      {isEmpty ? (
        <NothingHere isDismissed={isDismissed} />
      ) : (
        <ProposalTable proposals={proposals} query={query} isDismissed={isDismissed} />
      )}
    </>
  )
}

/** Of one supplier, or of one warehouse that it comes from: what one order is made of. */
function SourceFilter({ proposals }: { proposals: readonly Proposal[] }) {
  const { search, change } = useReplenishmentSearch()
  const sources = new Map<string, string>()
  for (const { supplier, from } of proposals) {
    if (supplier !== null) sources.set(`supplier ${supplier}`, supplier)
    if (from !== null) sources.set(`from ${from}`, `Warehouse ${from}`)
  }
  const chosen = search.supplier ? `supplier ${search.supplier}` : search.from ? `from ${search.from}` : ''
  if (chosen !== '') sources.set(chosen, search.supplier ?? `Warehouse ${search.from}`)
  if (sources.size < 2 && chosen === '') return null
  return (
    <Field label="Comes from" className="mb-3 w-60">
      {(control) => (
        <Select
          {...control}
          value={chosen}
          onValue={(value) => {
            const [kind, ...rest] = value.split(' ')
            const name = rest.join(' ')
            change({
              supplier: kind === 'supplier' ? name : undefined,
              from: kind === 'from' ? name : undefined,
            })
          }}
        >
          <option value="">Anywhere</option>
          {[...sources]
            .sort(([, a], [, b]) => a.localeCompare(b))
            .map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
        </Select>
      )}
    </Field>
  )
}

function NothingHere({ isDismissed }: { isDismissed: boolean }) {
  const { search, change } = useReplenishmentSearch()
  const maySet = useMay('replenishment.SetReorderRule')
  if (search.warehouse ?? search.supplier ?? search.from)
    return (
      <Empty
        icon={SearchX}
        title="No proposal matches"
        actions={
          <Button onClick={() => change({ warehouse: undefined, supplier: undefined, from: undefined })}>
            Show all
          </Button>
        }
      >
        There may be proposals, but none with these filters.
      </Empty>
    )
  if (isDismissed)
    return (
      <Empty icon={BellOff} title="Nothing is dismissed">
        What is dismissed stands here until its day has come.
      </Empty>
    )
  return (
    <Empty
      icon={PackageCheck}
      title="Nothing has to be ordered"
      actions={maySet && <Button onClick={() => change({ tab: 'rules' })}>Show the rules</Button>}
    >
      Everything that has a reorder rule is there in good quantity, or on its way.
    </Empty>
  )
}

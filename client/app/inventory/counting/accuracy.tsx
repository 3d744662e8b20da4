import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { Amount } from '../../ui/amount.tsx'
import { Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { DateInput, Field } from '../../ui/field.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { type Accuracy, accuracyQuery } from './queries.ts'

/** How often the books were right, by warehouse, of counts that were posted. */
export function AccuracyPanel({ warehouse }: { warehouse: string | undefined }) {
  const { slug } = useCompany()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const query = useQuery(
    accuracyQuery(slug, { ...(from && { from }), ...(to && { to }), ...(warehouse && { warehouse }) }),
  )
  return (
    <section aria-labelledby="accuracy" className="mb-5 rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-end gap-x-4 gap-y-2 px-4 pt-3 pb-2">
        <div className="min-w-0 flex-1 basis-48">
          <h2 id="accuracy" className="font-semibold">
            Accuracy
          </h2>
          <p className="text-sm text-muted">Lines without a difference, of all that were counted.</p>
        </div>
        <Field label="Posted from" className="w-36">
          {(control) => <DateInput {...control} value={from} onValue={setFrom} />}
        </Field>
        <Field label="to" className="w-36">
          {(control) => <DateInput {...control} value={to} onValue={setTo} />}
        </Field>
      </header>
      {query.isPending && <Loading rows={3} label="Loading the accuracy" />}
      {query.isError && (
        <div className="px-4 pb-4">
          <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
        </div>
      )}
      {query.data && <Figures accuracy={query.data} />}
    </section>
  )
}

function Figures({ accuracy }: { accuracy: Accuracy }) {
  if (accuracy.counts === 0) return <p className="px-4 pb-4 text-muted">No count was posted in this time.</p>
  const hasCosts = accuracy.gained !== null
  return (
    <Table aria-label="Accuracy by warehouse" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="static! bg-surface!">Warehouse</HeadCell>
          <HeadCell isNumeric className="static! w-20 bg-surface! max-sm:hidden">
            Counts
          </HeadCell>
          <HeadCell isNumeric className="static! w-28 bg-surface! max-sm:hidden">
            Lines
          </HeadCell>
          <HeadCell isNumeric className="static! w-28 bg-surface!">
            Accuracy
          </HeadCell>
          {hasCosts && (
            <HeadCell isNumeric className="static! w-32 bg-surface! max-md:hidden">
              Found
            </HeadCell>
          )}
          {hasCosts && (
            <HeadCell isNumeric className="static! w-32 bg-surface!">
              Lost
            </HeadCell>
          )}
        </tr>
      </thead>
      <tbody>
        {accuracy.warehouses.map((each) => (
          <Row key={each.warehouse} name={each.warehouse} of={each} hasCosts={hasCosts} />
        ))}
        {accuracy.warehouses.length > 1 && <Row name="All" of={accuracy} hasCosts={hasCosts} isSum />}
      </tbody>
    </Table>
  )
}

interface RowProps {
  name: string
  of: Omit<Accuracy, 'warehouses'>
  hasCosts: boolean
  isSum?: boolean
}

const Row = ({ name, of, hasCosts, isSum = false }: RowProps) => (
  <tr className={isSum ? 'font-semibold' : ''}>
    <RowHead className="truncate">{name}</RowHead>
    <Cell isNumeric className="max-sm:hidden">
      {of.counts}
    </Cell>
    <Cell isNumeric className="max-sm:hidden">
      {of.lines}
    </Cell>
    <Cell isNumeric>{of.accuracy === null ? '–' : `${formatAmount(of.accuracy)} %`}</Cell>
    {hasCosts && (
      <Cell isNumeric className="max-md:hidden">
        <Amount value={of.gained} />
      </Cell>
    )}
    {hasCosts && (
      <Cell isNumeric>
        <Amount value={of.lost} />
      </Cell>
    )}
  </tr>
)

import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useCompanySlug } from '../../../company/queries.ts'
import { formatDate } from '../../../lib/dates.ts'
import { useDebounced } from '../../../lib/use-debounced.ts'
import { Button } from '../../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../../ui/feedback.tsx'
import { DateInput, Field, TextInput } from '../../../ui/field.tsx'
import { Cell, RowHead, Table } from '../../../ui/table.tsx'
import { documentsQuery } from '../queries.ts'

interface FinderProps {
  chosen: readonly string[]
  onToggle: (receipt: string) => void
}

/** Receipts by supplier, number and date, to choose from. */
export function ReceiptFinder({ chosen, onToggle }: FinderProps) {
  const [text, setText] = useState('')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const q = useDebounced(text.trim(), 250)
  const query = useInfiniteQuery(
    documentsQuery(useCompanySlug(), {
      kind: 'receipt',
      ...(q && { q }),
      ...(from && { from }),
      ...(to && { to }),
    }),
  )
  const receipts = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <section aria-label="Receipts">
      <h2 className="mb-2 font-semibold">Which receipts</h2>
      <div className="mb-2 grid grid-cols-2 gap-2 sm:grid-cols-[minmax(0,1fr)_9rem_9rem]">
        <Field label="Supplier or number" className="max-sm:col-span-2">
          {(control) => <TextInput {...control} type="search" value={text} onValue={setText} />}
        </Field>
        <Field label="Received from">
          {(control) => <DateInput {...control} value={from} onValue={setFrom} />}
        </Field>
        <Field label="Until">{(control) => <DateInput {...control} value={to} onValue={setTo} />}</Field>
      </div>
      {query.isPending && <Loading rows={4} label="Loading the receipts" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && receipts.length === 0 && !query.hasNextPage && (
        <p className="py-3 text-muted">
          {q || from || to ? 'No receipt matches.' : 'Nothing was received yet.'}
        </p>
      )}
      <div className="max-h-96 overflow-y-auto">
        <Table aria-label="Receipts to choose from">
          <tbody>
            {receipts.map(({ id, voucher, date, party, reference, lines }) => (
              <tr key={id} className="hover:bg-hover">
                <Cell className="w-10">
                  <input
                    type="checkbox"
                    aria-label={`Choose ${voucher}`}
                    className="size-4 accent-accent"
                    checked={chosen.includes(id)}
                    onChange={() => onToggle(id)}
                  />
                </Cell>
                <RowHead>
                  <span className="font-medium tabular-nums">{voucher}</span>
                  <span className="block text-sm text-muted">
                    {[party, reference].filter(Boolean).join(', ')}
                  </span>
                </RowHead>
                <Cell className="text-muted">{formatDate(date)}</Cell>
                <Cell isNumeric className="text-muted max-sm:hidden">
                  {lines === 1 ? '1 line' : `${lines} lines`}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      {query.hasNextPage && (
        <Button
          size="sm"
          variant="ghost"
          isBusy={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show earlier ones
        </Button>
      )}
    </section>
  )
}

import { useInfiniteQuery } from '@tanstack/react-query'
import { Pencil, Plus, SearchX, Tags } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { type Dimension, type DimensionValue, valuesQuery } from './queries.ts'
import { treeOfValues, type ValueRow } from './tree.ts'
import { AddValuesSheet, ChangeValueSheet } from './value-sheets.tsx'

/** The tree of a dimension's values. */
export function Values({ dimension, onEdit }: { dimension: Dimension; onEdit: () => void }) {
  const { slug } = useCompany()
  const [q, setText] = useState('')
  const values = useInfiniteQuery(valuesQuery(slug, dimension.code, useDebounced(q.trim(), 150)))
  const [open, setOpen] = useState<'add' | DimensionValue>()
  const maySet = useMay('dimensions.SetDimensionValues')
  const found = values.data?.pages.flatMap(({ data }) => data) ?? []
  const rows = useMemo(() => treeOfValues(found), [found])
  const addButton = maySet && (
    <Button onClick={() => setOpen('add')}>
      <Plus className="size-4" aria-hidden="true" /> Add values
    </Button>
  )
  return (
    <Section
      title={`Values of ${dimension.name}`}
      description={`${dimension.values} values. One that stands above others counts what is booked to these.`}
      actions={
        maySet && (
          <>
            <Button variant="ghost" onClick={onEdit}>
              <Pencil className="size-4" aria-hidden="true" /> Change the dimension
            </Button>
            {addButton}
          </>
        )
      }
    >
      {values.isPending && <Loading rows={4} label="Loading the values" />}
      {values.isError && <ProblemNotice error={values.error} onRetry={() => void values.refetch()} />}
      {values.isSuccess && dimension.values === 0 && (
        <Empty icon={Tags} title="No values yet" actions={addButton}>
          Add them one by one, or paste a column of a spreadsheet.
        </Empty>
      )}
      {dimension.values > 0 && (
        <Field label="Find a value" className="mb-3 sm:max-w-80">
          {(control) => (
            <TextInput {...control} type="search" placeholder="Code or name" value={q} onValue={setText} />
          )}
        </Field>
      )}
      {values.isSuccess && dimension.values > 0 && found.length === 0 && (
        <Empty
          icon={SearchX}
          title="No value matches"
          actions={<Button onClick={() => setText('')}>Show all</Button>}
        />
      )}
      {rows.length > 0 && <ValueTable rows={rows} onOpen={maySet ? setOpen : undefined} />}
      {values.hasNextPage && (
        <Button
          className="mt-3"
          isBusy={values.isFetchingNextPage}
          onClick={() => void values.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      {open === 'add' && <AddValuesSheet dimension={dimension} onClose={() => setOpen(undefined)} />}
      {typeof open === 'object' && (
        <ChangeValueSheet dimension={dimension} value={open} onClose={() => setOpen(undefined)} />
      )}
    </Section>
  )
}

const INDENTS = ['', 'pl-5', 'pl-10', 'pl-15', 'pl-20']

const ValueTable = ({
  rows,
  onOpen,
}: {
  rows: readonly ValueRow[]
  onOpen: ((value: DimensionValue) => void) | undefined
}) => (
  <Table aria-label="Values">
    <thead>
      <tr>
        <HeadCell className="w-40 max-sm:w-24">Code</HeadCell>
        <HeadCell>Name</HeadCell>
        <HeadCell className="w-28 max-sm:hidden">State</HeadCell>
        <HeadCell className="w-12">
          <span className="unseen">Change</span>
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {rows.map(({ value, depth }) => (
        <tr key={value.code} className="hover:bg-hover">
          <RowHead className="font-mono text-sm">{value.code}</RowHead>
          <Cell>
            <span className={`block ${INDENTS[Math.min(depth, INDENTS.length - 1)]}`}>
              {value.name}
              {!value.isActive && <span className="block text-sm text-faint sm:hidden">Not used</span>}
            </span>
          </Cell>
          <Cell className="max-sm:hidden">
            {value.isActive ? (
              <Status tone="positive">In use</Status>
            ) : (
              <Status tone="neutral">Not used</Status>
            )}
          </Cell>
          <Cell className="text-right!">
            {onOpen && (
              <IconButton label={`Change ${value.code} ${value.name}`} onClick={() => onOpen(value)}>
                <Pencil className="size-4" aria-hidden="true" />
              </IconButton>
            )}
          </Cell>
        </tr>
      ))}
    </tbody>
  </Table>
)

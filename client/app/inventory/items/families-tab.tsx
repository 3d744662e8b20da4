import { useQuery } from '@tanstack/react-query'
import { FolderTree } from 'lucide-react'
import { useMemo } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { INDENTS } from '../../ledger/accounts/fold.tsx'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { type FamilyRow, treeOf } from './families.ts'
import { FamilySheet } from './family-sheet.tsx'
import { KIND_NAMES, METHOD_NAMES, TRACKING_NAMES } from './names.ts'
import { type Family, familiesQuery } from './queries.ts'
import { useItemsSearch } from './use-items-search.ts'

/** Families of items as a tree, with what items take from them. */
export function FamiliesTab() {
  const company = useCompanySlug()
  const { search, change } = useItemsSearch()
  const query = useQuery(familiesQuery(company))
  const mayChange = useMay('items.SaveItemFamily')
  const rows = useMemo(() => treeOf(query.data?.families ?? []), [query.data])
  const opened = search.open === 'new' ? 'new' : query.data?.byCode.get(search.open ?? '')
  const show = (code: string) => change({ open: code })
  return (
    <>
      {query.isPending && <Loading label="Loading the families" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <Empty
          icon={FolderTree}
          title="No families yet"
          actions={mayChange && <Button onClick={() => show('new')}>Define the first family</Button>}
        >
          A family says once what its items have in common: unit, tracking, valuation, tax and accounts.
        </Empty>
      )}
      {rows.length > 0 && <FamilyTable rows={rows} onOpen={show} />}
      {opened && (
        <FamilySheet
          key={search.open}
          family={opened === 'new' ? undefined : opened}
          onClose={() => change({ open: undefined })}
        />
      )}
    </>
  )
}

function FamilyTable({ rows, onOpen }: { rows: readonly FamilyRow[]; onOpen: (code: string) => void }) {
  const { active } = useRowKeys(rows, ({ family }) => onOpen(family.code))
  return (
    <Table aria-label="Families" className="table-fixed">
      <thead>
        <tr>
          <HeadCell>Family</HeadCell>
          <HeadCell className="w-36 max-sm:hidden">Code</HeadCell>
          <HeadCell className="w-80 max-md:hidden">Its items are</HeadCell>
          <HeadCell className="w-28 max-lg:hidden">Tax</HeadCell>
          <HeadCell className="w-44 max-xl:hidden">Accounts of its own</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ family, depth }, index) => (
          <tr
            key={family.code}
            data-active={index === active || undefined}
            className="hover:bg-hover data-active:bg-accent-soft"
          >
            <RowHead className="truncate">
              <span className={`block truncate ${INDENTS[Math.min(depth, INDENTS.length - 1)]}`}>
                <button
                  type="button"
                  onClick={() => onOpen(family.code)}
                  className="max-w-full truncate font-medium hover:underline"
                >
                  {family.name}
                </button>
                {!family.isActive && (
                  <span className="ml-2">
                    <Status tone="neutral">Not used</Status>
                  </span>
                )}
                <span className="block truncate text-sm text-muted md:hidden">{saidOf(family)}</span>
              </span>
            </RowHead>
            <Cell className="truncate text-muted max-sm:hidden">{family.code}</Cell>
            <Cell className="truncate text-sm text-muted max-md:hidden">{saidOf(family)}</Cell>
            <Cell className="truncate text-sm text-muted max-lg:hidden">{family.tax}</Cell>
            <Cell className="truncate text-sm text-muted tabular-nums max-xl:hidden">
              {Object.values(family.accounts)
                .map(({ code }) => code)
                .join(', ')}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

/** What the family itself says; the rest is as the one above it does. */
const saidOf = ({ kind, unit, method, tracking, hasExpiry }: Family): string =>
  [
    kind && kind !== 'stock' && KIND_NAMES[kind].name,
    unit && `in ${unit}`,
    tracking && TRACKING_NAMES[tracking].toLowerCase(),
    hasExpiry && 'expire',
    method && METHOD_NAMES[method].toLowerCase(),
  ]
    .filter(Boolean)
    .join(' · ')

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, SearchX, Shapes, Trash2 } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { type Rule, rulesQuery } from './queries.ts'
import { RuleSheet } from './rule-sheet.tsx'
import { ruleText } from './rule-text.ts'
import { useReplenishmentSearch } from './use-replenishment-search.ts'

/** When an item is ordered for a warehouse, and how much of it. */
export function Rules() {
  const company = useCompanySlug()
  const { search, change } = useReplenishmentSearch()
  const { warehouse } = search
  const maySet = useMay('replenishment.SetReorderRule')
  const query = useInfiniteQuery(rulesQuery(company, { ...(warehouse && { warehouse }) }))
  if (query.isPending) return <Loading rows={8} label="Loading the rules" />
  if (query.isError) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
  const rules = query.data.pages.flatMap(({ data }) => data)
  if (rules.length > 0) return <RuleTable rules={rules} query={query} maySet={maySet} />
  if (warehouse)
    return (
      <Empty
        icon={SearchX}
        title="No rule matches"
        actions={<Button onClick={() => change({ warehouse: undefined })}>Show all rules</Button>}
      >
        There may be rules, but none for this warehouse.
      </Empty>
    )
  return (
    <Empty
      icon={Shapes}
      title="No rules yet"
      actions={
        maySet && (
          <>
            <Button variant="primary" onClick={() => change({ open: 'new' })}>
              Set the first rule
            </Button>
            <Button onClick={() => change({ open: 'paste' })}>Paste from a spreadsheet</Button>
          </>
        )
      }
    >
      A rule says when an item is ordered for a warehouse: below a minimum, below a point, or by what is used.
    </Empty>
  )
}

interface TableProps {
  rules: readonly Rule[]
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
  maySet: boolean
}

const keyOf = ({ item, warehouse }: Rule): string => `${item.id}/${warehouse}`

function RuleTable({ rules, query, maySet }: TableProps) {
  const [changed, setChanged] = useState<Rule>()
  const [removed, setRemoved] = useState<Rule>()
  const { active } = useRowKeys(rules, (rule) => maySet && setChanged(rule))
  const { fetchNextPage } = query
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  return (
    <>
      <Table aria-label="Reorder rules" className="table-fixed">
        <thead>
          <tr>
            <HeadCell>Item</HeadCell>
            <HeadCell className="w-24 max-md:hidden">Warehouse</HeadCell>
            <HeadCell className="w-[34%] max-sm:hidden">Rule</HeadCell>
            <HeadCell isNumeric className="w-24 max-xl:hidden">
              Lead time
            </HeadCell>
            <HeadCell className="w-36 max-lg:hidden">From</HeadCell>
            {maySet && (
              <HeadCell className="w-24">
                <span className="unseen">Change, remove</span>
              </HeadCell>
            )}
          </tr>
        </thead>
        <VirtualRows
          rows={rules}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={more}
          activeIndex={active}
        >
          {(rule, index, ref) => (
            <tr
              key={keyOf(rule)}
              ref={ref}
              data-index={index}
              data-active={index === active || undefined}
              className="hover:bg-hover data-active:bg-accent-soft"
            >
              <RowHead className="truncate">
                <span className="block truncate font-medium">{rule.item.code}</span>
                <span className="block truncate text-sm text-muted">{rule.item.name}</span>
                <span className="block truncate text-sm text-muted md:hidden">{rule.warehouse}</span>
                <span className="block text-sm whitespace-normal text-muted sm:hidden">{ruleText(rule)}</span>
              </RowHead>
              <Cell className="truncate max-md:hidden">{rule.warehouse}</Cell>
              <Cell className="max-sm:hidden">{ruleText(rule)}</Cell>
              <Cell isNumeric className="max-xl:hidden">
                {rule.leadDays === 1 ? '1 day' : `${rule.leadDays} days`}
              </Cell>
              <Cell className="truncate max-lg:hidden">
                {rule.supplier ?? (rule.from && `Warehouse ${rule.from}`)}
              </Cell>
              {maySet && (
                <Cell className="text-right! whitespace-nowrap">
                  <IconButton
                    label={`Change the rule of ${rule.item.code} for ${rule.warehouse}`}
                    onClick={() => setChanged(rule)}
                  >
                    <Pencil className="size-4" aria-hidden="true" />
                  </IconButton>
                  <IconButton
                    label={`Remove the rule of ${rule.item.code} for ${rule.warehouse}`}
                    onClick={() => setRemoved(rule)}
                  >
                    <Trash2 className="size-4" aria-hidden="true" />
                  </IconButton>
                </Cell>
              )}
            </tr>
          )}
        </VirtualRows>
      </Table>
      {changed && <RuleSheet rule={changed} onClose={() => setChanged(undefined)} />}
      {removed && <RemoveRule rule={removed} onClose={() => setRemoved(undefined)} />}
    </>
  )
}

function RemoveRule({ rule: { item, warehouse }, onClose }: { rule: Rule; onClose: () => void }) {
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  return (
    <Confirm
      title="Remove the rule?"
      verb="Remove"
      send={() => meridian.replenishment.RemoveReorderRule(company, { item: item.id, warehouse })}
      onDone={async () => {
        await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'replenishment') })
        toast(`${item.code} has no rule for ${warehouse} any more.`)
      }}
      onClose={onClose}
    >
      {item.code} {item.name} is not proposed any more for {warehouse}.
    </Confirm>
  )
}

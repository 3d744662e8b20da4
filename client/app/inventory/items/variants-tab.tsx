import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Grid3x3 } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Loading, ProblemNotice } from '../../ui/feedback.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import type { Item, ItemHit } from '../pickers/queries.ts'
import { Marks } from './item-row.tsx'
import { MatrixForm } from './matrix-form.tsx'
import { variantsQuery } from './queries.ts'

/** Variants of a template, and the matrix that makes them. */
export function VariantsTab({ item }: { item: Item }) {
  const company = useCompanySlug()
  const mayGenerate = useMay('items.GenerateVariants')
  const [isMaking, setMaking] = useState(false)
  const query = useInfiniteQuery({ ...variantsQuery(company, item.id), enabled: item.isTemplate })
  const variants = query.data?.pages.flatMap(({ data }) => data) ?? []
  const begin = mayGenerate && !isMaking && (
    <Button onClick={() => setMaking(true)}>{variants.length > 0 ? 'Add variants' : 'Make variants'}</Button>
  )
  return (
    <>
      {isMaking && <MatrixForm item={item} onClose={() => setMaking(false)} />}
      {item.isTemplate && query.isPending && <Loading label="Loading the variants" />}
      {query.isError && <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />}
      {!isMaking && (!item.isTemplate || query.isSuccess) && variants.length === 0 && (
        <Empty icon={Grid3x3} title="No variants yet" actions={begin}>
          Where it comes in sizes, colours or grinds, each combination is an item of its own, and this one is
          their template.
        </Empty>
      )}
      {variants.length > 0 && (
        <>
          {begin && <div className="mb-3">{begin}</div>}
          <VariantTable
            item={item}
            variants={variants}
            hasMore={query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={query.fetchNextPage}
          />
        </>
      )}
    </>
  )
}

interface TableProps {
  item: Item
  variants: readonly ItemHit[]
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
}

function VariantTable({ item, variants, hasMore, isLoadingMore, onMore }: TableProps) {
  const company = useCompanySlug()
  const more = useCallback(() => void onMore(), [onMore])
  const nameOf = (axis: Item['axes'][number], variant: ItemHit) =>
    axis.values.find(({ code }) => code === variant.attributes[axis.code])?.name
  return (
    <Table aria-label="Variants" className="table-fixed">
      <thead>
        <tr>
          <HeadCell className="w-56 max-sm:w-auto">Code</HeadCell>
          {item.axes.map(({ code, name }) => (
            <HeadCell key={code}>{name}</HeadCell>
          ))}
          <HeadCell className="w-40 max-md:hidden">Barcode</HeadCell>
        </tr>
      </thead>
      <VirtualRows rows={variants} hasMore={hasMore} isLoadingMore={isLoadingMore} onMore={more}>
        {(variant, index, ref) => (
          <tr key={variant.id} ref={ref} data-index={index} className="hover:bg-hover">
            <RowHead className="truncate">
              <Link
                to="/companies/$company/items/$item"
                params={{ company, item: variant.id }}
                className={`${rowLinkClass} font-medium`}
              >
                {variant.code}
              </Link>
              <Marks item={variant} />
            </RowHead>
            {item.axes.map((axis) => (
              <Cell key={axis.code} className="truncate">
                {nameOf(axis, variant)}
              </Cell>
            ))}
            <Cell className="truncate text-sm text-muted tabular-nums max-md:hidden">{variant.barcode}</Cell>
          </tr>
        )}
      </VirtualRows>
    </Table>
  )
}

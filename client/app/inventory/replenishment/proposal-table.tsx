import { ShoppingCart, X } from 'lucide-react'
import { Fragment, useCallback, useState } from 'react'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { HeadCell, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { DismissDialog } from './dismiss-dialog.tsx'
import { OrderSheet } from './order-sheet.tsx'
import { type Chosen, keyOf, problemOf } from './orders.ts'
import { ProposalRow } from './proposal-row.tsx'
import type { Proposal } from './queries.ts'

interface TableProps {
  proposals: readonly Proposal[]
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
  isDismissed: boolean
}

/** Proposals to choose from. Quantities can be changed before they are ordered. */
export function ProposalTable({ proposals, query, isDismissed }: TableProps) {
  const mayOrder = useMay('replenishment.AcceptProposals')
  const mayDismiss = useMay('replenishment.DismissProposal') && !isDismissed
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [quantities, setQuantities] = useState<ReadonlyMap<string, string>>(new Map())
  const [explained, setExplained] = useState<ReadonlySet<string>>(new Set())
  const [isOrdering, setOrdering] = useState(false)
  const [dismissed, setDismissed] = useState<Proposal>()
  const toggled = (set: ReadonlySet<string>, key: string) => {
    const next = new Set(set)
    if (!next.delete(key)) next.add(key)
    return next
  }
  const explain = (proposal: Proposal) => setExplained(toggled(explained, keyOf(proposal)))
  const choose = (proposal: Proposal | undefined) =>
    proposal && mayOrder && setChosen(toggled(chosen, keyOf(proposal)))
  const { active, setActive } = useRowKeys(proposals, explain)
  useShortcut('x', 'Choose to order', 'In a list or a record', () => choose(proposals[active]), mayOrder)
  const quantityOf = (proposal: Proposal) => quantities.get(keyOf(proposal)) ?? proposal.order.quantity
  const orders: Chosen[] = proposals
    .filter((proposal) => chosen.has(keyOf(proposal)))
    .map((proposal) => ({ proposal, quantity: quantityOf(proposal) }))
  const order = () => orders.length > 0 && setOrdering(true)
  useShortcut('b', 'Order what is chosen', 'In a list or a record', order, mayOrder)
  const { fetchNextPage } = query
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  const areAll = proposals.length > 0 && orders.length === proposals.length
  return (
    <>
      <Table aria-label="Proposals" className="table-fixed">
        <thead>
          <tr>
            {mayOrder && (
              <HeadCell className="w-10">
                <input
                  type="checkbox"
                  aria-label="Choose all that are shown"
                  className="block size-4 accent-accent"
                  checked={areAll}
                  onChange={() => setChosen(new Set(areAll ? [] : proposals.map(keyOf)))}
                />
              </HeadCell>
            )}
            <HeadCell>Item</HeadCell>
            <HeadCell className="w-22 max-lg:hidden">Warehouse</HeadCell>
            <HeadCell isNumeric className="w-20 max-xl:hidden">
              On hand
            </HeadCell>
            <HeadCell isNumeric className="w-20 max-md:hidden">
              Will be left
            </HeadCell>
            <HeadCell isNumeric className="w-22 max-lg:hidden">
              Ordered below
            </HeadCell>
            <HeadCell isNumeric className="w-36 max-sm:w-30">
              Order
            </HeadCell>
            <HeadCell className="w-32 max-lg:hidden">From</HeadCell>
            <HeadCell className="w-28 max-md:hidden">{isDismissed ? 'Until' : 'There on'}</HeadCell>
            <HeadCell className="w-24 max-sm:w-20">
              <span className="unseen">Why, dismiss</span>
            </HeadCell>
          </tr>
        </thead>
        <VirtualRows
          rows={proposals}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={more}
          activeIndex={active}
        >
          {(proposal, index, ref) => {
            const key = keyOf(proposal)
            return (
              <Fragment key={key}>
                <ProposalRow
                  ref={ref}
                  proposal={proposal}
                  index={index}
                  isActive={index === active}
                  isChosen={chosen.has(key)}
                  isExplained={explained.has(key)}
                  isDismissed={isDismissed}
                  quantity={quantityOf(proposal)}
                  onQuantity={(quantity) => {
                    setQuantities(new Map(quantities).set(key, quantity))
                    setChosen(new Set(chosen).add(key))
                  }}
                  onChoose={
                    mayOrder
                      ? () => {
                          setActive(index)
                          choose(proposal)
                        }
                      : undefined
                  }
                  onExplain={() => explain(proposal)}
                  onDismiss={mayDismiss ? () => setDismissed(proposal) : undefined}
                />
              </Fragment>
            )
          }}
        </VirtualRows>
      </Table>
      {orders.length > 0 && (
        <section
          aria-label="Chosen proposals"
          className="sticky bottom-3 z-20 mt-4 flex items-center gap-3 rounded-lg border border-line-strong bg-surface px-4 py-2.5 shadow-high"
        >
          <p className="flex-1 font-medium">{orders.length === 1 ? '1 item' : `${orders.length} items`}</p>
          <Button
            variant="primary"
            disabled={orders.some(({ quantity }) => problemOf(quantity) !== undefined)}
            onClick={order}
          >
            <ShoppingCart className="size-4" aria-hidden="true" /> Order…
          </Button>
          <IconButton label="Choose none" onClick={() => setChosen(new Set())}>
            <X className="size-4" aria-hidden="true" />
          </IconButton>
        </section>
      )}
      {isOrdering && (
        <OrderSheet
          chosen={orders}
          onOrdered={(keys) => {
            // Several orders are answered one after the other.
            setChosen((before) => new Set([...before].filter((key) => !keys.includes(key))))
            setQuantities((before) => new Map([...before].filter(([key]) => !keys.includes(key))))
          }}
          onClose={() => setOrdering(false)}
        />
      )}
      {dismissed && <DismissDialog proposal={dismissed} onClose={() => setDismissed(undefined)} />}
    </>
  )
}

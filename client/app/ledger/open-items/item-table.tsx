import { useCallback, useEffect, useState } from 'react'
import { formatDate } from '../../lib/dates.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import type { Account } from '../queries.ts'
import { ItemStatus } from './item-status.tsx'
import type { OpenItem } from './queries.ts'
import { type Chosen, keyOf } from './selection.ts'
import { SelectionBar } from './selection-bar.tsx'
import { useItemsSearch } from './use-items-search.ts'

interface TableProps {
  items: readonly OpenItem[]
  account: Account
  /** The list is of an earlier day, so nothing is matched from it. */
  isAsOf: boolean
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
}

/** Items with what is open of them; those chosen by X, by space or by a click are added up below. */
export function ItemTable({ items, account, isAsOf, hasMore, isLoadingMore, onMore }: TableProps) {
  const { change } = useItemsSearch()
  const mayMatch = useMay('openItems.MatchItems') && !isAsOf
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chosen>>(new Map())
  const { active, setActive } = useRowKeys(items, ({ entry, line }) => change({ open: `${entry}.${line}` }))
  const toggle = (item: OpenItem | undefined) => {
    const one = item && mayMatch ? asChosen(item) : undefined
    if (!one) return
    const next = new Map(chosen)
    if (!next.delete(keyOf(one))) next.set(keyOf(one), one)
    setChosen(next)
  }
  useShortcut('x', 'Choose for a match', 'In a list or a record', () => toggle(items[active]), mayMatch)
  useSpace(() => toggle(items[active]), mayMatch && active >= 0)
  const more = useCallback(() => void onMore(), [onMore])
  return (
    <>
      <Table aria-label="Open items" className="table-fixed">
        <thead>
          <tr>
            {mayMatch && (
              <HeadCell className="w-10">
                <span className="unseen">Chosen</span>
              </HeadCell>
            )}
            <HeadCell className="w-28 max-sm:w-auto">Item</HeadCell>
            <HeadCell className="w-28 max-lg:hidden">Date</HeadCell>
            <HeadCell className="max-sm:hidden">Description</HeadCell>
            <HeadCell className="w-44 max-md:hidden">Due</HeadCell>
            <HeadCell isNumeric className="w-32 sm:hidden">
              Open
            </HeadCell>
            <HeadCell isNumeric className="w-32 max-sm:hidden">
              Debit
            </HeadCell>
            <HeadCell isNumeric className="w-32 max-sm:hidden">
              Credit
            </HeadCell>
          </tr>
        </thead>
        <VirtualRows
          rows={items}
          hasMore={hasMore}
          isLoadingMore={isLoadingMore}
          onMore={more}
          activeIndex={active}
        >
          {(item, index, ref) => (
            <ItemRow
              key={keyOf(item)}
              ref={ref}
              item={item}
              index={index}
              isActive={index === active}
              isChosen={chosen.has(keyOf(item))}
              onToggle={
                mayMatch
                  ? () => {
                      setActive(index)
                      toggle(item)
                    }
                  : undefined
              }
              onOpen={() => change({ open: `${item.entry}.${item.line}` })}
            />
          )}
        </VirtualRows>
      </Table>
      {mayMatch && chosen.size > 0 && (
        <SelectionBar account={account} chosen={[...chosen.values()]} onClear={() => setChosen(new Map())} />
      )}
    </>
  )
}

/** What can be matched: something is open of it, and the reader sees how much. */
function asChosen({ status, debit, openAmount, ...item }: OpenItem): Chosen | undefined {
  if (status === 'matched' || openAmount === null) return undefined
  const { entry, line, voucher, effectiveDate, reference, unit } = item
  const side = debit === null ? 'credit' : 'debit'
  return { entry, line, voucher, effectiveDate, reference, unit, side, openAmount }
}

/** Space as X, where no control has the focus that means something else by it. */
function useSpace(run: () => void, isEnabled: boolean): void {
  useEffect(() => {
    if (!isEnabled) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.defaultPrevented || document.activeElement !== document.body) return
      event.preventDefault()
      run()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [run, isEnabled])
}

interface RowProps {
  ref: (element: HTMLElement | null) => void
  item: OpenItem
  index: number
  isActive: boolean
  isChosen: boolean
  onToggle: (() => void) | undefined
  onOpen: () => void
}

function ItemRow({ ref, item, index, isActive, isChosen, onToggle, onOpen }: RowProps) {
  const { voucher, effectiveDate, reference, description, status, masked } = item
  return (
    <tr
      ref={ref}
      data-index={index}
      data-active={isActive || isChosen || undefined}
      className="hover:bg-hover data-active:bg-accent-soft"
    >
      {onToggle && (
        <Cell>
          <input
            type="checkbox"
            aria-label={`Choose ${voucher}, line ${item.line + 1}`}
            className="size-4 accent-accent"
            checked={isChosen}
            disabled={status === 'matched' || Boolean(masked)}
            onChange={onToggle}
          />
        </Cell>
      )}
      <RowHead className="truncate">
        <button
          type="button"
          onClick={onOpen}
          className="max-w-full truncate font-medium tabular-nums hover:underline"
        >
          {voucher}
        </button>
        <span className="block truncate text-sm text-muted sm:hidden">{reference ?? description}</span>
        <span className="block truncate md:hidden">
          <ItemStatus item={item} />
        </span>
      </RowHead>
      <Cell className="whitespace-nowrap text-muted tabular-nums max-lg:hidden">
        {formatDate(effectiveDate)}
      </Cell>
      <Cell className="truncate max-sm:hidden">
        {description || <span className="text-faint">No description</span>}
        {reference && <span className="ml-2 text-sm text-faint">{reference}</span>}
      </Cell>
      <Cell className="max-md:hidden">
        <ItemStatus item={item} />
      </Cell>
      <Cell isNumeric className="sm:hidden">
        <ItemAmount item={item} />
        <span className="block text-sm text-muted">{item.debit === null ? 'credit' : 'debit'}</span>
      </Cell>
      <Cell isNumeric className="max-sm:hidden">
        {item.debit !== null || masked ? <ItemAmount item={item} /> : null}
      </Cell>
      <Cell isNumeric className="max-sm:hidden">
        {item.credit !== null && <ItemAmount item={item} />}
      </Cell>
    </tr>
  )
}

/** What is open; of a settled item, what it was. */
function ItemAmount({ item }: { item: OpenItem }) {
  const { debit, credit, openAmount, status, unit, masked } = item
  const whole = debit ?? credit
  if (whole === null) return masked ? <Hidden /> : null
  return (
    <>
      <Amount
        value={status === 'matched' ? whole : openAmount}
        unit={unit}
        className={status === 'matched' ? 'text-muted' : ''}
      />
      {status === 'partly-matched' && (
        <span className="block text-sm text-faint">
          of <Amount value={whole} />
        </span>
      )}
    </>
  )
}

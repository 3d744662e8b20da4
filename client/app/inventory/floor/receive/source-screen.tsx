import { useQuery } from '@tanstack/react-query'
import { ChevronRight, PackagePlus } from 'lucide-react'
import { useState } from 'react'
import { LIMITS } from '../../../../../durable-objects/kernel/limits.ts'
import { formatDate } from '../../../lib/dates.ts'
import { Loading } from '../../../ui/feedback.tsx'
import { type ExpectedRow, workKept } from '../device/floor-data.ts'
import { useFloor, useOutbox } from '../parts/floor-context.ts'
import { useKeptPlaces } from '../parts/places.ts'
import { BigButton, BigField, BigRow, Screen } from '../parts/screen.tsx'
import type { Receiving } from './receiving.ts'

type Source = Pick<Receiving, 'reference' | 'party' | 'warehouse'>

/** What has arrived: an announced receipt, or goods that nobody announced. */
export function SourceScreen({ onBegin }: { onBegin: (source: Source) => void }) {
  const floor = useFloor()
  const work = useQuery(workKept(floor))
  const [isFree, setFree] = useState(false)
  const { entries } = useOutbox()
  if (isFree) return <FreeSource onBegin={onBegin} onBack={() => setFree(false)} />
  const captured = new Set(
    entries.flatMap(({ operation, state, input }) =>
      operation === 'stock.ReceiveGoods' && state.kind === 'waiting' ? [String(input.reference)] : [],
    ),
  )
  const orders = ordersOf(work.data?.data.expected ?? [])
  return (
    <Screen
      title="Receive"
      prompt={orders.length > 0 ? 'Which order has arrived?' : undefined}
      actions={
        <BigButton tone={orders.length > 0 ? 'plain' : 'primary'} onClick={() => setFree(true)}>
          <PackagePlus className="size-5" aria-hidden="true" /> Without an order
        </BigButton>
      }
    >
      {work.isPending && <Loading label="Loading what is expected" rows={3} />}
      {!work.isPending && orders.length === 0 && (
        <p className="text-lg text-muted">Nothing is expected. Receive what has arrived without an order.</p>
      )}
      <ul aria-label="Expected receipts" className="flex flex-col gap-2">
        {orders.map(({ reference, warehouse, date, lines }) => (
          <li key={`${reference}/${warehouse}`}>
            <BigRow onClick={() => onBegin({ reference, party: null, warehouse })}>
              <span className="min-w-0 flex-1">
                <span className="block text-lg font-semibold wrap-anywhere">{reference}</span>
                <span className="block text-base text-muted">
                  {lines} {lines === 1 ? 'item' : 'items'} · {warehouse} · {formatDate(date)}
                  {captured.has(reference) && ' · captured, not sent yet'}
                </span>
              </span>
              <ChevronRight className="size-5 text-muted" aria-hidden="true" />
            </BigRow>
          </li>
        ))}
      </ul>
    </Screen>
  )
}

function ordersOf(rows: readonly ExpectedRow[]) {
  const orders = new Map<string, { reference: string; warehouse: string; date: string; lines: number }>()
  for (const { reference, warehouse, date } of rows) {
    const key = `${reference}\n${warehouse}`
    const before = orders.get(key)
    const earliest = before && before.date < date ? before.date : date
    orders.set(key, { reference, warehouse, date: earliest, lines: (before?.lines ?? 0) + 1 })
  }
  return [...orders.values()].sort((a, b) => (a.date < b.date ? -1 : 1))
}

function FreeSource({ onBegin, onBack }: { onBegin: (source: Source) => void; onBack: () => void }) {
  const { warehouses } = useKeptPlaces()
  const [reference, setReference] = useState('')
  const [party, setParty] = useState('')
  const [chosen, setChosen] = useState<string>()
  const warehouse = chosen ?? warehouses[0]
  return (
    <Screen
      title="Receive"
      prompt="What came with the goods?"
      onBack={onBack}
      actions={
        <BigButton
          tone="primary"
          disabled={warehouse === undefined}
          onClick={() =>
            warehouse !== undefined &&
            onBegin({ reference: reference.trim() || null, party: party.trim() || null, warehouse })
          }
        >
          {warehouse === undefined ? 'There is no warehouse yet' : 'Begin'}
        </BigButton>
      }
    >
      <BigField
        label="Delivery note or order"
        isOptional
        value={reference}
        onValue={setReference}
        maxLength={LIMITS.referenceCharsMax}
      />
      <BigField
        label="Supplier"
        isOptional
        value={party}
        onValue={setParty}
        maxLength={LIMITS.nameCharsMax}
      />
      {warehouses.length > 1 && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-base font-medium">Warehouse</legend>
          {warehouses.map((code) => (
            <BigButton
              key={code}
              aria-pressed={code === warehouse}
              className="aria-pressed:border-accent aria-pressed:bg-accent-soft"
              onClick={() => setChosen(code)}
            >
              {code}
            </BigButton>
          ))}
        </fieldset>
      )}
    </Screen>
  )
}

import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ulid } from 'ulid'
import { newId } from '../../../../../durable-objects/kernel/ids.ts'
import { today } from '../../../lib/dates.ts'
import { Loading } from '../../../ui/feedback.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useCapture, useFloor } from '../parts/floor-context.ts'
import { type Goods, goodsInput, nextOfGoods } from '../parts/goods.ts'
import { GoodsScreen } from '../parts/goods-steps.tsx'
import { useKeptPlaces } from '../parts/places.ts'
import { useVerdict } from '../parts/use-verdict.tsx'
import { useWork } from '../parts/use-work.ts'
import { useScan } from '../scanner/use-scan.ts'
import { ItemScreen } from './item-screen.tsx'
import { PlaceScreen } from './place-screen.tsx'
import { putAway, type Receiving, scannedInReceiving, stepOfReceiving } from './receiving.ts'
import { ReviewScreen } from './review-screen.tsx'
import { SourceScreen } from './source-screen.tsx'
import { useExpected } from './use-expected.ts'

/** Receiving: from whom, then item by item with its place, then one receipt. */
export function ReceivePage() {
  const { work, setWork, isLoaded } = useWork<Receiving>('receive')
  if (!isLoaded) return <Loading label="Loading the receipt" />
  if (work) return <Receipt state={work} setState={setWork} />
  const begin = (source: Pick<Receiving, 'reference' | 'party' | 'warehouse'>) =>
    setWork({ ...source, id: newId('stockDocument'), lines: [], goods: null })
  return <SourceScreen onBegin={begin} />
}

interface ReceiptProps {
  state: Receiving
  setState: (state: Receiving | undefined) => void
}

function Receipt({ state, setState }: ReceiptProps) {
  const places = useKeptPlaces()
  const verdict = useVerdict()
  const expected = useExpected(state)
  const record = useRecording(state, setState)
  const [isReviewing, setReviewing] = useState(false)
  const isStorage = (code: string) => places.isStorage(code, state.warehouse)
  const scan = useScan((scanned) => {
    const reaction = scannedInReceiving(state, scanned, { isStorage })
    verdict.say(reaction.verdict)
    if (reaction.state !== state) setState(reaction.state)
  })
  const setGoods = (goods: Goods | null) => setState({ ...state, goods })
  const step = stepOfReceiving(state)
  if (isReviewing && step === 'item')
    return (
      <ReviewScreen
        state={state}
        onLines={(lines) => setState({ ...state, lines })}
        onBack={() => setReviewing(false)}
        onRecord={record}
      />
    )
  if (step === 'item')
    return (
      <ItemScreen
        state={state}
        expected={expected}
        onText={scan}
        verdict={verdict}
        onReview={() => setReviewing(true)}
        onGiveUp={() => setState(undefined)}
      />
    )
  if (step === 'place')
    return (
      <PlaceScreen
        state={state}
        onText={scan}
        verdict={verdict}
        onPlace={(place) => {
          const reaction = putAway(state, place, isStorage)
          verdict.say(reaction.verdict)
          setState(reaction.state)
        }}
        onBack={() => setGoods(stepBack(state.goods as Goods))}
      />
    )
  const goods = state.goods as Goods
  const open = expected.find(({ item }) => item.id === goods.item.id)
  return (
    <GoodsScreen
      step={step}
      goods={goods}
      onGoods={setGoods}
      onBack={() => setGoods(stepBack(goods))}
      onText={scan}
      verdict={verdict}
      suggested={open && { label: `All ${open.quantity}`, quantity: open.quantity }}
    />
  )
}

/** The question before; before the first one the goods are put back. */
export function stepBack(goods: Goods): Goods | null {
  const step = nextOfGoods(goods)
  if (step === 'quantity' || step === 'serials') return null
  if (goods.item.tracking === 'serial') return { ...goods, areSerialsAll: false }
  if (step === 'lot' || goods.item.tracking !== 'lot')
    return { ...goods, quantity: null, isExpiryAsked: false }
  return { ...goods, lot: null, expiry: null, isExpiryAsked: false }
}

function useRecording(state: Receiving, setState: ReceiptProps['setState']): () => Promise<void> {
  const capture = useCapture()
  const navigate = useNavigate()
  const { company } = useFloor()
  return async () => {
    const { id, reference, party, warehouse, lines } = state
    await capture({
      operation: 'stock.ReceiveGoods',
      title: `Receipt ${reference ?? 'without an order'}, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`,
      key: ulid(),
      items: [...new Set(lines.map(({ item }) => item.id))],
      input: {
        id,
        date: today(),
        to: warehouse,
        ...(reference && { reference }),
        ...(party && { party }),
        lines: lines.map((line) => ({ ...goodsInput(line), to: line.place })),
      },
    })
    setState(undefined)
    toast('The receipt is captured.')
    await navigate({ to: '/companies/$company/floor', params: { company } })
  }
}

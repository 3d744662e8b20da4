import { useQuery } from '@tanstack/react-query'
import { ulid } from 'ulid'
import { Loading } from '../../../ui/feedback.tsx'
import { workKept } from '../device/floor-data.ts'
import { useCapture, useFloor } from '../parts/floor-context.ts'
import { type Goods, good, goodsInput } from '../parts/goods.ts'
import { GoodsScreen } from '../parts/goods-steps.tsx'
import { useKeptPlaces } from '../parts/places.ts'
import { useVerdict } from '../parts/use-verdict.tsx'
import { useWork } from '../parts/use-work.ts'
import { stepBack } from '../receive/receive.tsx'
import { useScan } from '../scanner/use-scan.ts'
import { type Counting, scannedInCounting, stepOfCounting } from './counting.ts'
import { CountsScreen } from './counts-screen.tsx'
import { ThereScreen } from './there-screen.tsx'

/** Counting: a count, a place, and what lies there. Every line is captured by itself. */
export function CountPage() {
  const { work, setWork, isLoaded } = useWork<Counting>('count')
  const counts = useQuery(workKept(useFloor())).data?.data.counts
  if (!isLoaded) return <Loading label="Loading the count" />
  const count = counts?.find(({ id }) => id === work?.count)
  if (!work || (counts && !count))
    return <CountsScreen onBegin={(id) => setWork({ count: id, place: null, goods: null })} />
  if (!count) return <Loading label="Loading the count" />
  return <Count state={work} setState={setWork} count={count} />
}

interface CountProps {
  state: Counting
  setState: (state: Counting | undefined) => void
  count: { id: string; number: number; name: string | null; place: string; warehouse: string; blind: boolean }
}

function Count({ state, setState, count }: CountProps) {
  const floor = useFloor()
  const lines = useQuery(workKept(floor)).data?.data.countLines[count.id]
  const { isWithin, isStorage } = useKeptPlaces()
  const capture = useCapture()
  const verdict = useVerdict()
  const isCounted = (code: string) => isWithin(code, count.place) && isStorage(code, count.warehouse)
  const scan = useScan((scanned) => {
    const reaction = scannedInCounting(state, scanned, { isCounted })
    verdict.say(reaction.verdict)
    if (reaction.state !== state) void advance(reaction.state)
  })
  // The expiry of a lot that the books have is known.
  const isKnownLot = ({ item, lot }: Goods) =>
    lot !== null && lines?.some((line) => line.item.id === item.id && line.lot === lot) === true
  const advance = async (asked: Counting) => {
    const next =
      asked.goods && isKnownLot(asked.goods)
        ? { ...asked, goods: { ...asked.goods, isExpiryAsked: true } }
        : asked
    if (stepOfCounting(next) !== 'done') return setState(next)
    const goods = next.goods as Goods
    const place = next.place as string
    const key = ulid()
    const what = goods.item.tracking === 'serial' ? goods.serials.length : `${goods.quantity} ${goods.unit}`
    // No serial numbers: there is nothing of it, which is said as a number.
    const counted = goodsInput(goods)
    const input =
      goods.serials.length === 0 && 'serials' in counted ? { item: goods.item.id, quantity: '0' } : counted
    await capture({
      operation: 'counts.RecordCounts',
      title: `Count ${count.number}: ${what} of ${goods.item.code} in ${place}`,
      key,
      items: [goods.item.id],
      input: { count: count.id, lines: [{ ...input, place, key, countedAt: new Date().toISOString() }] },
    })
    verdict.say(good('Counted', `${what} of ${goods.item.code}`))
    setState({ ...next, goods: null })
  }
  const step = stepOfCounting(state)
  if (step === 'place' || step === 'item' || step === 'done')
    return (
      <ThereScreen
        state={state}
        count={count}
        lines={lines ?? []}
        onText={scan}
        verdict={verdict}
        onLeavePlace={() => setState({ ...state, place: null })}
        onLeave={() => setState(undefined)}
      />
    )
  const goods = state.goods as Goods
  return (
    <GoodsScreen
      step={step}
      goods={goods}
      onGoods={(next) => void advance({ ...state, goods: next })}
      onBack={() => setState({ ...state, goods: stepBack(goods) })}
      onText={scan}
      verdict={verdict}
      hint={`How much of ${goods.item.code} lies in ${state.place}?`}
      allowsZero
    />
  )
}

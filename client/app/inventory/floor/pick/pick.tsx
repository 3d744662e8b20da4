import { useNavigate } from '@tanstack/react-router'
import { ulid } from 'ulid'
import { today } from '../../../lib/dates.ts'
import { Loading } from '../../../ui/feedback.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useCapture, useFloor } from '../parts/floor-context.ts'
import { useVerdict } from '../parts/use-verdict.tsx'
import { useWork } from '../parts/use-work.ts'
import { useScan } from '../scanner/use-scan.ts'
import { OrdersScreen } from './orders-screen.tsx'
import { type Picking, pickedInput, scannedInPicking, stepOfPicking } from './picking.ts'
import { ReviewScreen } from './review-screen.tsx'
import { TaskScreen } from './task-screen.tsx'

/** Picking: an order, then place by place in the order of the walk, then one issue. */
export function PickPage() {
  const { work, setWork, isLoaded } = useWork<Picking>('pick')
  if (!isLoaded) return <Loading label="Loading the order" />
  if (!work) return <OrdersScreen onBegin={setWork} />
  return <Order state={work} setState={setWork} />
}

function Order({ state, setState }: { state: Picking; setState: (state: Picking | undefined) => void }) {
  const verdict = useVerdict()
  const capture = useCapture()
  const navigate = useNavigate()
  const { company } = useFloor()
  const scan = useScan((scanned) => {
    const reaction = scannedInPicking(state, scanned)
    verdict.say(reaction.verdict)
    if (reaction.state !== state) setState(reaction.state)
  })
  const record = async () => {
    const { id, reference, warehouse, lines, tasks } = state
    await capture({
      operation: 'stock.IssueGoods',
      title: `Pick ${reference}, ${lines.length} ${lines.length === 1 ? 'line' : 'lines'}`,
      key: ulid(),
      items: [...new Set(lines.map(({ task }) => tasks[task]?.item.id ?? ''))],
      input: { id, date: today(), reference, from: warehouse, lines: pickedInput(state) },
    })
    setState(undefined)
    toast('The pick is captured.')
    await navigate({ to: '/companies/$company/floor', params: { company } })
  }
  return stepOfPicking(state) === 'review' ? (
    <ReviewScreen state={state} onRecord={record} onGiveUp={() => setState(undefined)} />
  ) : (
    <TaskScreen state={state} setState={setState} onText={scan} verdict={verdict} />
  )
}

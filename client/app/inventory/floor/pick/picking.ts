import { bad, good, unknown, type Verdict } from '../parts/goods.ts'
import { stepsOf, textOf } from '../parts/quantities.ts'
import type { Scan, ScannedGoods } from '../scanner/reading.ts'
import type { PickTask } from './planning.ts'

/** Picking, task by task: go to the place, find the item, say how much was taken. Pure. */
export interface Picking {
  /** Document id of the issue. */
  id: string
  /** Kind and number of what wants the goods. */
  reference: string
  warehouse: string
  tasks: readonly PickTask[]
  /** Which task is on. */
  at: number
  isAtPlace: boolean
  isItemFound: boolean
  /** Of the task that is on; null: to be confirmed. */
  lot: string | null
  serials: readonly string[]
  lines: readonly PickedLine[]
}

export interface PickedLine {
  task: number
  quantity: string
  lot: string | null
  serials: readonly string[]
}

export type PickingStep = 'place' | 'item' | 'lot' | 'serials' | 'quantity' | 'review'

export const beginPicking = (
  id: string,
  reference: string,
  warehouse: string,
  tasks: readonly PickTask[],
): Picking => ({ ...{ id, reference, warehouse, tasks, lines: [] }, ...atTask(0, false) })

const atTask = (at: number, isAtPlace: boolean) => ({
  ...{ at, isAtPlace, isItemFound: false },
  ...{ lot: null, serials: [] },
})

export function stepOfPicking({ tasks, at, isAtPlace, isItemFound, lot }: Picking): PickingStep {
  const task = tasks[at]
  if (!task) return 'review'
  if (!isAtPlace) return 'place'
  if (!isItemFound) return 'item'
  if (task.item.tracking === 'lot' && lot === null) return 'lot'
  return task.item.tracking === 'serial' ? 'serials' : 'quantity'
}

interface Reaction {
  state: Picking
  verdict: Verdict
}

export function scannedInPicking(state: Picking, scan: Scan): Reaction {
  const task = state.tasks[state.at]
  const refused = (verdict: Verdict): Reaction => ({ state, verdict })
  if (!task) return refused(bad('All picked', 'Finish, or look through what was taken.'))
  if (scan.kind === 'unreadable') return refused(bad('Unreadable', scan.detail))
  const step = stepOfPicking(state)
  if (step === 'place') {
    if (scan.kind !== 'place') return refused(bad('No place', `Scan the place ${task.place} first.`))
    if (scan.code !== task.place)
      return refused(bad('Wrong place', `This is ${scan.code}. Go to ${task.place}.`))
    return { state: { ...state, isAtPlace: true }, verdict: good('Right place', task.place) }
  }
  if (scan.kind === 'place') {
    return scan.code === task.place
      ? { state, verdict: good('Right place', task.place) }
      : refused(bad('Wrong place', `This is ${scan.code}. You are picking in ${task.place}.`))
  }
  if (scan.kind === 'unknown') {
    if (step === 'serials') return withSerial(state, task, scan.text)
    if (step === 'lot') return withLot(state, task, scan.text)
    return refused(unknown(scan.text))
  }
  return itemScanned(state, task, scan)
}

function itemScanned(state: Picking, task: PickTask, scan: ScannedGoods): Reaction {
  if (scan.item.id !== task.item.id)
    return {
      state,
      verdict: bad('Wrong item', `This is ${scan.item.code} ${scan.item.name}. Take ${task.item.code}.`),
    }
  const found = { ...state, isItemFound: true }
  if (task.item.tracking === 'serial' && scan.serial) return withSerial(found, task, scan.serial)
  if (task.item.tracking === 'lot' && scan.lot !== null) {
    const reaction = withLot(found, task, scan.lot)
    return reaction.verdict.isGood ? reaction : { ...reaction, state }
  }
  return { state: found, verdict: good('Right item', task.item.name) }
}

/** Another lot than the one that expires first is taken only where the reservation leaves it open. */
export function withLot(state: Picking, task: PickTask, lot: string): Reaction {
  if (lot === task.lot) return { state: { ...state, lot }, verdict: good('Right lot', lot) }
  if (task.isFixed && task.lot !== null)
    return { state, verdict: bad('Wrong lot', `This is lot ${lot}. Lot ${task.lot} is kept for this order.`) }
  return { state: { ...state, lot }, verdict: good('Other lot', `${lot} instead of ${task.lot ?? 'none'}.`) }
}

function withSerial(state: Picking, task: PickTask, serial: string): Reaction {
  if (state.serials.includes(serial))
    return { state, verdict: bad('Twice', `${serial} is in the list already.`) }
  if (task.isFixed && task.lot !== null && task.lot !== serial)
    return { state, verdict: bad('Wrong serial', `${task.lot} is kept for this order, not ${serial}.`) }
  if (BigInt(state.serials.length) >= (stepsOf(task.item, task.quantity, task.item.unit) ?? 0n))
    return { state, verdict: bad('Enough', `Only ${task.quantity} ${task.item.unit} are wanted.`) }
  const serials = [...state.serials, serial]
  return { state: { ...state, serials }, verdict: good(`${serials.length} of ${task.quantity}`, serial) }
}

/** How much was taken, which may be less than wanted, but never more. */
export function taken(state: Picking, quantity: string): { state: Picking; verdict: Verdict } {
  const task = state.tasks[state.at] as PickTask
  const steps = stepsOf(task.item, quantity, task.item.unit)
  const wanted = stepsOf(task.item, task.quantity, task.item.unit) ?? 0n
  if (steps === undefined) return { state, verdict: bad('How many?', 'Enter a quantity.') }
  if (steps > wanted)
    return { state, verdict: bad('Too many', `Only ${task.quantity} ${task.item.unit} are reserved.`) }
  const line: PickedLine = { task: state.at, quantity, lot: state.lot, serials: state.serials }
  const next = state.tasks[state.at + 1]
  const lines = steps === 0n ? state.lines : [...state.lines, line]
  const isShort = steps < wanted
  return {
    state: { ...state, lines, ...atTask(state.at + 1, next?.place === task.place) },
    verdict: isShort
      ? {
          isGood: true,
          word: 'Short',
          detail: `${textOf(task.item, wanted - steps)} ${task.item.unit} are missing.`,
        }
      : good('Taken', `${task.quantity} ${task.item.unit}`),
  }
}

/** As `IssueGoods` takes it. */
export const pickedInput = ({ tasks, lines }: Picking) =>
  lines.map(({ task: at, quantity, lot, serials }) => {
    const { reservation, item, place } = tasks[at] as PickTask
    return {
      item: item.id,
      from: place,
      reservation,
      ...(item.tracking === 'serial' ? { serials: [...serials] } : { quantity, unit: item.unit }),
      ...(lot !== null && { lot }),
    }
  })

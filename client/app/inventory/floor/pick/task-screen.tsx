import { useState } from 'react'
import { formatDate } from '../../../lib/dates.ts'
import { quantityWithUnit } from '../../format.ts'
import { SerialList } from '../parts/goods-steps.tsx'
import { Keypad, keypadKey, QuantityDisplay } from '../parts/keypad.tsx'
import { finished, typed } from '../parts/quantities.ts'
import { BigButton, Screen, Wanted } from '../parts/screen.tsx'
import { type useVerdict, VerdictBar } from '../parts/use-verdict.tsx'
import { ScanBar } from '../scanner/scan-bar.tsx'
import { type Picking, stepOfPicking, taken, withLot } from './picking.ts'
import type { PickTask } from './planning.ts'

interface TaskScreenProps {
  state: Picking
  setState: (state: Picking | undefined) => void
  onText: (text: string) => void
  verdict: ReturnType<typeof useVerdict>
}

/** The task that is on: where to, what, and how much of it. */
export function TaskScreen({ state, setState, onText, verdict }: TaskScreenProps) {
  const task = state.tasks[state.at] as PickTask
  const step = stepOfPicking(state)
  const react = (reaction: ReturnType<typeof taken>) => {
    verdict.say(reaction.verdict)
    if (reaction.state !== state) setState(reaction.state)
  }
  const back = state.isItemFound
    ? () => setState({ ...state, isItemFound: false, lot: null, serials: [] })
    : state.at === 0 && state.lines.length === 0
      ? () => setState(undefined)
      : undefined
  const shared = {
    title: `${state.reference} · ${state.at + 1} of ${state.tasks.length}`,
    onBack: back,
  }
  const goods = [
    `${quantityWithUnit(task.quantity, task.item.unit)} of ${task.item.code}`,
    task.lot && task.item.tracking === 'lot' && `lot ${task.lot}`,
    task.expiry && `until ${formatDate(task.expiry)}`,
  ]
    .filter(Boolean)
    .join(', ')
  const none = <BigButton onClick={() => react(taken(state, '0'))}>There is none</BigButton>
  if (step === 'place')
    return (
      <Screen
        {...shared}
        prompt="Go there, and scan the place."
        actions={<ScanBar onText={onText} finds="places" />}
      >
        <VerdictBar shown={verdict.shown} />
        <Wanted label="Place" value={task.place} detail={goods} />
      </Screen>
    )
  if (step === 'item')
    return (
      <Screen
        {...shared}
        prompt={`In ${task.place}. Scan the item.`}
        actions={
          <>
            {none}
            <ScanBar onText={onText} finds="items" />
          </>
        }
      >
        <VerdictBar shown={verdict.shown} />
        <Wanted label="Item" value={task.item.name} detail={goods} />
      </Screen>
    )
  if (step === 'lot')
    return (
      <Screen
        {...shared}
        prompt="Which lot is it?"
        actions={
          <>
            {task.lot && (
              <BigButton tone="primary" onClick={() => react(withLot(state, task, task.lot as string))}>
                It is {task.lot}
              </BigButton>
            )}
            {none}
            <ScanBar onText={onText} finds="codes" />
          </>
        }
      >
        <VerdictBar shown={verdict.shown} />
        <Wanted
          label={task.isFixed ? 'Lot that is kept for this order' : 'Lot that expires first'}
          value={task.lot ?? 'Any'}
          detail={task.expiry ? `until ${formatDate(task.expiry)}` : undefined}
        />
      </Screen>
    )
  if (step === 'serials')
    return (
      <Screen
        {...shared}
        prompt={`Scan ${task.quantity} serial numbers.`}
        actions={
          <>
            <BigButton
              tone="primary"
              disabled={state.serials.length === 0}
              onClick={() => react(taken(state, String(state.serials.length)))}
            >
              {state.serials.length} of {task.quantity} taken
            </BigButton>
            {none}
            <ScanBar onText={onText} finds="codes" />
          </>
        }
      >
        <VerdictBar shown={verdict.shown} />
        <Wanted
          label={task.place}
          value={task.item.name}
          detail={task.lot ? `${goods} ${task.lot}` : goods}
        />
        <SerialList serials={state.serials} onSerials={(serials) => setState({ ...state, serials })} />
      </Screen>
    )
  return (
    <Quantity
      key={state.at}
      task={task}
      shared={shared}
      onText={onText}
      verdict={verdict}
      onTake={(quantity) => react(taken(state, quantity))}
    />
  )
}

interface QuantityProps {
  task: PickTask
  shared: { title: string; onBack: (() => void) | undefined }
  onText: (text: string) => void
  onTake: (quantity: string) => void
  verdict: ReturnType<typeof useVerdict>
}

/** All of it with one tap, or less. */
function Quantity({ task, shared, onText, onTake, verdict }: QuantityProps) {
  const [quantity, setQuantity] = useState<string>()
  const value = finished(quantity ?? task.quantity)
  // The first key begins a new number instead of going on with what is wanted.
  const press = (key: string) => setQuantity(typed(quantity ?? '', key))
  const onKey = (key: string) => {
    if (key === 'Enter') return value === '' ? undefined : onTake(value)
    const known = keypadKey(key)
    if (known !== undefined) press(known)
  }
  const { unit } = task.item
  return (
    <Screen
      {...shared}
      prompt={`Take ${quantityWithUnit(task.quantity, unit)} of ${task.item.name}.`}
      actions={
        <>
          <QuantityDisplay
            value={quantity ?? task.quantity}
            unit={unit}
            units={[unit]}
            onUnit={() => undefined}
          />
          <Keypad onKey={press} hasDecimals={task.item.scale > 0} />
          <BigButton tone="primary" disabled={value === ''} onClick={() => onTake(value)}>
            {value === task.quantity ? `Took all ${value} ${unit}` : `Took ${value || '–'} ${unit} only`}
          </BigButton>
          <ScanBar onText={onText} onKey={onKey} finds="codes" isQuiet />
        </>
      }
    >
      <VerdictBar shown={verdict.shown} />
    </Screen>
  )
}

import { useState } from 'react'
import { LIMITS } from '../../../../../durable-objects/kernel/limits.ts'
import { unitsOf } from '../scanner/reading.ts'
import { ScanBar } from '../scanner/scan-bar.tsx'
import type { Goods, GoodsStep } from './goods.ts'
import { Keypad, keypadKey, QuantityDisplay } from './keypad.tsx'
import { finished, problemOfQuantity, typed } from './quantities.ts'
import { BigButton, BigField, Screen } from './screen.tsx'
import type { useVerdict } from './use-verdict.tsx'
import { VerdictBar } from './use-verdict.tsx'

interface GoodsStepProps {
  step: GoodsStep
  goods: Goods
  onGoods: (goods: Goods) => void
  onBack: () => void
  onText: (text: string) => void
  verdict: ReturnType<typeof useVerdict>
  /** Offered with one tap. */
  suggested?: { label: string; quantity: string } | undefined
  hint?: string | undefined
  allowsZero?: boolean
}

/** What is asked of goods in hand, one question at a time. */
export function GoodsScreen(props: GoodsStepProps) {
  const { step, goods } = props
  switch (step) {
    case 'quantity':
      // Another item begins with its own number.
      return <QuantityScreen key={goods.item.id} {...props} />
    case 'serials':
      return <SerialsScreen {...props} />
    case 'lot':
      return <LotScreen {...props} />
    case 'expiry':
      return <ExpiryScreen {...props} />
  }
}

const titleOf = ({ item }: Goods) => item.name

function QuantityScreen({
  goods,
  onGoods,
  onBack,
  onText,
  verdict,
  suggested,
  hint,
  allowsZero = false,
}: GoodsStepProps) {
  const { item } = goods
  const quantity = goods.proposed ?? ''
  const [isFirst, setFirst] = useState(true)
  const value = finished(quantity)
  const problem = problemOfQuantity(item, value, goods.unit, allowsZero)
  // The first digit begins a new number instead of going on with what was proposed.
  const press = (key: string) => {
    const text = typed(isFirst && key !== '⌫' ? '' : quantity, key)
    onGoods({ ...goods, proposed: text === '' ? null : text })
    setFirst(false)
  }
  const take = (text = value) => onGoods({ ...goods, quantity: text, proposed: text })
  const onKey = (key: string) => {
    if (key === 'Enter') return problem === undefined ? take() : undefined
    const known = keypadKey(key)
    if (known !== undefined) press(known)
  }
  return (
    <Screen
      title={titleOf(goods)}
      prompt={hint ?? `How much of ${item.code}?`}
      onBack={onBack}
      actions={
        <>
          <QuantityDisplay
            value={quantity}
            unit={goods.unit}
            units={unitsOf(item)}
            onUnit={(unit) => onGoods({ ...goods, unit })}
          />
          <Keypad onKey={press} hasDecimals={item.scale > 0 || goods.unit !== item.unit} />
          <div className="flex gap-2">
            {suggested && goods.unit === item.unit && suggested.quantity !== value && (
              <BigButton onClick={() => take(suggested.quantity)}>{suggested.label}</BigButton>
            )}
            <BigButton
              tone="primary"
              className="flex-1"
              disabled={problem !== undefined}
              onClick={() => take()}
            >
              {value === '' ? 'How much?' : `Take ${value} ${goods.unit}`}
            </BigButton>
          </div>
          <ScanBar onText={onText} onKey={onKey} finds="codes" isQuiet />
        </>
      }
    >
      <VerdictBar shown={verdict.shown} />
      {value !== '' && problem && (
        <p role="alert" className="text-base text-negative">
          {problem}
        </p>
      )}
    </Screen>
  )
}

function SerialsScreen({ goods, onGoods, onBack, onText, verdict, allowsZero = false }: GoodsStepProps) {
  const { serials } = goods
  return (
    <Screen
      title={titleOf(goods)}
      prompt="Scan each serial number."
      onBack={onBack}
      actions={
        <>
          <BigButton
            tone="primary"
            disabled={serials.length === 0 && !allowsZero}
            onClick={() => onGoods({ ...goods, areSerialsAll: true })}
          >
            {serials.length === 0 ? 'No serial numbers yet' : `These ${serials.length} are all`}
          </BigButton>
          <ScanBar onText={onText} finds="codes" />
        </>
      }
    >
      <VerdictBar shown={verdict.shown} />
      <SerialList serials={serials} onSerials={(next) => onGoods({ ...goods, serials: next })} />
    </Screen>
  )
}

export function SerialList({
  serials,
  onSerials,
}: {
  serials: readonly string[]
  onSerials: (serials: readonly string[]) => void
}) {
  return (
    <ul aria-label="Serial numbers" className="flex flex-col gap-1.5">
      {[...serials].reverse().map((serial) => (
        <li key={serial} className="flex items-center gap-2 rounded-xl border border-line bg-surface pl-4">
          <span className="min-w-0 flex-1 text-lg wrap-anywhere">{serial}</span>
          <button
            type="button"
            className="min-h-12 min-w-12 rounded-xl px-3 text-muted hover:bg-hover"
            onClick={() => onSerials(serials.filter((each) => each !== serial))}
            aria-label={`Remove ${serial}`}
          >
            Remove
          </button>
        </li>
      ))}
    </ul>
  )
}

function LotScreen({ goods, onGoods, onBack, onText, verdict }: GoodsStepProps) {
  const [lot, setLot] = useState('')
  return (
    <Screen
      title={titleOf(goods)}
      prompt="Scan the lot, or write it down."
      onBack={onBack}
      actions={
        <>
          <BigButton
            tone="primary"
            disabled={lot.trim() === ''}
            onClick={() => onGoods({ ...goods, lot: lot.trim() })}
          >
            Take the lot
          </BigButton>
          <ScanBar onText={onText} finds="codes" />
        </>
      }
    >
      <VerdictBar shown={verdict.shown} />
      <BigField
        label="Lot"
        value={lot}
        onValue={setLot}
        autoCapitalize="characters"
        maxLength={LIMITS.lotCodeCharsMax}
      />
    </Screen>
  )
}

function ExpiryScreen({ goods, onGoods, onBack, onText, verdict }: GoodsStepProps) {
  const [date, setDate] = useState('')
  return (
    <Screen
      title={titleOf(goods)}
      prompt="Until when is it good?"
      onBack={onBack}
      actions={
        <>
          <BigButton
            tone="primary"
            disabled={date === ''}
            onClick={() => onGoods({ ...goods, expiry: date })}
          >
            Take the date
          </BigButton>
          <BigButton onClick={() => onGoods({ ...goods, isExpiryAsked: true })}>
            The lot is known already
          </BigButton>
          <ScanBar onText={onText} finds="codes" />
        </>
      }
    >
      <VerdictBar shown={verdict.shown} />
      <BigField label="Expiry" type="date" value={date} onValue={setDate} />
    </Screen>
  )
}

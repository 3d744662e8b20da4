import { Delete } from 'lucide-react'

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '0', '⌫'] as const

interface QuantityProps {
  value: string
  unit: string
  /** Units to choose from; one alone is only shown. */
  units: readonly string[]
  onUnit: (unit: string) => void
}

/** The number that is being written, and what it is a number of. */
export const QuantityDisplay = ({ value, unit, units, onUnit }: QuantityProps) => (
  <div className="flex items-center gap-2 rounded-xl border border-line-strong bg-surface py-1 pr-4 pl-1">
    {units.length > 1 && (
      <fieldset className="flex min-w-0 gap-1 overflow-x-auto">
        <legend className="unseen">Unit</legend>
        {units.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === unit}
            onClick={() => onUnit(each)}
            className="min-h-12 min-w-12 shrink-0 rounded-lg border border-line px-3 font-medium aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            {each}
          </button>
        ))}
      </fieldset>
    )}
    <output aria-label="Quantity" className="flex min-h-12 min-w-0 flex-1 items-baseline justify-end gap-2">
      <span className="text-4xl font-semibold tabular-nums wrap-anywhere">
        {value === '' ? <span className="text-faint">–</span> : value}
      </span>
      <span className="text-lg text-muted">{unit}</span>
    </output>
  </div>
)

/** Numbers with one thumb. The keyboard of a desktop says the same keys. */
export const Keypad = ({ onKey, hasDecimals }: { onKey: (key: string) => void; hasDecimals: boolean }) => (
  <div className="grid grid-cols-3 gap-1.5">
    {KEYS.map((key) => (
      <button
        key={key}
        type="button"
        disabled={key === '.' && !hasDecimals}
        aria-label={key === '⌫' ? 'Delete' : key === '.' ? 'Decimal point' : key}
        onClick={() => onKey(key)}
        className="grid min-h-12 touch-manipulation place-items-center rounded-xl border border-line bg-canvas text-2xl font-medium tabular-nums select-none hover:bg-hover disabled:opacity-40"
      >
        {key === '⌫' ? <Delete className="size-6" aria-hidden="true" /> : key}
      </button>
    ))}
  </div>
)

/** What a key of a keyboard is on the keypad; undefined: nothing. */
export const keypadKey = (key: string): string | undefined =>
  key === 'Backspace' ? '⌫' : /^[\d.,]$/.test(key) ? key : undefined

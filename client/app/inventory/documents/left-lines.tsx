import { useState } from 'react'
import { AmountInput } from '../../guardrails/amount-input.tsx'
import { isDecimal, isZero, scaleOf } from '../../lib/decimal.ts'
import { Button } from '../../ui/button.tsx'
import { Refused, TextInput } from '../../ui/field.tsx'
import { quantityWithUnit } from '../format.ts'
import { ItemText } from './links.tsx'
import type { DocumentLine, StockDocument } from './queries.ts'

/** Lines of a document of which something is left, each with how much of it is meant. */
export function useLeftLines({ lines }: StockDocument, begins: 'all' | 'none') {
  const open = lines.filter(
    (line): line is DocumentLine & { left: string } => line.left !== null && !isZero(line.left),
  )
  const [quantities, setQuantities] = useState<Readonly<Record<number, string>>>(() =>
    Object.fromEntries(open.map(({ line, left }) => [line, begins === 'all' ? left : ''])),
  )
  const named = open
    .map(({ line }) => ({ line, quantity: quantities[line]?.trim() ?? '' }))
    .filter(({ quantity }) => quantity !== '' && !(isDecimal(quantity) && isZero(quantity)))
  return { open, quantities, setQuantities, named }
}

interface LeftLinesProps {
  legend: string
  left: ReturnType<typeof useLeftLines>
  /** By line of the document. */
  errorOf: (line: number) => string | undefined
}

/** With more lines than this they can be searched. */
const LINES_FOUND_FROM = 6

export function LeftLines({ legend, left: { open, quantities, setQuantities }, errorOf }: LeftLinesProps) {
  const [wanted, setWanted] = useState('')
  const words = wanted.toLocaleLowerCase().split(/\s+/)
  const shown = open.filter(
    ({ line, item, lot }) =>
      errorOf(line) !== undefined ||
      words.every((word) => `${item.code} ${item.name} ${lot ?? ''}`.toLocaleLowerCase().includes(word)),
  )
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{legend}</legend>
      <div className="flex items-center gap-2">
        {open.length > LINES_FOUND_FROM && (
          <TextInput
            type="search"
            aria-label="Find a line"
            placeholder="Find a line"
            value={wanted}
            onValue={setWanted}
          />
        )}
        <Button
          size="sm"
          onClick={() => setQuantities(Object.fromEntries(open.map(({ line, left }) => [line, left])))}
        >
          All of it
        </Button>
      </div>
      {shown.map(({ line, item, lot, left, unit }) => {
        const error = errorOf(line)
        return (
          <div key={line} className="flex flex-col gap-1 rounded-lg border border-line p-2.5">
            <div className="flex items-center gap-3">
              <div className="min-w-0 flex-1">
                <ItemText item={item} />
                <span className="block text-sm text-muted">
                  {quantityWithUnit(left, unit)} left{lot && `, lot ${lot}`}
                </span>
              </div>
              <div className="w-28">
                <AmountInput
                  aria-label={`Quantity of ${item.code}, line ${line + 1}`}
                  aria-invalid={error ? true : undefined}
                  aria-describedby={error ? `left-${line}-error` : undefined}
                  scale={scaleOf(quantities[line] ?? '')}
                  value={quantities[line] ?? ''}
                  onValue={(text) => setQuantities({ ...quantities, [line]: text })}
                />
              </div>
            </div>
            {error && <Refused id={`left-${line}-error`}>{error}</Refused>}
          </div>
        )
      })}
    </fieldset>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import type { Dispatch, ReactNode, SetStateAction } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { AmountInput } from '../../guardrails/amount-input.tsx'
import { scaleOf } from '../../lib/decimal.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { availabilityQuery } from '../documents/queries.ts'
import { quantityWithUnit } from '../format.ts'
import { ItemPicker } from '../pickers/item-picker.tsx'
import { type Item, itemQuery } from '../pickers/queries.ts'

/** Lines of a request, each a small form: an item, how much of it, and what else the request asks for. */

export interface Line {
  key: number
  item: string
  quantity: string
  unit: string
}

interface LinesProps<Of extends Line> {
  lines: readonly Of[]
  onLines: Dispatch<SetStateAction<readonly Of[]>>
  blank: (key: number) => Of
  errors: ReadonlyMap<string, string>
  /** What the line has besides. */
  children: (line: Of, change: (fields: Partial<Of>) => void, index: number) => ReactNode
}

export function LineFields<Of extends Line>({ lines, onLines, blank, errors, children }: LinesProps<Of>) {
  // A barcode is looked up while somebody types on: what changed meanwhile stays.
  const change = (key: number) => (fields: Partial<Of>) =>
    onLines((before) =>
      before.map((line) => {
        if (line.key !== key) return line
        const isOther = fields.item !== undefined && fields.item !== line.item
        return { ...line, ...(isOther && { unit: '' }), ...fields }
      }),
    )
  return (
    <div className="flex flex-col gap-3">
      {lines.map((line, index) => (
        <fieldset key={line.key} className="flex min-w-0 flex-col gap-3 rounded-lg border border-line p-3">
          <legend className="unseen">Line {index + 1}</legend>
          <div className="flex items-start gap-2">
            <Field
              label={`Item, line ${index + 1}`}
              error={errorAt(errors, index, 'item')}
              className="flex-1"
            >
              {(control) => (
                <ItemPicker
                  {...control}
                  kinds={ONLY_STOCK}
                  value={line.item}
                  onValue={(item) => change(line.key)({ item } as Partial<Of>)}
                />
              )}
            </Field>
            {lines.length > 1 && (
              <div className="pt-6">
                <IconButton
                  label={`Remove line ${index + 1}`}
                  onClick={() => onLines((before) => before.filter(({ key }) => key !== line.key))}
                >
                  <Trash2 className="size-4" aria-hidden="true" />
                </IconButton>
              </div>
            )}
          </div>
          <Quantity
            line={line}
            index={index}
            errors={errors}
            change={(fields) => change(line.key)(fields as Partial<Of>)}
          />
          {children(line, change(line.key), index)}
        </fieldset>
      ))}
      <Button
        variant="ghost"
        className="self-start"
        onClick={() =>
          onLines((before) => [...before, blank(Math.max(0, ...before.map(({ key }) => key)) + 1)])
        }
      >
        <Plus className="size-4" aria-hidden="true" /> Add a line
      </Button>
    </div>
  )
}

const ONLY_STOCK = ['stock'] as const

interface QuantityProps {
  line: Line
  index: number
  errors: ReadonlyMap<string, string>
  change: (fields: Record<'quantity', string> | Record<'unit', string>) => void
}

function Quantity({ line, index, errors, change }: QuantityProps) {
  const company = useCompanySlug()
  const item = useQuery({ ...itemQuery(company, line.item), enabled: line.item !== '' }).data
  const available = useQuery({
    ...availabilityQuery(company, [line.item], undefined),
    enabled: item?.kind === 'stock',
  }).data?.[0]
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field
        label={`Quantity, line ${index + 1}`}
        error={errorAt(errors, index, 'quantity')}
        hint={item && available && `${quantityWithUnit(available.available, item.unit)} available`}
      >
        {(control) => (
          <AmountInput
            {...control}
            scale={scaleOf(line.quantity)}
            value={line.quantity}
            onValue={(quantity) => change({ quantity })}
          />
        )}
      </Field>
      <Field label={`Unit, line ${index + 1}`} error={errorAt(errors, index, 'unit')}>
        {(control) => (
          <Select {...control} value={line.unit} onValue={(unit) => change({ unit })}>
            <option value="">{item?.unit ?? 'Stock unit'}</option>
            {otherUnits(item).map((unit) => (
              <option key={unit} value={unit}>
                {unit}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  )
}

const otherUnits = (item: Item | undefined): string[] =>
  (item?.units ?? []).map(({ code }) => code).filter((code) => code !== item?.unit)

export const errorAt = (
  errors: ReadonlyMap<string, string>,
  index: number,
  field: string,
): string | undefined => errors.get(`/lines/${index}/${field}`)

/** Fields that say something. */
export const filled = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text.trim() ? [[name, text.trim()]] : [])),
  )

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LABEL_LAYOUTS, type LabelLayout } from '../../../../durable-objects/inventory/items/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { errorsOf, NO_ERRORS } from '../../lib/forms.ts'
import { readStored, writeStored } from '../../lib/storage.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { LAYOUT_NAMES } from './names.ts'
import { labelsQuery } from './queries.ts'

interface Labelled {
  id: string
  code: string
  name: string
}

interface LabelsProps {
  items: readonly Labelled[]
  /** Units that the only item has; labels are on one of them. */
  units?: readonly string[]
  onClose: () => void
}

const SYMBOLS = [
  ['own', 'Their own barcode'],
  ['code128', 'Code 128'],
  ['qr', 'QR code'],
] as const

/** Labels to stick on goods: which, how many, on what paper. The PDF is made by the server. */
export function LabelsSheet({ items, units = [], onClose }: LabelsProps) {
  const company = useCompanySlug()
  const [layout, setLayout] = useState<LabelLayout>(rememberedLayout)
  const [symbol, setSymbol] = useState<(typeof SYMBOLS)[number][0]>('own')
  const [unit, setUnit] = useState('')
  const [skip, setSkip] = useState('0')
  const [counts, setCounts] = useState<Readonly<Record<string, string>>>({})
  const { aSheet } = LAYOUT_NAMES[layout]
  const countOf = ({ id }: Labelled) => counts[id] ?? '1'
  const input = {
    items: items
      .filter((item) => Number(countOf(item)) > 0)
      .map((item) => `${item.id}:${countOf(item)}`)
      .join(','),
    layout,
    symbol,
    ...(unit && { unit }),
    ...(aSheet > 1 && skip.trim() && { skip: Number(skip) }),
  }
  const asked = useDebounced(JSON.stringify(input), 200)
  const preview = useQuery(labelsQuery(company, JSON.parse(asked) as typeof input))
  const errors = preview.error ? errorsOf(preview.error) : NO_ERRORS
  const isReady = preview.isSuccess && !preview.isPlaceholderData && asked === JSON.stringify(input)
  const download = () => {
    if (!isReady) return
    writeStored(LAYOUT_KEY, layout)
    const query = new URLSearchParams({ format: 'pdf' })
    for (const [name, value] of Object.entries(input)) query.set(name, String(value))
    saveFile(`/v1/companies/${encodeURIComponent(company)}/items/labels?${query}`)
  }
  return (
    <FormSheet
      title={items.length === 1 ? `Labels of ${items[0]?.code}` : `Labels of ${items.length} items`}
      verb="Download the PDF"
      dismissal="Close"
      onClose={onClose}
      isBusy={preview.isFetching && !isReady}
      general={errors.general ?? errors.fields.get('/items')}
      onSubmit={download}
    >
      <Field label="Paper" error={errors.fields.get('/layout')}>
        {(control) => (
          <Select
            {...control}
            data-autofocus
            value={layout}
            onValue={(chosen) => setLayout(chosen as LabelLayout)}
          >
            {LABEL_LAYOUTS.map((each) => (
              <option key={each} value={each}>
                {LAYOUT_NAMES[each].name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label="Barcode" error={errors.fields.get('/symbol')}>
          {(control) => (
            <Select {...control} value={symbol} onValue={(chosen) => setSymbol(chosen as typeof symbol)}>
              {SYMBOLS.map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {units.length > 1 && (
          <Field label="Unit" error={errors.fields.get('/unit')}>
            {(control) => (
              <Select {...control} value={unit} onValue={setUnit}>
                {units.map((each, index) => (
                  <option key={each} value={index === 0 ? '' : each}>
                    {each}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {aSheet > 1 && (
          <Field label="Used places" error={errors.fields.get('/skip')} hint="Of the first sheet.">
            {(control) => (
              <TextInput
                {...control}
                inputMode="numeric"
                className="text-right tabular-nums"
                value={skip}
                onValue={(text) => setSkip(text.replace(/\D/g, ''))}
              />
            )}
          </Field>
        )}
      </div>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-sm font-medium">How many</legend>
        {items.map((item) => (
          <div key={item.id} className="flex items-center gap-3">
            <span className="min-w-0 flex-1 truncate">
              <span className="text-muted tabular-nums">{item.code}</span> {item.name}
            </span>
            <TextInput
              aria-label={`Labels of ${item.code}`}
              inputMode="numeric"
              className="max-w-20 text-right tabular-nums"
              value={countOf(item)}
              onValue={(text) =>
                setCounts((before) => ({ ...before, [item.id]: text.replace(/\D/g, '').slice(0, 4) }))
              }
            />
          </div>
        ))}
      </fieldset>
      {isReady && preview.data && (
        <p className="text-muted" aria-live="polite">
          {sheetsText(preview.data.labels, aSheet, aSheet > 1 ? Number(skip) : 0)}
        </p>
      )}
    </FormSheet>
  )
}

function sheetsText(labels: number, aSheet: number, skip: number): string {
  const many = labels === 1 ? '1 label' : `${labels} labels`
  if (aSheet === 1) return `${many} from the roll.`
  const sheets = Math.ceil((labels + skip) / aSheet)
  return `${many} on ${sheets === 1 ? '1 sheet' : `${sheets} sheets`}.`
}

/** The paper that is in the printer. */
const LAYOUT_KEY = 'meridian-label-layout'
function rememberedLayout(): LabelLayout {
  return readStored(LAYOUT_KEY, isLayout) ?? 'a4-3x8'
}
const isLayout = (value: unknown): value is LabelLayout => LABEL_LAYOUTS.some((each) => each === value)

/** As a link with `download` does: the server names the file. */
function saveFile(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}

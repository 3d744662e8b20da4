import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { itemsContract } from '../../../../durable-objects/inventory/items/contract.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput, errorsOf, NO_ERRORS } from '../../lib/forms.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Item } from '../pickers/queries.ts'
import { newKey } from './item-draft.ts'
import { type AxisDraft, axesOf, cellKey, inputAxes } from './matrix.ts'
import { MatrixPreview } from './matrix-preview.tsx'
import { matrixQuery } from './queries.ts'
import { RowRefusals } from './row-refusals.tsx'

const OPERATION = itemsContract.operations.GenerateVariants

/** Axes with their values, and below them what each combination would be, before any is made. */
export function MatrixForm({ item, onClose }: { item: Item; onClose: () => void }) {
  const company = useCompanySlug()
  const [axes, setAxes] = useState(() => axesOf(item))
  const [pattern, setPattern] = useState(item.codePattern ?? '')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const input = {
    item: item.id,
    axes: inputAxes(axes, item),
    ...(pattern.trim() && { codePattern: pattern.trim() }),
  }
  const asked = useDebounced(JSON.stringify(input), 250)
  const wanted = JSON.parse(asked) as typeof input
  const malformed = checkInput(OPERATION.input, wanted)
  const preview = useQuery({ ...matrixQuery(company, wanted), enabled: malformed === undefined })
  const shown = malformed || preview.isError ? undefined : preview.data
  const {
    submit,
    isBusy,
    errors: refused,
  } = useCommand({
    operation: OPERATION,
    call: meridian.items.GenerateVariants,
    stale: ['items'],
    onDone: ({ created }) => {
      toast(created === 1 ? '1 variant is made.' : `${created} variants are made.`)
      onClose()
    },
    onParked: onClose,
  })
  const isBegun = axes.some(({ name, values }) => name.trim() || values.trim())
  const errors = !isBegun ? NO_ERRORS : (malformed ?? (preview.error ? errorsOf(preview.error) : refused))
  const combinations = shown?.data.filter(({ attributes }) => !left.has(cellKey(attributes))) ?? []
  const isAsked = asked === JSON.stringify(input) && !preview.isPlaceholderData
  const make = () => {
    if (combinations.length === 0 || !isAsked) return
    const isAll = combinations.length === shown?.data.length
    const codes = new Set(input.axes.map(({ code }) => code))
    const cells = combinations.map(({ attributes }) =>
      Object.fromEntries(Object.entries(attributes).filter(([code]) => codes.has(code))),
    )
    submit({ ...input, ...(!isAll && { combinations: cells }) })
  }
  return (
    <Section
      title={item.isTemplate ? 'Add variants' : 'Make variants'}
      description="Each combination becomes an item of its own; those that exist stay as they are."
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          make()
        }}
      >
        <AxisRows
          axes={axes}
          isFixed={item.variants > 0}
          errors={errors.fields}
          onChange={(next) => setAxes(next)}
        />
        <Field
          label="Codes"
          isOptional
          className="max-w-md"
          error={errors.fields.get('/codePattern')}
          hint="How codes are put together, such as {template}-{size}."
        >
          {(control) => (
            <TextInput
              {...control}
              className="font-mono"
              placeholder={`{template}-${input.axes.map(({ code }) => `{${code}}`).join('-')}`}
              value={pattern}
              onValue={setPattern}
            />
          )}
        </Field>
        {isBegun && <Unplaced fields={errors.fields} general={errors.general} />}
        {shown && <MatrixPreview matrix={shown} axes={wanted.axes} left={left} onLeft={setLeft} />}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" isBusy={isBusy} disabled={combinations.length === 0}>
            {combinations.length === 1 ? 'Make 1 variant' : `Make ${combinations.length} variants`}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Section>
  )
}

/** Refusals of the matrix that belong to no field above. */
function Unplaced({ fields, general }: { fields: ReadonlyMap<string, string>; general: string | undefined }) {
  const others = [...fields].filter(([pointer]) => !/^\/(axes\/|codePattern)/.test(pointer))
  const text = general ?? others[0]?.[1]
  return text ? <Notice>{text}</Notice> : null
}

interface RowsProps {
  axes: readonly AxisDraft[]
  /** There are variants: axes stay, values may be added. */
  isFixed: boolean
  errors: ReadonlyMap<string, string>
  onChange: (axes: AxisDraft[]) => void
}

function AxisRows({ axes, isFixed, errors, onChange }: RowsProps) {
  const change = (key: number, next: Partial<AxisDraft>) =>
    onChange(axes.map((axis) => (axis.key === key ? { ...axis, ...next } : axis)))
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-sm font-medium">In what they differ</legend>
      {axes.map((axis, index) => {
        const refused = [...errors].flatMap(([pointer, text]) =>
          pointer.startsWith(`/axes/${index}/`) ? [text] : [],
        )
        const invalid = refused.length > 0 || undefined
        return (
          <div key={axis.key}>
            <div className="flex flex-wrap items-center gap-2 sm:flex-nowrap">
              <TextInput
                aria-label={`Axis ${index + 1}`}
                aria-invalid={invalid}
                placeholder={index === 0 ? 'Size' : 'Colour'}
                className="sm:max-w-48"
                disabled={isFixed}
                value={axis.name}
                onValue={(name) => change(axis.key, { name })}
              />
              <TextInput
                aria-label={`Values of axis ${index + 1}`}
                aria-invalid={invalid}
                placeholder={index === 0 ? 'S=Small, M=Medium, L=Large' : 'red, blue'}
                className="min-w-0 flex-1"
                value={axis.values}
                onValue={(values) => change(axis.key, { values })}
              />
              {!isFixed && axes.length > 1 && (
                <IconButton
                  label={`Remove axis ${index + 1}`}
                  onClick={() => onChange(axes.filter(({ key }) => key !== axis.key))}
                >
                  <Trash2 className="size-4" aria-hidden="true" />
                </IconButton>
              )}
            </div>
            <RowRefusals texts={refused.slice(0, 1)} />
          </div>
        )
      })}
      {!isFixed && axes.length < LIMITS.variantAxesMax && (
        <Button
          size="sm"
          className="self-start"
          onClick={() => onChange([...axes, { key: newKey(), name: '', values: '' }])}
        >
          <Plus className="size-3.5" aria-hidden="true" /> Add an axis
        </Button>
      )}
    </fieldset>
  )
}

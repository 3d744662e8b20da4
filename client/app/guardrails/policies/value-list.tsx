import { X } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import { Combobox, type Option } from '../../ui/combobox.tsx'

interface ValueListProps {
  /** What is being chosen: `Roles`, `Values`. */
  label: string
  values: readonly string[]
  onValues: (values: readonly string[]) => void
  options?: readonly Option[] | undefined
  nameOf?: ((value: string) => string) | undefined
  /** Whether a text that is no option may be taken. */
  isFree?: boolean
  placeholder?: string
  emptyText?: string
  control?: { id?: string; 'aria-describedby'?: string | undefined; 'aria-invalid'?: true | undefined }
}

const NO_OPTIONS: readonly Option[] = []
const OPTIONS_SHOWN_MAX = 50

/** Several values: those chosen as chips that can be taken out again, and a field that adds one. */
export function ValueList(props: ValueListProps) {
  const { label, values, onValues, options = NO_OPTIONS, nameOf = same, isFree = false, control } = props
  const [text, setText] = useState<string>()
  const labelId = useId()
  const left = useMemo(() => {
    const wanted = (text ?? '').trim().toLocaleLowerCase()
    return options
      .filter(({ value }) => !values.includes(value))
      .filter(({ value, label: name }) => `${value} ${name}`.toLocaleLowerCase().includes(wanted))
      .slice(0, OPTIONS_SHOWN_MAX)
  }, [options, values, text])
  const add = (value: string) => {
    const wanted = value.trim()
    const isKnown = options.some((option) => option.value === wanted)
    if (wanted && !values.includes(wanted) && (isFree || isKnown)) onValues([...values, wanted])
  }
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {values.length > 0 && (
        <ul className="flex flex-wrap gap-1.5" aria-label={`${label} chosen`} id={labelId}>
          {values.map((value) => (
            <li
              key={value}
              className="inline-flex max-w-full items-center rounded-full border border-line bg-sunken pl-2.5 text-sm"
            >
              <span className="truncate">{nameOf(value)}</span>
              <button
                type="button"
                aria-label={`Remove ${nameOf(value)}`}
                onClick={() => onValues(values.filter((other) => other !== value))}
                className="grid size-7 place-items-center rounded-full text-muted hover:bg-hover hover:text-ink sm:size-6"
              >
                <X className="size-3.5" aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Combobox
        {...control}
        {...(!control?.id && { 'aria-label': label })}
        value=""
        onValue={add}
        display=""
        text={text}
        onText={setText}
        options={left}
        placeholder={props.placeholder ?? 'Add…'}
        emptyText={props.emptyText ?? (isFree ? 'Enter adds what you typed.' : 'Nothing else to choose.')}
      />
    </div>
  )
}

const same = (value: string): string => value

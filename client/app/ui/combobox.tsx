import {
  type ChangeEvent,
  type ComponentProps,
  type KeyboardEvent,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react'
import { useAnchored } from './anchored.ts'
import { inputClass } from './field.tsx'

export interface Option {
  value: string
  label: string
  detail?: ReactNode
}

type InputProps = Omit<
  ComponentProps<'input'>,
  'value' | 'list' | 'onBlur' | 'onChange' | 'onClick' | 'onFocus' | 'onKeyDown' | 'onSelect'
>

interface ComboboxProps extends InputProps {
  value: string
  onValue: (value: string) => void
  /** What the closed control shows for its value. */
  display: string
  /** Options for what was typed; called while rendering, so that a caller may use a hook above it. */
  text: string | undefined
  onText: (text: string | undefined) => void
  options: readonly Option[]
  emptyText: string
  /** In a grid the arrows move between rows; there the list opens by typing or Alt+↓. */
  opensOnArrow?: boolean
  className?: string
}

/**
 * A text field with suggestions (the ARIA combobox pattern). What is typed stays typed: leaving the field with a text that is
 * no option keeps the text as the value, so that the form can say what is wrong with it.
 */
export function Combobox(props: ComboboxProps) {
  const { value, onValue, display, text, onText, options, emptyText, opensOnArrow, className, ...rest } =
    props
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const listId = useId()
  const { isOpen, current, choose, ...handlers } = useSuggestions(props)
  useAnchored(list, input, isOpen)
  return (
    <>
      <input
        type="text"
        autoComplete="off"
        spellCheck={false}
        {...rest}
        {...handlers}
        ref={input}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && current ? `${listId}-${current.value}` : undefined}
        className={className ?? inputClass}
        value={text ?? display}
        onFocus={(event) => event.target.select()}
      />
      {isOpen && (
        <OptionList
          ref={list}
          id={listId}
          label={rest['aria-label'] ?? 'Suggestions'}
          options={options}
          current={current}
          value={value}
          emptyText={emptyText}
          onChoose={choose}
        />
      )}
    </>
  )
}

/** Which option is active, and what keys and leaving the field do. */
function useSuggestions({ value, onValue, text, onText, options, opensOnArrow = true }: ComboboxProps) {
  const [isOpen, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  // The focus may move within the event that chose an option, before React has drawn the choice.
  const typed = useRef(text)
  typed.current = text
  const current = options[Math.min(active, options.length - 1)]

  const open = () => {
    const chosen = options.findIndex((option) => option.value === value)
    setActive(Math.max(0, chosen))
    setOpen(true)
  }
  const close = () => {
    setOpen(false)
    typed.current = undefined
    onText(undefined)
  }
  const choose = (option: Option) => {
    onValue(option.value)
    close()
  }
  /** Leaving with something typed takes the option it names, else the text itself. */
  const settle = () => {
    const wanted = typed.current?.trim()
    if (wanted === undefined) return close()
    const exact = options.find((option) => option.value.toLowerCase() === wanted.toLowerCase())
    onValue(wanted === '' ? '' : (exact?.value ?? wanted))
    close()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const isMove = event.key === 'ArrowDown' || event.key === 'ArrowUp'
    if (isMove && (isOpen || opensOnArrow || event.altKey)) {
      event.preventDefault()
      if (!isOpen) return open()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActive((index) => (index + step + options.length) % Math.max(1, options.length))
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      event.stopPropagation()
      close()
    } else if ((event.key === 'Enter' || event.key === 'Tab') && isOpen) {
      const isTyped = text !== undefined && text.trim() !== ''
      if (current && (isTyped || event.key === 'Enter')) choose(current)
      else settle()
      // In a form Enter would send it; a grid handles the key after the choice and moves on.
      if (event.key === 'Enter' && opensOnArrow) event.preventDefault()
    }
  }
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    onText(event.target.value)
    setActive(0)
    setOpen(true)
  }
  const onClick = () => {
    if (!isOpen && opensOnArrow) open()
  }
  return { isOpen, current, choose, onKeyDown, onChange, onClick, onBlur: settle }
}

interface OptionListProps {
  ref: React.Ref<HTMLDivElement>
  id: string
  label: string
  options: readonly Option[]
  current: Option | undefined
  value: string
  emptyText: string
  onChoose: (option: Option) => void
}

function OptionList({ ref, id, label, options, current, value, emptyText, onChoose }: OptionListProps) {
  return (
    // The field keeps the focus while someone clicks an option.
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the focus where it is
    <div
      ref={ref}
      popover="manual"
      onMouseDown={(event) => event.preventDefault()}
      className="fixed max-h-72 max-w-[min(28rem,calc(100vw-1rem))] overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-high"
    >
      <div id={id} role="listbox" aria-label={label}>
        {options.map((option) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
          <div
            key={option.value}
            id={`${id}-${option.value}`}
            role="option"
            aria-selected={option.value === value}
            ref={option === current ? scrollIntoView : null}
            onClick={() => onChoose(option)}
            className={`flex min-h-8 items-center gap-3 rounded-md px-2.5 py-1 hover:bg-hover ${option === current ? 'bg-accent-soft' : ''}`}
          >
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            {option.detail && <span className="text-sm text-muted">{option.detail}</span>}
          </div>
        ))}
      </div>
      {options.length === 0 && emptyText && <p className="px-2.5 py-2 text-muted">{emptyText}</p>}
    </div>
  )
}

const scrollIntoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

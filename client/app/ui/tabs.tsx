import { useLayoutEffect, useRef } from 'react'

interface TabsProps<Value extends string> {
  label: string
  tabs: readonly { value: Value; label: string; count?: string | undefined }[]
  value: Value
  onValue: (value: Value) => void
}

/**
 * Which part of a list is shown: one of a few, all in view, or scrolled to on narrow screens. They filter what is below, so
 * they are pressed, not tabs.
 */
export function Tabs<Value extends string>({ label, tabs, value, onValue }: TabsProps<Value>) {
  const row = useRef<HTMLFieldSetElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: Another one is pressed when the value changes.
  useLayoutEffect(() => {
    const pressed = row.current?.querySelector<HTMLElement>('[aria-pressed="true"]')
    if (row.current && pressed) row.current.scrollLeft = pressed.offsetLeft - row.current.clientWidth / 2
  }, [value])
  return (
    <fieldset
      ref={row}
      className="goes-on relative flex max-w-full min-w-0 gap-0.5 overflow-x-auto [--under:var(--sunken)] [scrollbar-width:none] rounded-lg border border-line bg-sunken p-0.5"
    >
      <legend className="unseen">{label}</legend>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          aria-pressed={tab.value === value}
          onClick={() => onValue(tab.value)}
          className="h-8 shrink-0 rounded-md px-2 text-muted sm:px-3 hover:text-ink aria-pressed:bg-surface aria-pressed:font-medium aria-pressed:text-ink aria-pressed:shadow-low sm:h-7"
        >
          {tab.label}
          {tab.count && <span className="ml-1.5 text-sm tabular-nums">{tab.count}</span>}
        </button>
      ))}
    </fieldset>
  )
}

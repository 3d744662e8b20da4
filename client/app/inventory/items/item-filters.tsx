import { useEffect, useState } from 'react'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import type { ItemKind } from '../pickers/queries.ts'
import { Described, ITEM_KINDS } from './choices.tsx'
import { FamilyPicker } from './family-picker.tsx'
import { KIND_NAMES } from './names.ts'
import type { ItemFilter } from './queries.ts'

interface FiltersProps {
  filter: ItemFilter
  onChange: (next: ItemFilter) => void
}

/** Narrow the list; what is typed is asked for once it rests. */
export function ItemFilters({ filter, onChange }: FiltersProps) {
  const { family = '', kind = '', unused = false } = filter
  return (
    <search className="flex w-full flex-wrap items-end gap-2">
      <SearchItems q={filter.q ?? ''} onChange={onChange} />
      <Field label="Family" className="w-48">
        {(control) => (
          <FamilyPicker
            {...control}
            placeholder="All families"
            value={family}
            onValue={(next) => onChange({ family: next || undefined })}
          />
        )}
      </Field>
      <Field label="Kind" className="w-32">
        {(control) => (
          <Select
            {...control}
            value={kind}
            onValue={(next) => onChange({ kind: (next || undefined) as ItemKind | undefined })}
          >
            <option value="">All kinds</option>
            <Described values={ITEM_KINDS} name={(each) => KIND_NAMES[each].name} />
          </Select>
        )}
      </Field>
      <span className="flex h-9 items-center px-1 sm:h-8">
        <Tick isOn={unused} onChange={(isOn) => onChange({ unused: isOn || undefined })}>
          Show those not used
        </Tick>
      </span>
    </search>
  )
}

const RESTS_MS = 150

function SearchItems({ q, onChange }: { q: string; onChange: (next: ItemFilter) => void }) {
  const [text, setText] = useState(q)
  const rested = useDebounced(text, RESTS_MS)
  useEffect(() => setText(q), [q])
  // biome-ignore lint/correctness/useExhaustiveDependencies: Only what was typed here is passed on; `q` changing from outside is taken over above.
  useEffect(() => {
    if (rested === text && rested.trim() !== q) onChange({ q: rested.trim() || undefined })
  }, [rested])
  const focus = () => document.querySelector<HTMLElement>('[data-item-search]')?.focus()
  useShortcut('f', 'Find', 'In a list or a record', focus)
  return (
    <Field label="Text" className="w-full min-w-0 sm:w-80">
      {(control) => (
        <TextInput
          {...control}
          data-item-search
          type="search"
          placeholder="Code, name or barcode"
          value={text}
          onValue={setText}
        />
      )}
    </Field>
  )
}

import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import { Field, Select } from '../../ui/field.tsx'
import { ItemPicker } from '../pickers/item-picker.tsx'

interface ChosenProps {
  items: readonly string[]
  onItems: (items: readonly string[]) => void
  families: readonly string[]
  onFamilies: (families: readonly string[]) => void
}

const STOCKED = ['stock'] as const
const FAMILIES_MAX = 200

const familiesQuery = (company: string) => ({
  queryKey: [...subjectKey(company, 'items'), 'families', 'to-count'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await meridian.items.ListItemFamilies(company, { limit: FAMILIES_MAX }, { signal })).data,
})

/** Items and families, each added by choosing it. */
export function ChosenItems({ items, onItems, families, onFamilies }: ChosenProps) {
  const known = useQuery(familiesQuery(useCompanySlug())).data ?? []
  const [item, setItem] = useState('')
  return (
    <div className="flex flex-col gap-3">
      <Field label="Add an item">
        {(control) => (
          <ItemPicker
            {...control}
            kinds={STOCKED}
            value={item}
            onValue={(code, hit) => {
              if (!hit) return setItem(code)
              setItem('')
              if (!items.includes(hit.code)) onItems([...items, hit.code])
            }}
          />
        )}
      </Field>
      <Chosen label="Items" codes={items} onCodes={onItems} />
      {known.length > 0 && (
        <Field label="Add a family" hint="With the families below it.">
          {(control) => (
            <Select
              {...control}
              value=""
              onValue={(code) => !families.includes(code) && onFamilies([...families, code])}
            >
              <option value="">Choose…</option>
              {known.map(({ code, name }) => (
                <option key={code} value={code}>
                  {code} {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Chosen label="Families" codes={families} onCodes={onFamilies} />
    </div>
  )
}

interface CodesProps {
  label: string
  codes: readonly string[]
  onCodes: (codes: readonly string[]) => void
}

const Chosen = ({ label, codes, onCodes }: CodesProps) =>
  codes.length === 0 ? null : (
    <ul aria-label={label} className="flex flex-wrap gap-1.5">
      {codes.map((code) => (
        <li key={code} className="flex items-center rounded-md border border-line bg-sunken pl-2">
          {code}
          <button
            type="button"
            aria-label={`Leave out ${code}`}
            onClick={() => onCodes(codes.filter((each) => each !== code))}
            className="grid size-7 place-items-center text-muted hover:text-ink"
          >
            <X className="size-3.5" aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  )

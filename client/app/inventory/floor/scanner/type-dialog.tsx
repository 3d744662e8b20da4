import { useEffect, useId, useState } from 'react'
import { useDebounced } from '../../../lib/use-debounced.ts'
import { TextInput } from '../../../ui/field.tsx'
import { Dialog } from '../../../ui/sheet.tsx'
import { keptMatching, type ScannableItem } from '../device/items.ts'
import { useFloor } from '../parts/floor-context.ts'
import { useKeptPlaces } from '../parts/places.ts'
import { BigButton, BigRow } from '../parts/screen.tsx'

const FOUND_MAX = 8

interface TypeDialogProps {
  finds: 'items' | 'places' | 'codes'
  onText: (text: string) => void
  onClose: () => void
}

/** For labels that no scanner can read. */
export function TypeDialog({ finds, onText, onClose }: TypeDialogProps) {
  const [text, setText] = useState('')
  const id = useId()
  const found = useFound(finds, text)
  return (
    <Dialog
      title="Type it"
      onClose={onClose}
      footer={
        <BigButton
          tone="primary"
          className="flex-1"
          disabled={text.trim() === ''}
          onClick={() => onText(text.trim())}
        >
          Take it
        </BigButton>
      }
    >
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') onText(text.trim())
        }}
      >
        <label htmlFor={id} className="text-sm font-medium">
          {LABELS[finds]}
        </label>
        <TextInput id={id} value={text} onValue={setText} data-autofocus className="h-12! text-lg!" />
        <ul className="flex flex-col gap-1.5">
          {found.map(({ value, title, detail }) => (
            <li key={value}>
              <BigRow onClick={() => onText(value)}>
                <span className="min-w-0">
                  <span className="block font-semibold wrap-anywhere">{title}</span>
                  {detail && <span className="block text-muted wrap-anywhere">{detail}</span>}
                </span>
              </BigRow>
            </li>
          ))}
        </ul>
      </form>
    </Dialog>
  )
}

const LABELS = { items: 'Code, barcode or name', places: 'Code of the place', codes: 'Code or number' }

interface FoundRow {
  value: string
  title: string
  detail?: string
}

function useFound(finds: TypeDialogProps['finds'], text: string): readonly FoundRow[] {
  const { owner, company } = useFloor()
  const { places } = useKeptPlaces()
  const wanted = useDebounced(text.trim(), 150)
  const [items, setItems] = useState<readonly ScannableItem[]>([])
  useEffect(() => {
    let isCurrent = true
    if (finds !== 'items' || wanted === '') setItems([])
    else
      void keptMatching(owner, company, wanted, FOUND_MAX)
        .catch(() => [])
        .then((found) => isCurrent && setItems(found))
    return () => {
      isCurrent = false
    }
  }, [finds, wanted, owner, company])
  if (finds === 'items') return items.map(({ code, name }) => ({ value: code, title: code, detail: name }))
  if (finds === 'codes' || wanted === '') return []
  const part = wanted.toLocaleLowerCase('en')
  return places
    .filter(({ code, name }) => `${code} ${name}`.toLocaleLowerCase('en').includes(part))
    .slice(0, FOUND_MAX)
    .map(({ code, name }) => ({ value: code, title: code, detail: name === code ? '' : name }))
}

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ComponentProps, useRef, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Combobox, type Option } from '../../ui/combobox.tsx'
import {
  type ItemHit,
  type ItemKind,
  itemNameKey,
  itemNameQuery,
  itemSearchQuery,
  type Scan,
} from './queries.ts'

type ItemPickerProps = Omit<
  ComponentProps<typeof Combobox>,
  'value' | 'onValue' | 'display' | 'text' | 'onText' | 'options' | 'emptyText'
> & {
  /** Code of the item, or what was typed while it names none. */
  value: string
  /** `scan`: what else the barcode says that was read, such as a lot. */
  onValue: (code: string, item?: ItemHit, scan?: Scan) => void
  /** Its name where the caller knows it: it is then not asked for. */
  name?: string | undefined
  invalid?: boolean
  kinds?: readonly ItemKind[]
  /** Offers templates too, which are not in stock themselves. */
  templates?: boolean
}

const DELAY_MS = 150

/**
 * Chooses an item by code, name or barcode, searched on the server. A scanner types faster than the server answers: what it
 * sent is looked up exactly, so that no item is taken that was found for its first letters.
 */
export function ItemPicker(props: ItemPickerProps) {
  const { value, onValue, name, invalid, kinds, templates = false, ...rest } = props
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const [text, setText] = useState<string>()
  const wanted = useRef(value)
  wanted.current = value
  // What is looked up comes later, when the form may have changed: its newest handler has to take it.
  const latest = useRef(onValue)
  latest.current = onValue
  const kind = kinds?.length === 1 ? kinds[0] : undefined
  const fits = (item: ItemHit) => !kinds || kinds.includes(item.kind)
  const typed = text?.trim() ?? ''
  const q = useDebounced(typed, DELAY_MS)
  const search = useQuery({
    ...itemSearchQuery(company, q, { kind, templates }),
    enabled: text !== undefined,
  })
  const found = useRef<readonly ItemHit[]>([])
  if (search.data) found.current = search.data.filter(fits)
  const isFresh = q === typed && search.data !== undefined
  const hits = isFresh ? found.current : found.current.filter((item) => mentions(item, typed))
  const shown = useName(value, name)

  const take = (code: string, item?: ItemHit, scan?: Scan) => {
    if (item) queryClient.setQueryData(itemNameKey(company, item.code), item.name)
    wanted.current = code
    latest.current(code, item, scan)
  }
  const resolve = async (given: string, otherwise: ItemHit | undefined) => {
    const scan = await lookUp(company, given).catch(() => undefined)
    if (wanted.current !== given && wanted.current !== otherwise?.code) return
    if (scan && fits(scan.item)) take(scan.item.code, scan.item, scan)
    else if (otherwise) take(otherwise.code, otherwise)
  }
  const onChosen = (code: string) => {
    const hit = hits.find((each) => each.code === code)
    if (code === value && !hit) return
    take(code, hit)
    // A click on an option after everything was answered is meant; anything else may have been typed past the list.
    if (code !== '' && (!hit || !isFresh)) void resolve(typed || code, hit)
  }
  return (
    <Combobox
      placeholder="Code, name or barcode"
      {...(invalid && { 'aria-invalid': true })}
      {...rest}
      value={value}
      onValue={onChosen}
      display={shown ? `${value} ${shown}` : value}
      text={text}
      onText={setText}
      options={hits.map(optionOf)}
      emptyText={isFresh ? (typed === '' ? 'No items yet.' : 'No item matches.') : 'Searching…'}
    />
  )
}

function useName(value: string, given: string | undefined): string | undefined {
  const asked = useQuery({
    ...itemNameQuery(useCompanySlug(), value),
    enabled: value !== '' && given === undefined,
  })
  return given ?? asked.data
}

/** The item whose code or barcode this is. */
async function lookUp(company: string, text: string): Promise<Scan | undefined> {
  const [hit] = (await meridian.items.SearchItems(company, { q: text.slice(0, 200), limit: 1 })).data
  if (hit && hit.match === 'code')
    return { item: hit, unit: hit.unit, lot: null, serial: null, expiry: null, quantity: null }
  return meridian.items.GetItemByBarcode(company, { barcode: text })
}

const mentions = ({ code, name, barcode }: ItemHit, text: string): boolean => {
  const all = `${code} ${name} ${barcode ?? ''}`.toLocaleLowerCase()
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

const optionOf = ({ code, name, unit, kind }: ItemHit): Option => ({
  value: code,
  label: `${code} ${name}`,
  detail: kind === 'stock' ? unit : kind,
})

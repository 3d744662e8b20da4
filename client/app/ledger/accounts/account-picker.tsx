import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, useMemo, useState } from 'react'
import { useCompanySlug } from '../../company/queries.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Combobox, type Option } from '../../ui/combobox.tsx'
import { type Account, accountSearchQuery, useChart } from '../queries.ts'

/** More than fit on a screen help nobody; typing narrows them. */
const OPTIONS_MAX = 50

type AccountPickerProps = Omit<
  ComponentProps<typeof Combobox>,
  'display' | 'text' | 'onText' | 'options' | 'emptyText'
> & {
  /** Which accounts can be meant; default: all. What is typed is taken in any case. */
  offers?: (account: Account) => boolean
}

const all = () => true

/** Those that entries can be booked to. */
export const takesEntries = ({ isActive, isHeading }: Account): boolean => isActive && !isHeading

/** Chooses an account by code or name. A chart that is too large to keep is searched on the server. */
export function AccountPicker({ offers = all, ...props }: AccountPickerProps) {
  const [text, setText] = useState<string>()
  const { accounts, byCode, isComplete } = useChart(useCompanySlug())
  const offered = useMemo(() => accounts.filter(offers), [accounts, offers])
  const local = useMemo(() => search(offered, text ?? ''), [offered, text])
  const remote = useRemoteSearch(text, !isComplete)?.filter(offers)
  const chosen = byCode.get(props.value)
  return (
    <Combobox
      placeholder="Code or name"
      {...props}
      display={chosen ? `${chosen.code} ${chosen.name}` : props.value}
      text={text}
      onText={setText}
      options={(remote ?? local).map(optionOf)}
      emptyText={accounts.length === 0 ? 'No accounts yet.' : 'No account matches.'}
    />
  )
}

function useRemoteSearch(text: string | undefined, isEnabled: boolean): readonly Account[] | undefined {
  const slug = useCompanySlug()
  const q = useDebounced(text?.trim() ?? '', 150)
  const found = useQuery({ ...accountSearchQuery(slug, q), enabled: isEnabled && q !== '' })
  return isEnabled && q !== '' ? (found.data ?? []) : undefined
}

const optionOf = ({ code, name, type, unit }: Account): Option => ({
  value: code,
  label: `${code} ${name}`,
  detail: unit ?? type,
})

/** Codes that begin with the text first, then names that do, then anything that contains every word. */
export function search(accounts: readonly Account[], text: string): Account[] {
  const wanted = text.trim().toLocaleLowerCase()
  if (!wanted) return accounts.slice(0, OPTIONS_MAX)
  const words = wanted.split(/\s+/)
  const ranked = accounts.flatMap((account) => {
    const [code, name] = [account.code.toLocaleLowerCase(), account.name.toLocaleLowerCase()]
    if (!words.every((word) => `${code} ${name}`.includes(word))) return []
    const rank = code === wanted ? 0 : code.startsWith(wanted) ? 1 : name.startsWith(wanted) ? 2 : 3
    return [{ account, rank }]
  })
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, OPTIONS_MAX)
    .map(({ account }) => account)
}

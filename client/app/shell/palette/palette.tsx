import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { FileText, Search } from 'lucide-react'
import { useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { entryName } from '../../ledger/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Keys } from '../../ui/keys.tsx'
import { useModal } from '../../ui/sheet.tsx'
import {
  isMatch,
  type PaletteGroup,
  useAccountGroup,
  useCompanyGroup,
  useNumberGroup,
  useStaticGroups,
} from './items.tsx'

/** ⌘K: places, actions, accounts, entries by number or text, companies. */
export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const [text, setText] = useState('')
  const { dialog, handlers } = useModal(onClose)
  const wanted = text.trim()
  const groups = useGroups(wanted, onHelp)
  const run = (action: () => void) => {
    onClose()
    action()
  }
  return (
    <dialog
      ref={dialog}
      {...handlers}
      aria-label="Search, go to, do"
      className="pop-motion mx-auto mt-[10vh] mb-0 w-[calc(100%-2rem)] max-w-xl overflow-hidden rounded-xl border border-line bg-surface p-0 shadow-high"
    >
      {/* The list is filtered here and on the server; cmdk only moves through it. */}
      <Command shouldFilter={false} label="Search, go to, do" loop>
        <div className="flex items-center gap-2.5 border-b border-line px-4">
          <Search className="size-4 shrink-0 text-faint" aria-hidden="true" />
          <Command.Input
            data-autofocus
            value={text}
            onValueChange={setText}
            placeholder="A place, an action, an account, an entry such as GJ 17…"
            className="h-12 flex-1 bg-transparent text-lg outline-none placeholder:text-faint"
          />
        </div>
        <Command.List className="max-h-[min(26rem,60dvh)] overflow-y-auto p-1.5" label="Results">
          <Command.Empty className="px-3 py-8 text-center text-muted">
            Nothing matches “{wanted}”.
          </Command.Empty>
          {groups.map(({ heading, items }) => (
            <Command.Group
              key={heading}
              heading={heading}
              className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
            >
              {items.map(({ id, label, detail, keys, icon: Icon, run: action }) => (
                <Command.Item
                  key={id}
                  value={id}
                  onSelect={() => run(action)}
                  className="flex h-9 items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-accent-soft"
                >
                  <Icon className="size-4 shrink-0 text-muted" aria-hidden="true" />
                  <span className="min-w-0 flex-1 truncate">{label}</span>
                  {detail && <span className="text-sm text-muted">{detail}</span>}
                  {keys && <Keys keys={keys} />}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </dialog>
  )
}

function useGroups(wanted: string, onHelp: () => void): PaletteGroup[] {
  const [places, actions] = useStaticGroups(onHelp) as [PaletteGroup, PaletteGroup]
  const all = [
    useNumberGroup(wanted),
    useAccountGroup(wanted),
    places,
    actions,
    useEntryGroup(wanted),
    useCompanyGroup(),
  ]
  const isFixed = new Set(['Entry', 'Accounts', 'Journal entries'])
  return all
    .map((group) =>
      isFixed.has(group.heading) || !wanted
        ? group
        : {
            ...group,
            items: group.items.filter(({ label }) => isMatch(`${group.heading} ${label}`, wanted)),
          },
    )
    .filter(({ items }) => items.length > 0)
}

/** Entries whose description or reference contains the text. */
function useEntryGroup(wanted: string): PaletteGroup {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const q = useDebounced(wanted, 200)
  const found = useQuery({
    queryKey: [...subjectKey(slug, 'entries'), 'palette', q],
    queryFn: ({ signal }) => meridian.ledger.ListJournalEntries(slug, { q, limit: 5 }, { signal }),
    enabled: q.length >= 2,
  })
  const entries = q === wanted && q.length >= 2 ? (found.data?.data ?? []) : []
  return {
    heading: 'Journal entries',
    items: entries.map((entry) => ({
      id: entry.id,
      label: `${entryName(entry)} · ${entry.description || entry.reference || 'No description'}`,
      detail: formatDate(entry.effectiveDate),
      icon: FileText,
      run: () =>
        void navigate({
          to: '/companies/$company/journal/$entry',
          params: { company: slug, entry: entry.id },
        }),
    })),
  }
}

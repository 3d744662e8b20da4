import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { FileText, Search } from 'lucide-react'
import { useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { useCountingActions } from '../../inventory/counting/palette.ts'
import { useStockActions } from '../../inventory/documents/palette-actions.ts'
import { useItemActions, useItemGroup } from '../../inventory/items/palette.ts'
import { entryName } from '../../ledger/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useDebounced } from '../../lib/use-debounced.ts'
import { Keys } from '../../ui/keys.tsx'
import { useModal } from '../../ui/sheet.tsx'
import { useGeneralActions, useSettingsPlaces } from './general.ts'
import {
  isMatch,
  type PaletteGroup,
  useAccountGroup,
  useCompanyGroup,
  useCompanyPlaces,
  useNumberGroup,
} from './items.tsx'

interface PaletteProps {
  /** Whether accounts and entries of a company are offered. */
  isInCompany: boolean
  onClose: () => void
  onHelp: () => void
}

/** ⌘K: places, actions, accounts, entries by number or text, companies. */
export const Palette = ({ isInCompany, onClose, onHelp }: PaletteProps) =>
  isInCompany ? (
    <CompanyPalette onClose={onClose} onHelp={onHelp} />
  ) : (
    <GeneralPalette onClose={onClose} onHelp={onHelp} />
  )

interface OverlayProps {
  onClose: () => void
  onHelp: () => void
}

function CompanyPalette({ onClose, onHelp }: OverlayProps) {
  const [text, setText] = useState('')
  const groups = useCompanyGroups(text.trim(), onHelp)
  return <PaletteDialog text={text} onText={setText} groups={groups} onClose={onClose} />
}

function GeneralPalette({ onClose, onHelp }: OverlayProps) {
  const [text, setText] = useState('')
  const groups = [
    { heading: 'Go to', items: useSettingsPlaces() },
    { heading: 'Actions', items: useGeneralActions(onHelp) },
    useCompanyGroup(),
  ]
  return (
    <PaletteDialog text={text} onText={setText} groups={matching(groups, text.trim())} onClose={onClose} />
  )
}

interface DialogProps {
  text: string
  onText: (text: string) => void
  groups: readonly PaletteGroup[]
  onClose: () => void
}

function PaletteDialog({ text, onText, groups, onClose }: DialogProps) {
  const { dialog, handlers } = useModal(onClose)
  const wanted = text.trim()
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
            onValueChange={onText}
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

function useCompanyGroups(wanted: string, onHelp: () => void): PaletteGroup[] {
  const { slug } = useCompany()
  const [places, actions] = useCompanyPlaces()
  const all = [
    useNumberGroup(wanted),
    useAccountGroup(wanted),
    useItemGroup(wanted),
    { heading: 'Go to', items: [...places, ...useSettingsPlaces()] },
    {
      heading: 'Actions',
      items: [
        ...actions,
        ...useStockActions(),
        ...useCountingActions(),
        ...useItemActions(),
        ...useGeneralActions(onHelp),
      ],
    },
    useEntryGroup(wanted),
    useCompanyGroup(slug),
  ]
  return matching(all, wanted)
}

/** Groups that were found by the text already. */
const FOUND = new Set(['Entry', 'Accounts', 'Items', 'Journal entries'])

const matching = (groups: readonly PaletteGroup[], wanted: string): PaletteGroup[] =>
  groups
    .map((group) =>
      FOUND.has(group.heading) || !wanted
        ? group
        : {
            ...group,
            items: group.items.filter(({ label, detail }) =>
              isMatch(`${group.heading} ${label} ${detail ?? ''}`, wanted),
            ),
          },
    )
    .filter(({ items }) => items.length > 0)

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

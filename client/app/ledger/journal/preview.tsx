import { Link } from '@tanstack/react-router'
import { ArrowUpRight, X } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { buttonClass, IconButton } from '../../ui/button.tsx'
import { type Entry, entryName } from '../queries.ts'
import { EntryLines } from './entry-lines.tsx'
import { EntryStatus } from './entry-status.tsx'

/** The chosen entry beside the list. Narrow screens open the entry instead. */
export function Preview({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const company = useCompanySlug()
  return (
    <aside
      aria-label={`Preview of ${entryName(entry)}`}
      className="sheet-motion sticky top-4 max-h-[calc(100dvh-2rem)] w-[27rem] shrink-0 overflow-y-auto rounded-lg border border-line bg-surface max-lg:hidden"
    >
      <header className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4">
        <h2 className="flex-1 text-lg font-semibold tabular-nums">{entryName(entry)}</h2>
        <Link
          to="/companies/$company/journal/$entry"
          params={{ company, entry: entry.id }}
          className={buttonClass('secondary', 'sm')}
        >
          Open <ArrowUpRight className="size-3.5" aria-hidden="true" />
        </Link>
        <IconButton label="Close the preview" onClick={onClose}>
          <X className="size-4" aria-hidden="true" />
        </IconButton>
      </header>
      <div className="flex flex-col gap-1 px-4 py-3">
        <p className="flex items-center justify-between gap-3">
          <span className="text-muted">{formatDate(entry.effectiveDate)}</span>
          <EntryStatus entry={entry} />
        </p>
        <p className="font-medium">{entry.description || 'No description'}</p>
        {entry.reference && <p className="text-sm text-muted">Reference {entry.reference}</p>}
        {entry.note && <p className="text-sm whitespace-pre-line text-muted">{entry.note}</p>}
      </div>
      <EntryLines entry={entry} isCompact />
    </aside>
  )
}

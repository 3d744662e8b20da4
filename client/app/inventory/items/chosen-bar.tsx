import { Tags, X } from 'lucide-react'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import type { ItemHit } from '../pickers/queries.ts'
import { LabelsSheet } from './labels-sheet.tsx'
import { useItemsSearch } from './use-items-search.ts'

/** What is done with the chosen items, in view while one scrolls. */
export function ChosenBar({ items, onClear }: { items: readonly ItemHit[]; onClear: () => void }) {
  const { search, change } = useItemsSearch()
  const isTooMany = items.length > LIMITS.labelItemsMax
  const print = () => change({ open: 'labels' })
  useShortcut('l', 'Labels of what is chosen', 'In a list or a record', print, !isTooMany)
  return (
    <section
      aria-label="Chosen items"
      className="sticky bottom-3 z-20 mt-4 rounded-lg border border-line-strong bg-surface shadow-high"
    >
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-2.5">
        <p className="font-medium">{items.length === 1 ? '1 item' : `${items.length} items`}</p>
        {isTooMany && <p className="text-sm text-muted">Labels of up to {LIMITS.labelItemsMax} at once.</p>}
        <div className="ml-auto flex items-center gap-2">
          <Button variant="primary" disabled={isTooMany} onClick={print}>
            <Tags className="size-4" aria-hidden="true" /> Print labels…
          </Button>
          <IconButton label="Choose none" onClick={onClear}>
            <X className="size-4" aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      {search.open === 'labels' && <LabelsSheet items={items} onClose={() => change({ open: undefined })} />}
    </section>
  )
}

import { Ban, Check, EllipsisVertical, ListRestart, PackagePlus, RotateCcw } from 'lucide-react'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { CancelDialog, FinishDialog, ReopenDialog } from './count-dialogs.tsx'
import { FoundSheet } from './found-sheet.tsx'
import { PostSheet } from './post-sheet.tsx'
import type { Count } from './queries.ts'
import { useCountSearch } from './use-counts-search.ts'

/** What comes next for a count, by its status. */
export function CountActions({ count }: { count: Count }) {
  const { search, change } = useCountSearch()
  const mayRecord = useMay('counts.RecordCounts')
  const mayPost = useMay('counts.PostStockCount')
  const { status } = count
  const open = (what: NonNullable<typeof search.open>) => () => change({ open: what })
  const close = () => change({ open: undefined })
  const isOpen = status === 'open' && mayRecord
  const isFinished = status === 'finished' && mayPost
  useShortcut('f', 'Finish counting', 'On this page', open('finish'), isOpen)
  useShortcut('p', 'Post the count', 'On this page', open('post'), isFinished)
  return (
    <>
      {isOpen && (
        <>
          <Button onClick={open('found')}>
            <PackagePlus className="size-4" aria-hidden="true" /> Found something
          </Button>
          <Button variant="primary" onClick={open('finish')}>
            <Check className="size-4" aria-hidden="true" /> Finish…
          </Button>
        </>
      )}
      {isFinished && (
        <>
          <Button onClick={open('reopen')}>
            <RotateCcw className="size-4" aria-hidden="true" /> Count again…
          </Button>
          <Button variant="primary" onClick={open('post')}>
            <Check className="size-4" aria-hidden="true" /> Post…
          </Button>
        </>
      )}
      {(isOpen || isFinished) && (
        <Menu
          align="end"
          trigger={
            <IconButton label="More">
              <EllipsisVertical className="size-4" aria-hidden="true" />
            </IconButton>
          }
        >
          {isOpen && (
            <MenuItem onSelect={() => change({ recount: search.recount ? undefined : true })}>
              <ListRestart className="size-4" aria-hidden="true" />
              {search.recount ? 'Show what was counted' : 'Count again, with empty cells'}
            </MenuItem>
          )}
          <MenuItem onSelect={open('cancel')}>
            <Ban className="size-4" aria-hidden="true" /> Give the count up…
          </MenuItem>
        </Menu>
      )}
      {search.open === 'found' && isOpen && <FoundSheet count={count} onClose={close} />}
      {search.open === 'finish' && isOpen && <FinishDialog count={count} onClose={close} />}
      {search.open === 'reopen' && isFinished && <ReopenDialog count={count} onClose={close} />}
      {search.open === 'post' && isFinished && <PostSheet count={count} onClose={close} />}
      {search.open === 'cancel' && (isOpen || isFinished) && <CancelDialog count={count} onClose={close} />}
    </>
  )
}

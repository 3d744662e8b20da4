import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { refusalText } from '../../lib/forms.ts'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.tsx'
import type { DraftRow } from './queries.ts'
import { useAction } from './use-action.tsx'

interface PostBarProps {
  picked: readonly DraftRow[]
  onRefused: (details: ReadonlyMap<string, string>) => void
  onPosted: (ids: readonly string[]) => void
  onClear: () => void
}

/** Posts those that are chosen, each by itself: what is refused stays, with the reason beside it. */
export function PostBar({ picked, onRefused, onPosted, onClear }: PostBarProps) {
  const company = useCompanySlug()
  const { run, busyWith } = useAction()
  if (picked.length === 0) return null
  const post = () =>
    run('post', {
      send: (options) =>
        meridian.drafts.PostDrafts(
          company,
          { drafts: picked.map(({ id }) => id), mode: 'independent' },
          options,
        ),
      events: ['draft-posted', 'journal-entry-posted'],
      onDone: ({ posted, refused, results }) => {
        onRefused(
          new Map(
            results.flatMap((result) =>
              result.status === 'refused' ? [[result.draft, refusalText(result.problem)] as const] : [],
            ),
          ),
        )
        onPosted(results.flatMap(({ status, draft }) => (status === 'posted' ? [draft] : [])))
        if (posted > 0) toast(posted === 1 ? '1 draft is posted.' : `${posted} drafts are posted.`)
        if (refused > 0)
          toast(refused === 1 ? '1 draft was refused.' : `${refused} drafts were refused.`, 'failed')
      },
    })
  return (
    <div className="sticky top-2 z-20 mb-3 flex flex-wrap items-center gap-2 rounded-lg border border-line bg-surface px-3 py-2 shadow-low">
      <span className="flex-1 font-medium" aria-live="polite">
        {picked.length} chosen
      </span>
      <Button variant="ghost" onClick={onClear}>
        Choose none
      </Button>
      <Button variant="primary" isBusy={busyWith === 'post'} onClick={() => void post()}>
        {picked.length === 1 ? 'Post the draft' : `Post ${picked.length} drafts`}
      </Button>
    </div>
  )
}

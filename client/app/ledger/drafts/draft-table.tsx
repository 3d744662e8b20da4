import { Link, useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { usePersonName } from '../../guardrails/names.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate, formatInstant } from '../../lib/dates.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { DraftState } from './draft-state.tsx'
import { PostBar } from './post-bar.tsx'
import type { DraftRow } from './queries.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { useAction } from './use-action.tsx'

interface TableProps {
  drafts: readonly DraftRow[]
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => unknown
}

/** Drafts to open, to choose and to discard. */
export function DraftTable({ drafts, hasMore, isLoadingMore, onMore }: TableProps) {
  const { slug, currency } = useCompany()
  const navigate = useNavigate()
  const person = usePersonName()
  const mayPost = useMay('drafts.PostDrafts')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map())
  const { active } = useRowKeys(drafts, ({ id }) => {
    void navigate({ to: '/companies/$company/journal/new', params: { company: slug }, search: { draft: id } })
  })
  const more = useCallback(() => void onMore(), [onMore])
  const open = drafts.filter(({ status }) => status === 'open')
  const picked = open.filter(({ id }) => chosen.has(id))
  const choose = (ids: readonly string[], isOn: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) isOn ? next.add(id) : next.delete(id)
    setChosen(next)
  }
  const canChoose = mayPost && open.length > 0
  return (
    <>
      {canChoose && (
        <PostBar
          picked={picked}
          onRefused={setRefused}
          onPosted={(ids) => choose(ids, false)}
          onClear={() => setChosen(new Set())}
        />
      )}
      <Table aria-label="Drafts" className="table-fixed">
        <thead>
          <tr>
            {canChoose && (
              <HeadCell className="w-10">
                <input
                  type="checkbox"
                  aria-label="Choose all drafts"
                  className="size-4 accent-accent"
                  checked={picked.length === open.length}
                  onChange={(event) =>
                    choose(
                      open.map(({ id }) => id),
                      event.target.checked,
                    )
                  }
                />
              </HeadCell>
            )}
            <HeadCell>Description</HeadCell>
            <HeadCell className="w-32 max-sm:hidden">Date</HeadCell>
            <HeadCell className="w-44 max-md:hidden">State</HeadCell>
            <HeadCell className="w-52 max-lg:hidden">Saved</HeadCell>
            <HeadCell isNumeric className="w-32 max-sm:w-24">
              Amount, {currency}
            </HeadCell>
            <HeadCell className="w-14 max-sm:w-11">
              <span className="unseen">Discard</span>
            </HeadCell>
          </tr>
        </thead>
        <VirtualRows
          rows={drafts}
          hasMore={hasMore}
          isLoadingMore={isLoadingMore}
          onMore={more}
          activeIndex={active}
        >
          {(draft, index, ref) => (
            <tr
              key={draft.id}
              ref={ref}
              data-index={index}
              data-active={index === active || undefined}
              className="hover:bg-hover data-active:bg-accent-soft"
            >
              {canChoose && (
                <Cell>
                  <input
                    type="checkbox"
                    aria-label={`Choose ${nameOf(draft)}`}
                    className="size-4 accent-accent"
                    checked={chosen.has(draft.id)}
                    disabled={draft.status !== 'open'}
                    onChange={(event) => choose([draft.id], event.target.checked)}
                  />
                </Cell>
              )}
              <RowHead className="py-2!">
                <Link
                  to="/companies/$company/journal/new"
                  params={{ company: slug }}
                  search={{ draft: draft.id }}
                  className={`${rowLinkClass} font-medium`}
                >
                  {nameOf(draft)}
                </Link>
                {draft.reference && <span className="ml-2 text-sm text-faint">{draft.reference}</span>}
                <span className="block text-sm text-muted md:hidden">
                  {draft.effectiveDate && <span className="mr-2">{formatDate(draft.effectiveDate)}</span>}
                  <DraftState draft={draft} />
                </span>
                {refused.has(draft.id) && (
                  <span className="block text-sm text-negative">{refused.get(draft.id)}</span>
                )}
              </RowHead>
              <Cell className="whitespace-nowrap text-muted tabular-nums max-sm:hidden">
                {draft.effectiveDate ? formatDate(draft.effectiveDate) : 'No date'}
              </Cell>
              <Cell className="max-md:hidden">
                <DraftState draft={draft} />
              </Cell>
              <Cell className="text-sm text-muted max-lg:hidden">
                {formatInstant(draft.savedAt)} by {person(draft.savedBy)}
              </Cell>
              <Cell isNumeric>
                <Amount value={draft.total} />
              </Cell>
              <Cell className="text-right!">{draft.status === 'open' && <Discard draft={draft} />}</Cell>
            </tr>
          )}
        </VirtualRows>
      </Table>
    </>
  )
}

const nameOf = ({ description, reference }: Pick<DraftRow, 'description' | 'reference'>): string =>
  description || reference || 'No description'

function Discard({ draft }: { draft: DraftRow }) {
  const { slug } = useCompany()
  const { run } = useAction()
  const mayDiscard = useMay('drafts.DiscardDraft')
  const [isAsking, setAsking] = useState(false)
  if (!mayDiscard) return null
  return (
    <>
      <IconButton label={`Discard ${nameOf(draft)}`} onClick={() => setAsking(true)}>
        <Trash2 className="size-4" aria-hidden="true" />
      </IconButton>
      {isAsking && (
        <ReasonDialog
          title="Discard the draft?"
          verb="Discard it"
          send={(reason, idempotencyKey) =>
            meridian.drafts.DiscardDraft(
              slug,
              { draft: draft.id, ...(reason && { reason }) },
              { idempotencyKey },
            )
          }
          onDone={() => run('refresh', { send: () => Promise.resolve(), events: ['draft-discarded'] })}
          onClose={() => setAsking(false)}
        >
          Nobody can post it any more. What it said stays in the log.
        </ReasonDialog>
      )}
    </>
  )
}

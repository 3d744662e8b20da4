import type { RefusalCode } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { type FieldError, isRefusal, type Refusal, refuse } from '../../kernel/result.ts'
import type { EntryPosted } from '../contract.ts'
import type { Chart } from '../model.ts'
import type { Posting } from '../posting.ts'
import { coded, stored, withoutEmpty } from './coding.ts'
import { entryOf } from './completeness.ts'
import type { DraftEntry, DraftSaved, DraftStatus, DraftsContract, StoredEntry } from './contract.ts'

export type DraftsRefusal = Refusal<RefusalCode<DraftsContract>>

/** Pure decisions about drafts: from what was loaded and the input to events or a refusal. */

export interface KnownDraft extends DraftSaved {
  status: DraftStatus
  entryId: string | null
}

/** The draft as it is kept. */
export function storedEntry({ lines = [], ...header }: DraftEntry, chart: Chart): StoredEntry {
  return { ...withoutEmpty(header), lines: lines.map((line) => stored(line, chart)) } as StoredEntry
}

/** The draft with the codes that its accounts have now. */
export const codedEntry = (entry: StoredEntry, chart: Chart): StoredEntry => ({
  ...entry,
  lines: entry.lines.map((line) => coded(line, chart)),
})

export const draftSaved = (data: DraftSaved): NewEvent => ({ type: 'draft-saved', version: 1, data })

export function decideNewDraft(
  data: Omit<DraftSaved, 'version'>,
  openDrafts: number,
): NewEvent[] | DraftsRefusal {
  if (openDrafts >= LIMITS.openDraftsMax)
    return refuse(
      'too_many_drafts',
      `A company has at most ${LIMITS.openDraftsMax} open drafts. Post or discard some of them.`,
    )
  return [draftSaved({ ...data, version: 1 })]
}

/** A draft that is saved as it was is no new version. */
export function decideChangeDraft(
  draft: KnownDraft,
  version: number | undefined,
  entry: StoredEntry,
): NewEvent[] | DraftsRefusal {
  const problem = notOpen(draft) ?? changedSince(draft, version ?? 0)
  if (problem) return problem
  if (JSON.stringify(sorted(entry)) === JSON.stringify(sorted(draft.entry))) return []
  const { id, template, schedule } = draft
  const origin = { ...(template && { template }), ...(schedule && { schedule }) }
  return [draftSaved({ id, version: draft.version + 1, entry, ...origin })]
}

const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Array.isArray(value)
      ? value.map(sorted)
      : Object.entries(value)
          .map(([key, each]) => [key, sorted(each)])
          .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))

export function decideDiscardDraft(
  draft: KnownDraft,
  reason: string | undefined,
): NewEvent[] | DraftsRefusal {
  const data = { id: draft.id, ...(reason && { reason }) }
  return notOpen(draft) ?? [{ type: 'draft-discarded', version: 1, data }]
}

/** Posts a draft with others of the same decision; pointers are relative to the entry. */
export function postDraft(
  posting: Posting,
  chart: Chart,
  draft: KnownDraft,
  version?: number,
): EntryPosted | DraftsRefusal {
  const problem = notOpen(draft) ?? (version === undefined ? undefined : changedSince(draft, version))
  if (problem) return problem
  const entry = entryOf(codedEntry(draft.entry, chart))
  return Array.isArray(entry) ? incomplete(entry) : posting.post(entry, { origin: draft.id })
}

export const draftPosted = ({ id, version }: KnownDraft, entry: string): NewEvent => ({
  type: 'draft-posted',
  version: 1,
  data: { id, version, entry },
})

/** Drafts that are posted together: `atomic` refuses all when one is refused, `independent` books the good ones. */
export function decidePostDrafts(
  posting: Posting,
  chart: Chart,
  drafts: readonly (KnownDraft | DraftsRefusal)[],
  mode: 'atomic' | 'independent',
): (EntryPosted | DraftsRefusal)[] | DraftsRefusal {
  const posted = new Map<string, string>()
  const results = drafts.map((draft) => {
    if (isRefusal(draft)) return draft
    const before = posted.get(draft.id)
    if (before !== undefined) return alreadyPosted(draft.id, before)
    const entry = postDraft(posting, chart, draft)
    if (!isRefusal(entry)) posted.set(draft.id, entry.id)
    return entry
  })
  const refused = results.flatMap((result, at) => (isRefusal(result) ? [{ at, refusal: result }] : []))
  if (mode === 'independent' || refused.length === 0) return results
  return refuse(
    'drafts_refused',
    `${refused.length} of ${drafts.length} drafts were refused, the first at position ${(refused[0]?.at ?? 0) + 1}. Correct them, or send mode=independent to post the others.`,
    refused.flatMap(({ at, refusal }) => errorsAt(`/drafts/${at}`, refusal)).slice(0, ERRORS_SHOWN),
  )
}

const ERRORS_SHOWN = 100

const errorsAt = (pointer: string, { refused: code, detail, errors }: DraftsRefusal): FieldError[] =>
  errors.length === 0
    ? [{ pointer, code, detail }]
    : errors.map((error) => ({ ...error, pointer: pointer + error.pointer }))

const incomplete = (errors: FieldError[]): DraftsRefusal =>
  refuse(
    'draft_incomplete',
    `${errors[0]?.pointer.slice(1) || 'The draft'}: ${errors[0]?.detail} Complete the draft first.`,
    errors,
  )

export const draftNotFound = (id: string): DraftsRefusal =>
  refuse('draft_not_found', `There is no draft ${id} in this company.`)

const alreadyPosted = (id: string, entry: string | null): DraftsRefusal =>
  refuse('draft_posted', `The draft ${id} is posted already, as ${entry}.`)

function notOpen({ id, status, entryId }: KnownDraft): DraftsRefusal | undefined {
  if (status === 'posted') return alreadyPosted(id, entryId)
  return status === 'discarded'
    ? refuse('draft_discarded', `The draft ${id} is discarded. Make a new one.`)
    : undefined
}

function changedSince(draft: KnownDraft, version: number): DraftsRefusal | undefined {
  if (draft.version === version) return undefined
  const detail =
    version === 0
      ? `Send the version that you changed. The draft is at version ${draft.version}.`
      : `The draft is at version ${draft.version}, not ${version} any more. Read it again, and change that.`
  return refuse('draft_changed', detail, [{ pointer: '/version', code: 'draft_changed', detail }])
}

import { z } from 'zod'
import { command, type ModuleContract, query } from '../../../kernel/contract.ts'
import { flag, id, listOf, page, wholeNumber } from '../../../kernel/fields.ts'
import { LIMITS } from '../../../kernel/limits.ts'
import { entryView, rowProblem } from '../../contract.ts'
import {
  draftEntry,
  fieldProblem,
  period,
  reason,
  reference,
  rentLines,
  storedEntry,
  templateOrigin,
  viewedEntry,
} from './entries.ts'

/** Drafts: entries that somebody is still writing. */

export const DRAFT_STATUSES = ['open', 'posted', 'discarded'] as const
export type DraftStatus = (typeof DRAFT_STATUSES)[number]

const draftSaved = z.strictObject({
  id: z.string(),
  version: z.number().int(),
  entry: storedEntry,
  template: templateOrigin.optional(),
  /** The occurrence of a schedule that it was made by. */
  schedule: z.strictObject({ id: z.string(), date: z.string() }).optional(),
})
export type DraftSaved = z.output<typeof draftSaved>
const draftPosted = z.strictObject({ id: z.string(), version: z.number().int(), entry: z.string() })
export type DraftPosted = z.output<typeof draftPosted>
const draftDiscarded = z.strictObject({ id: z.string(), reason: z.string().optional() })
export type DraftDiscarded = z.output<typeof draftDiscarded>

const originView = z.object({
  template: z.object({ code: z.string(), version: z.number() }).nullable(),
  schedule: z.string().nullable(),
  date: z.string().nullable().describe('Date of the occurrence.'),
})

export const draftView = z.object({
  id: id('draft'),
  version: z.number(),
  status: z.enum(DRAFT_STATUSES),
  entry: viewedEntry,
  isReady: z.boolean().describe('Posting it now would not be refused.'),
  problems: z
    .array(fieldProblem)
    .describe('What posting it now would be refused for; pointers into the entry.'),
  origin: originView,
  createdAt: z.string(),
  createdBy: z.string(),
  savedAt: z.string(),
  savedBy: z.string(),
  entryId: z.string().nullable().describe('What it was posted as.'),
  sequence: z.number(),
})
export type DraftView = z.output<typeof draftView>

const draftSummary = draftView
  .omit({ entry: true, isReady: true, problems: true, createdAt: true, createdBy: true, sequence: true })
  .extend({
    journal: z.string().nullable(),
    effectiveDate: z.string().nullable(),
    description: z.string(),
    reference: z.string().nullable(),
    lines: z.number(),
    total: z.string().nullable().describe('Sum of the debits in company currency.'),
    isReady: z.boolean().describe('Posting it now, by itself, would not be refused.'),
    problem: fieldProblem
      .nullable()
      .describe('The first of what posting it now would be refused for; the draft itself names all.'),
    problemCount: z.number(),
  })
export type DraftSummary = z.output<typeof draftSummary>

const postedDraft = z.union([
  z.object({
    draft: z.string(),
    status: z.literal('posted'),
    entry: z.string(),
    number: z.number(),
    voucher: z.string(),
  }),
  z.object({ draft: z.string(), status: z.literal('refused'), problem: rowProblem }),
])
export type PostedDraft = z.output<typeof postedDraft>

export const draftOperations = {
  SaveDraft: command({
    summary: 'Save a draft of a journal entry',
    description:
      'It may lack anything and need not balance: the reply says what posting it would be refused for. To change one, send the version that you changed.',
    path: '/drafts',
    scope: 'drafts:write',
    input: z.strictObject({
      draft: reference.optional().describe('The draft to change; default: a new one.'),
      version: wholeNumber(1, LIMITS.minorUnitsMax).optional(),
      entry: draftEntry,
    }),
    reply: draftView,
    example: { entry: { effectiveDate: '2026-03-31', lines: rentLines } },
  }),
  ListDrafts: query({
    summary: 'List the drafts, last made first, and whether each would post as it stands',
    path: '/drafts',
    scope: 'ledger:read',
    input: z.strictObject({
      ...page,
      ...period,
      status: z.enum(DRAFT_STATUSES).optional().describe('Default: open.'),
      undated: flag.optional().describe('Only those without an effective date.'),
      q: z.string().max(200).optional().describe('Part of the description or reference.'),
    }),
    reply: listOf(draftSummary),
  }),
  GetDraft: query({
    summary: 'Show a draft, with what posting it now would be refused for',
    path: '/drafts/{draft}',
    scope: 'ledger:read',
    input: z.strictObject({ draft: reference }),
    reply: draftView,
  }),
  PostDraft: command({
    books: 'entry',
    summary: 'Post a draft',
    description: 'Once. The entry names the draft as its origin.',
    path: '/drafts/{draft}/post',
    scope: 'ledger:write',
    input: z.strictObject({
      draft: reference,
      version: wholeNumber(1, LIMITS.minorUnitsMax)
        .optional()
        .describe('Refused if the draft has another one by now.'),
    }),
    reply: entryView,
  }),
  PostDrafts: command({
    books: 'entry',
    summary: 'Post many drafts',
    description: '`atomic`: all or none. `independent`: each by itself.',
    path: '/drafts/post',
    scope: 'ledger:write',
    status: 200,
    input: z.strictObject({
      drafts: z
        .array(reference)
        .min(1, 'Name at least one draft.')
        .max(LIMITS.draftsARequestMax, `At most ${LIMITS.draftsARequestMax} drafts a request.`),
      mode: z.enum(['atomic', 'independent']).optional(),
    }),
    reply: z.object({ posted: z.number(), refused: z.number(), results: z.array(postedDraft) }),
  }),
  DiscardDraft: command({
    summary: 'Discard a draft',
    path: '/drafts/{draft}/discard',
    scope: 'drafts:write',
    status: 200,
    input: z.strictObject({ draft: reference, reason }),
    reply: draftView,
  }),
} as const satisfies ModuleContract['operations']

export const draftEvents = {
  'draft-saved': { version: 1, data: draftSaved },
  'draft-posted': { version: 1, data: draftPosted },
  'draft-discarded': { version: 1, data: draftDiscarded },
} as const satisfies ModuleContract['events']

export const draftRefusals = {
  draft_changed: { status: 409, title: 'Somebody else saved the draft' },
  draft_discarded: { status: 409, title: 'The draft is discarded' },
  draft_incomplete: { status: 422, title: 'The draft is not complete' },
  draft_not_found: { status: 404, title: 'There is no such draft' },
  draft_posted: { status: 409, title: 'The draft is posted already' },
  drafts_refused: { status: 422, title: 'Drafts were refused, so none was posted' },
  too_many_drafts: { status: 422, title: 'The company has as many drafts as it can have' },
} as const satisfies ModuleContract['refusals']

import { z } from 'zod'
import { command, type ModuleContract, query } from '../../kernel/contract.ts'
import {
  date,
  decimal,
  flag,
  id,
  line,
  listOf,
  multiline,
  page,
  requiredLine,
  wholeNumber,
} from '../../kernel/fields.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { entryView, journalCode, journalEntry, postingRefusals, rowProblem } from '../contract.ts'

/** Entries that are not booked yet: drafts, templates, entries that recur, and entries that take themselves back. */

const entryLine = journalEntry.shape.lines.element

// ---------------------------------------------------------------------------------------------------- inputs

/** A draft may leave out everything: what posting it needs is said, not asked for. */
const draftLine = entryLine.partial().extend({ account: line(LIMITS.accountCodeCharsMax).optional() })
const draftEntry = journalEntry
  .omit({ id: true, lines: true })
  .partial()
  .extend({
    lines: z
      .array(draftLine)
      .max(LIMITS.entryLinesMax, `An entry has at most ${LIMITS.entryLinesMax} lines.`)
      .optional(),
  })
export type DraftEntry = z.output<typeof draftEntry>

const REVERSES = ['next-day', 'next-month'] as const
const reverse = z
  .enum(REVERSES)
  .optional()
  .describe('Each entry is reversed by itself: on the day after it, or on the first of the next month.')
export type ReverseRule = (typeof REVERSES)[number]

const textNote = '{yyyy}, {mm} and {dd} in it stand for the effective date.'
const scheduledEntry = journalEntry
  .omit({ id: true, externalId: true, effectiveDate: true, reverseOn: true })
  .extend({
    description: line(LIMITS.descriptionCharsMax).optional().describe(textNote),
    reverse,
  })

const templateCode = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/,
    'Write 1 to 60 lower-case letters, digits and inner hyphens, such as "rent".',
  )
const variable = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'Write a name of letters and digits that begins small, such as "net".')
/** What a percentage is of, where the template does not say. */
export const DEFAULT_VARIABLE = 'amount'

const templateLine = entryLine
  .pick({ account: true, unit: true, memo: true, reference: true, dimensions: true })
  .extend({
    side: z.enum(['debit', 'credit']),
    fixed: decimal.optional(),
    variable: variable.optional().describe('The amount is that of the variable.'),
    percent: decimal.optional().describe('Of the variable `of`, such as "33.3".'),
    of: variable.optional().describe(`Default: ${DEFAULT_VARIABLE}.`),
    rest: z.literal(true).optional().describe('Takes what the other lines leave open.'),
  })
const templateFields = {
  code: templateCode,
  name: requiredLine(LIMITS.nameCharsMax),
  journal: journalCode.optional(),
  description: line(LIMITS.descriptionCharsMax).optional().describe(textNote),
  reference: line(LIMITS.referenceCharsMax).optional(),
  note: multiline(LIMITS.noteCharsMax).optional(),
  tags: journalEntry.shape.tags,
  reverse,
  lines: z
    .array(templateLine)
    .min(1, 'A template has at least one line.')
    .max(LIMITS.templateLinesMax, `A template has at most ${LIMITS.templateLinesMax} lines.`),
}
const template = z.strictObject(templateFields)
export type Template = z.output<typeof template>

const amounts = {
  amount: decimal.optional().describe(`Short for the variable ${DEFAULT_VARIABLE}.`),
  variables: z
    .record(variable, decimal)
    .refine(
      (all) => Object.keys(all).length <= LIMITS.templateLinesMax,
      `At most ${LIMITS.templateLinesMax} variables.`,
    )
    .optional(),
}

const LAST_DAY_RULES = ['last-day', 'skip'] as const
export type LastDayRule = (typeof LAST_DAY_RULES)[number]
const recurrence = {
  rrule: requiredLine(LIMITS.rruleCharsMax).describe(
    'RFC 5545, with FREQ of DAILY, WEEKLY, MONTHLY or YEARLY, such as "FREQ=MONTHLY;BYMONTHDAY=-1".',
  ),
  start: date,
  end: date.optional().describe('The last date there may be.'),
  lastDayRule: z
    .enum(LAST_DAY_RULES)
    .optional()
    .describe(
      'In a month without such a day: its last day (the default), or no date at all, as RFC 5545 has it.',
    ),
}

export const DRAFT_STATUSES = ['open', 'posted', 'discarded'] as const
export type DraftStatus = (typeof DRAFT_STATUSES)[number]
export const SCHEDULE_STATUSES = ['active', 'paused', 'ended'] as const
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number]
export const OCCURRENCE_STATUSES = ['booked', 'refused', 'waiting', 'skipped'] as const
export type OccurrenceStatus = (typeof OCCURRENCE_STATUSES)[number]
export const REVERSAL_STATUSES = ['planned', 'refused', 'waiting', 'reversed', 'cancelled'] as const
export type ReversalStatus = (typeof REVERSAL_STATUSES)[number]
const MODES = ['post', 'draft'] as const

/** An id, which may be none of ours: then there is no such record. */
const reference = z.string().max(60)
const reason = line(LIMITS.commentCharsMax).optional()
const requiredReason = requiredLine(LIMITS.commentCharsMax)

// ---------------------------------------------------------------------------------------------------- events

/** Beside the code, the id of the account it named when it was written: codes change, ids do not. */
const accountId = z.string().optional()
const texts = z.record(z.string(), z.string()).optional()
const storedLine = z.strictObject({
  account: z.string().optional(),
  accountId,
  debit: z.string().optional(),
  credit: z.string().optional(),
  unit: z.string().optional(),
  value: z.string().optional(),
  rate: z.string().optional(),
  memo: z.string().optional(),
  reference: z.string().optional(),
  dueDate: z.string().optional(),
  dimensions: texts,
  distribution: z.string().optional(),
})
export type StoredLine = z.output<typeof storedLine>

const storedTexts = {
  journal: z.string().optional(),
  description: z.string().optional(),
  reference: z.string().optional(),
  note: z.string().optional(),
  tags: texts,
}
const storedEntry = z.strictObject({
  ...storedTexts,
  effectiveDate: z.string().optional(),
  externalId: z.string().optional(),
  reverseOn: z.string().optional(),
  lines: z.array(storedLine),
})
export type StoredEntry = z.output<typeof storedEntry>

const templateOrigin = z.strictObject({ code: z.string(), version: z.number().int() })
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

const storedTemplateLine = z.strictObject({
  account: z.string(),
  accountId,
  side: z.enum(['debit', 'credit']),
  unit: z.string().optional(),
  memo: z.string().optional(),
  reference: z.string().optional(),
  dimensions: texts,
  fixed: z.string().optional(),
  variable: z.string().optional(),
  percent: z.string().optional(),
  of: z.string().optional(),
  rest: z.literal(true).optional(),
})
export type StoredTemplateLine = z.output<typeof storedTemplateLine>
const storedTemplate = z.strictObject({
  ...storedTexts,
  code: z.string(),
  name: z.string(),
  reverse: z.enum(REVERSES).optional(),
  lines: z.array(storedTemplateLine),
})
export type StoredTemplate = z.output<typeof storedTemplate>
const templateSaved = z.strictObject({ version: z.number().int(), template: storedTemplate })
export type TemplateSaved = z.output<typeof templateSaved>
const templateRetired = z.strictObject({
  code: z.string(),
  version: z.number().int(),
  reason: z.string().optional(),
})
export type TemplateRetired = z.output<typeof templateRetired>

const storedScheduledEntry = z.strictObject({
  ...storedTexts,
  reverse: z.enum(REVERSES).optional(),
  lines: z.array(storedLine),
})
export type StoredScheduledEntry = z.output<typeof storedScheduledEntry>
/** The next date of a schedule; null: there is none after it. */
const next = z.string().nullable()
const entryScheduled = z.strictObject({
  id: z.string(),
  name: z.string(),
  mode: z.enum(MODES),
  rrule: z.string(),
  start: z.string(),
  end: z.string().optional(),
  lastDayRule: z.enum(LAST_DAY_RULES),
  entry: storedScheduledEntry,
  template: templateOrigin.optional(),
  next,
})
export type EntryScheduled = z.output<typeof entryScheduled>
const schedulePaused = z.strictObject({ id: z.string(), reason: z.string().optional() })
export type SchedulePaused = z.output<typeof schedulePaused>
const scheduleResumed = z.strictObject({ id: z.string(), next, skipped: z.array(z.string()) })
export type ScheduleResumed = z.output<typeof scheduleResumed>
const scheduleEnded = z.strictObject({ id: z.string(), reason: z.string().optional() })
export type ScheduleEnded = z.output<typeof scheduleEnded>

const refusalData = z.strictObject({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() })),
})
export type RefusalData = z.output<typeof refusalData>
/** `next` is there where the event takes the schedule to its next date. */
const ofOccurrence = { schedule: z.string(), date: z.string(), next: next.optional() }
const occurrenceBooked = z.strictObject({
  ...ofOccurrence,
  entry: z.string().optional(),
  draft: z.string().optional(),
})
export type OccurrenceBooked = z.output<typeof occurrenceBooked>
const occurrenceRefused = z.strictObject({ ...ofOccurrence, refusal: refusalData })
export type OccurrenceRefused = z.output<typeof occurrenceRefused>
const occurrenceParked = z.strictObject({ ...ofOccurrence, approval: z.string() })
export type OccurrenceParked = z.output<typeof occurrenceParked>
const occurrenceSkipped = z.strictObject({ schedule: z.string(), date: z.string(), reason: z.string() })
export type OccurrenceSkipped = z.output<typeof occurrenceSkipped>

const reversalRefused = z.strictObject({ entry: z.string(), refusal: refusalData })
export type ReversalRefused = z.output<typeof reversalRefused>
const reversalParked = z.strictObject({ entry: z.string(), approval: z.string() })
export type ReversalParked = z.output<typeof reversalParked>
const reversalCancelled = z.strictObject({ entry: z.string(), reason: z.string() })
export type ReversalCancelled = z.output<typeof reversalCancelled>

// ----------------------------------------------------------------------------------------------------- views

const fieldProblem = z.object({ pointer: z.string(), code: z.string(), detail: z.string() })
const refusalView = z.object({ code: z.string(), detail: z.string(), errors: z.array(fieldProblem) })

const originView = z.object({
  template: z.object({ code: z.string(), version: z.number() }).nullable(),
  schedule: z.string().nullable(),
  date: z.string().nullable().describe('Date of the occurrence.'),
})

const viewedLine = storedLine.omit({ accountId: true })
const viewedEntry = z.object({
  ...storedTexts,
  effectiveDate: z.string().optional(),
  externalId: z.string().optional(),
  reverseOn: z.string().optional(),
  lines: z.array(viewedLine),
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

const templateView = z.object({
  ...storedTexts,
  code: z.string(),
  name: z.string(),
  reverse: z.enum(REVERSES).optional(),
  lines: z.array(storedTemplateLine.omit({ accountId: true })),
  version: z.number(),
  status: z.enum(['active', 'retired']),
  variables: z.array(z.string()).describe('What applying it needs.'),
  savedAt: z.string(),
  savedBy: z.string(),
})
export type TemplateView = z.output<typeof templateView>

const scheduleView = z.object({
  id: id('schedule'),
  name: z.string(),
  status: z.enum(SCHEDULE_STATUSES),
  mode: z.enum(MODES),
  rrule: z.string(),
  start: z.string(),
  end: z.string().nullable(),
  lastDayRule: z.enum(LAST_DAY_RULES),
  entry: z.object({
    ...storedTexts,
    reverse: z.enum(REVERSES).optional(),
    lines: z.array(viewedLine),
  }),
  template: z.object({ code: z.string(), version: z.number() }).nullable(),
  next: z.string().nullable(),
  upcoming: z.array(z.string()),
  counts: z.object({
    booked: z.number(),
    refused: z.number(),
    waiting: z.number(),
    skipped: z.number(),
  }),
  lastRefusal: z.object({ date: z.string(), code: z.string(), detail: z.string() }).nullable(),
  problems: z
    .array(fieldProblem)
    .describe('What booking the next date now would be refused for; pointers into the entry.'),
  createdAt: z.string(),
  createdBy: z.string(),
})
export type ScheduleView = z.output<typeof scheduleView>

const occurrenceView = z.object({
  schedule: z.string(),
  name: z.string(),
  date: z.string(),
  status: z.enum(OCCURRENCE_STATUSES),
  entryId: z.string().nullable(),
  draftId: z.string().nullable(),
  approval: z.string().nullable(),
  refusal: refusalView.nullable(),
  reason: z.string().nullable(),
  recordedAt: z.string(),
  sequence: z.number(),
})
export type OccurrenceView = z.output<typeof occurrenceView>

const reversalView = z.object({
  entry: z.object({
    id: z.string(),
    voucher: z.string(),
    effectiveDate: z.string(),
    description: z.string(),
    total: z.string().nullable(),
  }),
  reverseOn: z.string(),
  status: z.enum(REVERSAL_STATUSES),
  reversedBy: z.string().nullable(),
  approval: z.string().nullable(),
  refusal: refusalView.nullable(),
  reason: z.string().nullable(),
  sequence: z.number(),
})
export type ReversalView = z.output<typeof reversalView>

// -------------------------------------------------------------------------------------------------- contract

const rentLines = [
  { account: '1000', debit: '10.00' },
  { account: '4000', credit: '10.00' },
]
const period = { from: date.optional(), to: date.optional() }

export const draftsContract = {
  name: 'drafts',
  title: 'Drafts and recurring entries',
  operations: {
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
      summary: 'List the drafts, last made first',
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
      books: true,
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
      books: true,
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
    SaveTemplate: command({
      summary: 'Save a template of journal entries',
      description:
        'A code that exists gets a new version. Lines that are shares of the same variable are split together, by largest remainder.',
      path: '/entry-templates',
      scope: 'drafts:write',
      input: template,
      reply: templateView,
      example: {
        code: 'rent',
        name: 'Rent',
        description: 'Rent {yyyy}-{mm}',
        lines: [
          { account: '1000', side: 'debit', percent: '100' },
          { account: '4000', side: 'credit', variable: 'amount' },
        ],
      },
    }),
    ListTemplates: query({
      summary: 'List the templates, by code',
      path: '/entry-templates',
      scope: 'ledger:read',
      input: z.strictObject({
        ...page,
        status: z.enum(['active', 'retired']).optional().describe('Default: active.'),
      }),
      reply: listOf(templateView),
    }),
    GetTemplate: query({
      summary: 'Show a template',
      path: '/entry-templates/{template}',
      scope: 'ledger:read',
      input: z.strictObject({ template: reference }),
      reply: templateView,
    }),
    ApplyTemplate: command({
      summary: 'Make a draft from a template',
      path: '/entry-templates/{template}/apply',
      scope: 'drafts:write',
      input: z.strictObject({ template: reference, effectiveDate: date, ...amounts }),
      reply: draftView,
      example: { effectiveDate: '2026-03-31', amount: '10.00' },
    }),
    RetireTemplate: command({
      summary: 'Take a template out of use',
      path: '/entry-templates/{template}/retire',
      scope: 'drafts:write',
      status: 200,
      input: z.strictObject({ template: reference, reason }),
      reply: templateView,
    }),
    ScheduleEntry: command({
      summary: 'Let an entry recur',
      description: `Each date is booked by itself when it comes, in UTC, with its own date and exactly once. What is refused is kept and shown, and the schedule goes on. Dates end at the latest ${LIMITS.scheduleYearsMax} years after the start. Amounts of a template are those of today: a later version of it changes nothing here.`,
      path: '/schedules',
      scope: 'ledger:write',
      input: z.strictObject({
        name: requiredLine(LIMITS.nameCharsMax),
        entry: scheduledEntry.optional(),
        template: z.strictObject({ code: reference, ...amounts }).optional(),
        ...recurrence,
        mode: z.enum(MODES).optional().describe('Default: post. `draft` makes drafts for somebody to post.'),
      }),
      reply: scheduleView,
      example: {
        name: 'Rent',
        entry: { description: 'Rent {yyyy}-{mm}', lines: rentLines },
        rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1',
        start: '2999-01-31',
      },
    }),
    PreviewSchedule: query({
      summary: 'Show the dates of a recurrence',
      method: 'POST',
      body: 'json',
      bodyBytesMax: LIMITS.jsonBytesMax,
      path: '/schedules/preview',
      scope: 'ledger:read',
      input: z.strictObject({
        ...recurrence,
        limit: wholeNumber(1, LIMITS.previewDatesMax).optional(),
      }),
      reply: z.object({
        dates: z.array(z.string()),
        isFinite: z.boolean().describe('The rule itself says where it ends.'),
        total: z.number().nullable().describe('How many dates a rule that ends has.'),
      }),
      example: { rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1', start: '2026-01-31' },
    }),
    ListSchedules: query({
      summary: 'List the schedules, last made first',
      path: '/schedules',
      scope: 'ledger:read',
      input: z.strictObject({ ...page, status: z.enum(SCHEDULE_STATUSES).optional() }),
      reply: listOf(scheduleView),
    }),
    GetSchedule: query({
      summary: 'Show a schedule',
      path: '/schedules/{schedule}',
      scope: 'ledger:read',
      input: z.strictObject({ schedule: reference }),
      reply: scheduleView,
    }),
    PauseSchedule: command({
      summary: 'Pause a schedule',
      path: '/schedules/{schedule}/pause',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({ schedule: reference, reason }),
      reply: scheduleView,
    }),
    ResumeSchedule: command({
      summary: 'Resume a schedule',
      description:
        'Dates that came while it was paused are booked, each with its own date, or with `missed=skip` recorded as skipped.',
      path: '/schedules/{schedule}/resume',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({ schedule: reference, missed: z.enum(['book', 'skip']).optional() }),
      reply: scheduleView,
    }),
    EndSchedule: command({
      summary: 'End a schedule for good',
      path: '/schedules/{schedule}/end',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({ schedule: reference, reason }),
      reply: scheduleView,
    }),
    ListOccurrences: query({
      summary: 'List what became of the dates of schedules, latest date first',
      path: '/occurrences',
      scope: 'ledger:read',
      input: z.strictObject({
        ...page,
        ...period,
        schedule: reference.optional(),
        status: z.enum(OCCURRENCE_STATUSES).optional(),
      }),
      reply: listOf(occurrenceView),
    }),
    RunOccurrence: command({
      books: true,
      summary: 'Book a date of a schedule that was refused or skipped',
      path: '/schedules/{schedule}/occurrences/{date}/run',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({
        schedule: reference,
        date: reference,
        effectiveDate: date.optional().describe('Default: the date itself.'),
      }),
      reply: occurrenceView,
    }),
    SkipOccurrence: command({
      summary: 'Leave out a date of a schedule that was refused',
      path: '/schedules/{schedule}/occurrences/{date}/skip',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({ schedule: reference, date: reference, reason: requiredReason }),
      reply: occurrenceView,
      example: { reason: 'Paid by hand' },
    }),
    ListReversals: query({
      summary: 'List entries that reverse themselves, by date',
      path: '/reversals',
      scope: 'ledger:read',
      input: z.strictObject({ ...page, ...period, status: z.enum(REVERSAL_STATUSES).optional() }),
      reply: listOf(reversalView),
    }),
    RunReversal: command({
      books: true,
      summary: 'Reverse an entry now that reverses itself',
      path: '/reversals/{entry}/run',
      scope: 'ledger:write',
      input: z.strictObject({
        entry: reference,
        effectiveDate: date.optional().describe('Default: the date that the entry says.'),
      }),
      reply: entryView,
    }),
    CancelReversal: command({
      summary: 'Keep an entry from reversing itself',
      path: '/reversals/{entry}/cancel',
      scope: 'ledger:write',
      status: 200,
      input: z.strictObject({ entry: reference, reason: requiredReason }),
      reply: reversalView,
      example: { reason: 'The invoice has come' },
    }),
    BookOccurrence: command({
      books: true,
      summary: 'Book a date of a schedule that has come',
      path: '/schedules/{schedule}/occurrences/{date}/book',
      scope: 'ledger:write',
      internal: true,
      input: z.strictObject({ schedule: reference, date: reference }),
      reply: z.object({}),
    }),
    NoteOccurrence: command({
      summary: 'Record why a date of a schedule was not booked',
      path: '/schedules/{schedule}/occurrences/{date}/note',
      scope: 'ledger:write',
      internal: true,
      input: z.strictObject({
        schedule: reference,
        date: reference,
        refusal: refusalData.optional(),
        approval: reference.optional(),
      }),
      reply: z.object({}),
    }),
    ReverseDueEntry: command({
      books: true,
      summary: 'Reverse an entry whose date for it has come',
      path: '/reversals/{entry}/book',
      scope: 'ledger:write',
      internal: true,
      input: z.strictObject({ entry: reference }),
      reply: z.object({}),
    }),
    NoteReversal: command({
      summary: 'Record why an entry was not reversed',
      path: '/reversals/{entry}/note',
      scope: 'ledger:write',
      internal: true,
      input: z.strictObject({
        entry: reference,
        refusal: refusalData.optional(),
        approval: reference.optional(),
      }),
      reply: z.object({}),
    }),
  },
  events: {
    'draft-saved': { version: 1, data: draftSaved },
    'draft-posted': { version: 1, data: draftPosted },
    'draft-discarded': { version: 1, data: draftDiscarded },
    'template-saved': { version: 1, data: templateSaved },
    'template-retired': { version: 1, data: templateRetired },
    'entry-scheduled': { version: 1, data: entryScheduled },
    'schedule-paused': { version: 1, data: schedulePaused },
    'schedule-resumed': { version: 1, data: scheduleResumed },
    'schedule-ended': { version: 1, data: scheduleEnded },
    'occurrence-booked': { version: 1, data: occurrenceBooked },
    'occurrence-refused': { version: 1, data: occurrenceRefused },
    'occurrence-parked': { version: 1, data: occurrenceParked },
    'occurrence-skipped': { version: 1, data: occurrenceSkipped },
    'reversal-refused': { version: 1, data: reversalRefused },
    'reversal-parked': { version: 1, data: reversalParked },
    'reversal-cancelled': { version: 1, data: reversalCancelled },
  },
  refusals: {
    ...postingRefusals,
    already_reversed: { status: 409, title: 'The entry is already reversed' },
    draft_changed: { status: 409, title: 'Somebody else saved the draft' },
    draft_discarded: { status: 409, title: 'The draft is discarded' },
    draft_incomplete: { status: 422, title: 'The draft is not complete' },
    draft_not_found: { status: 404, title: 'There is no such draft' },
    draft_posted: { status: 409, title: 'The draft is posted already' },
    drafts_refused: { status: 422, title: 'Drafts were refused, so none was posted' },
    invalid_amount: { status: 422, title: 'An amount does not fit its unit' },
    invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
    invalid_rrule: { status: 422, title: 'The recurrence is not valid' },
    invalid_template: { status: 422, title: 'The template is not valid' },
    journal_entry_not_found: { status: 404, title: 'There is no such journal entry' },
    no_dates: { status: 422, title: 'The recurrence has no dates' },
    nothing_to_schedule: { status: 422, title: 'An entry or a template is needed' },
    occurrence_booked: { status: 409, title: 'The date is booked already' },
    occurrence_not_found: { status: 404, title: 'The schedule has no such date that came' },
    occurrence_waiting: { status: 409, title: 'The date waits for an approval' },
    reversal_cancelled: { status: 409, title: 'The reversal is cancelled' },
    reversal_not_found: { status: 404, title: 'No such entry reverses itself' },
    reversal_waiting: { status: 409, title: 'The reversal waits for an approval' },
    schedule_ended: { status: 409, title: 'The schedule has ended' },
    schedule_not_active: { status: 409, title: 'The schedule is not active' },
    schedule_not_found: { status: 404, title: 'There is no such schedule' },
    schedule_not_paused: { status: 409, title: 'The schedule is not paused' },
    template_not_found: { status: 404, title: 'There is no such template' },
    template_retired: { status: 409, title: 'The template is out of use' },
    template_unbalanced: { status: 422, title: 'The template does not balance' },
    too_many_dates: { status: 422, title: 'Too many dates were missed' },
    too_many_drafts: { status: 422, title: 'The company has as many drafts as it can have' },
    too_many_schedules: { status: 422, title: 'The company has as many schedules as it can have' },
    too_many_templates: { status: 422, title: 'The company has as many templates as it can have' },
    variables_missing: { status: 422, title: 'The template needs more amounts' },
  },
} as const satisfies ModuleContract

export type DraftsContract = typeof draftsContract

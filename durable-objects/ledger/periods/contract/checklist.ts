import { z } from 'zod'
import { command, type ModuleContract, query } from '../../../kernel/contract.ts'
import type { DateNumber } from '../../../kernel/dates.ts'
import { line, listOf, page, requiredLine } from '../../../kernel/fields.ts'
import { LIMITS } from '../../../kernel/limits.ts'
import { itemCode, namedCode } from './fields.ts'
import { periodView } from './years.ts'

/** What is still to be done in a period or a year. */

/** What a part of the books contributes to the checklist of a period. */
export interface PeriodCheck {
  /** Stable, in lower-case words with hyphens: `drafts`, `open-items`. */
  code: string
  title: string
  /** Reads a bounded number of rows, and uses no clock but the one it is given. */
  look(period: CheckedPeriod): Finding
}

/** A period, or a whole year. */
export interface CheckedPeriod {
  code: string
  from: DateNumber
  to: DateNumber
  nowMicros: number
}

export const CHECK_STATUSES = ['done', 'open', 'blocked', 'not-applicable'] as const

export interface Finding {
  status: (typeof CHECK_STATUSES)[number]
  /** How many are still open. */
  count: number
  /** One sentence, without amounts. */
  detail?: string
  /** Path inside the company's app with its query, such as `/drafts?to=2026-01-31`. */
  link?: string
}

const itemDefined = z.strictObject({
  code: z.string(),
  title: z.string(),
  description: z.string().optional(),
  every: z.enum(['period', 'year']),
})
export type ItemDefined = z.output<typeof itemDefined>

const itemMarked = z.strictObject({ period: z.string(), code: z.string(), note: z.string().optional() })
export type ItemMarked = z.output<typeof itemMarked>

const ownItemView = z.object({
  code: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  every: z.enum(['period', 'year']),
})

const checklistItem = z.object({
  code: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  status: z.enum(CHECK_STATUSES),
  count: z.number(),
  detail: z.string().nullable(),
  link: z.string().nullable().describe('Path inside of the company in the app.'),
  isOwn: z.boolean().describe('Defined by the company, and checked off by people.'),
  checkedAt: z.string().nullable(),
  checkedBy: z.string().nullable(),
  note: z.string().nullable(),
})
export type ChecklistItem = z.output<typeof checklistItem>

export const checklistOperations = {
  GetPeriodChecklist: query({
    summary: 'Show what is still to be done in a period or a year',
    path: '/periods/{period}/checklist',
    scope: 'ledger:read',
    input: z.strictObject({ period: namedCode }),
    reply: z.object({
      period: periodView,
      items: z.array(checklistItem),
      open: z.number().describe('Items that are open or blocked.'),
    }),
  }),
  DefineChecklistItem: command({
    summary: 'Add an item of your own to the checklist, or change it',
    path: '/checklist-items',
    scope: 'periods:write',
    input: z.strictObject({
      code: itemCode,
      title: requiredLine(LIMITS.nameCharsMax),
      description: line(LIMITS.descriptionCharsMax).optional(),
      every: z.enum(['period', 'year']),
    }),
    reply: ownItemView,
    example: { code: 'petty-cash', title: 'Count the petty cash', every: 'period' },
  }),
  ListChecklistItems: query({
    summary: "List the company's own checklist items, by code",
    path: '/checklist-items',
    scope: 'ledger:read',
    input: z.strictObject(page),
    reply: listOf(ownItemView),
  }),
  DropChecklistItem: command({
    summary: 'Take an item of your own off the checklist',
    path: '/checklist-items/{item}/drop',
    scope: 'periods:write',
    status: 200,
    input: z.strictObject({ item: z.string().max(60) }),
    reply: ownItemView,
  }),
  CheckOff: command({
    summary: 'Check off an item of your own for a period',
    path: '/periods/{period}/check-off',
    scope: 'periods:write',
    status: 200,
    input: z.strictObject({
      period: namedCode,
      code: itemCode,
      note: line(LIMITS.reasonCharsMax).optional(),
    }),
    reply: checklistItem,
    example: { code: 'petty-cash' },
  }),
  Uncheck: command({
    summary: 'Take back that an item was checked off',
    path: '/periods/{period}/uncheck',
    scope: 'periods:write',
    status: 200,
    input: z.strictObject({
      period: namedCode,
      code: itemCode,
      note: line(LIMITS.reasonCharsMax).optional(),
    }),
    reply: checklistItem,
    example: { code: 'petty-cash' },
  }),
} as const satisfies ModuleContract['operations']

export const checklistEvents = {
  'checklist-item-defined': { version: 1, data: itemDefined },
  'checklist-item-dropped': { version: 1, data: z.strictObject({ code: z.string() }) },
  'checklist-item-checked': { version: 1, data: itemMarked },
  'checklist-item-unchecked': { version: 1, data: itemMarked },
} as const satisfies ModuleContract['events']

export const checklistRefusals = {
  checklist_code_taken: { status: 409, title: 'The code is that of a check that Meridian makes' },
  checklist_item_not_found: { status: 404, title: 'There is no such checklist item' },
} as const satisfies ModuleContract['refusals']

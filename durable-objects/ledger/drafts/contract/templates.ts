import { z } from 'zod'
import { command, type ModuleContract, query } from '../../../kernel/contract.ts'
import { date, decimal, line, listOf, multiline, page, requiredLine } from '../../../kernel/fields.ts'
import { LIMITS } from '../../../kernel/limits.ts'
import { journalCode, journalEntry } from '../../contract.ts'
import { draftView } from './drafts.ts'
import {
  accountId,
  entryLine,
  REVERSES,
  reason,
  reference,
  reverse,
  storedTexts,
  textNote,
  texts,
} from './entries.ts'

/** Templates: entries whose amounts are filled in when they are used. */

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
export const template = z.strictObject(templateFields)
export type Template = z.output<typeof template>

export const amounts = {
  amount: decimal.optional().describe(`Short for the variable ${DEFAULT_VARIABLE}.`),
  variables: z
    .record(variable, decimal)
    .refine(
      (all) => Object.keys(all).length <= LIMITS.templateLinesMax,
      `At most ${LIMITS.templateLinesMax} variables.`,
    )
    .optional(),
}

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

export const templateOperations = {
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
} as const satisfies ModuleContract['operations']

export const templateEvents = {
  'template-saved': { version: 1, data: templateSaved },
  'template-retired': { version: 1, data: templateRetired },
} as const satisfies ModuleContract['events']

export const templateRefusals = {
  invalid_template: { status: 422, title: 'The template is not valid' },
  template_not_found: { status: 404, title: 'There is no such template' },
  template_retired: { status: 409, title: 'The template is out of use' },
  template_unbalanced: { status: 422, title: 'The template does not balance' },
  too_many_templates: { status: 422, title: 'The company has as many templates as it can have' },
  variables_missing: { status: 422, title: 'The template needs more amounts' },
} as const satisfies ModuleContract['refusals']

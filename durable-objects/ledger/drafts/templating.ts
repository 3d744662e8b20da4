import { formatDate, parseDate } from '../../kernel/dates.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { type FieldError, isRefusal, refuse } from '../../kernel/result.ts'
import { type Chart, unitFor } from '../model.ts'
import { coded, stored, withoutEmpty } from './coding.ts'
import {
  DEFAULT_VARIABLE,
  type StoredEntry,
  type StoredScheduledEntry,
  type StoredTemplate,
  type StoredTemplateLine,
  type Template,
} from './contract.ts'
import { filled, reversalDate } from './days.ts'
import type { DraftsRefusal } from './domain.ts'
import { imbalance, lineProblem, type SplitLine, split } from './splitting.ts'

/** Pure decisions about templates, and what entries are made of them and of schedules. */

export interface KnownTemplate {
  version: number
  template: StoredTemplate
  status: 'active' | 'retired'
}

export function decideSaveTemplate(
  chart: Chart,
  input: Template,
  before: KnownTemplate | undefined,
  templates: number,
): NewEvent[] | DraftsRefusal {
  if (!before && templates >= LIMITS.templatesMax)
    return refuse(
      'too_many_templates',
      `A company has at most ${LIMITS.templatesMax} templates. Use one again that is retired.`,
    )
  const { lines, ...header } = input
  const template = {
    ...withoutEmpty(header),
    lines: lines.map((line) => stored(line, chart)),
  } as StoredTemplate
  const problem = problemOf(chart, template)
  if (problem) return problem
  const data = { version: (before?.version ?? 0) + 1, template }
  return [{ type: 'template-saved', version: 1, data }]
}

export function decideRetireTemplate(
  { template: { code }, version, status }: KnownTemplate,
  reason: string | undefined,
): NewEvent[] | DraftsRefusal {
  if (status === 'retired') return templateRetired(code)
  return [{ type: 'template-retired', version: 1, data: { code, version, ...(reason && { reason }) } }]
}

function problemOf(chart: Chart, { journal, lines }: StoredTemplate): DraftsRefusal | undefined {
  const units = unitsOf(chart, lines)
  if (isRefusal(units)) return units
  const errors = [
    ...(journal !== undefined && !chart.journal(journal)
      ? [{ pointer: '/journal', code: 'unknown_journal', detail: `There is no journal ${journal}.` }]
      : []),
    ...lines.flatMap(({ account, accountId }, index) =>
      accountId === undefined
        ? [
            {
              pointer: `/lines/${index}/account`,
              code: 'unknown_account',
              detail: `There is no account ${account}. Open it first, or correct the code.`,
            },
          ]
        : [],
    ),
    ...units.flatMap((line, index) => lineProblem(line, index) ?? []),
  ]
  const [first] = errors
  if (first) return invalid(errors)
  const rests = lines.flatMap(({ rest }, index) => (rest ? [index] : []))
  if (rests.length > 1)
    return invalid([
      { pointer: `/lines/${rests[1]}/rest`, code: 'second_rest', detail: 'Only one line can take the rest.' },
    ])
  const difference = imbalance(units)
  return difference === undefined
    ? undefined
    : refuse('template_unbalanced', difference, [
        { pointer: '/lines', code: 'template_unbalanced', detail: difference },
      ])
}

const invalid = (errors: FieldError[]): DraftsRefusal =>
  refuse('invalid_template', `${errors[0]?.pointer.slice(1)}: ${errors[0]?.detail}`, errors)

/** Each line with its unit: its own, its account's, or the company's currency. */
export function unitsOf(chart: Chart, lines: readonly StoredTemplateLine[]): SplitLine[] | DraftsRefusal {
  const found: SplitLine[] = []
  const errors: FieldError[] = []
  for (const [index, line] of lines.entries()) {
    const account = line.accountId === undefined ? undefined : chart.accountById(line.accountId)
    const code = line.unit ?? account?.unit ?? chart.currency.code
    const unit = unitFor(chart, code)
    if (unit) found.push({ line, unit })
    else
      errors.push({
        pointer: `/lines/${index}/unit`,
        code: 'unknown_unit',
        detail: `${code} is neither a currency of ISO 4217 nor a registered unit. Register it first.`,
      })
  }
  return errors.length === 0 ? found : invalid(errors)
}

export interface Amounts {
  amount?: string | undefined
  variables?: Record<string, string> | undefined
}

/** What a template makes of amounts: an entry of which only the date is open. */
export function applied(
  chart: Chart,
  { template, status }: KnownTemplate,
  { amount, variables = {} }: Amounts,
): StoredScheduledEntry | DraftsRefusal {
  const { code, name: _, lines, ...header } = template
  if (status === 'retired') return templateRetired(code)
  const units = unitsOf(chart, lines)
  if (isRefusal(units)) return units
  const given = amount === undefined ? variables : { ...variables, [DEFAULT_VARIABLE]: amount }
  const entries = split(units, given)
  return isRefusal(entries) ? entries : { ...header, lines: entries }
}

/** The entry of one date. Its lines have the codes of today. */
export function dated(
  { reverse, description, reference, note, lines, ...header }: StoredScheduledEntry,
  effectiveDate: string,
  chart: Chart,
): StoredEntry {
  const date = parseDate(effectiveDate) as number
  const texts = (fields: Record<string, string | undefined>) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, text]) =>
        text === undefined ? [] : [[name, filled(text, date)]],
      ),
    )
  const reversedOn = reverse && reversalDate(date, reverse)
  return {
    ...header,
    ...texts({ description, reference, note }),
    effectiveDate,
    ...(reversedOn !== undefined && { reverseOn: formatDate(reversedOn) }),
    lines: lines.map((line) => ({ ...coded(line, chart), ...texts({ memo: line.memo }) })),
  }
}

export const templateNotFound = (code: string): DraftsRefusal =>
  refuse('template_not_found', `There is no template ${code} in this company.`)

const templateRetired = (code: string): DraftsRefusal =>
  refuse('template_retired', `The template ${code} is out of use. Save it again to use it.`)

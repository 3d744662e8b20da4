import type { z } from 'zod'
import {
  DEFAULT_VARIABLE,
  type draftsContract,
} from '../../../../../durable-objects/ledger/drafts/contract.ts'
import type { EntryInput } from '../../entry-grid/submission.ts'
import type { ListedLine } from '../line-list.tsx'
import type { Template } from '../queries.ts'

/** A template as its form has it, and as it is sent. Pure. */

export type TemplateInput = z.input<typeof draftsContract.operations.SaveTemplate.input>

/** How a line comes to its amount. */
export const SOURCES = ['variable', 'percent', 'fixed', 'rest'] as const
export type Source = (typeof SOURCES)[number]

export interface TemplateFormLine extends ListedLine {
  source: Source
  /** The variable, the percentage, or the amount. */
  text: string
  /** What a percentage is of. */
  of: string
  memo: string
  /** What the form does not show, and keeps. */
  kept: Pick<TemplateInput['lines'][number], 'unit' | 'reference' | 'dimensions'>
}

export interface TemplateForm {
  code: string
  name: string
  description: string
  reverse: '' | 'next-day' | 'next-month'
  lines: readonly TemplateFormLine[]
  kept: Pick<TemplateInput, 'journal' | 'reference' | 'note' | 'tags'>
}

export const emptyLine = (key: number, source: Source = 'rest'): TemplateFormLine => ({
  key,
  account: '',
  side: key === 1 ? 'debit' : 'credit',
  source,
  text: source === 'variable' ? DEFAULT_VARIABLE : '',
  of: '',
  memo: '',
  kept: {},
})

export const emptyTemplate = (): TemplateForm => ({
  code: '',
  name: '',
  description: '',
  reverse: '',
  lines: [emptyLine(1, 'variable'), emptyLine(2)],
  kept: {},
})

/** An entry as a template: its amounts are always the same until one says otherwise. A line without one takes what is missing. */
export function entryTemplate({ description, lines, ...rest }: EntryInput): TemplateForm {
  const { journal, reference, note, tags } = rest
  return {
    code: '',
    name: description ?? '',
    description: description ?? '',
    reverse: '',
    lines: lines.map((line, index) => {
      const amount = line.debit ?? line.credit
      return {
        key: index + 1,
        account: line.account,
        side: line.debit === undefined && (line.credit !== undefined || index > 0) ? 'credit' : 'debit',
        source: amount === undefined ? 'rest' : 'fixed',
        text: amount ?? '',
        of: '',
        memo: line.memo ?? '',
        kept: defined({ unit: line.unit, reference: line.reference, dimensions: line.dimensions }),
      }
    }),
    kept: defined({ journal, reference, note, tags }),
  }
}

export function templateForm({ code, name, description, reverse, lines, ...rest }: Template): TemplateForm {
  const { journal, reference, note, tags } = rest
  return {
    code,
    name,
    description: description ?? '',
    reverse: reverse ?? '',
    lines: lines.map((line, index) => ({
      key: index + 1,
      account: line.account,
      side: line.side,
      ...sourceOf(line),
      of: line.of ?? '',
      memo: line.memo ?? '',
      kept: defined({ unit: line.unit, reference: line.reference, dimensions: line.dimensions }),
    })),
    kept: defined({ journal, reference, note, tags }),
  }
}

function sourceOf(line: Template['lines'][number]): { source: Source; text: string } {
  if (line.rest) return { source: 'rest', text: '' }
  if (line.percent !== undefined) return { source: 'percent', text: line.percent }
  if (line.fixed !== undefined) return { source: 'fixed', text: line.fixed }
  return { source: 'variable', text: line.variable ?? DEFAULT_VARIABLE }
}

export function templateInput(form: TemplateForm): TemplateInput {
  const { code, name, description, reverse, lines, kept } = form
  return {
    code,
    name,
    ...kept,
    ...(description.trim() && { description: description.trim() }),
    ...(reverse && { reverse }),
    lines: lines.map(({ account, side, source, text, of, memo, kept: keptOfLine }) => ({
      account,
      side,
      ...keptOfLine,
      ...(memo.trim() && { memo: memo.trim() }),
      ...(source === 'rest' ? { rest: true as const } : { [source]: text.trim() }),
      ...(source === 'percent' && of.trim() && { of: of.trim() }),
    })),
  }
}

/** `Rent of the shop` becomes `rent-of-the-shop`. */
export const codeOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60)

/** The same without what is undefined. */
const defined = <Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>
  }

import { formatAmount, parseAmount } from '../../kernel/amount.ts'
import { canonicalJson } from '../../kernel/canonical.ts'
import type { InputOf, RefusalCode } from '../../kernel/contract.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { NewEvent } from '../../kernel/log.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type {
  ImportClosed,
  ImportIssue,
  ImportMappingSaved,
  ImportStarted,
  MigrationContract,
} from './contract.ts'
import type { ImportStatus } from './inputs.ts'
import { type Mapping, missingFields } from './mapping.ts'

export type MigrationRefusal = Refusal<RefusalCode<MigrationContract>>

/** Pure decisions of imports, one a command. */

export interface StartFacts {
  id: string
  open: number
  saved: (code: string) => ImportMappingSaved | undefined
}

export function decideStart(
  {
    name,
    format,
    digest,
    upsert = 'skip',
    options = {},
    ...input
  }: InputOf<MigrationContract, 'StartImport'>,
  { id, open, saved }: StartFacts,
): NewEvent[] | MigrationRefusal {
  const found = input.savedMapping === undefined ? undefined : saved(input.savedMapping)
  if (input.savedMapping !== undefined && !found) return mappingNotFound(input.savedMapping)
  const mapping = input.mapping ?? found?.mapping
  if (format === 'csv' && !mapping)
    return fieldRefusal(
      'mapping_required',
      '/mapping',
      'Say how the columns become entries: take what ProposeMapping proposes, or a saved mapping.',
    )
  const problem = mapping && format === 'csv' ? problemOfMapping(mapping) : undefined
  if (problem) return problem
  if (open >= LIMITS.openImportsMax)
    return refuse(
      'too_many_imports',
      `${LIMITS.openImportsMax} imports are open. Finish or abandon one of them first.`,
    )
  const data: ImportStarted = {
    ...{ id, name, format, digest, upsert, options },
    ...(mapping && format === 'csv' && { mapping }),
  }
  return [{ type: 'import-started', version: 1, data }]
}

/** Whether an import that is open was begun in the same way: its parts would be read alike. */
export function sameSettings(a: ImportStarted, b: ImportStarted): boolean {
  const settings = ({ format, upsert, mapping, options }: ImportStarted) =>
    canonicalJson({ format, upsert, mapping: mapping ?? null, options })
  return settings(a) === settings(b)
}

export const settingsDiffer = (id: string): MigrationRefusal =>
  refuse(
    'import_settings_differ',
    `The import ${id} of this file is open with another format, mapping or options, and has parts that are booked. Go on with those, or abandon it first.`,
  )

export function problemOfMapping(mapping: Mapping): MigrationRefusal | undefined {
  const missing = missingFields(mapping)
  if (missing.length > 0)
    return fieldRefusal(
      'invalid_mapping',
      '/mapping/columns',
      `The mapping names no column for ${missing.join(', ')}. Add it, or a default.`,
    )
  return mapping.thousands !== undefined && mapping.thousands === mapping.decimalMark
    ? fieldRefusal(
        'invalid_mapping',
        '/mapping/thousands',
        'The mark between thousands is the decimal mark. Change one of them.',
      )
    : undefined
}

export function decideSaveMapping(
  input: InputOf<MigrationContract, 'SaveImportMapping'>,
  before: ImportMappingSaved | undefined,
  count: number,
): NewEvent[] | MigrationRefusal {
  if (!before && count >= LIMITS.importMappingsMax)
    return refuse('too_many_mappings', `There are ${LIMITS.importMappingsMax} mappings. Replace one of them.`)
  if (before && JSON.stringify(before) === JSON.stringify(input)) return []
  return [{ type: 'import-mapping-saved', version: 1, data: input satisfies ImportMappingSaved }]
}

/** What keeps a part from being booked now. Parts are booked in their order; a trial may come at any time. */
export function problemOfPart(
  { part, dryRun, text }: Pick<InputOf<MigrationContract, 'ImportPart'>, 'part' | 'dryRun' | 'text'>,
  { status, parts }: { status: ImportStatus; parts: number },
): MigrationRefusal | undefined {
  if (status !== 'open') return closed(status)
  if (text.includes('\u0000'))
    return fieldRefusal(
      'import_part_refused',
      '/text',
      'The text holds NUL characters, as UTF-16 has when it is taken for UTF-8. Save the file as UTF-8.',
    )
  if (dryRun || part === parts + 1) return undefined
  return fieldRefusal(
    'import_part_out_of_step',
    '/part',
    `Part ${parts + 1} is the next one. Send it first, so that nothing of the file is left out.`,
  )
}

export const closed = (status: ImportStatus): MigrationRefusal =>
  refuse('import_closed', `The import is ${status}. Start it again to import the rest of the file.`)

export function decideClose(
  id: string,
  status: ImportStatus,
  type: 'import-finished' | 'import-abandoned',
): NewEvent[] | MigrationRefusal {
  if (status === (type === 'import-finished' ? 'finished' : 'abandoned')) return []
  if (status !== 'open') return closed(status)
  return [{ type, version: 1, data: { id } satisfies ImportClosed }]
}

/** Bad rows as they are kept: in the order of the file, and no more than fit into one event. */
export function keptIssues(issues: readonly ImportIssue[], max: number): ImportIssue[] {
  return issues
    .toSorted((a, b) => a.line - b.line)
    .slice(0, max)
    .map((issue) => ({ ...issue, detail: issue.detail.slice(0, DETAIL_CHARS_MAX) }))
}

const DETAIL_CHARS_MAX = 1_000

/** The difference that was confirmed must be the one that there is. */
export function problemOfDifference(
  expected: string | undefined,
  difference: number,
  { code, scale }: { code: string; scale: number },
): MigrationRefusal | undefined {
  const confirmed = expected === undefined ? 0 : parseAmount(expected, scale)
  if (confirmed === difference) return undefined
  const text = formatAmount(difference, scale)
  return fieldRefusal(
    'opening_difference',
    '/expectedDifference',
    `Debits exceed credits by ${text} ${code}. Correct the lines, or confirm it with expectedDifference "${text}".`,
  )
}

export const importNotFound = (id: string): MigrationRefusal =>
  refuse('import_not_found', `There is no import ${id} in this company.`)

export const mappingNotFound = (code: string): MigrationRefusal =>
  fieldRefusal('mapping_not_found', '/savedMapping', `There is no mapping ${code}. Save it first.`)

export function fieldRefusal(
  code: MigrationRefusal['refused'],
  pointer: string,
  detail: string,
): MigrationRefusal {
  return refuse(code, detail, [{ pointer, code, detail }])
}

import type { ImportOptions } from '../../../../durable-objects/ledger/migration/inputs.ts'
import type { ImportOutcome } from '../../../sdk/import/outcome.ts'
import type { Import } from './queries.ts'

/** What somebody says of a file beside its columns. */
export interface Settings {
  upsert: Import['upsert']
  options: ImportOptions
}

export const NO_SETTINGS: Settings = { upsert: 'skip', options: {} }

export type Preview = ImportOutcome['preview']
export type FileAccount = Preview['accounts'][number]
export type FileJournal = Preview['journals'][number]
type AccountType = NonNullable<FileAccount['proposedType']>

type Texts = Record<string, string>

/** The table with one entry set, or taken out. */
function changed<Value extends string>(
  table: Record<string, Value> | undefined,
  key: string,
  value: Value | '',
): Record<string, Value> | undefined {
  const { [key]: _, ...others } = table ?? ({} as Record<string, Value>)
  const next = value === '' ? others : { ...others, [key]: value }
  return Object.keys(next).length === 0 ? undefined : (next as Record<string, Value>)
}

/** An option is left out where it says nothing, so that a file that was begun like this is found again. */
export function withOption<Name extends keyof ImportOptions>(
  settings: Settings,
  name: Name,
  value: ImportOptions[Name] | undefined,
): Settings {
  const { [name]: _, ...others } = settings.options
  return { ...settings, options: value === undefined ? others : { ...others, [name]: value } }
}

/** Which account of ours one of the file is; empty: the one with its own code. */
export const withAccount = (settings: Settings, code: string, ours: string): Settings =>
  withOption(
    settings,
    'accounts',
    changed(settings.options.accounts, code, ours === code ? '' : ours) as Texts | undefined,
  )

export const withType = (settings: Settings, code: string, type: AccountType | ''): Settings =>
  withOption(settings, 'accountTypes', changed(settings.options.accountTypes, code, type))

export const withJournal = (settings: Settings, code: string, ours: string): Settings =>
  withOption(settings, 'journals', changed(settings.options.journals, code, ours) as Texts | undefined)

/** Accounts that become nothing are opened with the types that are proposed for them. */
export const withProposedTypes = (settings: Settings, accounts: readonly FileAccount[]): Settings =>
  accounts.reduce(
    (all, { code, proposedType }) => (proposedType ? withType(all, code, proposedType) : all),
    settings,
  )

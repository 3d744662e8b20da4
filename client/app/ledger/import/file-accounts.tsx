import { useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { AccountPicker, takesEntries } from '../accounts/account-picker.tsx'
import { useChart } from '../queries.ts'
import { TYPE_NAMES } from '../types.ts'
import { type FileAccount, type Settings, withAccount, withProposedTypes, withType } from './settings.ts'

const SHOWN = 25

type Group = 'missing' | 'new' | 'known'
const groupOf = ({ account, isNew }: FileAccount): Group =>
  account === null ? 'missing' : isNew ? 'new' : 'known'

interface FileAccountsProps {
  accounts: readonly FileAccount[]
  settings: Settings
  onSettings: (settings: Settings) => void
}

/** Which account of the file becomes which of ours: those that nobody knows yet first. */
export function FileAccounts({ accounts, settings, onSettings }: FileAccountsProps) {
  const of = (group: Group) => accounts.filter((each) => groupOf(each) === group)
  const groups = { missing: of('missing'), new: of('new'), known: of('known') }
  const [wanted, setWanted] = useState<Group>()
  const [shown, setShown] = useState(SHOWN)
  const found = (['missing', 'new', 'known'] as const).find((group) => groups[group].length > 0)
  const group = wanted !== undefined && groups[wanted].length > 0 ? wanted : found
  if (group === undefined) return null
  const proposed = groups.missing.filter(
    ({ code, proposedType }) => proposedType !== null && !isDecided(settings, code),
  )
  const rows = groups[group]
  return (
    <Section
      title="Accounts"
      description={
        groups.missing.length > 0
          ? 'Some accounts of the file are not in your chart. Choose the account that each stands for, or the type that it is opened with.'
          : 'What the accounts of the file become.'
      }
      actions={
        proposed.length > 0 && (
          <Button onClick={() => onSettings(withProposedTypes(settings, proposed))}>
            Open {proposed.length} as proposed
          </Button>
        )
      }
    >
      <Tabs
        label="Accounts of the file"
        value={group}
        onValue={(value) => {
          setWanted(value)
          setShown(SHOWN)
        }}
        tabs={TABS.filter(({ value }) => groups[value].length > 0).map((tab) => ({
          ...tab,
          count: String(groups[tab.value].length),
        }))}
      />
      <Table aria-label="Accounts of the file" className="mt-3 table-fixed">
        <thead>
          <tr>
            <HeadCell className="static! w-2/5 bg-transparent!">In the file</HeadCell>
            <HeadCell className="static! bg-transparent!">In your books</HeadCell>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((each) => (
            <AccountRow key={each.code} found={each} settings={settings} onSettings={onSettings} />
          ))}
        </tbody>
      </Table>
      {rows.length > shown && (
        <Button className="mt-3" onClick={() => setShown(shown + 100)}>
          Show more
        </Button>
      )}
    </Section>
  )
}

const TABS: readonly { value: Group; label: string }[] = [
  { value: 'missing', label: 'To decide' },
  { value: 'new', label: 'New' },
  { value: 'known', label: 'Known' },
]

const isDecided = ({ options }: Settings, code: string): boolean =>
  options.accounts?.[code] !== undefined || options.accountTypes?.[code] !== undefined

function AccountRow({
  found: { code, name, account, isNew, proposedType },
  settings,
  onSettings,
}: Omit<FileAccountsProps, 'accounts'> & { found: FileAccount }) {
  const chart = useChart(useCompany().slug)
  const { accounts, accountTypes } = settings.options
  const ours = accounts?.[code] ?? (account && !isNew ? account.code : '')
  const isOpened = ours === ''
  const type = accountTypes?.[code] ?? (isNew ? account?.type : undefined) ?? ''
  const isUnknown = ours !== '' && chart.isComplete && chart.accounts.length > 0 && !chart.byCode.has(ours)
  return (
    <tr>
      <RowHead className="align-top wrap-anywhere">
        <span className="block pt-1">
          <span className="text-muted tabular-nums">{code}</span> {!code.endsWith(name) && name}
        </span>
      </RowHead>
      <Cell className="align-top">
        <div className="flex flex-wrap gap-2">
          <span className="min-w-0 flex-1 basis-44">
            <AccountPicker
              value={ours}
              onValue={(value) => onSettings(withAccount(settings, code, value))}
              offers={takesEntries}
              placeholder={type === '' ? 'Choose an account' : `Opened as ${code}`}
              aria-label={`Account for ${code}`}
              aria-invalid={isUnknown || undefined}
            />
            {isUnknown && <span className="text-sm text-negative">There is no account {ours}.</span>}
          </span>
          {isOpened && (
            <span className="min-w-0 flex-1 basis-36">
              <Select
                aria-label={`Type of ${code}`}
                value={type}
                onValue={(value) => onSettings(withType(settings, code, value as typeof type))}
              >
                {!(isNew && accountTypes?.[code] === undefined) && (
                  <option value="">
                    {proposedType ? `Or open it: ${TYPE_NAMES[proposedType].one}?` : 'Or open it as…'}
                  </option>
                )}
                {Object.entries(TYPE_NAMES).map(([value, { one }]) => (
                  <option key={value} value={value}>
                    {type === value ? one : value === proposedType ? `${one} (proposed)` : one}
                  </option>
                ))}
              </Select>
            </span>
          )}
        </div>
      </Cell>
    </tr>
  )
}

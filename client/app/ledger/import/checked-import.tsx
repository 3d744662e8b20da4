import type { ImportOutcome } from '../../../sdk/import/outcome.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Notice } from '../../ui/feedback.tsx'
import { Section } from '../../ui/section.tsx'
import { EntriesPreview } from './entries-preview.tsx'
import { FileAccounts } from './file-accounts.tsx'
import { FileJournals } from './file-journals.tsx'
import { Issues } from './issues.tsx'
import type { Settings } from './settings.ts'

interface CheckedImportProps {
  name: string
  outcome: ImportOutcome
  /** A part that was refused while it was booked, though its trial was not. */
  stopped: ImportOutcome | undefined
  /** Nothing was changed since the trial. */
  isCurrent: boolean
  isBusy: boolean
  settings: Settings
  onSettings: (settings: Settings) => void
  onCheck: () => void
  onImport: () => void
}

/** What the trial of a file came to: the entries, what becomes of accounts and journals, and what cannot be booked. */
export function CheckedImport(props: CheckedImportProps) {
  const { name, outcome, stopped, settings, onSettings } = props
  const { preview } = outcome
  const errors = stopped?.errors ?? outcome.errors
  const { accounts, journals } = preview
  const asksAccounts = accounts.some(({ account, isNew, code }) => account?.code !== code || isNew)
  const asksJournals = journals.some(({ journal, isNew, code }) => journal !== code || isNew)
  return (
    <>
      <Section title="What it comes to" actions={<ImportActions {...props} />}>
        {stopped && (
          <div className="mb-4">
            <Notice>
              <span>
                {stopped.entries.toLocaleString()} entries are booked. What follows them is not: see the rows
                below, and go on when they are mended.
              </span>
            </Notice>
          </div>
        )}
        <Facts
          facts={[
            ['Would be posted', outcome.entries.toLocaleString()],
            ['Of these, corrections', outcome.corrected || null],
            ['Unchanged', outcome.unchanged || null],
            ['Accounts to be opened', accounts.filter(({ isNew }) => isNew).length || null],
            ['Bad rows', outcome.errorsTotal.toLocaleString()],
            ['Remarks', outcome.warnings.length || null],
          ]}
        />
        {outcome.entries === 0 && outcome.errorsTotal === 0 && (
          <p className="mt-3 text-muted">
            {outcome.unchanged > 0
              ? 'Everything in the file is in the books already.'
              : 'The file holds no entries.'}
          </p>
        )}
      </Section>
      {asksAccounts && <FileAccounts accounts={accounts} settings={settings} onSettings={onSettings} />}
      {asksJournals && <FileJournals journals={journals} settings={settings} onSettings={onSettings} />}
      {errors.length > 0 && (
        <Section title="Bad rows" description="They are not booked.">
          <Issues issues={errors} total={(stopped ?? outcome).errorsTotal} name={name} />
        </Section>
      )}
      <EntriesPreview preview={preview} total={outcome.entries} />
      {outcome.warnings.length > 0 && (
        <Section title="Remarks" description="These rows are booked; look whether they are meant so.">
          <Issues issues={outcome.warnings} name={name} title="Remarks" />
        </Section>
      )}
    </>
  )
}

function ImportActions({ outcome, isCurrent, isBusy, onCheck, onImport }: CheckedImportProps) {
  if (!isCurrent)
    return (
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-sm text-muted">Changed since the check.</span>
        <Button variant="primary" onClick={onCheck}>
          Check with the changes
        </Button>
      </span>
    )
  if (outcome.entries === 0) return null
  const count = outcome.entries.toLocaleString()
  return (
    <Button variant={outcome.errorsTotal > 0 ? 'secondary' : 'primary'} isBusy={isBusy} onClick={onImport}>
      {outcome.errorsTotal > 0
        ? `Import the ${count} that are right`
        : `Import ${outcome.entries === 1 ? 'the entry' : `${count} entries`}`}
    </Button>
  )
}

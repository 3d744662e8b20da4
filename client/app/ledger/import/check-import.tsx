import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { InspectedFile } from '../../../sdk/import/file.ts'
import type { ImportOutcome } from '../../../sdk/import/outcome.ts'
import { finishImport, importFile } from '../../../sdk/import/run.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { companyKey } from '../../lib/keys.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/section.tsx'
import { toast } from '../../ui/toast.tsx'
import { CheckedImport } from './checked-import.tsx'
import { ImportProblem } from './import-problem.tsx'
import type { BegunImport, Import, Mapping } from './queries.ts'
import { NO_SETTINGS, type Settings } from './settings.ts'
import { SettingsEditor } from './settings-editor.tsx'

interface CheckImportProps {
  file: File
  inspected: InspectedFile
  format: Import['format']
  mapping: Mapping | undefined
  /** The same file is open: it goes on as it was begun. */
  begun: BegunImport | undefined
}

/** What somebody says of the file, its trial, and then the import itself. */
export function CheckImport({ file, inspected, format, mapping, begun }: CheckImportProps) {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [settings, setSettings] = useState<Settings>(
    begun ? { upsert: begun.upsert, options: begun.options } : NO_SETTINGS,
  )
  const [progress, setProgress] = useState({ share: 0, rows: 0 })
  const stop = useRef<AbortController>(undefined)
  const key = JSON.stringify([mapping, settings])
  const [checked, setChecked] = useState<{ outcome: ImportOutcome; key: string }>()
  const [stopped, setStopped] = useState<ImportOutcome>()
  const run = (dryRun: boolean, mode: 'atomic' | 'independent') => {
    stop.current = new AbortController()
    setProgress({ share: 0, rows: 0 })
    setStopped(undefined)
    return importFile({
      ...{ meridian, company: slug, file, name: file.name, format, inspected, mode, dryRun },
      ...{ upsert: settings.upsert, options: settings.options, signal: stop.current.signal },
      ...(mapping && { mapping }),
      onProgress: setProgress,
    })
  }
  const check = useSubmit<void, ImportOutcome>({
    send: () => run(true, 'independent'),
    onDone: (outcome) => setChecked(outcome.isStopped ? undefined : { outcome, key }),
  })
  const book = useSubmit<void, ImportOutcome>({
    send: async () => {
      const outcome = await run(
        false,
        checked && checked.outcome.errorsTotal > 0 ? 'independent' : 'atomic',
      ).finally(() => queryClient.invalidateQueries({ queryKey: companyKey(slug) }))
      if (!outcome.isStopped) await finishImport(meridian, slug, outcome.import)
      return outcome
    },
    onDone: async (outcome) => {
      await queryClient.invalidateQueries({ queryKey: companyKey(slug) })
      // What cannot be booked is said here, beside the settings that may mend it.
      if (outcome.errorsTotal > 0 && outcome.isStopped) return setStopped(outcome)
      toast(`${outcome.entries.toLocaleString()} entries are posted.`)
      await navigate({
        to: '/companies/$company/import/$import',
        params: { company: slug, import: outcome.import },
      })
    },
  })
  const isBusy = check.isBusy || book.isBusy
  const isCurrent = checked?.key === key
  const error = book.error ?? check.error
  return (
    <>
      <Section title="Check and import">
        <SettingsEditor format={format} settings={settings} onSettings={setSettings} />
        {error && !isBusy ? (
          <div className="mt-3">
            <ImportProblem error={error} />
          </div>
        ) : null}
        {isBusy && (
          <div className="mt-4 flex flex-wrap items-center gap-3">
            <progress
              className="h-2 min-w-0 flex-1 basis-48 accent-accent"
              value={progress.share}
              max={1}
              aria-label="Progress"
            />
            <span className="text-sm text-muted tabular-nums">
              {progress.rows.toLocaleString()} rows, {Math.round(progress.share * 100)} %
            </span>
            <Button size="sm" onClick={() => stop.current?.abort()}>
              Stop
            </Button>
          </div>
        )}
        {!isBusy && (
          <div className="mt-4">
            <Button variant={isCurrent ? 'secondary' : 'primary'} onClick={() => check.submit()}>
              {checked ? 'Check again' : 'Check the file'}
            </Button>
          </div>
        )}
      </Section>
      {checked && !check.isBusy && (
        <CheckedImport
          name={file.name}
          outcome={checked.outcome}
          stopped={stopped}
          isCurrent={isCurrent}
          isBusy={book.isBusy}
          settings={settings}
          onSettings={setSettings}
          onCheck={() => check.submit()}
          onImport={() => book.submit()}
        />
      )}
    </>
  )
}

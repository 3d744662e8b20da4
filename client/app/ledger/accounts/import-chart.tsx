import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { Problem } from '../../../sdk/problem.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Field, inputClass, TextArea } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { toast } from '../../ui/toast.tsx'
import { ChartMenu, chartFileAddress } from './chart-menu.tsx'
import { ImportReport } from './import-report.tsx'
import { type ImportedChart, refreshAfter } from './queries.ts'

const COLUMNS = 'code, name, type, category, parent, unit, open item, control, tax, heading, active'

/** A chart from a spreadsheet: read and checked first, imported when it is as one wants it. */
export function ImportChartPage() {
  const { slug } = useCompany()
  const [text, setText] = useState('')
  const [checked, setChecked] = useState<ImportedChart>()
  const mayImport = useMay('ledger.ImportChart')
  const check = useSubmit({
    send: () => meridian.ledger.ImportChart(slug, { text, dryRun: true }),
    onDone: setChecked,
  })
  const take = (next: string) => {
    setText(next)
    setChecked(undefined)
  }
  return (
    <Page
      title="Import a chart"
      width="measure"
      subtitle="Accounts that are there are changed where they differ; the others are opened."
      actions={<ChartMenu />}
    >
      {!mayImport && <p className="text-muted">Your role does not include changing the chart.</p>}
      {mayImport && (
        <>
          <Section
            title="The file"
            description={`CSV with a first line that names its columns, in any order: ${COLUMNS}. An empty cell changes nothing.`}
            actions={
              <a href={chartFileAddress(slug)} download className={buttonClass('secondary')}>
                <Download className="size-4" aria-hidden="true" /> This chart as a template
              </a>
            }
          >
            <FileFields text={text} onText={take} />
            {check.error ? <ReadProblem error={check.error} /> : null}
            <Button
              className="mt-4"
              variant={checked ? 'secondary' : 'primary'}
              isBusy={check.isBusy}
              disabled={text.trim() === ''}
              onClick={() => check.submit()}
            >
              Check the file
            </Button>
          </Section>
          {checked && <CheckedFile text={text} checked={checked} />}
        </>
      )}
    </Page>
  )
}

interface FileProps {
  text: string
  onText: (text: string) => void
}

function FileFields({ text, onText }: FileProps) {
  const read = async (file: File | undefined) => onText(file ? await file.text() : '')
  return (
    <div className="flex flex-col gap-4">
      <Field label="CSV file">
        {(control) => (
          <input
            {...control}
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            className={`${inputClass} py-1`}
            onChange={({ target }) => void read(target.files?.[0])}
          />
        )}
      </Field>
      <Field label="Its rows" hint="Paste them here instead, straight from a spreadsheet, or correct them.">
        {(control) => (
          <TextArea
            {...control}
            rows={8}
            wrap="off"
            spellCheck={false}
            className="font-mono"
            placeholder={'code,name,type,parent\n1000,Cash,asset,'}
            value={text}
            onValue={onText}
          />
        )}
      </Field>
    </div>
  )
}

/** A file that cannot be read at all has nothing to report row by row. */
const ReadProblem = ({ error }: { error: unknown }) => (
  <div className="mt-4">
    <ProblemNotice error={error} />
    {error instanceof Problem && error.errors.length > 1 && (
      <ul className="mt-2 list-disc pl-5 text-sm text-negative">
        {error.errors.map(({ pointer, detail }) => (
          <li key={pointer}>
            Line {pointer.split('/').at(-1)}: {detail}
          </li>
        ))}
      </ul>
    )}
  </div>
)

interface CheckedProps {
  text: string
  checked: ImportedChart
}

function CheckedFile({ text, checked }: CheckedProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const commandKey = useCommandKey()
  const { opened, changed, errors } = checked
  const input = { text, mode: errors.length > 0 ? ('independent' as const) : ('atomic' as const) }
  const { submit, isBusy, error } = useSubmit({
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.ledger.ImportChart(slug, input, { idempotencyKey }),
      ),
    onDone: async (done) => {
      await Promise.all(
        ['account-opened', 'account-changed'].map((event) => refreshAfter(queryClient, slug, event)),
      )
      toast(`${done.opened} accounts are opened and ${done.changed} changed.`)
      await navigate({ to: '/companies/$company/accounts', params: { company: slug } })
    },
  })
  const hasWork = opened + changed > 0
  return (
    <Section
      title="What it would do"
      description={
        hasWork
          ? undefined
          : errors.length > 0
            ? 'No row can be taken. Correct them above and check again.'
            : 'Nothing: the accounts are like this already.'
      }
    >
      <ImportReport report={checked} />
      {error ? <ProblemNotice error={error} /> : null}
      {hasWork && (
        <Button variant="primary" className="mt-4" isBusy={isBusy} onClick={() => submit()}>
          {errors.length > 0 ? 'Import the rows that are right' : 'Import the chart'}
        </Button>
      )}
    </Section>
  )
}

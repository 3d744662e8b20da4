import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type InspectedFile, inspectFile, recogniseFormat } from '../../../sdk/import/file.ts'
import { finishImport, type ImportOutcome, importFile } from '../../../sdk/import/run.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { companyKey } from '../../lib/keys.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { toast } from '../../ui/toast.tsx'
import { FileDrop } from './file-drop.tsx'
import { Issues } from './issues.tsx'
import { MappingEditor } from './mapping-editor.tsx'
import { ENCODING_NAMES, FORMAT_NAMES } from './names.ts'
import type { Import, Mapping, Proposal } from './queries.ts'
import { SavedMappings } from './saved-mappings.tsx'

interface Chosen {
  file: File
  inspected: InspectedFile
  format: Import['format'] | ''
  proposal: Proposal | undefined
}

/** A file on its way in: recognised, checked without booking anything, and then imported. */
export function NewImportPage() {
  const { slug } = useCompany()
  const mayImport = useMay('migration.StartImport')
  const [chosen, setChosen] = useState<Chosen>()
  const [mapping, setMapping] = useState<Mapping>()
  const choose = useSubmit<File, Chosen>({
    send: async (file) => {
      const inspected = await inspectFile(file)
      const format = recogniseFormat(file.name, inspected.sample) ?? ''
      const proposal = format === 'csv' ? await propose(slug, inspected) : undefined
      return { file, inspected, format, proposal }
    },
    onDone: (next) => {
      setChosen(next)
      setMapping(next.proposal?.mapping)
    },
  })
  const setFormat = async (format: Import['format'] | '') => {
    if (!chosen) return
    const proposal =
      format === 'csv' ? await propose(slug, chosen.inspected).catch(() => undefined) : undefined
    setChosen({ ...chosen, format, proposal })
    setMapping(proposal?.mapping)
  }
  return (
    <Page
      title="Import a file"
      width="measure"
      subtitle="It is checked first. Nothing is booked until you say so."
    >
      {!mayImport && <p className="text-muted">Your role does not include booking entries.</p>}
      {mayImport && (
        <Section
          title="The file"
          description="CSV, SAF-T, or a journal of hledger, Ledger or Beancount, of any size. The same file again goes on where it was interrupted."
        >
          <FileDrop onFile={(file) => choose.submit(file)} isBusy={choose.isBusy} />
          {choose.error ? (
            <div className="mt-3">
              <ProblemNotice error={choose.error} />
            </div>
          ) : null}
          {chosen && (
            <div className="mt-4 grid gap-4 sm:grid-cols-2">
              <Field label="Format">
                {(control) => (
                  <Select
                    {...control}
                    value={chosen.format}
                    onValue={(format) => void setFormat(format as Import['format'] | '')}
                  >
                    <option value="">Choose…</option>
                    {Object.entries(FORMAT_NAMES).map(([format, name]) => (
                      <option key={format} value={format}>
                        {name}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              <Facts
                facts={[
                  ['File', chosen.file.name],
                  ['Encoding', ENCODING_NAMES[chosen.inspected.encoding]],
                ]}
              />
            </div>
          )}
        </Section>
      )}
      {chosen?.proposal && mapping && (
        <Section
          title="Columns"
          description={
            chosen.proposal.sure
              ? 'Found by their names. Look at the rows below before you go on.'
              : 'Not everything is beyond doubt: please check what is marked, and choose what is missing.'
          }
        >
          <SavedMappings mapping={mapping} onMapping={setMapping} />
          <MappingEditor proposal={chosen.proposal} mapping={mapping} onMapping={setMapping} />
        </Section>
      )}
      {chosen && chosen.format !== '' && (chosen.format !== 'csv' || mapping) && (
        <Run
          key={JSON.stringify([chosen.inspected.digest, chosen.format, mapping])}
          chosen={{ ...chosen, format: chosen.format }}
          mapping={mapping}
        />
      )}
    </Page>
  )
}

const propose = (company: string, { sample }: InspectedFile) =>
  meridian.migration.ProposeMapping(company, { sample })

interface RunProps {
  chosen: Chosen & { format: Import['format'] }
  mapping: Mapping | undefined
}

/** The trial, and then the import itself. */
function Run({ chosen, mapping }: RunProps) {
  const { slug } = useCompany()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [share, setShare] = useState(0)
  const [upsert, setUpsert] = useState<Import['upsert']>('skip')
  const { file, inspected, format } = chosen
  const job = (dryRun: boolean, mode: 'atomic' | 'independent') => ({
    ...{ meridian, company: slug, file, name: file.name, format, inspected, upsert, mode, dryRun },
    ...(mapping && { mapping }),
    onProgress: (progress: { share: number }) => setShare(progress.share),
  })
  const [checked, setChecked] = useState<ImportOutcome>()
  const check = useSubmit<void, ImportOutcome>({
    send: () => importFile(job(true, 'independent')),
    onDone: setChecked,
  })
  const book = useSubmit<void, ImportOutcome>({
    send: async () => {
      const outcome = await importFile(
        job(false, checked && checked.errorsTotal > 0 ? 'independent' : 'atomic'),
      )
      if (!outcome.isStopped) await finishImport(meridian, slug, outcome.import)
      return outcome
    },
    onDone: async (outcome) => {
      await queryClient.invalidateQueries({ queryKey: companyKey(slug) })
      toast(`${outcome.entries} entries are posted.`)
      await navigate({
        to: '/companies/$company/import/$import',
        params: { company: slug, import: outcome.import },
      })
    },
  })
  const isBusy = check.isBusy || book.isBusy
  const hasWork = checked !== undefined && checked.entries > 0
  return (
    <Section title="Check and import">
      <Field
        label="Entries that are in the books already, by their id"
        className="max-w-md"
        hint="Those with the same content are left as they are."
      >
        {(control) => (
          <Select {...control} value={upsert} onValue={(value) => setUpsert(value as Import['upsert'])}>
            <option value="skip">Leave what is equal, refuse what differs</option>
            <option value="correct">Correct what differs: reverse and post anew</option>
            <option value="refuse">Refuse all of them</option>
          </Select>
        )}
      </Field>
      {checked && (
        <div className="mt-4">
          <Facts
            facts={[
              ['Would be posted', checked.entries],
              ['Of these, corrections', checked.corrected || null],
              ['Unchanged', checked.unchanged || null],
              ['Bad rows', checked.errorsTotal],
            ]}
          />
          <Issues issues={checked.errors} name={file.name} />
        </div>
      )}
      {check.error || book.error ? (
        <div className="mt-3">
          <ProblemNotice error={book.error ?? check.error} />
        </div>
      ) : null}
      {isBusy && (
        <progress className="mt-4 w-full" value={share} max={1} aria-label="Progress">
          {Math.round(share * 100)} %
        </progress>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        <Button
          variant={hasWork ? 'secondary' : 'primary'}
          isBusy={check.isBusy}
          onClick={() => check.submit()}
        >
          Check the file
        </Button>
        {hasWork && (
          <Button variant="primary" isBusy={book.isBusy} onClick={() => book.submit()}>
            {checked.errorsTotal > 0
              ? `Import the ${checked.entries} that are right`
              : `Import ${checked.entries} entries`}
          </Button>
        )}
      </div>
    </Section>
  )
}

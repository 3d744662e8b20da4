import { useState } from 'react'
import { type InspectedFile, inspectFile, problemOfFile, recogniseFormat } from '../../../sdk/import/file.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { formatInstant } from '../../lib/dates.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Facts } from '../../ui/facts.tsx'
import { Notice, ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { CheckImport } from './check-import.tsx'
import { FileDrop } from './file-drop.tsx'
import { MappingEditor } from './mapping-editor.tsx'
import { ENCODING_NAMES, FORMAT_NAMES, sizeText } from './names.ts'
import { type BegunImport, type Import, type Mapping, openImportOf, type Proposal } from './queries.ts'
import { SavedMappings, SaveMapping } from './saved-mappings.tsx'

type Format = Import['format'] | ''

interface Chosen {
  file: File
  inspected: InspectedFile
  /** Nothing can be read from it. */
  problem: string | undefined
  format: Format
  /** Of a CSV: its columns, or why none were found. */
  proposal: Proposal | undefined
  refused: unknown
  /** The same file is open: it was checked before, or interrupted. */
  begun: BegunImport | undefined
}

/** A file on its way in: recognised, checked without booking anything, and then imported. */
export function NewImportPage() {
  const { slug } = useCompany()
  const mayImport = useMay('migration.StartImport')
  const [chosen, setChosen] = useState<Chosen>()
  const [mapping, setMapping] = useState<Mapping>()
  const take = (next: Chosen) => {
    setChosen(next)
    setMapping((next.begun?.format === next.format && next.begun.mapping) || next.proposal?.mapping)
  }
  const choose = useSubmit<File, Chosen>({
    send: async (file) => {
      setChosen(undefined)
      const inspected = await inspectFile(file)
      const problem = problemOfFile(inspected)
      const begun = problem ? undefined : await openImportOf(slug, inspected.digest)
      const format = problem ? '' : (begun?.format ?? recogniseFormat(file.name, inspected.sample) ?? '')
      return readAs(slug, { file, inspected, problem, begun }, format)
    },
    onDone: take,
  })
  const read = useSubmit<Format, Chosen | undefined>({
    send: async (format) => chosen && readAs(slug, chosen, format),
    onDone: (next) => next && take(next),
  })
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
          {chosen?.problem && (
            <div className="mt-3">
              <Notice>
                <span>{chosen.problem}</span>
              </Notice>
            </div>
          )}
          {chosen && !chosen.problem && (
            <ChosenFile chosen={chosen} onFormat={(format) => read.submit(format)} />
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
          <SavedMappings onMapping={setMapping} />
          <MappingEditor proposal={chosen.proposal} mapping={mapping} onMapping={setMapping} />
          <SaveMapping mapping={mapping} />
        </Section>
      )}
      {chosen && chosen.format !== '' && (chosen.format !== 'csv' || mapping) && (
        <CheckImport
          key={`${chosen.inspected.digest} ${chosen.format}`}
          file={chosen.file}
          inspected={chosen.inspected}
          format={chosen.format}
          mapping={chosen.format === 'csv' ? mapping : undefined}
          begun={chosen.begun?.format === chosen.format ? chosen.begun : undefined}
        />
      )}
    </Page>
  )
}

function ChosenFile({ chosen, onFormat }: { chosen: Chosen; onFormat: (format: Format) => void }) {
  const { file, inspected, format, refused, begun } = chosen
  return (
    <>
      <div className="mt-4 grid gap-4 sm:grid-cols-[minmax(10rem,1fr)_2fr]">
        <Field
          label="Format"
          hint={format === '' ? 'It is not recognised: choose what it is, or another file.' : undefined}
        >
          {(control) => (
            <Select {...control} value={format} onValue={(value) => onFormat(value as Format)}>
              <option value="">Choose…</option>
              {Object.entries(FORMAT_NAMES).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Facts
          facts={[
            ['File', file.name],
            ['Size', sizeText(inspected.bytes)],
            ['Encoding', ENCODING_NAMES[inspected.encoding]],
          ]}
        />
      </div>
      {begun && begun.rowsDone > 0 && (
        <p className="mt-4 rounded-md bg-accent-soft px-3 py-2">
          This file was interrupted on {formatInstant(begun.startedAt)}: {begun.rowsDone.toLocaleString()} of
          its rows are done. It goes on after them, with the settings that it was begun with.
        </p>
      )}
      {refused ? (
        <div className="mt-3">
          <ProblemNotice error={refused} />
        </div>
      ) : null}
    </>
  )
}

/** The file in a format: for a CSV, with what its columns may be. */
async function readAs(
  company: string,
  file: Pick<Chosen, 'file' | 'inspected' | 'problem' | 'begun'>,
  format: Format,
): Promise<Chosen> {
  const chosen = { ...file, format, proposal: undefined, refused: undefined }
  if (format !== 'csv') return chosen
  try {
    const proposal = await meridian.migration.ProposeMapping(company, { sample: file.inspected.sample })
    return { ...chosen, proposal }
  } catch (refused) {
    return { ...chosen, refused }
  }
}

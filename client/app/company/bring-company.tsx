import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { REGIONS, type Region } from '../../../durable-objects/kernel/regions.ts'
import { accessContract } from '../../../workers/access/contract.ts'
import { meridian } from '../lib/api.ts'
import { checkInput } from '../lib/forms.ts'
import { fieldErrors, useSubmit } from '../lib/use-submit.ts'
import { Field, inputClass, Select, TextInput } from '../ui/field.tsx'
import { FormSheet } from '../ui/form-sheet.tsx'
import { toast } from '../ui/toast.tsx'
import { sendInParts } from './import-parts.ts'
import { companiesQuery } from './queries.ts'
import { REGION_NAMES } from './regions.ts'
import { slugOf } from './slug.ts'

/** Opens a company from the file that another organisation exported: verified as it arrives, and as a whole. */
export function BringCompanySheet({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [file, setFile] = useState<File>()
  const [slug, setSlug] = useState<string>()
  const [region, setRegion] = useState<Region | ''>('')
  const [sent, setSent] = useState<number>()
  const input = { slug: slug ?? slugOf(file?.name.replace(/\..*$/, '') ?? ''), ...(region && { region }) }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () =>
      fieldErrors({ '/file': !file && 'Choose the exported file.' }) ??
      checkInput(accessContract.operations.StartImport.input, input),
    send: async () => {
      const { import: id } = await meridian.access.StartImport(input)
      try {
        await sendInParts(
          file as File,
          (line, text) => meridian.access.SendImportPart({ import: id, line, text }),
          setSent,
        )
        return await meridian.access.FinishImport({ import: id })
      } catch (error) {
        // What was refused is gone already; what was interrupted is not wanted any more.
        await meridian.access.CancelImport({ import: id }).catch(() => undefined)
        throw error
      } finally {
        setSent(undefined)
      }
    },
    onDone: async (company) => {
      await queryClient.invalidateQueries({ queryKey: companiesQuery.queryKey })
      toast(`${company.name} is here, with all of its ${company.events} events.`)
      await navigate({ to: '/companies/$company', params: { company: company.slug } })
    },
  })
  return (
    <FormSheet
      title="Bring a company"
      verb={sent === undefined ? 'Bring it here' : `${Math.round(sent * 100)} % sent`}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Field
        label="Exported file"
        error={errors.fields.get('/file')}
        hint="From Export in its company. Every event and document is checked; what was tampered with is refused, and nothing of it stays."
      >
        {(control) => (
          <input
            {...control}
            data-autofocus
            type="file"
            accept=".ndjson,application/x-ndjson"
            className={`${inputClass} py-1`}
            onChange={({ target }) => setFile(target.files?.[0])}
          />
        )}
      </Field>
      <Field label="Short name here" error={errors.fields.get('/slug')} hint="In addresses; it stays.">
        {(control) => <TextInput {...control} value={input.slug} onValue={setSlug} />}
      </Field>
      <Field label="Region" error={errors.fields.get('/region')} hint="Where the books will stay.">
        {(control) => (
          <Select {...control} value={region} onValue={(value) => setRegion(value as Region | '')}>
            <option value="">That of the organisation</option>
            {REGIONS.map((each) => (
              <option key={each} value={each}>
                {REGION_NAMES[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </FormSheet>
  )
}

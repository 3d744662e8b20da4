import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { migrationContract } from '../../../../durable-objects/ledger/migration/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import { type Mapping, mappingsQuery } from './queries.ts'

/** Mappings of files that come again and again: one is taken, or the present one is kept under a name. */
export function SavedMappings({
  mapping,
  onMapping,
}: {
  mapping: Mapping
  onMapping: (mapping: Mapping) => void
}) {
  const { slug } = useCompany()
  const [name, setName] = useState('')
  const maySave = useMay('migration.SaveImportMapping')
  const saved = useQuery(mappingsQuery(slug)).data ?? []
  const { submit, isBusy, errors } = useCommand({
    operation: migrationContract.operations.SaveImportMapping,
    call: meridian.migration.SaveImportMapping,
    stale: ['imports'],
    onDone: () => {
      toast(`The columns are saved as ${name}.`)
      setName('')
    },
  })
  const take = (code: string) => {
    const found = saved.find((each) => each.code === code)
    if (found) onMapping(found.mapping)
  }
  return (
    <div className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-3">
      {saved.length > 0 && (
        <Field label="Saved columns" className="w-60">
          {(control) => (
            <Select {...control} value="" onValue={take}>
              <option value="">Choose…</option>
              {saved.map(({ code, name: title }) => (
                <option key={code} value={code}>
                  {title}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {maySave && (
        <>
          <Field
            label="Save these columns as"
            isOptional
            className="w-60"
            error={errors.fields.get('/name') ?? errors.general}
          >
            {(control) => <TextInput {...control} value={name} onValue={setName} />}
          </Field>
          <Button
            isBusy={isBusy}
            disabled={name.trim() === ''}
            onClick={() => submit({ code: name.trim().toLowerCase().slice(0, 60), name, mapping })}
          >
            Save
          </Button>
        </>
      )}
    </div>
  )
}

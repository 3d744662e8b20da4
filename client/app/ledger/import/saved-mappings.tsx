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

interface MappingProps {
  mapping: Mapping
  onMapping: (mapping: Mapping) => void
}

/** Mappings of files that come again and again: one of them is taken. */
export function SavedMappings({ onMapping }: Pick<MappingProps, 'onMapping'>) {
  const { slug } = useCompany()
  const saved = useQuery(mappingsQuery(slug)).data ?? []
  if (saved.length === 0) return null
  const take = (code: string) => {
    const found = saved.find((each) => each.code === code)
    if (found) onMapping(found.mapping)
  }
  return (
    <Field label="Saved columns" className="mb-4 w-60 max-w-full">
      {(control) => (
        <Select {...control} value="" onValue={take}>
          <option value="">Choose…</option>
          {saved.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

/** The present mapping is kept under a name. */
export function SaveMapping({ mapping }: Pick<MappingProps, 'mapping'>) {
  const [name, setName] = useState('')
  const maySave = useMay('migration.SaveImportMapping')
  const { submit, isBusy, errors } = useCommand({
    operation: migrationContract.operations.SaveImportMapping,
    call: meridian.migration.SaveImportMapping,
    stale: ['imports'],
    onDone: () => {
      toast(`The columns are saved as ${name}.`)
      setName('')
    },
  })
  if (!maySave) return null
  return (
    <form
      className="mt-4 flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        submit({ code: name.trim().toLowerCase().slice(0, 60), name: name.trim(), mapping })
      }}
    >
      <Field
        label="Keep these columns as"
        isOptional
        className="w-60 max-w-full"
        error={errors.fields.get('/name') ?? errors.fields.values().next().value ?? errors.general}
      >
        {(control) => <TextInput {...control} maxLength={60} value={name} onValue={setName} />}
      </Field>
      <Button type="submit" isBusy={isBusy} disabled={name.trim() === ''}>
        Keep
      </Button>
    </form>
  )
}

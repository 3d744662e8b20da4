import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { proofContract } from '../../../durable-objects/ledger/proof/contract.ts'
import { useCompany } from '../company/queries.ts'
import { meridian } from '../lib/api.ts'
import { checkInput } from '../lib/forms.ts'
import { subjectKey } from '../lib/keys.ts'
import { useCommandKey } from '../lib/use-command-key.ts'
import { useSubmit } from '../lib/use-submit.ts'
import { Tick } from '../ui/choice-cards.tsx'
import { Field, TextArea } from '../ui/field.tsx'
import { FormSheet } from '../ui/form-sheet.tsx'
import { toast } from '../ui/toast.tsx'
import type { Root } from './queries.ts'

/** Gives a root to others: into the archive of the region, and by mail. */
export function PublishSheet({ root, onClose }: { root: Root; onClose: () => void }) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [archive, setArchive] = useState(true)
  const [addresses, setAddresses] = useState('')
  const to = addresses.split(/[\s,;]+/).filter((address) => address !== '')
  const input = { size: root.size, archive, ...(to.length > 0 && { to }) }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(proofContract.operations.PublishRoot.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.proof.PublishRoot(
          slug,
          // A path's field travels as text.
          { ...input, size: String(root.size) },
          { idempotencyKey },
        ),
      ),
    onDone: async () => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'proof') })
      toast('The root is on its way.')
      onClose()
    },
  })
  const problem = [...errors.fields].find(([pointer]) => pointer.startsWith('/to'))?.[1]
  return (
    <FormSheet
      title={`Publish the root of ${root.size} events`}
      verb="Publish"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Tick isOn={archive} onChange={setArchive}>
        Into the archive
        <span className="block text-sm text-muted">In the region where the books lie.</span>
      </Tick>
      <Field
        label="Mail it to"
        isOptional
        error={problem}
        hint="Your auditor, your bank, yourself: one address a line. They get the root, its size and date, no figures."
      >
        {(control) => (
          <TextArea {...control} rows={4} spellCheck={false} value={addresses} onValue={setAddresses} />
        )}
      </Field>
    </FormSheet>
  )
}

import { useState } from 'react'
import { countsContract } from '../../../../durable-objects/inventory/counts/contract.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Count } from './queries.ts'
import { useCountSearch } from './use-counts-search.ts'

interface DialogProps {
  count: Count
  onClose: () => void
}

type Uncounted = 'keep' | 'zero'

/** Counting ends; what was not counted has to mean something. */
export function FinishDialog({ count, onClose }: DialogProps) {
  const [uncounted, setUncounted] = useState<Uncounted>('keep')
  const left = count.lines - count.counted
  const { form, errors, submit, isBusy } = useCommand({
    operation: countsContract.operations.FinishStockCount,
    call: meridian.counts.FinishStockCount,
    stale: ['counts'],
    onDone: ({ differences }) => {
      toast(differences === 0 ? 'Counting is finished: nothing differs.' : 'Counting is finished.')
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormDialog
      title="Finish counting?"
      verb="Finish"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general ?? errors.fields.get('/count')}
      onSubmit={() => submit({ count: count.id, uncounted: left === 0 ? 'keep' : uncounted })}
    >
      <p>Then the differences are shown, to be posted or to be counted again. Nothing is corrected yet.</p>
      {left > 0 && (
        <ChoiceCards<Uncounted>
          legend={left === 1 ? '1 line was not counted' : `${left} lines were not counted`}
          value={uncounted}
          onValue={setUncounted}
          choices={[
            { value: 'keep', label: 'They stay as they are', detail: 'They were not looked at.' },
            { value: 'zero', label: 'Nothing was there', detail: 'All of them are counted as zero.' },
          ]}
        />
      )}
    </FormDialog>
  )
}

/** Goes on counting, with those lines in view whose count is in doubt. */
export function ReopenDialog({ count, onClose }: DialogProps) {
  const { change } = useCountSearch()
  const { form, errors, submit, isBusy } = useCommand({
    operation: countsContract.operations.ReopenStockCount,
    call: meridian.counts.ReopenStockCount,
    stale: ['counts'],
    onDone: () =>
      change({ open: undefined, show: count.differences ? 'differing' : undefined, recount: true }),
    onParked: onClose,
  })
  return (
    <FormDialog
      title="Count again?"
      verb="Go on counting"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general ?? errors.fields.get('/count')}
      onSubmit={() => submit({ count: count.id })}
    >
      <p>
        The count is open again. {count.differences ? 'Lines that differ are shown with empty cells: ' : ''}
        what is typed is a counting of its own, and earlier ones are kept.
      </p>
    </FormDialog>
  )
}

export function CancelDialog({ count, onClose }: DialogProps) {
  const [reason, setReason] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: countsContract.operations.CancelStockCount,
    call: meridian.counts.CancelStockCount,
    stale: ['counts'],
    onDone: () => {
      toast('The count is given up. Nothing was corrected.')
      onClose()
    },
    onParked: onClose,
  })
  return (
    <FormDialog
      title="Give the count up?"
      verb="Give it up"
      isDangerous
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general ?? errors.fields.get('/count')}
      onSubmit={() => submit({ count: count.id, ...(reason.trim() && { reason: reason.trim() }) })}
    >
      <p>Nothing is corrected. What was counted can still be seen.</p>
      <Field label="Reason" isOptional error={errors.fields.get('/reason')}>
        {(control) => <TextInput {...control} data-autofocus value={reason} onValue={setReason} />}
      </Field>
    </FormDialog>
  )
}

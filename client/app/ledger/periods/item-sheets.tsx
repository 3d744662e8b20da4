import { useQuery } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ulid } from 'ulid'
import { periodsContract } from '../../../../durable-objects/ledger/periods/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { IconButton } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { Tag } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import { type ChecklistItem, ownItemsQuery } from './queries.ts'

const { CheckOff, Uncheck, DefineChecklistItem, DropChecklistItem } = periodsContract.operations

interface MarkProps {
  period: string
  item: ChecklistItem
  onClose: () => void
}

/** Checks an item of the company's own off, or takes that back, with a note. */
export function MarkSheet({ period, item, onClose }: MarkProps) {
  const isChecked = item.checkedAt !== null
  const [note, setNote] = useState('')
  const { form, errors, submit, isBusy } = useCommand({
    operation: isChecked ? Uncheck : CheckOff,
    call: isChecked ? meridian.periods.Uncheck : meridian.periods.CheckOff,
    stale: ['periods'],
    onDone: onClose,
    onParked: onClose,
  })
  return (
    <FormSheet
      title={item.title}
      verb={isChecked ? 'Take back' : 'Check off'}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit({ period, code: item.code, ...(note.trim() && { note: note.trim() }) })}
    >
      {item.description && <p className="text-muted">{item.description}</p>}
      <Field
        label="Note"
        isOptional
        error={errors.fields.get('/note')}
        hint="What was found or agreed. It stays in the log with your name."
      >
        {(control) => <TextInput {...control} data-autofocus value={note} onValue={setNote} />}
      </Field>
    </FormSheet>
  )
}

/** The company's own items, and a form for one more. */
export function OwnItemsSheet({ onClose }: { onClose: () => void }) {
  const items = useQuery(ownItemsQuery(useCompanySlug()))
  const [title, setTitle] = useState('')
  const [description, setDescription] = useState('')
  const [every, setEvery] = useState<'period' | 'year'>('period')
  const { form, errors, submit, isBusy } = useCommand({
    operation: DefineChecklistItem,
    call: meridian.periods.DefineChecklistItem,
    stale: ['periods'],
    onDone: (item) => {
      toast(`“${item.title}” is on the checklist.`)
      setTitle('')
      setDescription('')
    },
    onParked: onClose,
  })
  return (
    <FormSheet
      title="Own items"
      verb="Add the item"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() =>
        submit({
          code: codeOf(title),
          title: title.trim(),
          ...(description.trim() && { description: description.trim() }),
          every,
        })
      }
    >
      {items.isError && <ProblemNotice error={items.error} onRetry={() => void items.refetch()} />}
      {items.data && items.data.length > 0 && (
        <ul aria-label="Own items" className="flex flex-col border-t border-line">
          {items.data.map((item) => (
            <OwnItem key={item.code} item={item} />
          ))}
        </ul>
      )}
      <Field
        label="What is to be done"
        error={errors.fields.get('/title') ?? errors.fields.get('/code')}
        hint="People check it off by hand, such as “Count the petty cash”."
      >
        {(control) => <TextInput {...control} data-autofocus value={title} onValue={setTitle} />}
      </Field>
      <Field label="How" isOptional error={errors.fields.get('/description')}>
        {(control) => <TextInput {...control} value={description} onValue={setDescription} />}
      </Field>
      <Field label="How often" error={errors.fields.get('/every')}>
        {(control) => (
          <Select {...control} value={every} onValue={(value) => setEvery(value as typeof every)}>
            <option value="period">In every period</option>
            <option value="year">Once a year</option>
          </Select>
        )}
      </Field>
    </FormSheet>
  )
}

function OwnItem({ item }: { item: { code: string; title: string; every: 'period' | 'year' } }) {
  const { submit, isBusy, error } = useCommand({
    operation: DropChecklistItem,
    call: meridian.periods.DropChecklistItem,
    stale: ['periods'],
    onDone: ({ title }) => toast(`“${title}” is off the checklist.`),
  })
  return (
    <li className="border-b border-line py-1.5">
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1">{item.title}</span>
        <Tag>{item.every === 'year' ? 'every year' : 'every period'}</Tag>
        <IconButton
          label={`Take “${item.title}” off the checklist`}
          isBusy={isBusy}
          onClick={() => submit({ item: item.code })}
        >
          <Trash2 className="size-4" aria-hidden="true" />
        </IconButton>
      </span>
      {error ? <ProblemNotice error={error} /> : null}
    </li>
  )
}

/** `Count the petty cash` → `count-the-petty-cash`: the same words are the same item. */
function codeOf(title: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
  const code = words.filter(Boolean).join('-').slice(0, 60)
  // In other scripts nothing of the words is left.
  return code || `item-${ulid().toLowerCase()}`
}

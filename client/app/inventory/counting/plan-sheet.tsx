import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  countsContract,
  VALUE_CLASSES,
  type ValueClass,
} from '../../../../durable-objects/inventory/counts/contract.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { useCommand } from '../../lib/use-command.ts'
import { ChoiceCards, Tick } from '../../ui/choice-cards.tsx'
import { Field, TextArea, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { PlacePicker } from '../pickers/place-picker.tsx'
import { type Place, useWarehouses } from '../pickers/queries.ts'
import { ChosenItems } from './chosen-items.tsx'
import { countTitle } from './count-status.tsx'

type What = 'all' | 'cycle' | 'chosen'

const CHOICES = [
  { value: 'all', label: 'Everything that lies there' },
  {
    value: 'cycle',
    label: 'A part of it, in turns',
    detail: 'By what it is worth, and by how long ago it was counted.',
  },
  { value: 'chosen', label: 'Some items or families' },
] as const

const isOfWarehouse = ({ warehouse }: Place) => warehouse !== null

/** A whole number, or nothing: what is none is refused by the contract. */
const number = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text))

/** Which lines a count is to have. */
export function PlanSheet({ onClose }: { onClose: () => void }) {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const [first] = useWarehouses(company)
  const [chosenPlace, setPlace] = useState<string>()
  const place = chosenPlace ?? first?.code ?? ''
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const [isBlind, setBlind] = useState(false)
  const [what, setWhat] = useState<What>('all')
  const [classes, setClasses] = useState<readonly ValueClass[]>(['A'])
  const [notCountedForDays, setNotCounted] = useState('30')
  const [lines, setLines] = useState('50')
  const [items, setItems] = useState<readonly string[]>([])
  const [families, setFamilies] = useState<readonly string[]>([])
  const { form, errors, submit, isBusy } = useCommand({
    operation: countsContract.operations.PlanStockCount,
    call: meridian.counts.PlanStockCount,
    stale: ['counts'],
    onDone: (count) => {
      toast(`${countTitle(count)} has ${count.lines === 1 ? '1 line' : `${count.lines} lines`}.`)
      void navigate({ to: '/companies/$company/counts/$count', params: { company, count: count.id } })
    },
    onParked: onClose,
  })
  const send = () => {
    const cycle = {
      ...(classes.length > 0 && { classes: [...classes] }),
      ...(notCountedForDays.trim() !== '' && { notCountedForDays: number(notCountedForDays) }),
      ...(lines.trim() !== '' && { lines: number(lines) }),
    }
    const chosen = {
      ...(items.length > 0 && { items: [...items] }),
      ...(families.length > 0 && { families: [...families] }),
    }
    const selection = { all: undefined, cycle, chosen }[what]
    submit({
      ...(place && { place }),
      ...(name.trim() && { name: name.trim() }),
      ...(note.trim() && { note: note.trim() }),
      ...(isBlind && { blind: true }),
      ...(selection && { selection }),
    })
  }
  const inSelection = [...errors.fields].find(
    ([pointer]) => pointer.startsWith('/selection') && !/\/(lines|notCountedForDays)$/.test(pointer),
  )?.[1]
  return (
    <FormSheet
      title="Plan a count"
      verb="Plan the count"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={send}
    >
      <Field label="Warehouse or place" error={errors.fields.get('/place')} hint="With the places below it.">
        {(control) => (
          <PlacePicker
            {...control}
            data-autofocus
            only="all"
            offers={isOfWarehouse}
            value={place}
            onValue={setPlace}
          />
        )}
      </Field>
      <Field label="Name" isOptional error={errors.fields.get('/name')}>
        {(control) => (
          <TextInput {...control} placeholder="Such as Fast movers" value={name} onValue={setName} />
        )}
      </Field>
      <ChoiceCards
        legend="What is counted"
        choices={CHOICES}
        value={what}
        onValue={setWhat}
        error={inSelection}
      />
      {what === 'cycle' && (
        <>
          <fieldset className="flex flex-col gap-1.5">
            <legend className="mb-1 text-sm font-medium">By the value that left stock in a year</legend>
            {VALUE_CLASSES.map((each) => (
              <Tick
                key={each}
                isOn={classes.includes(each)}
                onChange={(isOn) =>
                  setClasses(VALUE_CLASSES.filter((one) => (one === each ? isOn : classes.includes(one))))
                }
              >
                {CLASS_TEXTS[each]}
              </Tick>
            ))}
          </fieldset>
          <div className="grid grid-cols-2 gap-3">
            <Field
              label="Not counted for days"
              isOptional
              error={errors.fields.get('/selection/notCountedForDays')}
            >
              {(control) => (
                <TextInput
                  {...control}
                  inputMode="numeric"
                  value={notCountedForDays}
                  onValue={setNotCounted}
                />
              )}
            </Field>
            <Field label="At most, lines" isOptional error={errors.fields.get('/selection/lines')}>
              {(control) => <TextInput {...control} inputMode="numeric" value={lines} onValue={setLines} />}
            </Field>
          </div>
        </>
      )}
      {what === 'chosen' && (
        <ChosenItems items={items} onItems={setItems} families={families} onFamilies={setFamilies} />
      )}
      <Tick isOn={isBlind} onChange={setBlind}>
        Blind
        <span className="block text-sm text-muted">
          Nobody sees what is expected until the count is finished.
        </span>
      </Tick>
      <Field label="Note" isOptional error={errors.fields.get('/note')}>
        {(control) => <TextArea {...control} rows={2} value={note} onValue={setNote} />}
      </Field>
    </FormSheet>
  )
}

const CLASS_TEXTS: Readonly<Record<ValueClass, string>> = {
  A: 'A: items that make up the first 80 %',
  B: 'B: the next 15 %',
  C: 'C: the rest',
}

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  JOURNAL_KINDS,
  type JournalKind,
  ledgerContract,
} from '../../../../durable-objects/ledger/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { today } from '../../lib/dates.ts'
import { checkInput } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { Journal } from '../queries.ts'
import { JOURNAL_KIND_NAMES } from '../types.ts'

const { OpenJournal, ChangeJournal } = ledgerContract.operations

interface JournalProps {
  /** Absent: a new one. */
  journal: Journal | undefined
  onClose: () => void
}

export function JournalSheet({ journal, onClose }: JournalProps) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [code, setCode] = useState(journal?.code ?? '')
  const [name, setName] = useState(journal?.name ?? '')
  const [kind, setKind] = useState<JournalKind>(journal?.kind ?? 'general')
  const [pattern, setPattern] = useState(journal?.pattern ?? '')
  const [isActive, setActive] = useState(journal?.isActive ?? true)
  const fields = { name, kind }
  const opening = { code, ...fields, ...(pattern.trim() && { pattern: pattern.trim() }) }
  const changing = { journal: code, ...fields, pattern: pattern.trim() || null, isActive }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () =>
      journal ? checkInput(ChangeJournal.input, changing) : checkInput(OpenJournal.input, opening),
    send: () =>
      commandKey.send(journal ? changing : opening, (idempotencyKey) =>
        journal
          ? meridian.ledger.ChangeJournal(slug, changing, { idempotencyKey })
          : meridian.ledger.OpenJournal(slug, opening, { idempotencyKey }),
      ),
    onDone: async (saved) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'journals') })
      toast(`Journal ${saved.code} is ${journal ? 'changed' : 'open'}.`)
      onClose()
    },
  })
  return (
    <FormSheet
      title={journal ? `Journal ${journal.code}` : 'Open a journal'}
      verb={journal ? 'Save' : 'Open the journal'}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      {!journal && (
        <Field
          label="Code"
          error={errors.fields.get('/code')}
          hint="Capital letters and digits, such as BANK."
        >
          {(control) => (
            <TextInput
              {...control}
              data-autofocus
              className="font-mono"
              value={code}
              onValue={(text) => setCode(text.toUpperCase())}
            />
          )}
        </Field>
      )}
      <Field label="Name" error={errors.fields.get('/name')}>
        {(control) => <TextInput {...control} value={name} onValue={setName} />}
      </Field>
      <Field label="Kind" error={errors.fields.get('/kind')} hint="Periods can be locked for one kind alone.">
        {(control) => (
          <Select {...control} value={kind} onValue={(value) => setKind(value as JournalKind)}>
            {JOURNAL_KINDS.map((each) => (
              <option key={each} value={each}>
                {JOURNAL_KIND_NAMES[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Numbers"
        isOptional
        error={errors.fields.get('/pattern')}
        hint={
          <>
            {'{n:4} is the number with four digits; {yyyy}, {yy}, {mm} and {journal} can stand beside it. '}
            {'With a year, numbers begin at 1 in each. '}
            {journal && 'It holds from the next entry on. '}
            <span className="block text-ink">Such as {sample(pattern.trim(), code || 'GJ')}</span>
          </>
        }
      >
        {(control) => (
          <TextInput
            {...control}
            className="font-mono"
            placeholder="{journal} {n}"
            value={pattern}
            onValue={setPattern}
          />
        )}
      </Field>
      {journal && (
        <Tick isOn={isActive} onChange={setActive}>
          Open
          <span className="block text-sm text-muted">
            A closed journal keeps its entries and takes no more.
          </span>
        </Tick>
      )}
    </FormSheet>
  )
}

/** How the first number of this month would look; the server says what is wrong with a pattern. */
function sample(pattern: string, code: string): string {
  const date = today()
  return (pattern || '{journal} {n}')
    .replaceAll('{yyyy}', date.slice(0, 4))
    .replaceAll('{yy}', date.slice(2, 4))
    .replaceAll('{mm}', date.slice(5, 7))
    .replaceAll('{journal}', code)
    .replaceAll(/\{n(?::(\d))?\}/g, (_, digits: string | undefined) => '1'.padStart(Number(digits ?? 1), '0'))
}

import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { replenishmentContract } from '../../../../durable-objects/inventory/replenishment/contract.ts'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { CallReply } from '../../../sdk/types.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { refusalText } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import { lineOfPointer, type RuleRows, ruleRows } from './rule-rows.ts'

type Saved = CallReply<(typeof replenishmentContract)['operations']['SaveReorderRules']>

const PROBLEMS_SHOWN = 20

/** Many rules out of a spreadsheet, all or those that can be. */
export function PasteRules({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('')
  const [isLenient, setLenient] = useState(false)
  const [saved, setSaved] = useState<Saved>()
  const read = useMemo(() => ruleRows(text), [text])
  const company = useCompanySlug()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const { form, errors, submit, isBusy } = useSubmit<void, Saved>({
    check: () =>
      fieldErrors({
        '/text':
          (read.rows.length === 0 && 'Paste at least one row.') ||
          (read.rows.length > LIMITS.reorderRowsMax && `At most ${LIMITS.reorderRowsMax} rows at once.`),
      }),
    send: () => {
      const input = { mode: isLenient ? ('independent' as const) : ('atomic' as const), rows: read.rows }
      return commandKey.send(input, (idempotencyKey) =>
        meridian.replenishment.SaveReorderRules(company, input, { idempotencyKey }),
      )
    },
    onDone: async (reply) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'replenishment') })
      toast(savedText(reply))
      if (reply.refused === 0) onClose()
      else setSaved(reply)
    },
  })
  const send = () => {
    setSaved(undefined)
    submit()
  }
  const problems = saved
    ? saved.problems.map(({ row, detail, errors: of }) => ({
        line: read.lines[row],
        text: refusalText({ detail, errors: of }),
      }))
    : [...errors.fields]
        .filter(([pointer]) => pointer !== '/text')
        .map(([pointer, detail]) => ({ line: lineOfPointer(pointer, read), text: detail }))
  return (
    <FormSheet
      title="Paste rules"
      verb={read.rows.length > 1 ? `Save ${read.rows.length} rules` : 'Save the rules'}
      dismissal={saved ? 'Close' : 'Cancel'}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={send}
    >
      <Field
        label="Rows of a spreadsheet"
        error={errors.fields.get('/text')}
        hint="With a head, such as Item, Warehouse, Min, Max, Point, Safety, Lead days, Supplier, From, Unit, Multiple. Without one: item, warehouse, min, max, safety, lead days, supplier."
      >
        {(control) => (
          <TextArea
            {...control}
            data-autofocus
            rows={10}
            spellCheck={false}
            className="font-mono text-sm! whitespace-pre"
            value={text}
            onValue={(next) => {
              setText(next)
              setSaved(undefined)
            }}
          />
        )}
      </Field>
      {read.rows.length > 0 && <Recognised read={read} />}
      <Tick isOn={isLenient} onChange={setLenient}>
        Save the others though some are refused
      </Tick>
      {problems.length > 0 && (
        <section aria-labelledby="refused-rows" role="alert">
          <h3 id="refused-rows" className="font-semibold text-negative">
            {problems.length === 1 ? '1 row is refused' : `${problems.length} rows are refused`}
          </h3>
          <ul className="mt-1 flex flex-col gap-1 text-sm">
            {problems.slice(0, PROBLEMS_SHOWN).map(({ line, text: why }) => (
              <li key={`${line} ${why}`}>
                {line !== undefined && <span className="font-medium">Line {line}: </span>}
                {why}
              </li>
            ))}
          </ul>
        </section>
      )}
    </FormSheet>
  )
}

const savedText = ({ saved, unchanged, refused }: Saved): string =>
  [
    saved === 1 ? '1 rule is saved' : `${saved} rules are saved`,
    unchanged > 0 && `${unchanged} were so already`,
    refused > 0 && `${refused} are refused`,
  ]
    .filter(Boolean)
    .join(', ')

function Recognised({ read }: { read: RuleRows }) {
  const known = read.columns.filter((column) => column !== undefined)
  return (
    <p className="text-sm text-muted">
      {read.rows.length === 1 ? '1 row' : `${read.rows.length} rows`} with {known.join(', ')}.
    </p>
  )
}

import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import type { Problem } from '../../../sdk/problem.ts'
import { useCompanySlug } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { Status } from '../../ui/status.tsx'
import { toast } from '../../ui/toast.tsx'
import { readPasted } from './pasted-items.ts'
import { type BadRow, badRowsOf, PastedRows, RefusedRows } from './pasted-rows.tsx'

/** Many items at once, straight from a spreadsheet: looked at first, then saved, all of them or those that are right. */
export function ImportItemsPage() {
  const mayImport = useMay('items.SaveItems')
  return (
    <Page
      title="Paste a table of items"
      width="measure"
      subtitle="Items whose code exists are changed in what the table says; the others are created."
    >
      {!mayImport && <p className="text-muted">Your role does not include changing items.</p>}
      {mayImport && <PasteForm />}
    </Page>
  )
}

function PasteForm() {
  const company = useCompanySlug()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [text, setText] = useState('')
  const [bad, setBad] = useState<readonly BadRow[]>([])
  const pasted = useMemo(() => readPasted(text), [text])
  const isTooLong = pasted.rows.length > LIMITS.bulkRowsMax
  const { submit, isBusy, error } = useSubmit({
    send: (mode: 'atomic' | 'independent') => {
      const input = { mode, rows: [...pasted.rows] }
      return commandKey.send(input, (idempotencyKey) =>
        meridian.items.SaveItems(company, input, { idempotencyKey }),
      )
    },
    onDone: async ({ created, changed, unchanged, results }) => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(company, 'items') })
      toast(`${created} items are created, ${changed} changed, and ${unchanged} are as they were.`)
      const refused = results.flatMap((each) =>
        each.status === 'refused' ? [{ row: each.row, text: firstText(each.problem) }] : [],
      )
      if (refused.length > 0) return setBad(refused)
      return navigate({ to: '/companies/$company/items', params: { company } })
    },
  })
  // All or none was asked for: the refusal names the rows.
  const refused = bad.length > 0 ? bad : badRowsOf(error)
  const take = (next: string) => {
    setText(next)
    setBad([])
  }
  return (
    <>
      <Section
        title="The table"
        description="With a first line that names its columns: code, name, family, kind, unit, decimals, tracking, valuation, barcode, weight, volume, tax, standard cost, description, external id. In any order; an empty cell changes nothing."
      >
        <Field label="Rows">
          {(control) => (
            <TextArea
              {...control}
              rows={8}
              wrap="off"
              spellCheck={false}
              className="font-mono"
              placeholder={'code\tname\tunit\tbarcode\nESP-250\tEspresso, 250 g\tpcs\t4006381333931'}
              value={text}
              onValue={take}
            />
          )}
        </Field>
      </Section>
      {text.trim() !== '' && (
        <Section
          title="As it is read"
          description={
            pasted.ignored.length > 0
              ? `Columns that items do not have are left out: ${pasted.ignored.join(', ')}.`
              : undefined
          }
        >
          {pasted.problem && <Status tone="negative">{pasted.problem}</Status>}
          {isTooLong && (
            <Status tone="negative">{`At most ${LIMITS.bulkRowsMax} lines at once. Paste it in parts.`}</Status>
          )}
          {pasted.rows.length > 0 && <PastedRows rows={pasted.rows} columns={pasted.columns} />}
          {refused.length > 0 && <RefusedRows rows={refused} items={pasted.rows} />}
          {error && refused.length === 0 ? <ProblemNotice error={error} /> : null}
          {pasted.rows.length > 0 && !isTooLong && (
            <div className="mt-4 flex flex-wrap gap-2">
              <Button variant="primary" isBusy={isBusy} onClick={() => submit('atomic')}>
                {pasted.rows.length === 1 ? 'Save 1 item' : `Save ${pasted.rows.length} items`}
              </Button>
              {refused.length > 0 && bad.length === 0 && refused.length < pasted.rows.length && (
                <Button isBusy={isBusy} onClick={() => submit('independent')}>
                  Save the rows that are right
                </Button>
              )}
            </div>
          )}
        </Section>
      )}
    </>
  )
}

const firstText = ({ detail, errors }: Pick<Problem, 'detail' | 'errors'>): string =>
  errors[0]?.detail ?? detail

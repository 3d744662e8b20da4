import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { dimensionsContract } from '../../../../durable-objects/ledger/dimensions/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { checkInput } from '../../lib/forms.ts'
import { subjectKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Tick } from '../../ui/choice-cards.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Field, TextArea, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { Section } from '../../ui/section.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { type Distribution, distributionsQuery } from './queries.ts'
import { sharesFromText, sharesText } from './shares.ts'

/** Percentages that a line is split by. */
export function Distributions() {
  const { slug } = useCompany()
  const distributions = useQuery(distributionsQuery(slug))
  const [open, setOpen] = useState<'new' | Distribution>()
  const maySave = useMay('dimensions.SaveDistribution')
  return (
    <Section
      title="Distributions"
      description="A line that names one becomes a line for each share, to the cent. Rent over floors, energy over machines."
      actions={
        maySave && (
          <Button onClick={() => setOpen('new')}>
            <Plus className="size-4" aria-hidden="true" /> Add a distribution
          </Button>
        )
      }
    >
      {distributions.isError && (
        <ProblemNotice error={distributions.error} onRetry={() => void distributions.refetch()} />
      )}
      {distributions.data && distributions.data.length > 0 && (
        <Table aria-label="Distributions">
          <thead>
            <tr>
              <HeadCell className="w-1/3">Distribution</HeadCell>
              <HeadCell>Shares</HeadCell>
              <HeadCell className="w-28 max-sm:hidden">State</HeadCell>
              <HeadCell className="w-12">
                <span className="unseen">Change</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {distributions.data.map((each) => (
              <tr key={each.code} className="hover:bg-hover">
                <RowHead className="py-2!">
                  {each.name}
                  <code className="block font-mono text-xs text-faint">{each.code}</code>
                </RowHead>
                <Cell className="text-sm whitespace-pre-line text-muted">{sharesText(each.shares)}</Cell>
                <Cell className="max-sm:hidden">
                  {each.isActive ? (
                    <Status tone="positive">In use</Status>
                  ) : (
                    <Status tone="neutral">Not used</Status>
                  )}
                </Cell>
                <Cell className="text-right!">
                  {maySave && (
                    <IconButton label={`Change ${each.name}`} onClick={() => setOpen(each)}>
                      <Pencil className="size-4" aria-hidden="true" />
                    </IconButton>
                  )}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {open && (
        <DistributionSheet before={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />
      )}
    </Section>
  )
}

function DistributionSheet({ before, onClose }: { before: Distribution | undefined; onClose: () => void }) {
  const { slug } = useCompany()
  const queryClient = useQueryClient()
  const commandKey = useCommandKey()
  const [code, setCode] = useState(before?.code ?? '')
  const [name, setName] = useState(before?.name ?? '')
  const [text, setText] = useState(before ? sharesText(before.shares) : '')
  const [isActive, setActive] = useState(before?.isActive ?? true)
  const input = { code, name, shares: sharesFromText(text), isActive }
  const { form, errors, submit, isBusy } = useSubmit({
    check: () => checkInput(dimensionsContract.operations.SaveDistribution.input, input),
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.dimensions.SaveDistribution(slug, input, { idempotencyKey }),
      ),
    onDone: async () => {
      await queryClient.invalidateQueries({ queryKey: subjectKey(slug, 'dimensions') })
      onClose()
    },
  })
  const problem = [...errors.fields].find(([pointer]) => pointer.startsWith('/shares'))?.[1]
  return (
    <FormSheet
      title={before?.name ?? 'Add a distribution'}
      verb="Save"
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={() => submit()}
    >
      <Field label="Name" error={errors.fields.get('/name')}>
        {(control) => <TextInput {...control} data-autofocus value={name} onValue={setName} />}
      </Field>
      {!before && (
        <Field label="Code" error={errors.fields.get('/code')} hint="What lines name it by.">
          {(control) => <TextInput {...control} className="font-mono" value={code} onValue={setCode} />}
        </Field>
      )}
      <Field
        label="Shares, one a line"
        error={problem}
        hint="80 % cost-centre=CC-10. They add up to 100 %; several dimensions are separated by commas."
      >
        {(control) => (
          <TextArea
            {...control}
            rows={8}
            spellCheck={false}
            className="font-mono"
            value={text}
            onValue={setText}
          />
        )}
      </Field>
      {before && (
        <Tick isOn={isActive} onChange={setActive}>
          In use
        </Tick>
      )}
    </FormSheet>
  )
}

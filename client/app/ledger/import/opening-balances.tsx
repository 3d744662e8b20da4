import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useState } from 'react'
import type { OpeningView } from '../../../../durable-objects/ledger/migration/replies.ts'
import { inspectFile, problemOfFile, textOf } from '../../../sdk/import/file.ts'
import { useCompany } from '../../company/queries.ts'
import { meridian } from '../../lib/api.ts'
import { companyKey } from '../../lib/keys.ts'
import { useCommandKey } from '../../lib/use-command-key.ts'
import { fieldErrors, useSubmit } from '../../lib/use-submit.ts'
import { useMay } from '../../session/queries.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Facts } from '../../ui/facts.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { DateInput, Field, inputClass, TextArea } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Section } from '../../ui/section.tsx'
import { toast } from '../../ui/toast.tsx'
import { Issues, save } from './issues.tsx'
import { MappingEditor } from './mapping-editor.tsx'
import type { Mapping, Proposal } from './queries.ts'

/** The balances that the books begin with: what they leave is shown, and confirmed. */
export function OpeningBalancesPage() {
  const { slug } = useCompany()
  const mayPost = useMay('migration.PostOpeningBalances')
  const [date, setDate] = useState('')
  const [csv, setCsv] = useState('')
  const [columns, setColumns] = useState<Columns>()
  const [checked, setChecked] = useState<OpeningView>()
  const [problem, setProblem] = useState<string>()
  const change = (set: (value: string) => void) => (value: string) => {
    set(value)
    setChecked(undefined)
  }
  const changeCsv = (text: string) => {
    change(setCsv)(text)
    setColumns(undefined)
    setProblem(undefined)
  }
  const readFile = async (file: File | undefined) => {
    if (!file) return
    const inspected = await inspectFile(file)
    const found = problemOfFile(inspected)
    let text = ''
    if (!found) for await (const piece of textOf(file, inspected.encoding)) text += piece
    changeCsv(text)
    setProblem(found)
  }
  const { submit, isBusy, errors, error, form } = useSubmit<void, OpeningView>({
    check: () =>
      fieldErrors({
        '/date': !date && 'Say as of which day.',
        '/csv': csv.trim() === '' && 'Paste the balances, or choose a file.',
      }),
    send: async () => {
      const found = columns ?? (isTemplate(csv) ? undefined : await columnsOf(slug, csv))
      setColumns(found)
      const mapping = found && { mapping: found.mapping }
      return meridian.migration.PostOpeningBalances(slug, { date, csv, ...mapping, dryRun: true })
    },
    onDone: setChecked,
  })
  const template = async () => {
    const { text, name } = await meridian.migration.GetImportTemplate(slug, { template: 'opening-balances' })
    save(text, name)
  }
  return (
    <Page
      title="Opening balances"
      width="measure"
      subtitle="What every account held when these books began, open items one by one."
    >
      {!mayPost && <p className="text-muted">Your role does not include booking entries.</p>}
      {mayPost && (
        <Section
          title="Balances"
          description="One row an account, or an open item: account, debit or credit, and for open items their reference and due date."
          actions={
            <Button onClick={() => void template()}>
              <Download className="size-4" aria-hidden="true" /> Template
            </Button>
          }
        >
          <form
            ref={form}
            className="flex flex-col gap-4"
            onSubmit={(event) => {
              event.preventDefault()
              submit()
            }}
          >
            <Field label="As of" error={errors.fields.get('/date')} className="max-w-60">
              {(control) => <DateInput {...control} value={date} onValue={change(setDate)} />}
            </Field>
            <Field label="CSV file" isOptional error={problem}>
              {(control) => (
                <input
                  {...control}
                  type="file"
                  accept=".csv,.txt,text/csv,text/plain"
                  className={`${inputClass} py-1`}
                  onChange={({ target }) => void readFile(target.files?.[0])}
                />
              )}
            </Field>
            <Field
              label="Rows"
              error={errors.fields.get('/csv')}
              hint="Of the file, or pasted here. The first line names the columns: as in the template, or as your old program calls them."
            >
              {(control) => (
                <TextArea
                  {...control}
                  rows={8}
                  wrap="off"
                  spellCheck={false}
                  className="font-mono"
                  placeholder={'Account,Debit,Credit,Reference,Due date\n1000,500.00,,,'}
                  value={csv}
                  onValue={changeCsv}
                />
              )}
            </Field>
            {error && errors.fields.size === 0 ? <ProblemNotice error={error} /> : null}
            <Button
              type="submit"
              className="self-start"
              variant={checked ? 'secondary' : 'primary'}
              isBusy={isBusy}
            >
              Check the balances
            </Button>
          </form>
        </Section>
      )}
      {columns && (
        <Section
          title="Columns"
          description="They are not those of the template: look whether they were understood."
        >
          <MappingEditor
            {...columns}
            isBalances
            onMapping={(mapping) => change(() => setColumns({ ...columns, mapping }))('')}
          />
        </Section>
      )}
      {checked && <Checked checked={checked} date={date} csv={csv} mapping={columns?.mapping} />}
    </Page>
  )
}

interface Columns {
  proposal: Proposal
  mapping: Mapping
}

/** The columns of the template, which need no mapping. */
const isTemplate = (csv: string): boolean => {
  const names = (csv.split('\n', 1)[0] ?? '').split(',').map((name) => name.trim())
  return ['Account', 'Debit', 'Credit'].every((name) => names.includes(name))
}

async function columnsOf(company: string, csv: string): Promise<Columns> {
  const proposal = await meridian.migration.ProposeMapping(company, { sample: csv.slice(0, SAMPLE_CHARS) })
  return { proposal, mapping: { ...proposal.mapping, layout: 'lines' } }
}

const SAMPLE_CHARS = 60_000

interface CheckedProps {
  checked: OpeningView
  date: string
  csv: string
  mapping: Mapping | undefined
}

function Checked({ checked, date, csv, mapping }: CheckedProps) {
  const { slug, currency } = useCompany()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const commandKey = useCommandKey()
  const { difference, account, errors } = checked
  const input = { date, csv, ...(mapping && { mapping }), expectedDifference: difference }
  const { submit, isBusy, error } = useSubmit<void, OpeningView>({
    send: () =>
      commandKey.send(input, (idempotencyKey) =>
        meridian.migration.PostOpeningBalances(slug, input, { idempotencyKey }),
      ),
    onDone: async ({ entries }) => {
      await queryClient.invalidateQueries({ queryKey: companyKey(slug) })
      toast('The opening balances are posted.')
      const [first] = entries
      if (first)
        await navigate({
          to: '/companies/$company/journal/$entry',
          params: { company: slug, entry: first.id },
        })
    },
  })
  const leaves = /[1-9]/.test(difference)
  return (
    <Section title="What they come to">
      <Facts
        facts={[
          ['Rows', checked.lines],
          ['Debits', <Amount key="debit" value={checked.totals.debit} unit={currency} />],
          ['Credits', <Amount key="credit" value={checked.totals.credit} unit={currency} />],
          ['Difference', <Amount key="difference" value={difference} unit={currency} />],
        ]}
      />
      {errors.length > 0 && (
        <div className="mt-4">
          <Issues issues={errors} total={checked.errorsTotal} name="opening-balances" />
        </div>
      )}
      {errors.length === 0 && leaves && account && (
        <p className="mt-3">
          The difference goes to {account.code} {account.name}.{' '}
          <Link
            to="/companies/$company/chart/roles"
            params={{ company: slug }}
            className="text-accent underline underline-offset-2"
          >
            Change the account
          </Link>
        </p>
      )}
      {error ? <ProblemNotice error={error} /> : null}
      {errors.length === 0 && (
        <Button variant="primary" className="mt-4" isBusy={isBusy} onClick={() => submit()}>
          {leaves ? 'Confirm the difference and post' : 'Post the balances'}
        </Button>
      )}
    </Section>
  )
}

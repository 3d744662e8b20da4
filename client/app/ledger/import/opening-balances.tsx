import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { useState } from 'react'
import type { OpeningView } from '../../../../durable-objects/ledger/migration/contract.ts'
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

/** The balances that the books begin with: what they leave is shown, and confirmed. */
export function OpeningBalancesPage() {
  const { slug } = useCompany()
  const mayPost = useMay('migration.PostOpeningBalances')
  const [date, setDate] = useState('')
  const [csv, setCsv] = useState('')
  const [checked, setChecked] = useState<OpeningView>()
  const change = (set: (value: string) => void) => (value: string) => {
    set(value)
    setChecked(undefined)
  }
  const { submit, isBusy, errors, error, form } = useSubmit<void, OpeningView>({
    check: () =>
      fieldErrors({
        '/date': !date && 'Say as of which day.',
        '/csv': csv.trim() === '' && 'Paste the balances, or choose a file.',
      }),
    send: () => meridian.migration.PostOpeningBalances(slug, { date, csv, dryRun: true }),
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
            <Field label="CSV file">
              {(control) => (
                <input
                  {...control}
                  type="file"
                  accept=".csv,.txt,text/csv,text/plain"
                  className={`${inputClass} py-1`}
                  onChange={async ({ target }) => change(setCsv)((await target.files?.[0]?.text()) ?? '')}
                />
              )}
            </Field>
            <Field
              label="Rows"
              error={errors.fields.get('/csv')}
              hint="Or paste them here, with the first line of the template."
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
                  onValue={change(setCsv)}
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
      {checked && <Checked checked={checked} date={date} csv={csv} />}
    </Page>
  )
}

function Checked({ checked, date, csv }: { checked: OpeningView; date: string; csv: string }) {
  const { slug, currency } = useCompany()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const commandKey = useCommandKey()
  const { difference, account, errors } = checked
  const input = { date, csv, expectedDifference: difference }
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
      <Issues issues={errors} name="opening-balances" />
      {leaves && account && (
        <p className="mt-3">
          The difference goes to {account.code} {account.name}.{' '}
          <Link to="/companies/$company/chart/roles" params={{ company: slug }}>
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

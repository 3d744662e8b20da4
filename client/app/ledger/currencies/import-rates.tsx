import { useState } from 'react'
import { currenciesContract } from '../../../../durable-objects/ledger/currencies/contract.ts'
import { meridian } from '../../lib/api.ts'
import { formatDate } from '../../lib/dates.ts'
import { useCommand } from '../../lib/use-command.ts'
import { fieldErrors } from '../../lib/use-submit.ts'
import { Tick } from '../../ui/choice-cards.tsx'
import { Facts } from '../../ui/facts.tsx'
import { DateInput, Field, inputClass, TextInput } from '../../ui/field.tsx'
import { FormSheet } from '../../ui/form-sheet.tsx'
import { toast } from '../../ui/toast.tsx'
import type { RatesImport } from './queries.ts'

interface ChosenFile {
  name: string
  text: string
}

/** Reads a file of the European Central Bank: first without recording anything, then for good. */
export function ImportRatesSheet({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<ChosenFile>()
  const [currencies, setCurrencies] = useState('')
  const [from, setFrom] = useState('')
  const [isLenient, setLenient] = useState(false)
  const [report, setReport] = useState<RatesImport>()
  const { form, errors, setErrors, submit, isBusy } = useCommand({
    operation: currenciesContract.operations.ImportRates,
    call: meridian.currencies.ImportRates,
    stale: ['currencies', 'reports', 'periods'],
    onDone: (result) => {
      setReport(result)
      if (result.dryRun) return
      toast(
        `${result.recorded} rates recorded, ${result.corrected} corrected, ${result.unchanged} known already.`,
      )
      onClose()
    },
    onParked: onClose,
  })
  const isTried = report !== undefined
  const send = () => {
    if (!file) return setErrors(fieldErrors({ '/text': 'Choose a file.' }) ?? errors)
    submit({
      format: file.text.trimStart().startsWith('<') ? 'ecb-xml' : 'ecb-csv',
      text: file.text,
      ...(currencies.trim() && {
        currencies: currencies
          .toUpperCase()
          .replace(/[\s,;]+/g, ',')
          .replace(/^,|,$/g, ''),
      }),
      ...(from && { from }),
      // Trying tells of every bad row; recording stops at them, unless they are left out.
      mode: isTried && !isLenient ? 'atomic' : 'independent',
      dryRun: !isTried,
    })
  }
  const forget = () => setReport(undefined)
  return (
    <FormSheet
      title="Import a file of rates"
      verb={isTried ? 'Record the rates' : 'Try the file'}
      onClose={onClose}
      form={form}
      isBusy={isBusy}
      general={errors.general}
      onSubmit={send}
    >
      <Field
        label="File"
        error={rowErrors(errors.fields)}
        hint="Reference rates of the European Central Bank: daily, of 90 days or the whole history, as XML or CSV."
      >
        {(control) => (
          <input
            {...control}
            type="file"
            data-autofocus
            accept=".xml,.csv,text/xml,text/csv"
            className={`${inputClass} h-auto! py-1.5 text-base!`}
            onChange={async ({ target }) => {
              const [chosen] = target.files ?? []
              forget()
              setFile(chosen && { name: chosen.name, text: await chosen.text() })
            }}
          />
        )}
      </Field>
      <Field
        label="Only these currencies"
        isOptional
        error={errors.fields.get('/currencies')}
        hint="Such as USD, GBP."
      >
        {(control) => (
          <TextInput
            {...control}
            className="font-mono"
            value={currencies}
            onValue={(text) => {
              forget()
              setCurrencies(text)
            }}
          />
        )}
      </Field>
      <Field label="Not before" isOptional error={errors.fields.get('/from')}>
        {(control) => (
          <DateInput
            {...control}
            value={from}
            onValue={(date) => {
              forget()
              setFrom(date)
            }}
          />
        )}
      </Field>
      {report && <Report report={report} />}
      {report && report.errors.length > 0 && (
        <Tick isOn={isLenient} onChange={setLenient}>
          Leave the bad rows out and record the others
        </Tick>
      )}
    </FormSheet>
  )
}

/** Rows that are refused are pointed at by their line. */
const rowErrors = (fields: ReadonlyMap<string, string>): string | undefined =>
  fields.get('/text') ?? [...fields].find(([pointer]) => pointer.startsWith('/text/'))?.[1]

function Report({ report }: { report: RatesImport }) {
  const { rates, days, firstDate, lastDate, recorded, corrected, unchanged, errors, warnings } = report
  return (
    <section aria-label="What the file brings" className="flex flex-col gap-3 rounded-lg bg-sunken p-4">
      <Facts
        facts={[
          ['Rates', `${rates} on ${days} days`],
          ['Days', firstDate && lastDate && `${formatDate(firstDate)} – ${formatDate(lastDate)}`],
          ['New', String(recorded)],
          ['Corrected', String(corrected)],
          ['Known already', String(unchanged)],
        ]}
      />
      <Issues title="Rows that cannot be read" issues={errors} className="text-negative" />
      <Issues title="Worth a look" issues={warnings} className="text-warning" />
    </section>
  )
}

const ISSUES_SHOWN = 20

interface IssuesProps {
  title: string
  issues: RatesImport['errors']
  className: string
}

const Issues = ({ title, issues, className }: IssuesProps) =>
  issues.length > 0 && (
    <div>
      <h3 className={`font-semibold ${className}`}>
        {title}: {issues.length}
      </h3>
      <ul className="mt-1 flex flex-col gap-1 text-sm">
        {issues.slice(0, ISSUES_SHOWN).map(({ line, date, currency, code, detail }) => (
          <li key={`${line} ${date} ${currency} ${code}`}>
            {line !== null && <span className="mr-1.5 text-muted">Line {line}:</span>}
            {detail}
          </li>
        ))}
        {issues.length > ISSUES_SHOWN && (
          <li className="text-muted">and {issues.length - ISSUES_SHOWN} more</li>
        )}
      </ul>
    </div>
  )

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { currencyScale } from '../../../../durable-objects/kernel/money.ts'
import { useCompany } from '../../company/queries.ts'
import { accountsQuery, type Chart, type Entry, type Unit, unitsQuery } from '../queries.ts'
import type { Books } from './balance.ts'
import { type Draft, emptyDraft } from './model.ts'
import { rowOf } from './sent-entry.ts'

const NO_UNITS: readonly Unit[] = []

/** What the grid knows of the company's books; undefined until the chart and the units are there. */
export function useBooks(): { books: Books; units: readonly Unit[]; chart: Chart } | undefined {
  const { slug, currency } = useCompany()
  const chart = useQuery(accountsQuery(slug)).data
  const units = useQuery(unitsQuery(slug)).data
  return useMemo(() => {
    if (!chart || !units) return undefined
    const scales = new Map(units.map(({ code, scale }) => [code, scale]))
    const books: Books = {
      currency,
      scaleOf: (unit) => scales.get(unit) ?? currencyScale(unit),
      // A chart too large to keep says nothing about a code it does not hold; the server decides then.
      account: (code) => chart.byCode.get(code) ?? (chart.isComplete ? undefined : { unit: null }),
    }
    return { books, units: units ?? NO_UNITS, chart }
  }, [chart, units, currency])
}

/** `1010`, `1010 Bank` and `bank` all mean the account 1010; an unknown text stays, for the cell to say so. */
export function accountCodeIn(chart: Chart, text: string): string {
  const wanted = text.trim()
  if (chart.byCode.has(wanted)) return wanted
  const first = wanted.split(/[\s:–-]+/)[0] ?? ''
  if (chart.byCode.has(first)) return first
  const name = wanted.toLocaleLowerCase()
  const named = chart.accounts.filter((account) => account.name.toLocaleLowerCase() === name)
  return named.length === 1 && named[0] ? named[0].code : wanted
}

/** An entry to be posted again, as a draft: today's date, the same lines, without what was of its own day. */
export function copyOf(entry: Entry, books: Books, effectiveDate: string): Draft {
  const { journal, description, reference, note, lines } = entry
  const rows = lines.map((line, index) => {
    const { account, unit, value } = line
    return {
      // A due date and the rate of the day are of the entry that is copied.
      ...rowOf({ ...line, account: account.code, dueDate: '', rate: '' }, index + 1),
      unit: unit === (books.account(account.code)?.unit ?? books.currency) ? '' : unit,
      value: unit === books.currency ? '' : (value ?? ''),
    }
  })
  return {
    ...emptyDraft(effectiveDate, journal),
    description,
    reference: reference ?? '',
    note: note ?? '',
    rows,
  }
}

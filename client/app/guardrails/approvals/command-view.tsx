import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ComponentProps } from 'react'
import type { ApprovalDetail, Policy } from '../../../../durable-objects/guardrails/contract.ts'
import { useCompany } from '../../company/queries.ts'
import { EntryLines } from '../../ledger/journal/entry-lines.tsx'
import { entryName, entryQuery, useChart } from '../../ledger/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { Facts } from '../../ui/facts.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Card } from '../../ui/table.tsx'
import { useWords } from '../names.ts'
import { labelOfPath } from '../policies/fields.ts'
import { sentenceOf } from '../policies/sentence.ts'
import { BankAccount } from '../settings/bank-account.tsx'
import { reversedLines, shownEntry } from './parked-entry.ts'

/** What waits, in the form in which one reads such a thing: an entry with its lines, a policy as a sentence, else facts. */
export function CommandView({ approval }: { approval: ApprovalDetail }) {
  const { command, input } = approval
  switch (command) {
    case 'ledger.PostJournalEntry':
      return <WaitingEntry input={input} approval={approval} />
    case 'ledger.PostJournalEntries':
      return <WaitingEntries approval={approval} />
    case 'ledger.ReverseJournalEntry':
      return <WaitingReversal approval={approval} />
    case 'company.ChangeBankDetails':
      return <WaitingBankDetails approval={approval} />
    case 'guardrails.AdoptPolicy':
      return <WaitingPolicy policy={input as Policy} />
    default:
      return <Fields approval={approval} />
  }
}

function WaitingEntry({ input, approval }: { input: unknown; approval: ApprovalDetail }) {
  const { slug, currency } = useCompany()
  const entry = shownEntry(input, useChart(slug), currency)
  if (!entry) return <Fields approval={approval} />
  return (
    <Card className="overflow-hidden">
      <div className="flex flex-col gap-1 p-4">
        <p className="font-medium">{entry.description || 'No description'}</p>
        <p className="text-sm text-muted">
          {formatDate(entry.effectiveDate)}
          {entry.journal && ` · Journal ${entry.journal}`}
          {entry.reference && ` · Reference ${entry.reference}`}
        </p>
        {entry.note && <p className="text-sm whitespace-pre-line text-muted">{entry.note}</p>}
      </div>
      <EntryLines entry={entry} isCompact />
    </Card>
  )
}

/** Of a long list the first ones, and how many there are. */
const ENTRIES_SHOWN_MAX = 5

function WaitingEntries({ approval }: { approval: ApprovalDetail }) {
  const rows = rowsOf(approval.input)
  if (rows.length === 0) return <Fields approval={approval} />
  return (
    <div className="flex flex-col gap-3">
      <p>{rows.length.toLocaleString()} entries together. All of them wait, and are posted together.</p>
      {rows.slice(0, ENTRIES_SHOWN_MAX).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what waits does not change
        <WaitingEntry key={index} input={row} approval={approval} />
      ))}
      {rows.length > ENTRIES_SHOWN_MAX && (
        <p className="text-sm text-muted">
          And {(rows.length - ENTRIES_SHOWN_MAX).toLocaleString()} more; the event in the log has them all.
        </p>
      )}
    </div>
  )
}

function rowsOf(input: unknown): unknown[] {
  const rows = (input as { rows?: unknown }).rows
  return Array.isArray(rows) ? rows.map((row: { value?: unknown }) => row.value ?? row) : []
}

function WaitingReversal({ approval }: { approval: ApprovalDetail }) {
  const { slug } = useCompany()
  const { id, effectiveDate, description } = approval.input as {
    id: string
    effectiveDate?: string
    description?: string
  }
  const entry = useQuery(entryQuery(slug, id)).data
  if (!entry) return <Fields approval={approval} />
  return (
    <Card className="overflow-hidden">
      <div className="flex flex-col gap-1 p-4">
        <p className="font-medium">
          {description || 'The opposite of'}{' '}
          <Link
            to="/companies/$company/journal/$entry"
            params={{ company: slug, entry: id }}
            className="text-accent underline underline-offset-2"
          >
            {entryName(entry)}
          </Link>
        </p>
        <p className="text-sm text-muted">
          {effectiveDate ? formatDate(effectiveDate) : 'On the day on which it is approved'}
        </p>
      </div>
      <EntryLines
        entry={{
          ...entry,
          effectiveDate: effectiveDate ?? entry.effectiveDate,
          lines: reversedLines(entry.lines),
        }}
        isCompact
      />
    </Card>
  )
}

function WaitingPolicy({ policy }: { policy: Policy }) {
  const words = useWords()
  return (
    <Card className="flex flex-col gap-2 p-4">
      <p className="font-medium">{policy.name}</p>
      <p className="leading-relaxed">{sentenceOf(policy, words)}</p>
      <p className="text-sm text-muted">Whoever is stopped reads: “{policy.reason}”</p>
    </Card>
  )
}

/** The whole list as it would be, with what the reader may not see masked as it is elsewhere. */
function WaitingBankDetails({ approval }: { approval: ApprovalDetail }) {
  const { accounts } = approval.input as { accounts?: ComponentProps<typeof BankAccount>[] }
  if (!Array.isArray(accounts)) return <Fields approval={approval} />
  if (accounts.length === 0) return <p>All bank accounts would be removed.</p>
  return (
    <ul className="flex flex-col gap-3">
      {accounts.map((account, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what waits does not change
        <li key={index}>
          <BankAccount {...account} />
        </li>
      ))}
    </ul>
  )
}

function Fields({ approval: { fields } }: { approval: ApprovalDetail }) {
  if (fields.length === 0) return <p className="text-muted">It carries nothing beside itself.</p>
  return (
    <Card className="p-4">
      <Facts
        facts={fields.map(
          ({ label, value, masked }) => [spoken(label), masked ? <Hidden key={label} /> : value] as const,
        )}
      />
    </Card>
  )
}

const spoken = (label: string): string =>
  label
    .split(' › ')
    .map((part) => labelOfPath(part))
    .join(' › ')

import { useState } from 'react'
import { useCompany } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/section.tsx'
import { Tag } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import type { Preview } from './settings.ts'

const SHOWN = 5

type Entry = Preview['entries'][number]

/** The first entries of the file as they would be booked: in our accounts, debit and credit. */
export function EntriesPreview({ preview, total }: { preview: Preview; total: number }) {
  const [isAll, setAll] = useState(false)
  const { entries } = preview
  if (entries.length === 0) return null
  const opened = new Set(preview.accounts.filter(({ isNew }) => isNew).map(({ account }) => account?.code))
  const hidden = isAll ? 0 : entries.length - SHOWN
  return (
    <Section
      title="As they would be booked"
      description={
        total > entries.length
          ? `The first ${entries.length} of ${total.toLocaleString()} entries.`
          : 'Every entry that is right.'
      }
    >
      <Table aria-label="Entries as they would be booked">
        <thead>
          <tr>
            <HeadCell className="static! bg-transparent!">Account</HeadCell>
            <HeadCell isNumeric className="static! w-20 bg-transparent! sm:w-36">
              Debit
            </HeadCell>
            <HeadCell isNumeric className="static! w-20 bg-transparent! sm:w-36">
              Credit
            </HeadCell>
          </tr>
        </thead>
        {entries.slice(0, isAll ? undefined : SHOWN).map((entry) => (
          <EntryRows key={entry.line} entry={entry} opened={opened} />
        ))}
      </Table>
      {hidden > 0 && (
        <Button className="mt-3" onClick={() => setAll(true)}>
          Show {hidden} more
        </Button>
      )}
    </Section>
  )
}

function EntryRows({ entry, opened }: { entry: Entry; opened: ReadonlySet<string | undefined> }) {
  const { currency } = useCompany()
  const about = [
    entry.journal,
    entry.reference,
    entry.externalId && `id ${entry.externalId}`,
    `line ${entry.line}`,
    entry.corrects && 'corrects what is booked',
  ].filter(Boolean)
  return (
    <tbody>
      <tr>
        <th
          scope="rowgroup"
          colSpan={3}
          className="px-2 pt-3 pb-1 text-left font-normal wrap-anywhere sm:px-4"
        >
          <span className="font-medium">
            {formatDate(entry.effectiveDate)} {entry.description}
          </span>
          <span className="block text-sm text-muted">{about.join(' · ')}</span>
        </th>
      </tr>
      {entry.lines.map(({ account, debit, credit, unit, value, memo }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of an entry never move
        <tr key={index}>
          <RowHead className="wrap-anywhere">
            <span className="text-muted tabular-nums">{account.code}</span>{' '}
            {!account.code.endsWith(account.name) && account.name}{' '}
            {opened.has(account.code) && <Tag>new</Tag>}
            {memo && <span className="block text-sm text-faint">{memo}</span>}
          </RowHead>
          {[debit, credit].map((amount, side) => (
            <Cell key={side === 0 ? 'debit' : 'credit'} isNumeric>
              <Amount value={amount} {...(unit !== currency && { unit })} />
              {amount !== null && unit !== currency && value !== null && (
                <span className="block text-sm text-muted">
                  <Amount value={value} unit={currency} />
                </span>
              )}
            </Cell>
          ))}
        </tr>
      ))}
      {entry.linesTotal > entry.lines.length && (
        <tr>
          <Cell colSpan={3} className="text-sm text-muted">
            and {entry.linesTotal - entry.lines.length} more lines
          </Cell>
        </tr>
      )}
    </tbody>
  )
}

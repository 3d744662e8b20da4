import { Link2, X } from 'lucide-react'
import { useState } from 'react'
import { openItemsContract } from '../../../../durable-objects/ledger/open-items/contract.ts'
import { meridian } from '../../lib/api.ts'
import { isZero } from '../../lib/decimal.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useCommand } from '../../lib/use-command.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/feedback.tsx'
import { Status } from '../../ui/status.tsx'
import type { Account } from '../queries.ts'
import { announceMatch } from './announce-match.tsx'
import { MatchSheet } from './match-sheet.tsx'
import { STALE_AFTER_MATCHING } from './queries.ts'
import { type Chosen, type Sums, sumsOf } from './selection.ts'
import { useItemsSearch } from './use-items-search.ts'

interface BarProps {
  account: Account
  chosen: readonly Chosen[]
  onClear: () => void
}

/** What the chosen items come to, in view while one scrolls, and the way to match them. */
export function SelectionBar({ account, chosen, onClear }: BarProps) {
  const { change } = useItemsSearch()
  const [isOpen, setOpen] = useState(false)
  const sums = sumsOf(chosen)
  const cancels = sums.isMatchable && isZero(sums.difference)
  const { submit, isBusy, error } = useCommand({
    operation: openItemsContract.operations.MatchItems,
    call: meridian.openItems.MatchItems,
    stale: STALE_AFTER_MATCHING,
    onDone: (match) => {
      announceMatch(match, () => change({ open: match.id }))
      onClear()
    },
    onParked: onClear,
  })
  const match = () => {
    if (!sums.isMatchable) return
    if (!cancels) return setOpen(true)
    submit({ account: account.code, items: chosen.map(({ entry, line }) => ({ entry, line })) })
  }
  useShortcut('m', 'Match what is chosen', 'In a list or a record', match)
  return (
    <section
      aria-label="Chosen items"
      className="sticky bottom-3 z-20 mt-4 rounded-lg border border-line-strong bg-surface shadow-high"
    >
      {error ? <ProblemNotice error={error} /> : null}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-2.5">
        <p className="font-medium">{chosen.length === 1 ? '1 item' : `${chosen.length} items`}</p>
        <SumsView sums={sums} />
        <div className="ml-auto flex items-center gap-2">
          {sums.isMatchable && cancels && (
            <Button onClick={() => setOpen(true)} className="max-sm:hidden">
              Amounts…
            </Button>
          )}
          <Button variant="primary" isBusy={isBusy} disabled={!sums.isMatchable} onClick={match}>
            <Link2 className="size-4" aria-hidden="true" /> {cancels ? 'Match' : 'Match…'}
          </Button>
          <IconButton label="Choose none" onClick={onClear}>
            <X className="size-4" aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      {isOpen && (
        <MatchSheet
          account={account}
          chosen={chosen}
          onClose={() => setOpen(false)}
          onMatched={(done) => {
            announceMatch(done, () => change({ open: done.id }))
            onClear()
          }}
        />
      )}
    </section>
  )
}

export function SumsView({ sums: { unit, debit, credit, difference } }: { sums: Sums }) {
  if (unit === undefined) return <Status tone="warning">Choose items of one currency</Status>
  const isEven = isZero(difference)
  return (
    <dl className="flex flex-wrap items-baseline gap-x-5 gap-y-1 text-sm">
      <Sum label="Debits" value={debit} unit={unit} />
      <Sum label="Credits" value={credit} unit={unit} />
      <Sum label="Difference" value={difference} unit={unit} isStrong={!isEven} />
      {isEven && (
        <dd>
          <Status tone="positive">They cancel</Status>
        </dd>
      )}
    </dl>
  )
}

const Sum = ({
  label,
  value,
  unit,
  isStrong = false,
}: {
  label: string
  value: string
  unit: string
  isStrong?: boolean
}) => (
  <div className="flex items-baseline gap-1.5">
    <dt className="text-muted">{label}</dt>
    <dd className={isStrong ? 'font-semibold' : ''}>
      <Amount value={value} unit={unit} />
    </dd>
  </div>
)

import { Link } from '@tanstack/react-router'
import { useCompany } from '../../company/queries.ts'
import { formatDate } from '../../lib/dates.ts'
import { type Decimal, sum } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useDimensions } from '../dimensions/queries.ts'
import type { Entry } from '../queries.ts'

type Line = Entry['lines'][number]

interface EntryLinesProps {
  /** Posted, or as it waits for approval. */
  entry: Pick<Entry, 'effectiveDate' | 'lines'>
  /** For the preview beside a list. */
  isCompact?: boolean
}

/** The lines of an entry; each account leads to its register. */
export function EntryLines({ entry, isCompact = false }: EntryLinesProps) {
  const { slug, currency } = useCompany()
  const hasForeign = entry.lines.some(({ unit }) => unit !== currency)
  const totals = totalsOf(entry.lines, currency)
  return (
    <Table aria-label="Lines">
      <thead>
        <tr>
          <HeadCell className="static! bg-transparent!">Account</HeadCell>
          <HeadCell isNumeric className="static! bg-transparent!">
            Debit
          </HeadCell>
          <HeadCell isNumeric className="static! bg-transparent!">
            Credit
          </HeadCell>
          {hasForeign && !isCompact && (
            <HeadCell isNumeric className="static! bg-transparent! max-sm:hidden">
              Value, {currency}
            </HeadCell>
          )}
        </tr>
      </thead>
      <tbody>
        {entry.lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a posted entry never move
          <tr key={index}>
            <RowHead>
              <Link
                to="/companies/$company/accounts/$code"
                params={{ company: slug, code: line.account.code }}
                search={{ to: entry.effectiveDate }}
                className={rowLinkClass}
              >
                <span className="text-muted tabular-nums">{line.account.code}</span> {line.account.name}
              </Link>
              {line.memo && <span className="block text-sm text-faint">{line.memo}</span>}
              {!isCompact && <LineDetails line={line} />}
            </RowHead>
            <Cell isNumeric>
              <Side line={line} side="debit" currency={currency} showsValue={isCompact} />
            </Cell>
            <Cell isNumeric>
              <Side line={line} side="credit" currency={currency} showsValue={isCompact} />
            </Cell>
            {hasForeign && !isCompact && (
              <Cell isNumeric className="text-muted max-sm:hidden">
                <Amount value={line.value} />
              </Cell>
            )}
          </tr>
        ))}
      </tbody>
      <tfoot className="font-semibold *:*:border-b-0!">
        <tr>
          <RowHead className="font-semibold!">Total, {currency}</RowHead>
          <Cell isNumeric>
            <Amount value={totals.debit} />
          </Cell>
          <Cell isNumeric>
            <Amount value={totals.credit} />
          </Cell>
          {hasForeign && !isCompact && <Cell className="max-sm:hidden" />}
        </tr>
      </tfoot>
    </Table>
  )
}

/** What the line says beside account and amount: dimensions, rate, reference, due date. */
function LineDetails({ line: { dimensions = {}, rate, reference, dueDate } }: { line: Line }) {
  const names = new Map(useDimensions(useCompany().slug).map(({ code, name }) => [code, name]))
  const facts = [
    ...Object.entries(dimensions).map(([code, value]) => `${names.get(code) ?? code}: ${value}`),
    ...(rate ? [`rate ${rate}`] : []),
    ...(reference ? [`reference ${reference}`] : []),
    ...(dueDate ? [`due ${formatDate(dueDate)}`] : []),
  ]
  if (facts.length === 0) return null
  return <span className="block text-sm text-muted">{facts.join(' · ')}</span>
}

function Side({
  line,
  side,
  currency,
  showsValue,
}: {
  line: Line
  side: 'debit' | 'credit'
  currency: string
  showsValue: boolean
}) {
  const isForeign = line.unit !== currency
  if (isHidden(line)) return side === 'debit' ? <span className="text-muted">Hidden</span> : null
  if (line[side] === null) return null
  return (
    <>
      <Amount value={line[side]} {...(isForeign && { unit: line.unit })} />
      {isForeign && line.value !== null && (
        <span className={`block text-sm text-faint ${showsValue ? '' : 'sm:hidden'}`}>
          <Amount value={line.value} unit={currency} />
        </span>
      )}
    </>
  )
}

/** A line has one side; one without shows an amount that is masked for the reader. */
const isHidden = (line: Line): boolean => line.debit === null && line.credit === null

/** In company currency: a line in another unit counts with its value, or not at all when it has none. */
function totalsOf(lines: readonly Line[], currency: string): { debit: Decimal; credit: Decimal } {
  const of = (side: 'debit' | 'credit') =>
    sum(
      lines.flatMap((line) =>
        line[side] === null ? [] : [line.unit === currency ? line[side] : (line.value ?? '0')],
      ),
    )
  return { debit: of('debit'), credit: of('credit') }
}

import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { formatDate, formatDateRange, formatMonth } from '../../lib/dates.ts'
import { Amount } from '../../ui/amount.tsx'
import { Hidden } from '../../ui/hidden.tsx'
import { Tag } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, rowLinkClass, Table } from '../../ui/table.tsx'
import { useRowKeys } from '../../ui/use-row-keys.ts'
import type { Statement, StatementColumn, StatementRow } from './queries.ts'

interface TableProps {
  report: Statement
  isStale: boolean
  onExplain: (figure: Record<string, string>) => void
}

/** From this many columns on the table scrolls by itself, so that the page does not. */
const COLUMNS_IN_PAGE = 4

/** A statement as it would be printed: indented, with subtotals, and every figure a way into what it is made of. */
export function StatementTable({ report, isStale, onExplain }: TableProps) {
  const { columns, rows } = report
  const { active } = useRowKeys(rows, (row) => {
    const figure = columns[0] && figureOf(report, columns[0], row)
    if (figure) onExplain(figure)
  })
  const isWide = columns.length > COLUMNS_IN_PAGE
  return (
    // What scrolls by itself is reached by the keyboard too.
    <div
      {...(isWide && { tabIndex: 0, role: 'region', 'aria-label': `${report.title}, all columns` })}
      className={`relative ${isWide ? 'goes-on overflow-x-auto [--bar:0px]' : 'max-sm:goes-on max-sm:overflow-x-auto max-sm:[--bar:0px]'}`}
    >
      <Table
        aria-label={report.title}
        aria-busy={isStale}
        className="transition-opacity aria-busy:opacity-60"
      >
        <thead>
          <tr>
            <HeadCell className={isWide ? 'sticky left-0 z-20 min-w-56 max-sm:min-w-40' : 'max-sm:min-w-40'}>
              <span className="unseen">Line</span>
            </HeadCell>
            {columns.map((column) => (
              <HeadCell key={column.key} isNumeric className="w-40 min-w-32 max-sm:w-30 max-sm:min-w-28">
                {columnTitle(column)}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <Row
              key={row.id}
              row={row}
              report={report}
              isActive={index === active}
              isWide={isWide}
              onExplain={onExplain}
            />
          ))}
        </tbody>
      </Table>
    </div>
  )
}

const INDENTS = ['', 'pl-4', 'pl-8', 'pl-12', 'pl-16', 'pl-20']
const WEIGHTS: Record<StatementRow['kind'], string> = {
  section: 'pt-5! text-lg font-semibold!',
  category: 'font-semibold!',
  heading: 'text-muted',
  account: '',
  line: '',
  total: 'font-semibold! border-t border-t-line-strong',
}

interface RowProps {
  row: StatementRow
  report: Statement
  isActive: boolean
  isWide: boolean
  onExplain: (figure: Record<string, string>) => void
}

function Row({ row, report, isActive, isWide, onExplain }: RowProps) {
  const look = WEIGHTS[row.kind]
  return (
    <tr
      data-active={isActive || undefined}
      ref={isActive ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
      className="group hover:bg-hover data-active:bg-accent-soft"
    >
      <RowHead
        className={`${look} ${isWide ? 'sticky left-0 bg-canvas group-hover:bg-hover group-data-active:bg-accent-soft' : ''}`}
      >
        <span className={`block ${INDENTS[Math.min(row.depth, INDENTS.length - 1)]}`}>
          <RowTitle row={row} report={report} />
        </span>
      </RowHead>
      {report.columns.map((column, index) => (
        <Cell key={column.key} isNumeric className={look}>
          <Figure
            value={row.amounts[index]}
            isMasked={row.masked === true}
            name={`${row.title}, ${column.title}`}
            figure={figureOf(report, column, row)}
            onExplain={onExplain}
          />
        </Cell>
      ))}
    </tr>
  )
}

function RowTitle({ row, report }: { row: StatementRow; report: Statement }) {
  const slug = useCompanySlug()
  if (row.account === null || row.kind === 'heading') return row.title
  return (
    <>
      <Link
        to="/companies/$company/accounts/$code"
        params={{ company: slug, code: row.account.code }}
        search={{ to: report.to, ...(report.from && { from: report.from }) }}
        className={rowLinkClass}
      >
        <span className="mr-1 text-muted tabular-nums">{row.account.code}</span> {row.account.name}
      </Link>
      {row.quantities.map(({ unit, amounts }) => (
        <span key={unit} className="ml-2">
          <Tag>
            <Amount value={amounts.at(-1)} /> {unit}
          </Tag>
        </span>
      ))}
    </>
  )
}

interface FigureProps {
  value: string | null | undefined
  isMasked: boolean
  name: string
  figure: Record<string, string> | undefined
  onExplain: (figure: Record<string, string>) => void
}

function Figure({ value, isMasked, name, figure, onExplain }: FigureProps) {
  if (isMasked) return <Hidden />
  if (value === null || value === undefined) return null
  if (!figure) return <Amount value={value} />
  return (
    <button
      type="button"
      onClick={() => onExplain(figure)}
      className="rounded-sm decoration-line-strong underline-offset-2 hover:underline focus-visible:underline"
    >
      <span className="unseen">Explain {name}: </span>
      <Amount value={value} />
    </button>
  )
}

/** What the API explains the figure by; undefined where it is a sum over columns. */
function figureOf(
  report: Statement,
  column: StatementColumn,
  row: StatementRow,
): Record<string, string> | undefined {
  if (column.explain === null || row.explain === null) return undefined
  return { ...report.explain, ...column.explain, ...row.explain }
}

/** In the reader's language: a day, a month, a range, or the name that the report gives it. */
function columnTitle({ title, from, to }: StatementColumn): string {
  if (title === to) return formatDate(to)
  if (from === null) return title
  if (title === to.slice(0, 7)) return formatMonth(to)
  return title === `${from} – ${to}` ? formatDateRange(from, to) : title
}

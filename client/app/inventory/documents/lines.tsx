import { useCompany, useCompanySlug } from '../../company/queries.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { sumOfSeen } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { formatQuantity, quantityWithUnit } from '../format.ts'
import { ItemLink, ItemText } from './links.tsx'
import { type DocumentLine, useSeesCosts } from './queries.ts'

/** The moves of a document: what of which item from where to where, and what that is worth. */
export function DocumentLines({
  lines,
  isTrial = false,
}: {
  lines: readonly DocumentLine[]
  isTrial?: boolean
}) {
  const { currency } = useCompany()
  const company = useCompanySlug()
  const seesCosts = useSeesCosts()
  const isChanged = lines.some(({ value, valueNow }) => value !== valueNow)
  const hasLeft = lines.some(({ left }) => left !== null)
  const hasMoves = lines.some(({ from, to }) => from !== null || to !== null)
  const total = sumOfSeen(lines.map(({ value }) => value ?? null))
  const totalNow = sumOfSeen(lines.map(({ valueNow }) => valueNow ?? null))
  const head = isTrial ? 'static!' : ''
  return (
    <Table aria-label="Lines">
      <thead>
        <tr>
          <HeadCell className={head}>Item</HeadCell>
          {hasMoves && <HeadCell className={`max-sm:hidden ${head}`}>From → to</HeadCell>}
          {hasMoves && (
            <HeadCell isNumeric className={head}>
              Quantity
            </HeadCell>
          )}
          {hasLeft && (
            <HeadCell isNumeric className={`max-md:hidden ${head}`}>
              Left
            </HeadCell>
          )}
          {seesCosts && (
            <HeadCell isNumeric className={head}>
              Value, {currency}
            </HeadCell>
          )}
          {seesCosts && isChanged && (
            <HeadCell isNumeric className={`max-md:hidden ${head}`}>
              By now
            </HeadCell>
          )}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.line} className="align-top">
            <RowHead>
              {isTrial ? <ItemText item={line.item} /> : <ItemLink company={company} item={line.item} />}
              {line.lot && <span className="block text-sm text-muted">Lot {line.lot}</span>}
              {line.memo && <span className="block text-sm text-muted">{line.memo}</span>}
              {hasMoves && <span className="block text-sm text-muted sm:hidden">{wayOf(line)}</span>}
            </RowHead>
            {hasMoves && <Cell className="text-muted max-sm:hidden">{wayOf(line)}</Cell>}
            {hasMoves && (
              <Cell isNumeric>
                {line.quantity !== null && quantityWithUnit(line.quantity, line.unit)}
                {line.entered && (
                  <span className="block text-sm text-faint">
                    {quantityWithUnit(line.entered.quantity, line.entered.unit)}
                  </span>
                )}
              </Cell>
            )}
            {hasLeft && (
              <Cell isNumeric className="text-muted max-md:hidden">
                {line.left !== null && formatQuantity(line.left)}
              </Cell>
            )}
            {seesCosts && (
              <Cell isNumeric>
                <Amount value={line.value} />
                {isChanged && line.value !== line.valueNow && line.valueNow && (
                  <span className="block text-sm text-faint md:hidden">
                    now {formatAmount(line.valueNow)}
                  </span>
                )}
              </Cell>
            )}
            {seesCosts && isChanged && (
              <Cell isNumeric className="max-md:hidden">
                <Amount value={line.valueNow} />
              </Cell>
            )}
          </tr>
        ))}
        {seesCosts && lines.length > 1 && (
          <tr>
            <RowHead className="font-semibold!">Together</RowHead>
            {hasMoves && <Cell className="max-sm:hidden" />}
            {hasMoves && <Cell />}
            {hasLeft && <Cell className="max-md:hidden" />}
            <Cell isNumeric className="font-semibold">
              <Amount value={total} />
            </Cell>
            {isChanged && (
              <Cell isNumeric className="font-semibold max-md:hidden">
                <Amount value={totalNow} />
              </Cell>
            )}
          </tr>
        )}
      </tbody>
    </Table>
  )
}

const wayOf = ({ from, to }: DocumentLine): string => [from, to].map((code) => code ?? '–').join(' → ')

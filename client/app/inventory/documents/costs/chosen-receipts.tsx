import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useEffect } from 'react'
import { useCompany, useCompanySlug } from '../../../company/queries.ts'
import { AmountInput } from '../../../guardrails/amount-input.tsx'
import { formatDate } from '../../../lib/dates.ts'
import { Amount } from '../../../ui/amount.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { Loading, ProblemNotice } from '../../../ui/feedback.tsx'
import { Refused } from '../../../ui/field.tsx'
import { Card, Cell, RowHead, Table } from '../../../ui/table.tsx'
import { quantityWithUnit } from '../../format.ts'
import { ItemText } from '../links.tsx'
import { documentQuery, useMoneyScale } from '../queries.ts'
import { type Chosen, partId } from './chosen.ts'

interface ChosenProps {
  chosen: readonly Chosen[]
  /** Each line has an amount of its own. */
  isEach: boolean
  errors: ReadonlyMap<string, string>
  onChange: (chosen: readonly Chosen[]) => void
  onLines: (receipt: string, count: number) => void
}

/** What the costs are laid on: whole receipts, or lines of them. */
export function ChosenReceipts({ chosen, onChange, ...rest }: ChosenProps) {
  return (
    <section aria-label="Chosen receipts">
      <h2 className="mb-2 font-semibold">What the costs are laid on</h2>
      {chosen.length === 0 && (
        <p className="py-3 text-muted">Choose the receipts that the costs belong to.</p>
      )}
      <div className="flex flex-col gap-3">
        {chosen.map((each) => (
          <Receipt
            key={each.receipt}
            {...rest}
            chosen={each}
            onChange={(next) => onChange(chosen.map((old) => (old === each ? next : old)))}
            onRemove={() => onChange(chosen.filter((old) => old !== each))}
          />
        ))}
      </div>
    </section>
  )
}

interface ReceiptProps extends Pick<ChosenProps, 'isEach' | 'errors' | 'onLines'> {
  chosen: Chosen
  onChange: (chosen: Chosen) => void
  onRemove: () => void
}

function Receipt({ chosen, isEach, errors, onLines, onChange, onRemove }: ReceiptProps) {
  const { currency } = useCompany()
  const scale = useMoneyScale()
  const { receipt, left, amounts } = chosen
  const query = useQuery(documentQuery(useCompanySlug(), receipt))
  const document = query.data
  const count = document?.lines.length
  useEffect(() => {
    if (count !== undefined) onLines(receipt, count)
  }, [receipt, count, onLines])
  const toggle = (line: number) => {
    const next = new Set(left)
    if (!next.delete(line)) next.add(line)
    onChange({ ...chosen, left: next })
  }
  const whole = errors.get(receipt)
  return (
    <Card>
      <header className="flex items-center justify-between gap-3 px-3 pt-2">
        <h3>
          <span className="font-medium tabular-nums">{document?.voucher ?? 'Receipt'}</span>{' '}
          {document && (
            <span className="text-muted">
              {formatDate(document.date)} {document.party}
            </span>
          )}
        </h3>
        <IconButton label={`Leave out ${document?.voucher ?? 'the receipt'}`} onClick={onRemove}>
          <X className="size-4" aria-hidden="true" />
        </IconButton>
      </header>
      {query.isPending && <Loading rows={2} label="Loading the receipt" />}
      {query.isError && <ProblemNotice error={query.error} />}
      {whole && <Refused className="px-3 pb-1">{whole}</Refused>}
      {document && (
        <Table aria-label={`Lines of ${document.voucher}`}>
          <tbody>
            {document.lines.map(({ line, item, quantity, unit, valueNow }) => {
              const error = errors.get(partId({ receipt, line }))
              return (
                <tr key={line}>
                  {!isEach && (
                    <Cell className="w-10">
                      <input
                        type="checkbox"
                        aria-label={`${item.code}, line ${line + 1} of ${document.voucher}`}
                        className="size-4 accent-accent"
                        checked={!left.has(line)}
                        onChange={() => toggle(line)}
                      />
                    </Cell>
                  )}
                  <RowHead>
                    <ItemText item={item} />
                    <span className="block text-sm text-muted">
                      {quantity !== null && quantityWithUnit(quantity, unit)}
                    </span>
                    {error && <Refused>{error}</Refused>}
                  </RowHead>
                  <Cell isNumeric className="max-sm:hidden">
                    <Amount value={valueNow} unit={currency} />
                  </Cell>
                  {isEach && (
                    <Cell className="w-36">
                      <AmountInput
                        aria-label={`Costs of ${item.code}, line ${line + 1} of ${document.voucher}`}
                        aria-invalid={error ? true : undefined}
                        scale={scale}
                        value={amounts[line] ?? ''}
                        onValue={(text) => onChange({ ...chosen, amounts: { ...amounts, [line]: text } })}
                      />
                    </Cell>
                  )}
                </tr>
              )
            })}
          </tbody>
        </Table>
      )}
    </Card>
  )
}

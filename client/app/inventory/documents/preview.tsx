import { useCompany } from '../../company/queries.ts'
import { formatAmount } from '../../lib/amounts.ts'
import { formatDate } from '../../lib/dates.ts'
import { isNegative, sumOfSeen } from '../../lib/decimal.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/sheet.tsx'
import { Status } from '../../ui/status.tsx'
import { Cell, HeadCell, RowHead, Table } from '../../ui/table.tsx'
import { DocumentLines } from './lines.tsx'
import { KINDS } from './names.ts'
import { type StockDocument, useCompanyToday, useSeesCosts } from './queries.ts'

interface PreviewProps {
  document: StockDocument
  verb: string
  isBusy: boolean
  onRecord: () => void
  onClose: () => void
}

/** What a document would move, book and change of the past. Nothing of it has happened yet. */
export function PreviewDialog({ document, verb, isBusy, onRecord, onClose }: PreviewProps) {
  const today = useCompanyToday()
  const seesCosts = useSeesCosts()
  const { kind, date, adjusted, lines } = document
  const isOfValue = lines.every(({ from, to }) => from === null && to === null)
  return (
    <Dialog
      title={`${KINDS[kind].name} of ${formatDate(date)}, not recorded yet`}
      className="max-w-3xl"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button variant="primary" data-autofocus isBusy={isBusy} onClick={onRecord}>
            {verb}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {date < today && <Later adjusted={adjusted} seesCosts={seesCosts} />}
        <section aria-label={isOfValue ? 'What changes' : 'What moves'}>
          <h3 className="mb-1 font-semibold">{isOfValue ? 'What changes' : 'What moves'}</h3>
          <DocumentLines lines={lines} isTrial />
        </section>
        <Booked document={document} />
      </div>
    </Dialog>
  )
}

function Later({ adjusted, seesCosts }: { adjusted: StockDocument['adjusted']; seesCosts: boolean }) {
  const { currency } = useCompany()
  return (
    <section aria-label="Later moves" data-testid="adjusted">
      <h3 className="mb-1 font-semibold">Later moves</h3>
      {adjusted && adjusted.waiting > 0 && (
        <p>
          <Status tone="warning">{formatAmount(String(adjusted.waiting))} later moves</Status> are valued anew
          step by step afterwards. Until that is done nothing else moves their items.
        </p>
      )}
      {!adjusted || adjusted.moves === 0 ? (
        adjusted?.waiting ? null : (
          <p className="text-muted">It is dated back, and changes no later move.</p>
        )
      ) : (
        <>
          <p>
            <Status tone="warning">
              {adjusted.moves === 1 ? '1 later move costs' : `${adjusted.moves} later moves cost`} something
              else
            </Status>{' '}
            What was posted stays; the differences are booked with this document.
          </p>
          {seesCosts && (
            <div className="mt-2">
              <AdjustedDays adjusted={adjusted} currency={currency} />
            </div>
          )}
        </>
      )}
    </section>
  )
}

/** The change of the stock's value on each day on which it is booked. */
export function AdjustedDays({
  adjusted: { days },
  currency,
}: {
  adjusted: NonNullable<StockDocument['adjusted']>
  currency: string
}) {
  const total = sumOfSeen(days.map(({ amount }) => amount))
  return (
    <Table aria-label="Differences by day">
      <thead>
        <tr>
          <HeadCell className="static!">Booked on</HeadCell>
          <HeadCell isNumeric className="static!">
            Stock, {currency}
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {days.map(({ date, amount }) => (
          <tr key={date}>
            <RowHead>{formatDate(date)}</RowHead>
            <Cell isNumeric>
              <Amount value={amount} />
            </Cell>
          </tr>
        ))}
        {days.length > 1 && (
          <tr className="font-semibold">
            <RowHead className="font-semibold!">Together</RowHead>
            <Cell isNumeric>
              <Amount value={total} />
            </Cell>
          </tr>
        )}
      </tbody>
    </Table>
  )
}

function Booked({ document: { booked } }: { document: StockDocument }) {
  const { currency } = useCompany()
  const seesCosts = useSeesCosts()
  if (!booked || !seesCosts) return null
  return (
    <section aria-label="What is booked">
      <h3 className="mb-1 font-semibold">What is booked</h3>
      {booked.length === 0 ? (
        <p className="text-muted">Nothing: no value moves.</p>
      ) : (
        <Table aria-label="What is booked">
          <thead>
            <tr>
              <HeadCell className="static!">Account</HeadCell>
              <HeadCell isNumeric className="static!">
                Debit, {currency}
              </HeadCell>
              <HeadCell isNumeric className="static!">
                Credit, {currency}
              </HeadCell>
            </tr>
          </thead>
          {booked.map((entry) => (
            <tbody key={entry.date}>
              {booked.length > 1 && (
                <tr>
                  <RowHead colSpan={3} scope="rowgroup" className="text-sm text-muted">
                    {formatDate(entry.date)}
                  </RowHead>
                </tr>
              )}
              {entry.lines.map(({ account, debit, credit, dimensions }) => (
                <tr key={`${account.code} ${JSON.stringify(dimensions)} ${isNegative(debit ?? '0')}`}>
                  <RowHead>
                    <span className="tabular-nums">{account.code}</span> {account.name}
                    {dimensions && (
                      <span className="ml-2 text-sm text-faint">{Object.values(dimensions).join(', ')}</span>
                    )}
                  </RowHead>
                  <Cell isNumeric>
                    <Amount value={debit} />
                  </Cell>
                  <Cell isNumeric>
                    <Amount value={credit} />
                  </Cell>
                </tr>
              ))}
            </tbody>
          ))}
        </Table>
      )}
    </section>
  )
}

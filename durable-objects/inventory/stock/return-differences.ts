import type { MoveKey, Outcome } from '../valuation/model.ts'
import { keyText } from '../valuation/model.ts'
import type { Accruals } from './accruals.ts'
import type { DocumentLine } from './documents.ts'

/**
 * Goods that go back to a supplier leave the stock at what they cost by now, and the supplier owes what they were received
 * at: by an average or a standard, or after freight was added, that is something else. The difference goes where one of a
 * bill goes, so that goods received, not invoiced, clears to the cent.
 */
export function returnDifferences(
  accruals: Accruals,
  /** On which they go back: yyyymmdd. */
  day: number,
  lines: readonly DocumentLine[],
  outcomes: readonly Outcome[],
): DocumentLine[] {
  const returned = new Map<string, { of: MoveKey; line: DocumentLine; quantity: number; cost: number }>()
  for (const [index, line] of lines.entries()) {
    const { kind } = line
    if (kind.kind !== 'out' || !kind.from) continue
    const known = returned.get(keyText(kind.from)) ?? { of: kind.from, line, quantity: 0, cost: 0 }
    known.quantity += kind.quantity
    known.cost -= outcomes[index]?.cost ?? 0
    returned.set(keyText(kind.from), known)
  }
  return [...returned.values()].flatMap(({ of, line, quantity, cost }) => {
    const accrual = accruals.at(of.sequence, of.line)
    const difference = accrual ? cost - accruals.receivedAt(accrual, quantity) : 0
    if (!accrual || difference === 0) return []
    const { item, contra, dimensions, pointer } = line
    const { date, sequence, line: at } = of
    return {
      ...{ item, contra, dimensions, pointer },
      kind: {
        ...{ kind: 'recost', of: { date, sequence, line: at }, cost: difference },
        quantity: accruals.kept(accrual, day, quantity),
      },
      billed: {
        ...{ of: { date, sequence, line: at }, quantity: 0, amount: 0, cleared: 0 - difference },
        account: accrual.account,
      },
    }
  })
}

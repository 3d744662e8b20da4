import { isRefusal } from './kernel/result.ts'
import type { CurrenciesParts } from './ledger/currencies/parts.ts'
import type { DimensionsParts } from './ledger/dimensions/store.ts'
import type { PeriodsParts } from './ledger/periods/store.ts'
import type { ProofParts } from './ledger/proof/store.ts'
import type { ReportPorts } from './ledger/reports/ports.ts'

/** What reports need of the other parts of a company's books. */
export function reportPorts(parts: {
  periods: PeriodsParts
  dimensions: DimensionsParts
  currencies: CurrenciesParts
  proof: ProofParts
  attachmentsOf: ReportPorts['attachmentsOf']
  companyName: ReportPorts['companyName']
}): ReportPorts {
  const { periods, dimensions, currencies, proof, attachmentsOf, companyName } = parts
  const { tables, segments } = dimensions
  return {
    companyName,
    yearOf: (date) => periods.calendar().yearOf(date),
    dimensions: {
      values: (dimension) => (tables.dimension(dimension) ? tables.values(dimension) : undefined),
      subtree: (dimension, codes) => tables.subtree(dimension, codes),
      totalsAsOf: (date, filter, knownAt, visibility) => segments.totals(date, knownAt, filter, visibility),
      segmentOf: (line) => segments.segmentOf(line),
      segment: (ordinal) => segments.segment(ordinal),
    },
    translate: (movements, plan) => currencies.translate(movements, plan),
    attachmentsOf,
    proof: {
      root(knownAt) {
        const root = proof.roots.view(knownAt)
        return (
          root && {
            size: root.size,
            root: root.root,
            headHash: root.headHash,
            isSealed: root.sealed !== null,
          }
        )
      },
      inclusions(size) {
        const proofOf = proof.inclusions(size)
        return (sequence) => {
          const found = proofOf(sequence)
          return isRefusal(found) ? null : found
        }
      },
    },
  }
}

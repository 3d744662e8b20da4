import { companyContract } from './company/contract.ts'
import { guardrailsContract } from './guardrails/contract.ts'
import { countsContract } from './inventory/counts/contract.ts'
import { itemsContract } from './inventory/items/contract.ts'
import { placesContract } from './inventory/places/contract.ts'
import { replenishmentContract } from './inventory/replenishment/contract.ts'
import { stockReportsContract } from './inventory/reports/contract.ts'
import { reservationsContract } from './inventory/reservations/contract.ts'
import { stockContract } from './inventory/stock/contract.ts'
import type { ModuleContract } from './kernel/contract.ts'
import { attachmentsContract } from './ledger/attachments/contract.ts'
import { ledgerContract } from './ledger/contract.ts'
import { currenciesContract } from './ledger/currencies/contract.ts'
import { dimensionsContract } from './ledger/dimensions/contract.ts'
import { draftsContract } from './ledger/drafts/contract.ts'
import { migrationContract } from './ledger/migration/contract.ts'
import { openItemsContract } from './ledger/open-items/contract.ts'
import { pendingContract } from './ledger/pending/contract.ts'
import { periodsContract } from './ledger/periods/contract.ts'
import { proofContract } from './ledger/proof/contract.ts'
import { reportsContract } from './ledger/reports/contract.ts'

/** Every module's contract: what routes, OpenAPI, permissions, event schemas and the client are derived from. */
export const contracts = {
  company: companyContract,
  ledger: ledgerContract,
  guardrails: guardrailsContract,
  dimensions: dimensionsContract,
  proof: proofContract,
  currencies: currenciesContract,
  periods: periodsContract,
  openItems: openItemsContract,
  reports: reportsContract,
  drafts: draftsContract,
  attachments: attachmentsContract,
  pending: pendingContract,
  migration: migrationContract,
  items: itemsContract,
  places: placesContract,
  stock: stockContract,
  reservations: reservationsContract,
  stockReports: stockReportsContract,
  counts: countsContract,
  replenishment: replenishmentContract,
} as const satisfies Record<string, ModuleContract>

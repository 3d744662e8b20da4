import { companyContract } from './company/contract.ts'
import { guardrailsContract } from './guardrails/contract.ts'
import type { ModuleContract } from './kernel/contract.ts'
import { ledgerContract } from './ledger/contract.ts'

/** Every module's contract: what routes, OpenAPI, permissions, event schemas and the client are derived from. */
export const contracts = {
  company: companyContract,
  ledger: ledgerContract,
  guardrails: guardrailsContract,
} as const satisfies Record<string, ModuleContract>

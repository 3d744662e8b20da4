import type { BookAccount } from '../stock-item.ts'
import type { Family, ItemAccount } from './contract.ts'
import { lineage } from './model.ts'
import type { Surroundings } from './ports.ts'
import { ROLE_OF } from './roles.ts'

/** The account that moves of an item book on, and who says so. */
export interface ResolvedAccount {
  account: BookAccount
  from: 'item' | 'family' | 'company'
  family: string | null
}

/** As the item says, else its family or the nearest one above it, else the company by the role of the account. */
export function resolvedAccount(
  item: { accounts: Partial<Record<ItemAccount, string>>; family: string | null },
  name: ItemAccount,
  families: { family(code: string): Family | undefined },
  chart: Surroundings['chart'],
): ResolvedAccount | undefined {
  const own = item.accounts[name]
  if (own !== undefined) return { account: chart.accountById(own), from: 'item', family: null }
  for (const { code, accounts } of lineage(families, item.family)) {
    const id = accounts[name]
    if (id !== undefined) return { account: chart.accountById(id), from: 'family', family: code }
  }
  const account = chart.role(ROLE_OF[name])
  return account && { account, from: 'company', family: null }
}

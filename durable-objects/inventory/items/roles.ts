import type { AccountRole } from '../../ledger/contract.ts'
import type { ItemAccount } from './contract.ts'

/** The company's account that is taken where neither an item nor its families name one. */
export const ROLE_OF = {
  stock: 'inventory',
  costOfSales: 'costOfSales',
  goodsReceived: 'goodsReceived',
  priceDifference: 'priceDifference',
  adjustment: 'stockAdjustment',
  variation: 'stockVariation',
  revaluation: 'stockRevaluation',
  inTransit: 'stockInTransit',
  scrap: 'scrap',
} as const satisfies Record<ItemAccount, AccountRole>

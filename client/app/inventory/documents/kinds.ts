import type { DocumentKind } from '../../../../durable-objects/inventory/stock/contract.ts'

/** Documents that a person writes; others follow from them. */
export const NEW_KINDS = [
  'receipt',
  'issue',
  'transfer',
  'adjustment',
  'cost',
  'standard-cost',
  'revaluation',
] as const satisfies readonly DocumentKind[]
export type NewKind = (typeof NEW_KINDS)[number]

/** What a new one needs a right to. */
export const OPERATION_OF = {
  receipt: 'stock.ReceiveGoods',
  issue: 'stock.IssueGoods',
  transfer: 'stock.TransferGoods',
  adjustment: 'stock.AdjustStock',
  cost: 'stock.AddReceiptCosts',
  'standard-cost': 'stock.SetStandardCosts',
  revaluation: 'stock.RevalueStock',
} as const satisfies Record<NewKind, string>

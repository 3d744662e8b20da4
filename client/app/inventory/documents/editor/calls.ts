import { stockContract } from '../../../../../durable-objects/inventory/stock/contract.ts'
import { meridian } from '../../../lib/api.ts'
import type { GridKind } from './forms.ts'

const { operations } = stockContract

/** The command of each kind. */
export const CALLS = {
  receipt: { operation: operations.ReceiveGoods, call: meridian.stock.ReceiveGoods },
  issue: { operation: operations.IssueGoods, call: meridian.stock.IssueGoods },
  transfer: { operation: operations.TransferGoods, call: meridian.stock.TransferGoods },
  adjustment: { operation: operations.AdjustStock, call: meridian.stock.AdjustStock },
  'standard-cost': { operation: operations.SetStandardCosts, call: meridian.stock.SetStandardCosts },
  revaluation: { operation: operations.RevalueStock, call: meridian.stock.RevalueStock },
} as const satisfies Record<GridKind, unknown>

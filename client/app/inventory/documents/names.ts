import {
  ArrowDownToLine,
  ArrowLeftRight,
  ArrowUpFromLine,
  CirclePlus,
  type LucideIcon,
  PackageCheck,
  ReceiptText,
  Scale,
  Tag,
  TrendingDown,
  Undo2,
} from 'lucide-react'
import type { DocumentKind } from './queries.ts'

/** How documents of the stock are called. */

export const KINDS: Readonly<Record<DocumentKind, { name: string; icon: LucideIcon }>> = {
  receipt: { name: 'Receipt', icon: ArrowDownToLine },
  issue: { name: 'Issue', icon: ArrowUpFromLine },
  transfer: { name: 'Transfer', icon: ArrowLeftRight },
  arrival: { name: 'Arrival', icon: PackageCheck },
  adjustment: { name: 'Adjustment', icon: Scale },
  'customer-return': { name: 'Customer return', icon: Undo2 },
  'supplier-return': { name: 'Return to supplier', icon: Undo2 },
  cost: { name: 'Receipt costs', icon: CirclePlus },
  'standard-cost': { name: 'Standard costs', icon: Tag },
  revaluation: { name: 'Revaluation', icon: TrendingDown },
  bill: { name: "Supplier's bill", icon: ReceiptText },
  'bill-reversal': { name: 'Bill taken back', icon: Undo2 },
}

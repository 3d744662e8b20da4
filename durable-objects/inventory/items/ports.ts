import type { Scope } from '../../kernel/contract.ts'
import type { Actor } from '../../kernel/module.ts'
import type { AttachmentView } from '../../ledger/attachments/contract.ts'
import type { AccountRole } from '../../ledger/contract.ts'
import type { BookAccount } from '../stock-item.ts'

/** What items need of the other parts of the books. */
export interface Surroundings {
  chart: {
    account(code: string): BookAccount | undefined
    accountById(id: string): BookAccount
    role(role: AccountRole): BookAccount | undefined
  }
  /** Which accounts the actor sees; undefined: all. */
  sight(
    actor: Actor,
    operation: string,
    scope: Scope,
  ): { seesAccount(account: BookAccount): boolean } | undefined
  attachment(id: string): AttachmentView | undefined
  /** Stock of the item has moved, so what its moves are made of is fixed. */
  hasMoved(id: string): boolean
  /** More of the item went out, or is reserved, than is there. */
  isShort(id: string): boolean
}

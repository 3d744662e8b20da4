import type { RefusalCode } from '../../kernel/contract.ts'
import { type Refusal, refuse } from '../../kernel/result.ts'
import type { ItemsContract } from './contract.ts'

export type ItemsRefusal = Refusal<RefusalCode<ItemsContract>>

/** A refusal that points at one field. */
export const at = (pointer: string, code: RefusalCode<ItemsContract>, detail: string): ItemsRefusal =>
  refuse(code, detail, [{ pointer, code, detail }])

export const itemNotFound = (ref: string): ItemsRefusal =>
  refuse('item_not_found', `There is no item ${ref} in this company.`)

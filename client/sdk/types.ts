import type { z } from 'zod'
import type { Operation } from '../../durable-objects/kernel/contract.ts'
import type { contracts } from '../../workers/contracts.ts'

/** The client's types, computed from the contracts: adding an operation to a module adds its method here. */

export type Contracts = typeof contracts

export interface CallOptions {
  /** Default: a new ULID. Send the key of an earlier attempt to find out what became of it. */
  idempotencyKey?: string
  signal?: AbortSignal
}

/** What a caller writes: as the contract's input, except that bulk rows are the rows themselves, and that a file is `file`. */
export type CallInput<Op extends Operation> = RowsUnwrapped<z.input<Op['input']>> &
  (Op['body'] extends 'binary' ? { file: Blob | Uint8Array<ArrayBuffer> } : unknown)

type RowsUnwrapped<Input> = Input extends { rows: (infer Row)[] }
  ? Omit<Input, 'rows'> & { rows: Extract<Row, { value: unknown }>['value'][] }
  : Input

export type CallReply<Op extends Operation> = 'application/octet-stream' extends Op['replyType']
  ? Blob
  : z.output<Op['reply']>

// An input without required fields may be left out.
type Rest<Op extends Operation> =
  Record<never, never> extends CallInput<Op>
    ? [input?: CallInput<Op>, options?: CallOptions]
    : [input: CallInput<Op>, options?: CallOptions]

type CompanyCall<Op extends Operation> = (company: string, ...rest: Rest<Op>) => Promise<CallReply<Op>>
type TenantCall<Op extends Operation> = (...rest: Rest<Op>) => Promise<CallReply<Op>>

// Where a contract's type does not keep its level as a literal, both forms are accepted and the call checks.
type Call<Op extends Operation> = 'company' extends Op['level']
  ? 'tenant' extends Op['level']
    ? CompanyCall<Op> & TenantCall<Op>
    : CompanyCall<Op>
  : TenantCall<Op>

export type Meridian = {
  [Module in keyof Contracts]: {
    [Name in keyof Contracts[Module]['operations']]: Contracts[Module]['operations'][Name] extends infer Op extends
      Operation
      ? Call<Op>
      : never
  }
}

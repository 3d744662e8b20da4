import type { AccountType } from '../contract.ts'

/**
 * The type that an account of the file is likely of: that of the accounts in the chart whose codes begin as its own does, for
 * as long a beginning as any does. Where these are of several types, none is proposed. It is only ever shown.
 */
export function likeTypes(
  accounts: () => readonly { code: string; type: AccountType }[],
): (code: string) => AccountType | null {
  let known: Map<string, AccountType | null> | undefined
  return (code) => {
    known ??= byBeginning(accounts())
    for (let length = Math.min(code.length, BEGINNING_CHARS_MAX); length > 0; length--) {
      const type = known.get(code.slice(0, length))
      if (type !== undefined) return type
    }
    return null
  }
}

const BEGINNING_CHARS_MAX = 8

/** Null: accounts of several types begin like this. */
function byBeginning(accounts: readonly { code: string; type: AccountType }[]) {
  const types = new Map<string, AccountType | null>()
  for (const { code, type } of accounts)
    for (let length = 1; length <= Math.min(code.length, BEGINNING_CHARS_MAX); length++) {
      const beginning = code.slice(0, length)
      types.set(
        beginning,
        (types.get(beginning) ?? type) === type && types.get(beginning) !== null ? type : null,
      )
    }
  return types
}

export const GENESIS_HASH: string
export function eventHash(previousHash: string, event: object): string
export function companyOf(event: { source?: string }): string
export function canonical(value: unknown): string

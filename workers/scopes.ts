import { operations } from './contracts.ts'

/** Every scope that some operation asks for. */
export const allScopes = (): string[] =>
  [...new Set(operations().map(({ operation }) => operation.scope))].sort()

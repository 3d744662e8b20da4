export interface TreeEnd {
  size: number
  root: string
}
export function leafOf(eventHash: string): Uint8Array
export class Tree {
  readonly size: number
  add(eventHash: string): void
  rootAt(size: number): string | undefined
}
export function verifyInclusion(proof: {
  leaf: Uint8Array
  index: number
  size: number
  path: readonly string[]
  root: string
}): boolean
export function verifyConsistency(proof: { from: TreeEnd; to: TreeEnd; path: readonly string[] }): boolean

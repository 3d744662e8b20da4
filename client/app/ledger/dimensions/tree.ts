import type { DimensionValue } from './queries.ts'

export interface ValueRow {
  value: DimensionValue
  /** 0 at the top. */
  depth: number
}

/** Values, each below its parent; one whose parent is not among them stands at the top. */
export function treeOfValues(values: readonly DimensionValue[]): ValueRow[] {
  const codes = new Set(values.map(({ code }) => code))
  const children = Map.groupBy(values, ({ parent }) => (parent !== null && codes.has(parent) ? parent : ''))
  const below = (parent: string, depth: number): ValueRow[] =>
    (children.get(parent) ?? []).flatMap((value) => [{ value, depth }, ...below(value.code, depth + 1)])
  return below('', 0)
}

/** Lines that somebody typed or pasted: `code; name; parent`, by tab, semicolon or comma. */
export function valuesFromText(text: string): { code: string; name: string; parent?: string }[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.split(/[\t;,]/).map((part) => part.trim()))
    .filter(([code]) => code)
    .map(([code = '', name = '', parent = '']) => ({ code, name: name || code, ...(parent && { parent }) }))
}

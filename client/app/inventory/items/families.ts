import type { Family } from './queries.ts'

/** What families say about the items in them. */

export interface Defaults {
  kind: NonNullable<Family['kind']>
  unit: string
  scale: number
  method: NonNullable<Family['method']>
  tracking: NonNullable<Family['tracking']>
  hasExpiry: boolean
  allowsNegative: boolean
}

/** Where no family says anything. */
const PLAIN: Defaults = {
  kind: 'stock',
  unit: 'pcs',
  scale: 0,
  method: 'fifo',
  tracking: 'none',
  hasExpiry: false,
  allowsNegative: false,
}

/** What an item takes from its family, or the nearest one above it that says something; else what most items are. */
export function defaultsOf(byCode: ReadonlyMap<string, Family>, code: string, kind?: string): Defaults {
  const said = <Field extends keyof Defaults>(field: Field): Defaults[Field] => {
    for (const family of lineage(byCode, code)) {
      const value = family[field]
      if (value !== null) return value as Defaults[Field]
    }
    return PLAIN[field]
  }
  const made = (kind || said('kind')) as Defaults['kind']
  const isStock = made === 'stock'
  return {
    kind: made,
    unit: said('unit'),
    scale: made === 'kit' ? 0 : said('scale'),
    method: said('method'),
    tracking: isStock ? said('tracking') : 'none',
    hasExpiry: isStock && said('hasExpiry'),
    allowsNegative: isStock && said('allowsNegative'),
  }
}

/** The family and those above it, the nearest first. */
export function lineage(byCode: ReadonlyMap<string, Family>, code: string): Family[] {
  const found: Family[] = []
  for (let family = byCode.get(code); family && !found.includes(family); ) {
    found.push(family)
    family = family.parent === null ? undefined : byCode.get(family.parent)
  }
  return found
}

export interface FamilyRow {
  family: Family
  depth: number
}

/** Each family after the one that it lies in, by code. */
export function treeOf(families: readonly Family[]): FamilyRow[] {
  const known = new Set(families.map(({ code }) => code))
  const below = Map.groupBy(families, ({ parent }) => (parent !== null && known.has(parent) ? parent : ''))
  const rows = (parent: string, depth: number): FamilyRow[] =>
    (below.get(parent) ?? [])
      .toSorted((a, b) => (a.code < b.code ? -1 : 1))
      .flatMap((family) => [{ family, depth }, ...rows(family.code, depth + 1)])
  return rows('', 0)
}

import { canonicalJson } from '../../kernel/canonical.ts'
import type { Database } from '../../kernel/database.ts'
import type { Family, FamilySaved } from './contract.ts'

/** Families are few and every item asks them, so they are held in memory beside their table. */
export class Families {
  readonly #database: Database
  #loaded: Map<string, Family> | undefined
  #below: Map<string, string[]> | undefined

  constructor(database: Database) {
    this.#database = database
  }

  get size(): number {
    return this.#all.size
  }

  family = (code: string): Family | undefined => this.#all.get(code)

  /** By code. */
  all = (): Family[] => [...this.#all.values()]

  /** Codes of a family and of all below it; undefined: there is none. */
  within(code: string): ReadonlySet<string> | undefined {
    if (!this.family(code)) return undefined
    const found = new Set([code])
    for (const each of found) for (const child of this.#children.get(each) ?? []) found.add(child)
    return found
  }

  /** How many families lie in each other below this one. */
  depthBelow(code: string): number {
    return Math.max(0, ...(this.#children.get(code) ?? []).map((child) => 1 + this.depthBelow(child)))
  }

  /** Every family after the one above it, with its depth; beside each other by code. */
  *tree(): Generator<Family & { depth: number }> {
    yield* this.#branch(
      this.all().filter(({ parent }) => parent === null),
      0,
    )
  }

  *#branch(families: readonly Family[], depth: number): Generator<Family & { depth: number }> {
    for (const family of families) {
      yield { ...family, depth }
      const children = (this.#children.get(family.code) ?? []).flatMap((code) => this.family(code) ?? [])
      yield* this.#branch(children, depth + 1)
    }
  }

  save({ after }: FamilySaved): void {
    this.#database.run(
      'INSERT OR REPLACE INTO item_families (code, data) VALUES (?, ?)',
      after.code,
      canonicalJson(after),
    )
    this.forget()
  }

  forget(): void {
    this.#loaded = undefined
    this.#below = undefined
  }

  get #all(): Map<string, Family> {
    this.#loaded ??= new Map(
      this.#database
        .all<{ code: string; data: string }>('SELECT code, data FROM item_families ORDER BY code')
        .map(({ code, data }) => [code, JSON.parse(data) as Family]),
    )
    return this.#loaded
  }

  get #children(): Map<string, string[]> {
    if (this.#below) return this.#below
    const below = new Map<string, string[]>()
    for (const { code, parent } of this.#all.values())
      if (parent !== null) below.set(parent, [...(below.get(parent) ?? []), code])
    this.#below = below
    return below
  }
}

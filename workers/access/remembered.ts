/** Answers about access are at most this old: so long may what was revoked still work. */
const TRUSTED_MS = 5_000
const REMEMBERED_MAX = 10_000

/** What an isolate remembers of the identity databases. Only what lets somebody in is kept: a no is asked for again. */
export class Remembered<Value> {
  readonly #values = new Map<string, { value: Value; untilMs: number }>()

  async get(key: string, load: () => Promise<Value | undefined>): Promise<Value | undefined> {
    // The age counts from before the question: the answer may have been made at its very beginning.
    const askedMs = Date.now()
    const known = this.#values.get(key)
    if (known && known.untilMs > askedMs) return known.value
    const value = await load()
    if (value === undefined) {
      this.#values.delete(key)
      return undefined
    }
    if (this.#values.size >= REMEMBERED_MAX) this.#values.clear()
    this.#values.set(key, { value, untilMs: askedMs + TRUSTED_MS })
    return value
  }

  clear(): void {
    this.#values.clear()
  }
}

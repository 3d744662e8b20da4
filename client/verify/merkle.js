import { createHash } from 'node:crypto'

/** RFC 9162 (RFC 6962) Merkle trees, for verifying: SHA-256 over 0x00 ‖ leaf and over 0x01 ‖ left ‖ right. */

const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)
const sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const isHash = (text) => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text)
const bytes = (text) => Buffer.from(text, 'hex')

const node = (left, right) => sha256(NODE, left, right)

/** The leaf of an event: its hash, as 32 bytes, behind 0x00. */
export const leafOf = (eventHash) => sha256(LEAF, bytes(eventHash))

/** Every leaf, 32 bytes each, and the roots of full blocks, so that the root at any size is quick to make. */
export class Tree {
  #leaves = Buffer.alloc(32 * 1024)
  #blocks = []
  size = 0

  add(eventHash) {
    if (this.#leaves.length === this.size * 32) this.#leaves = Buffer.concat([this.#leaves, this.#leaves])
    leafOf(eventHash).copy(this.#leaves, this.size * 32)
    this.size++
    if (this.size % BLOCK === 0) this.#blocks.push(this.#inside(this.size - BLOCK, BLOCK))
  }

  /** The root over the first events as hexadecimal text, or undefined where there are fewer. */
  rootAt(size) {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.size) return undefined
    return (size === 0 ? sha256() : this.#range(0, size)).toString('hex')
  }

  #range(start, count) {
    if (count === BLOCK) return this.#blocks[start / BLOCK]
    if (count < BLOCK) return this.#inside(start, count)
    const half = splitOf(count)
    return node(this.#range(start, half), this.#range(start + half, count - half))
  }

  #inside(start, count) {
    if (count === 1) return this.#leaves.subarray(start * 32, start * 32 + 32)
    const half = splitOf(count)
    return node(this.#inside(start, half), this.#inside(start + half, count - half))
  }
}

const BLOCK = 1024

/** The largest power of two below a count. */
function splitOf(count) {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

/** RFC 9162, 2.1.3.2. */
export function verifyInclusion({ leaf, index, size, path, root }) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false
  if (!Array.isArray(path) || !path.every(isHash) || !isHash(root)) return false
  let [position, last, hash] = [index, size - 1, leaf]
  for (const step of path) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      hash = node(bytes(step), hash)
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)]
    } else hash = node(hash, bytes(step))
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 && hash.toString('hex') === root
}

/** RFC 9162, 2.1.4.2. */
export function verifyConsistency({ from, to, path }) {
  if (![from?.size, to?.size].every((size) => Number.isSafeInteger(size) && size > 0)) return false
  if (!Array.isArray(path) || !path.every(isHash) || !isHash(from.root) || !isHash(to.root)) return false
  if (from.size > to.size) return false
  if (from.size === to.size) return path.length === 0 && from.root === to.root
  const steps = Number.isInteger(Math.log2(from.size)) ? [from.root, ...path] : path
  const [start, ...rest] = steps
  if (start === undefined) return false
  let [position, last] = [from.size - 1, to.size - 1]
  while (position % 2 === 1) [position, last] = [half(position), half(last)]
  let [before, now] = [bytes(start), bytes(start)]
  for (const step of rest) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      before = node(bytes(step), before)
      now = node(bytes(step), now)
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)]
    } else now = node(now, bytes(step))
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 && before.toString('hex') === from.root && now.toString('hex') === to.root
}

/** Sizes go beyond 32 bits, where shifts end. */
const half = (number) => Math.floor(number / 2)

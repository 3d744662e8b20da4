import { hash } from 'node:crypto'

/**
 * Merkle trees over a list that only grows, as RFC 9162 (2.1) and RFC 6962 before it define them: SHA-256, a leaf is
 * H(0x00 ‖ data), a node H(0x01 ‖ left ‖ right). Hashes are hexadecimal text here, as in the log.
 */
export type Hash = string

/**
 * The root of a complete subtree of 2^level leaves, the index-th of its level. It is asked only for subtrees that lie
 * within the tree at hand, so whoever keeps the list may keep some of them and make the others from the leaves.
 */
export type Subtree = (level: number, index: number) => Hash

/** Of data of up to 32 bytes, such as the hash of an event. */
export const leafHash = (data: Hash): Hash => hash('sha256', LEAF.subarray(0, 1 + LEAF.write(data, 1, 'hex')))

export function nodeHash(left: Hash, right: Hash): Hash {
  NODE.write(left, 1, 'hex')
  NODE.write(right, 33, 'hex')
  return hash('sha256', NODE)
}

/** Of a tree without leaves. */
export const EMPTY_ROOT: Hash = hash('sha256', '')

/** What is hashed, in place: a tree of a million leaves is two million of these. */
const LEAF = Buffer.alloc(33)
const NODE = Buffer.alloc(65, 1)

/** RFC 9162, 2.1.1: the root over the first leaves. */
export const rootOf = (subtree: Subtree, size: number): Hash =>
  size === 0 ? EMPTY_ROOT : rangeRoot(subtree, 0, size)

/** RFC 9162, 2.1.3.1: what a leaf must be hashed with, from the bottom up, to give the root. */
export function inclusionPath(subtree: Subtree, leaf: number, size: number): Hash[] {
  const path: Hash[] = []
  let [start, count] = [0, size]
  while (count > 1) {
    const half = splitOf(count)
    if (leaf < start + half) {
      path.push(rangeRoot(subtree, start + half, count - half))
      count = half
    } else {
      path.push(rangeRoot(subtree, start, half))
      start += half
      count -= half
    }
  }
  return path.reverse()
}

/** RFC 9162, 2.1.4.1: what shows that the tree of the first leaves is the beginning of the larger one; 0 < first ≤ size. */
export function consistencyPath(subtree: Subtree, first: number, size: number): Hash[] {
  const path: Hash[] = []
  let [start, count, wanted] = [0, size, first]
  let isWhole = true
  while (wanted < count) {
    const half = splitOf(count)
    if (wanted <= half) {
      path.push(rangeRoot(subtree, start + half, count - half))
      count = half
    } else {
      path.push(rangeRoot(subtree, start, half))
      start += half
      count -= half
      wanted -= half
      isWhole = false
    }
  }
  // The earlier root itself is known to who asks, unless it lies inside.
  if (!isWhole) path.push(rangeRoot(subtree, start, count))
  return path.reverse()
}

/** Of leaves that begin where a complete subtree of at least their number does. */
function rangeRoot(subtree: Subtree, start: number, count: number): Hash {
  const half = splitOf(count)
  if (half * 2 === count || count === 1) return subtree(Math.log2(count), start / count)
  return nodeHash(rangeRoot(subtree, start, half), rangeRoot(subtree, start + half, count - half))
}

/** The largest power of two below a count. */
function splitOf(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

/** Root of a power of two of leaves that are at hand. */
export function completeRoot(leaves: readonly Hash[]): Hash {
  let level: readonly Hash[] = leaves
  while (level.length > 1) {
    const above: Hash[] = []
    for (let index = 0; index < level.length; index += 2)
      above.push(nodeHash(level[index] as Hash, level[index + 1] as Hash))
    level = above
  }
  return level[0] as Hash
}

import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import { completeRoot, type Hash, leafHash, nodeHash, type Subtree } from '../../kernel/merkle.ts'
import type { Migration } from '../../kernel/migrations.ts'

export const treeMigration: Migration = {
  id: '001-merkle-tree',
  sql: `CREATE TABLE merkle_nodes (
    level INTEGER NOT NULL, position INTEGER NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (level, position)
  ) STRICT, WITHOUT ROWID`,
}

/** Subtrees of a block that a proof within it is made of, so that the block is not hashed again for each. */
export const groupsMigration: Migration = {
  id: '004-merkle-groups',
  sql: 'CREATE TABLE merkle_groups (block INTEGER PRIMARY KEY, hashes TEXT NOT NULL) STRICT',
}

const BLOCK = LIMITS.merkleBlockEvents
/** The level of a block's root; levels below it are not stored. */
export const BLOCK_LEVEL = Math.log2(BLOCK)
const GROUP_LEVEL = 5
const GROUP = 2 ** GROUP_LEVEL
const HASH_CHARS = 64

/**
 * The Merkle tree over the log. Of it only the roots of full blocks and of what they make together are stored, so that an
 * event costs no row (three for 1,024 events). Any subtree is one row, or made from one block of the log; of full blocks the
 * roots of their groups of 32 lie together in one row, which is a shortcut and may be missing.
 */
export class Tree {
  readonly #database: Database
  #blocks: number | undefined
  /** The block that was read last: mostly the one at the end of the log, which only grows. */
  #lastRead: { block: number; leaves: Hash[]; groups: Hash[] } | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /** Stores the blocks that are full by now, also those of a log that is older than the tree. */
  grow(events: number): void {
    const full = Math.floor(events / BLOCK)
    for (let block = this.#stored(); block < full; block++) {
      this.#store(block)
      this.#blocks = block + 1
    }
  }

  /** The tables may have gone back: they say how far the tree is. */
  forget(): void {
    this.#blocks = undefined
    this.#lastRead = undefined
  }

  /** Subtrees for one answer: a block is read once, however many of its subtrees are asked for. */
  subtrees(): Subtree {
    const known = new Map<number, Hash[] | undefined>()
    const storedGroups = (block: number): Hash[] | undefined => {
      if (!known.has(block)) known.set(block, this.#storedGroups(block))
      return known.get(block)
    }
    const subtree: Subtree = (level, index) => {
      if (level < BLOCK_LEVEL) {
        const [start, count] = [index * 2 ** level, 2 ** level]
        const block = Math.floor(start / BLOCK)
        const stored = storedGroups(block)
        if (level < GROUP_LEVEL)
          return completeRoot(
            stored
              ? this.#leaves(start, start + count)
              : this.#read(block).leaves.slice(start - block * BLOCK, start - block * BLOCK + count),
          )
        const groups = stored ?? this.#read(block).groups
        const first = (start - block * BLOCK) / GROUP
        return completeRoot(groups.slice(first, first + count / GROUP))
      }
      const stored = this.#node(level, index)
      if (stored !== undefined) return stored
      if (level === BLOCK_LEVEL) return completeRoot(storedGroups(index) ?? this.#read(index).groups)
      return nodeHash(subtree(level - 1, index * 2), subtree(level - 1, index * 2 + 1))
    }
    return subtree
  }

  #stored(): number {
    this.#blocks ??= (this.#database.first<{ last: number | null }>(LAST_BLOCK, BLOCK_LEVEL)?.last ?? -1) + 1
    return this.#blocks
  }

  /** A block's root, and each node above that it completes. */
  #store(block: number): void {
    const { groups } = this.#read(block)
    this.#database.run(INSERT_GROUPS, block, groups.join(''))
    let hash = completeRoot(groups)
    let position = block
    for (let level = BLOCK_LEVEL; ; level++) {
      this.#database.run(INSERT, level, position, hash)
      if (position % 2 === 0) return
      hash = nodeHash(this.#node(level, position - 1) as Hash, hash)
      position = (position - 1) / 2
    }
  }

  #node(level: number, position: number): Hash | undefined {
    return this.#database.first<{ hash: string }>(NODE, level, position)?.hash
  }

  #storedGroups(block: number): Hash[] | undefined {
    const hashes = this.#database.first<{ hashes: string }>(GROUPS, block)?.hashes
    if (hashes === undefined) return undefined
    return Array.from({ length: BLOCK / GROUP }, (_, index) =>
      hashes.slice(index * HASH_CHARS, (index + 1) * HASH_CHARS),
    )
  }

  /** The leaves of a block as far as there are any, and the roots of its full groups. */
  #read(block: number): { leaves: readonly Hash[]; groups: readonly Hash[] } {
    const read = this.#lastRead?.block === block ? this.#lastRead : { block, leaves: [], groups: [] }
    this.#lastRead = read
    const { leaves, groups } = read
    if (leaves.length < BLOCK)
      leaves.push(...this.#leaves(block * BLOCK + leaves.length, (block + 1) * BLOCK))
    while ((groups.length + 1) * GROUP <= leaves.length)
      groups.push(completeRoot(leaves.slice(groups.length * GROUP, (groups.length + 1) * GROUP)))
    return read
  }

  /** Of the events behind a position, up to another one. */
  #leaves(after: number, upTo: number): Hash[] {
    return this.#database.all<{ hash: string }>(LEAVES, after, upTo).map(({ hash }) => leafHash(hash))
  }
}

const LAST_BLOCK = 'SELECT MAX(position) AS last FROM merkle_nodes WHERE level = ?'
const NODE = 'SELECT hash FROM merkle_nodes WHERE level = ? AND position = ?'
const INSERT = 'INSERT INTO merkle_nodes (level, position, hash) VALUES (?, ?, ?)'
const GROUPS = 'SELECT hashes FROM merkle_groups WHERE block = ?'
const INSERT_GROUPS = 'INSERT OR REPLACE INTO merkle_groups (block, hashes) VALUES (?, ?)'
const LEAVES = 'SELECT hash FROM events WHERE sequence > ? AND sequence <= ? ORDER BY sequence'

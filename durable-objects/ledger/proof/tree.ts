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

const BLOCK = LIMITS.merkleBlockEvents
/** The level of a block's root; levels below it are not stored. */
export const BLOCK_LEVEL = Math.log2(BLOCK)

/**
 * The Merkle tree over the log. Of it only the roots of full blocks and of what they make together are stored, so that an
 * event costs no row (two for 1,024 events). Any subtree is one row, or made from one block of the log.
 */
export class Tree {
  readonly #database: Database
  #blocks: number | undefined

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
  }

  /** Subtrees for one answer: a block is read once, however many of its subtrees are asked for. */
  subtrees(): Subtree {
    const blocks = new Map<number, Hash[]>()
    const leavesOf = (block: number): Hash[] => {
      const leaves = blocks.get(block) ?? this.#leaves(block)
      blocks.set(block, leaves)
      return leaves
    }
    const subtree: Subtree = (level, index) => {
      if (level < BLOCK_LEVEL) {
        const [start, count] = [index * 2 ** level, 2 ** level]
        const block = Math.floor(start / BLOCK)
        return completeRoot(leavesOf(block).slice(start - block * BLOCK, start - block * BLOCK + count))
      }
      const stored = this.#node(level, index)
      if (stored !== undefined) return stored
      if (level === BLOCK_LEVEL) return completeRoot(leavesOf(index))
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
    let hash = completeRoot(this.#leaves(block))
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

  #leaves(block: number): Hash[] {
    const rows = this.#database.all<{ hash: string }>(LEAVES, block * BLOCK, (block + 1) * BLOCK)
    return rows.map(({ hash }) => leafHash(hash))
  }
}

const LAST_BLOCK = 'SELECT MAX(position) AS last FROM merkle_nodes WHERE level = ?'
const NODE = 'SELECT hash FROM merkle_nodes WHERE level = ? AND position = ?'
const INSERT = 'INSERT INTO merkle_nodes (level, position, hash) VALUES (?, ?, ?)'
const LEAVES = 'SELECT hash FROM events WHERE sequence > ? AND sequence <= ? ORDER BY sequence'

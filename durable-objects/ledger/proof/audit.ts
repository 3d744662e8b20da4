import { type AuditCheck, type Breathe, judged, type ModuleAudit } from '../../kernel/audit.ts'
import type { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { StoredEvent } from '../../kernel/log.ts'
import { completeRoot, type Hash, leafHash, nodeHash, rootOf, type Subtree } from '../../kernel/merkle.ts'
import type { RootSealed } from './contract.ts'
import { BLOCK_LEVEL } from './tree.ts'

const BLOCK = LIMITS.merkleBlockEvents

/**
 * The tree made again from the hashes in the log, beside the one that is stored: stored nodes are those of the log, and so
 * is every root that was sealed.
 */
export class ProofAudit implements ModuleAudit {
  readonly #database: Database
  /** Roots of full blocks. */
  readonly #blocks: Hash[] = []
  readonly #sealed: { sequence: number; data: RootSealed }[] = []
  #leaves: Hash[] = []

  constructor(database: Database) {
    this.#database = database
  }

  visit(event: StoredEvent): void {
    this.#leaves.push(leafHash(event.hash))
    if (this.#leaves.length === BLOCK) {
      this.#blocks.push(completeRoot(this.#leaves))
      this.#leaves = []
    }
    if (event.type !== 'root-sealed') return
    const data = readable(event)
    if (data) this.#sealed.push({ sequence: event.sequence, data })
  }

  *conclude(): Iterable<AuditCheck> {
    const wrong: string[] = []
    const rows = this.#database.all<NodeRow>('SELECT * FROM merkle_nodes ORDER BY level, position')
    let expected = 0
    for (let level = BLOCK_LEVEL; 2 ** (level - BLOCK_LEVEL) <= this.#blocks.length; level++)
      expected += Math.floor(this.#blocks.length / 2 ** (level - BLOCK_LEVEL))
    const subtree = this.#subtrees()
    for (const { level, position, hash } of rows) {
      const isInside = (position + 1) * 2 ** (level - BLOCK_LEVEL) <= this.#blocks.length
      if (!isInside || subtree(level, position) !== hash) wrong.push(`node ${level}/${position} differs`)
    }
    if (rows.length !== expected) wrong.push(`${rows.length} nodes where there are ${expected}`)
    yield judged('stored tree nodes are those of the log', wrong, `${rows.length} nodes`)
  }

  async *inspect(breathe: Breathe): AsyncIterable<AuditCheck> {
    const wrong: string[] = []
    for (const { sequence, data } of this.#sealed) {
      await breathe()
      const last = this.#database.first<{ hash: string }>(HASH, data.size)
      const isOfTheLog = data.size < sequence && last?.hash === data.headHash
      if (!isOfTheLog || rootOf(this.#subtrees(), data.size) !== data.root)
        wrong.push(`event ${sequence} seals what the log does not say`)
    }
    yield judged('sealed roots are those of the log', wrong, `${this.#sealed.length} roots`)
  }

  #subtrees(): Subtree {
    let read: { block: number; leaves: Hash[] } | undefined
    const leavesOf = (block: number) => {
      if (read?.block !== block) read = { block, leaves: this.#leavesOf(block) }
      return read.leaves
    }
    const subtree: Subtree = (level, index) => {
      if (level > BLOCK_LEVEL)
        return nodeHash(subtree(level - 1, index * 2), subtree(level - 1, index * 2 + 1))
      if (level === BLOCK_LEVEL) return this.#blocks[index] as Hash
      const start = index * 2 ** level
      const block = Math.floor(start / BLOCK)
      return completeRoot(leavesOf(block).slice(start - block * BLOCK, start - block * BLOCK + 2 ** level))
    }
    return subtree
  }

  #leavesOf(block: number): Hash[] {
    return this.#database
      .all<{ hash: string }>(HASHES, block * BLOCK, (block + 1) * BLOCK)
      .map(({ hash }) => leafHash(hash))
  }
}

interface NodeRow extends Record<string, SqlStorageValue> {
  level: number
  position: number
  hash: string
}

const HASH = 'SELECT hash FROM events WHERE sequence = ?'
const HASHES = 'SELECT hash FROM events WHERE sequence > ? AND sequence <= ? ORDER BY sequence'

function readable({ data }: StoredEvent): RootSealed | undefined {
  try {
    const sealed = JSON.parse(data) as RootSealed
    return Number.isSafeInteger(sealed.size) && sealed.size > 0 ? sealed : undefined
  } catch {
    return undefined
  }
}

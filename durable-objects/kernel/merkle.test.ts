import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
// The verifier shares no code with the product: what one makes, the other must accept.
import { leafOf, Tree, verifyConsistency, verifyInclusion } from '../../client/verify/merkle.js'
import {
  completeRoot,
  consistencyPath,
  EMPTY_ROOT,
  type Hash,
  inclusionPath,
  leafHash,
  nodeHash,
  rootOf,
  type Subtree,
} from './merkle.ts'

/** The definition of RFC 9162, 2.1.1, as it is written there. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const sha256 = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  if (leaves.length === 0) return sha256()
  if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0] as Buffer)
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

/** Subtrees straight from the leaves. */
const over = (data: readonly Hash[]): Subtree => {
  const leaves = data.map(leafHash)
  return (level, index) => completeRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))
}

const naive = (data: readonly Hash[], size: number) =>
  naiveRoot(data.slice(0, size).map((hash) => Buffer.from(hash, 'hex'))).toString('hex')

/** The leaves of the test vectors that Certificate Transparency's implementations share (RFC 6962). */
const VECTORS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('the vectors of RFC 6962', () => {
  const subtrees = over(VECTORS)

  it('has the root of nothing', () => {
    expect(EMPTY_ROOT).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(rootOf(subtrees, 0)).toBe(EMPTY_ROOT)
  })

  it.each(ROOTS.map((root, index) => [index + 1, root] as const))(
    'has the root over %i leaves',
    (size, root) => {
      expect(rootOf(subtrees, size)).toBe(root)
    },
  )

  it('has the paths of inclusion', () => {
    expect(inclusionPath(subtrees, 0, 1)).toEqual([])
    expect(inclusionPath(subtrees, 0, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(inclusionPath(subtrees, 5, 8)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(inclusionPath(subtrees, 2, 3)).toEqual([
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    ])
  })

  it('has the paths of consistency', () => {
    expect(consistencyPath(subtrees, 1, 1)).toEqual([])
    expect(consistencyPath(subtrees, 1, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(consistencyPath(subtrees, 6, 8)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })
})

const hash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'))
const tree = fc.array(hash, { minLength: 1, maxLength: 70 })

describe('any tree', () => {
  it('has the root of the definition at every size, here and in the verifier', () => {
    fc.assert(
      fc.property(tree, (data) => {
        const subtrees = over(data)
        const own = new Tree()
        for (const each of data) own.add(each)
        for (let size = 0; size <= data.length; size++) {
          expect(rootOf(subtrees, size)).toBe(naive(data, size))
          expect(own.rootAt(size)).toBe(naive(data, size))
        }
      }),
      { numRuns: 20 },
    )
  })

  it('proves each of its leaves to each of its roots, and no other leaf', () => {
    fc.assert(
      fc.property(tree, hash, fc.nat(), (data, other, pick) => {
        const subtrees = over(data)
        const size = 1 + (pick % data.length)
        const root = naive(data, size)
        for (let index = 0; index < size; index++) {
          const path = inclusionPath(subtrees, index, size)
          expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)))
          const claim = { leaf: leafOf(data[index] as Hash), index, size, path, root }
          expect(verifyInclusion(claim)).toBe(true)
          expect(verifyInclusion({ ...claim, leaf: leafOf(other) })).toBe(other === data[index])
          expect(verifyInclusion({ ...claim, index: index + 1 })).toBe(false)
          expect(verifyInclusion({ ...claim, path: [...path, other] })).toBe(false)
          expect(verifyInclusion({ ...claim, root: other })).toBe(false)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('begins with each of its earlier trees, and with no other', () => {
    fc.assert(
      fc.property(tree, hash, (data, other) => {
        const subtrees = over(data)
        const to = { size: data.length, root: naive(data, data.length) }
        for (let size = 1; size <= data.length; size++) {
          const from = { size, root: naive(data, size) }
          const path = consistencyPath(subtrees, size, data.length)
          expect(verifyConsistency({ from, to, path })).toBe(true)
          expect(verifyConsistency({ from: { size, root: other }, to, path })).toBe(from.root === other)
          expect(verifyConsistency({ from, to: { ...to, root: other }, path })).toBe(to.root === other)
          if (size < data.length)
            expect(verifyConsistency({ from: { ...from, size: size + 1 }, to, path })).toBe(false)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('takes no node for a leaf', () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]
    const root = rootOf(over([a, b]), 2)
    expect(root).toBe(nodeHash(leafHash(a), leafHash(b)))
    expect(leafHash(root)).not.toBe(root)
  })

  it('has the same root beyond one block of the verifier', () => {
    const data = Array.from({ length: 2_500 }, (_, index) =>
      createHash('sha256').update(`${index}`).digest('hex'),
    )
    const own = new Tree()
    for (const each of data) own.add(each)
    const subtrees = over(data)
    for (const size of [1_023, 1_024, 1_025, 2_048, 2_049, 2_500]) {
      expect(own.rootAt(size)).toBe(naive(data, size))
      expect(rootOf(subtrees, size)).toBe(naive(data, size))
    }
  })
})

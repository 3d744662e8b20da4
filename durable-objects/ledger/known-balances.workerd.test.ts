import { runInDurableObject } from 'cloudflare:test'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TestBooks } from '../../tests/support/books.ts'
import { Database } from '../kernel/database.ts'
import { BalanceMatrix, fillAsKnownAt, type MatrixTables } from './balance-matrix.ts'
import { Balances, type Movement } from './balances.ts'
import type { EntryPosted } from './contract.ts'

/**
 * Balances on paper against those of the object, as known at any sequence and up to any dates, whatever happens to memory:
 * commands that are undone, merges, turns that fail, evictions, and shortcuts that are written now and then. Sequences
 * jump, as if other events lay in between, so that blocks and images come about with few movements.
 */
const movement = fc.record({
  account: fc.integer({ min: 1, max: 5 }),
  unit: fc.integer({ min: 1, max: 2 }),
  date: fc.constantFrom(20240131, 20240229, 20240301, 20240315, 20240316, 20240331, 20240401, 20250110),
  quantity: fc.integer({ min: -1_000, max: 1_000 }),
  value: fc.option(fc.integer({ min: -(2 ** 40), max: 2 ** 40 })),
})
const command = fc.record({
  movements: fc.array(movement, { maxLength: 4 }),
  step: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 500, max: 20_000 })),
  fails: fc.boolean(),
  reads: fc.boolean(),
  merges: fc.option(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })), { freq: 8 }),
})
const turn = fc.record({
  commands: fc.array(command, { minLength: 1, maxLength: 3 }),
  fails: fc.boolean(),
  next: fc.constantFrom('nothing', 'checkpoint', 'checkpoint', 'eviction'),
})
const question = fc.record({
  cuts: fc.uniqueArray(
    fc.constantFrom(20240131, 20240229, 20240314, 20240315, 20240331, 20240430, 20251231),
    {
      minLength: 1,
    },
  ),
  knownAt: fc.double({ min: 0, max: 1, noNaN: true }),
})
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never
type Command = Turn['commands'][number]

/** One turn: a posting, a merge of other accounts that is undone, another posting into the first one's bucket. */
const post = { movements: [], step: 1, fails: false, reads: false, merges: null }
const posted = { account: 2, unit: 1, date: 20240331, quantity: 0, value: 1 } as const
const mergeUndoneBehindAPosting: Turn = {
  commands: [
    { ...post, movements: [posted] },
    { ...post, merges: [3, 1], fails: true },
    { ...post, movements: [{ ...posted, date: 20240301, value: null }] },
  ],
  fails: false,
  next: 'nothing',
}

/** Blocks and an image of the months come about, whatever the random ones do. */
const farEnoughForAnImage: Turn = {
  commands: [1, 20_000, 20_000].map((step) => ({ ...post, step, movements: [posted] })),
  fails: false,
  next: 'checkpoint',
}

const TABLES = ['balances', 'balance_history', 'movement_blocks', 'month_images', 'events']

class World {
  readonly database: Database
  readonly balances: Balances
  readonly #storage: DurableObjectStorage
  head = 0
  paper: (Movement & { sequence: number })[] = []
  merged = new Map<number, number>()

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage
    this.database = new Database(storage.sql)
    for (const table of TABLES) this.database.run(`DELETE FROM ${table}`)
    this.balances = new Balances(this.database, 'balance', movementsOf)
  }

  run({ commands, fails, next }: Turn): void {
    const before = this.#state()
    try {
      this.#storage.transactionSync(() => {
        for (const each of commands) this.#runCommand(each)
        this.balances.flush()
        if (fails) throw new Undone()
      })
    } catch (error) {
      if (!(error instanceof Undone)) throw error
      this.#restore(before)
      this.balances.forget()
    }
    if (next === 'checkpoint') this.balances.checkpoint(this.head)
    if (next === 'eviction') this.balances.forget()
  }

  #runCommand({ movements, step, fails, reads, merges }: Command): void {
    const before = this.#state()
    this.balances.mark()
    try {
      this.#storage.transactionSync(() => {
        if (reads) this.balances.settle()
        if (reads) this.figures([20240315, 20240331], this.head)
        this.head += step
        this.#append(movements)
        for (const each of movements) this.balances.add(this.#now(each), this.head)
        this.paper.push(...movements.map((each) => ({ ...each, sequence: this.head })))
        if (merges) this.#merge(...merges)
        if (reads) this.balances.months()
        if (fails) throw new Undone()
      })
    } catch (error) {
      if (!(error instanceof Undone)) throw error
      this.#restore(before)
      this.balances.undo()
    }
  }

  #append(movements: readonly Movement[]): void {
    const row = [this.head, 'journal-entry-posted', 1, 0, '', '', '', JSON.stringify(movements), '']
    this.database.run('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', ...row)
  }

  #merge(one: number, other: number): void {
    const [from, into] = [this.accountNow(one), this.accountNow(other)]
    if (from === into) return
    this.balances.merge(from, into)
    this.merged.set(from, into)
  }

  accountNow(ordinal: number): number {
    const into = this.merged.get(ordinal)
    return into === undefined ? ordinal : this.accountNow(into)
  }

  #now = (each: Movement): Movement => ({ ...each, account: this.accountNow(each.account) })
  #state = () => ({ head: this.head, paper: [...this.paper], merged: new Map(this.merged) })
  #restore(state: Pick<World, 'head' | 'paper' | 'merged'>): void {
    Object.assign(this, state)
  }

  /** By account, unit and date: what moved since the date before. */
  figures(cuts: readonly number[], knownAt: number, account?: number): Map<string, number[]> {
    const matrix = new BalanceMatrix(cuts)
    const accountNow = (ordinal: number) => this.accountNow(ordinal)
    const log = { head: { sequence: this.head } }
    const tables = { database: this.database, log } as unknown as MatrixTables
    const movements = (entry: EntryPosted) => [...movementsOf(entry)].map(this.#now)
    fillAsKnownAt(matrix, tables, { balances: this.balances, movements, accountNow }, knownAt, account)
    const figures = new Map<string, number[]>()
    for (const row of matrix.rows())
      if ((account === undefined || row.account === account) && row.sums.some((sum) => sum !== 0))
        figures.set(`${row.account}|${row.unit}`, [...row.sums])
    return figures
  }

  onPaper(cuts: readonly number[], knownAt: number, account?: number): Map<string, number[]> {
    const matrix = new BalanceMatrix(cuts)
    for (const each of this.paper) if (each.sequence <= knownAt) matrix.move(this.#now(each), 1)
    const figures = new Map<string, number[]>()
    for (const row of matrix.rows())
      if ((account === undefined || row.account === account) && row.sums.some((sum) => sum !== 0))
        figures.set(`${row.account}|${row.unit}`, [...row.sums])
    return figures
  }
}

class Undone extends Error {}

/** What lies in this log are movements themselves. */
const movementsOf = (entry: EntryPosted): Iterable<Movement> => entry as unknown as Movement[]

const sorted = (figures: Map<string, number[]>) => [...figures].sort(([a], [b]) => (a < b ? -1 : 1))

describe('balances as known at a sequence', () => {
  it('are those on paper, whatever happens to memory', async () => {
    const books = await TestBooks.open()
    await runInDurableObject(books.stub, (_, { storage }) => {
      let [blocks, images] = [0, 0]
      fc.assert(
        fc.property(
          fc.array(turn, { maxLength: 14 }),
          fc.array(question, { minLength: 1, maxLength: 6 }),
          (turns, questions) => {
            const world = new World(storage)
            for (const each of turns) {
              world.run(each)
              for (const { cuts, knownAt } of questions) {
                const sequence = Math.round(knownAt * world.head)
                for (const at of [sequence, world.head])
                  expect(sorted(world.figures(cuts, at))).toEqual(sorted(world.onPaper(cuts, at)))
                const account = world.accountNow(1)
                expect(sorted(world.figures(cuts, sequence, account))).toEqual(
                  sorted(world.onPaper(cuts, sequence, account)),
                )
              }
            }
            const rows = (table: string) =>
              world.database.first<{ rows: number }>(`SELECT COUNT(*) AS rows FROM ${table}`)?.rows ?? 0
            blocks += rows('movement_blocks')
            images += rows('month_images')
          },
        ),
        {
          numRuns: 120,
          examples: [
            [[mergeUndoneBehindAPosting], [{ cuts: [20251231], knownAt: 0 }]],
            [[farEnoughForAnImage], [{ cuts: [20251231], knownAt: 0.5 }]],
          ],
        },
      )
      // The shortcuts were there to be wrong.
      expect(blocks).toBeGreaterThan(0)
      expect(images).toBeGreaterThan(0)
    })
  })
})

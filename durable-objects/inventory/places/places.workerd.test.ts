import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import { Database } from '../../kernel/database.ts'
import { LIMITS } from '../../kernel/limits.ts'
import type { PlacesParts } from '../stock-place.ts'
import type { PlaceView } from './contract.ts'
import { placesModule } from './store.ts'

async function opened(): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', [])
  for (const code of ['MAIN', 'NORTH'])
    expectAccepted(await run(books, 'OpenWarehouse', { code, name: code }))
  return books
}

const run = (books: TestBooks, command: string, input: object) => books.execute('places', command, input)

const NO_CHART = {
  account: () => undefined,
  accountById: (id: string) => {
    throw new Error(`there is no account ${id}`)
  },
}

/** What other parts see, by a fresh look at the same tables. */
const parts = <Seen>(books: TestBooks, look: (parts: PlacesParts) => Seen): Promise<Seen> =>
  runInDurableObject(books.stub, (_, { storage }) => {
    const ports = {
      ...{ quantityIn: () => false, quantityInWarehouse: () => false, item: () => undefined },
      ...{ chart: NO_CHART, sight: () => undefined },
    }
    return look(placesModule(new Database(storage.sql), ports).parts)
  })

async function expectSound(books: TestBooks): Promise<void> {
  const { checks } = await books.audit(true)
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
}

describe('places', () => {
  it('keep their ordinal under every code, parent and name', async () => {
    const books = await opened()
    const bins = { warehouse: 'MAIN', pattern: 'A-{1..3}' }
    expectAccepted(await run(books, 'AddBin', { warehouse: 'MAIN', code: 'A', kind: 'view' }))
    expectAccepted(await run(books, 'AddBins', { ...bins, parent: 'A' }))
    const ordinal = await parts(books, (places) => places.ordinal('A-2'))
    expectAccepted(await run(books, 'ChangePlace', { place: 'A-2', code: 'A-02', parent: 'MAIN' }))
    expectAccepted(await run(books, 'ChangeWarehouse', { warehouse: 'MAIN', code: 'HQ' }))
    expect(await parts(books, (places) => places.byOrdinal(ordinal as number))).toMatchObject({
      ...{ code: 'A-02', warehouse: 'HQ', path: ['HQ', 'A-02'] },
    })
    // The code that is free again names another place.
    expectAccepted(await run(books, 'AddBin', { warehouse: 'HQ', code: 'A-2' }))
    expect(await parts(books, (places) => places.ordinal('A-2'))).not.toBe(ordinal)
    expect(await parts(books, (places) => places.within('A'))).toEqual(['A', 'A-1', 'A-3'])
    await expectSound(books)
  })

  it('a refused command leaves nothing behind, though others of its turn are carried out', async () => {
    const books = await opened()
    const outcomes = await Promise.all([
      run(books, 'AddBin', { warehouse: 'MAIN', code: 'X' }),
      run(books, 'AddBin', { warehouse: 'NORTH', code: 'X' }),
      run(books, 'ChangePlace', { place: 'X', parent: 'NORTH' }),
      run(books, 'ChangePlace', { place: 'X', code: 'Y' }),
      run(books, 'AddBin', { warehouse: 'NORTH', code: 'X' }),
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      'accepted',
      'refused',
      'refused',
      'accepted',
      'accepted',
    ])
    await expectSound(books)
  })

  it('every company has the virtual ones, and the first warehouse in use is the default', async () => {
    const books = await opened()
    expect(await parts(books, (places) => places.virtual('transit'))).toMatchObject({
      code: 'TRANSIT',
      warehouse: null,
    })
    expect(await parts(books, (places) => places.default()?.code)).toBe('MAIN')
    expectAccepted(await run(books, 'ChangeWarehouse', { warehouse: 'MAIN', isActive: false }))
    expect(await parts(books, (places) => places.default()?.code)).toBe('NORTH')
    expect(await parts(books, (places) => places.place('MAIN')?.isActive)).toBe(false)
    await expectSound(books)
  })

  it('by the ten thousand are added, found and renamed', async () => {
    const books = await opened()
    for (const aisle of ['A', 'B', 'C'])
      expectAccepted(
        await run(books, 'AddBins', { warehouse: 'MAIN', pattern: `${aisle}-{01..50}-{001..100}`, sort: 1 }),
      )
    const found = await books.ask<{ data: PlaceView[] }>('places', 'ListPlaces', { q: 'C-50-09', limit: 200 })
    expect(found.data).toHaveLength(10)
    const count = await parts(books, (places) => places.within('MAIN').length)
    expect(count).toBe(3 * LIMITS.binsARequestMax + 1)
    expectAccepted(await run(books, 'ChangePlace', { place: 'C-50-100', code: 'LAST' }))
    const walk = await books.ask<{ data: PlaceView[] }>('places', 'ListPlaces', {
      warehouse: 'MAIN',
      order: 'pick',
      limit: 5,
    })
    expect(walk.data.map(({ code }) => code)).toEqual([
      'MAIN',
      'A-01-001',
      'B-01-001',
      'C-01-001',
      'A-01-002',
    ])
    await expectSound(books)
  })
})

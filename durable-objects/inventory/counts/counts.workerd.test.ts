import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { Outcome } from '../../kernel/pipeline.ts'
import type { CountLineView, CountView } from './contract.ts'

const ROLES = { inventory: '1200', goodsReceived: '2100', costOfSales: '5000', stockAdjustment: '5200' }
const TYPES: Record<string, string> = { 1: 'asset', 2: 'liability', 5: 'expense' }
const DAY = '2026-01-15'

interface Posted extends CountView {
  gained: string
  lost: string
  differing: CountLineView[]
  dryRun?: boolean
}

async function opened(...items: (Record<string, unknown> & { code: string })[]): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', [])
  for (const code of Object.values(ROLES))
    expectAccepted(
      await books.execute('ledger', 'OpenAccount', { code, name: code, type: TYPES[code.charAt(0)] }),
    )
  expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles: ROLES }))
  for (const code of ['MAIN', 'SHOP'])
    expectAccepted(await books.execute('places', 'OpenWarehouse', { code, name: code }))
  for (const code of ['MAIN/A', 'MAIN/B'])
    expectAccepted(await books.execute('places', 'AddBin', { warehouse: 'MAIN', code, name: code }))
  for (const item of items)
    expectAccepted(
      await books.execute('items', 'CreateItem', { name: item.code, unit: 'pcs', method: 'fifo', ...item }),
    )
  return books
}

const stock = (books: TestBooks, command: string, input: object) =>
  books.execute('stock', command, { date: DAY, ...input }).then(expectAccepted)
const receive = (books: TestBooks, to: string, ...lines: object[]) =>
  stock(books, 'ReceiveGoods', { to, lines })
const issue = (books: TestBooks, from: string, ...lines: object[]) =>
  stock(books, 'IssueGoods', { from, lines })
const counts = (books: TestBooks, command: string, input: object) => books.execute('counts', command, input)
const view = <View = CountView>(outcome: Outcome) => expectAccepted(outcome) as unknown as View
const plan = (books: TestBooks, input: object = {}) =>
  counts(books, 'PlanStockCount', { place: 'MAIN', ...input }).then((outcome) => view(outcome))
interface Recorded {
  count: CountView
  data: CountLineView[]
  known: number
}
const record = (books: TestBooks, { id }: { id: string }, lines: object[], more: object = {}) =>
  counts(books, 'RecordCounts', { count: id, lines, ...more }).then((outcome) => view<Recorded>(outcome))
const finish = (books: TestBooks, { id }: { id: string }, uncounted = 'keep') =>
  counts(books, 'FinishStockCount', { count: id, uncounted }).then((outcome) => view(outcome))
const post = (books: TestBooks, { id }: { id: string }, more: object = {}) =>
  counts(books, 'PostStockCount', { count: id, date: DAY, ...more })
const lines = async (books: TestBooks, { id }: { id: string }, more: object = {}) =>
  (await books.ask<{ data: CountLineView[] }>('counts', 'ListCountLines', { count: id, ...more })).data

const onHand = async (books: TestBooks): Promise<Record<string, number>> => {
  const { data } = await books.ask<{
    data: { item: { code: string }; place: string; lot: string | null; quantity: string }[]
  }>('stock', 'ListOnHand', {})
  return Object.fromEntries(
    data.map(({ item, place, lot, quantity }) => [
      [item.code, place, lot].filter(Boolean).join(' '),
      Number(quantity),
    ]),
  )
}

async function expectSound(books: TestBooks): Promise<void> {
  const { checks } = await books.audit(true)
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
  expect(checks.map(({ name }) => name)).toContain('no line is in two open stock counts')
}

afterEach(() => vi.useRealTimers())

it('looks back by the days of the company, whatever time it is in UTC', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2027-01-30T23:30:00Z') })
  const books = await opened({ code: 'A' })
  await receive(books, 'MAIN/A', { item: 'A', quantity: '5', unitCost: '1.00' })
  const count = await plan(books)
  await record(books, count, [{ item: 'A', place: 'MAIN/A', quantity: '5' }])
  await finish(books, count)
  expectAccepted(await post(books, count, { date: '2027-01-30' }))
  const again = async (timeZone: string) => {
    expectAccepted(await books.execute('company', 'ChangeTimeZone', { timeZone }))
    return counts(books, 'PlanStockCount', { selection: { notCountedForDays: 1 } })
  }
  expect(await again('America/New_York')).toMatchObject({ refusal: { refused: 'nothing_to_count' } })
  expect(view(await again('Pacific/Auckland'))).toMatchObject({ lines: 1 })
})

it('tells nobody what goods cost who may not see it', async () => {
  const books = await opened({ code: 'A' })
  await receive(books, 'MAIN/A', { item: 'A', quantity: '5', unitCost: '1.00' })
  const count = await plan(books)
  await record(books, count, [{ item: 'A', place: 'MAIN/A', quantity: '4' }])
  await finish(books, count)
  const other = new TestBooks()
  const grants = 'inventory:read stock:write company:read'
  Object.assign(other, { company: books.company, stub: books.stub, actor: { ...books.actor, grants } })
  const posted = view<Posted>(await post(other, count))
  expect(posted).toMatchObject({ lost: null, gained: null, differing: [{ difference: '-1', value: null }] })
  const { data } = await other.ask<{ data: { type: string; data: object }[] }>('company', 'ListEvents', {})
  expect(data.find(({ type }) => type === 'stock-count-posted')?.data).toMatchObject({
    values: [{ line: 0, value: null }],
  })
})

describe('a count', () => {
  it('corrects what differs at the moment of counting, though goods move before and after', async () => {
    const books = await opened({ code: 'A' }, { code: 'B' })
    await receive(books, 'MAIN/A', { item: 'A', quantity: '100', unitCost: '2.00' })
    await receive(books, 'MAIN/B', { item: 'B', quantity: '10', unitCost: '5.00' })
    const count = await plan(books, { name: 'January' })
    expect(count).toMatchObject({ number: 1, status: 'open', lines: 2, counted: 0, place: 'MAIN' })
    await issue(books, 'MAIN/A', { item: 'A', quantity: '20' })
    const { data } = await record(books, count, [{ item: 'A', place: 'MAIN/A', quantity: '77' }])
    expect(data).toMatchObject([
      { expected: '80', counted: '77', difference: '-3', value: '-6.00', countedBy: 'key_test' },
    ])
    await issue(books, 'MAIN/A', { item: 'A', quantity: '30' })
    await stock(books, 'TransferGoods', {
      from: 'MAIN/A',
      to: 'MAIN/B',
      lines: [{ item: 'A', quantity: '7' }],
    })
    await record(books, count, [{ item: 'B', place: 'MAIN/B', quantity: '10' }])
    expect(await finish(books, count)).toMatchObject({ status: 'finished', counted: 2, differences: 1 })
    const trial = view<Posted>(await post(books, count, { dryRun: true }))
    expect(trial).toMatchObject({ dryRun: true, status: 'finished', gained: '0.00', lost: '6.00' })
    const posted = view<Posted>(await post(books, count))
    expect(posted).toMatchObject({ status: 'posted', gained: '0.00', lost: '6.00', date: DAY })
    expect(posted.differing).toMatchObject([{ item: { code: 'A' }, difference: '-3', value: '-6.00' }])
    expect(await onHand(books)).toEqual({ 'A MAIN/A': 40, 'A MAIN/B': 7, 'B MAIN/B': 10 })
    const document = await books.ask<object>('stock', 'GetStockDocument', { id: posted.document })
    expect(document).toMatchObject({
      kind: 'adjustment',
      reason: 'January',
      reference: 'CNT 1',
      lines: [{ quantity: '3' }],
    })
    expect(await books.ask('counts', 'GetCountAccuracy', {})).toMatchObject({
      ...{ counts: 1, lines: 2, exact: 1, accuracy: '50.00', lost: '6.00' },
      warehouses: [{ warehouse: 'MAIN', accuracy: '50.00' }],
    })
    await expectSound(books)
  })

  it('is done by several people, who come to the same difference at different times', async () => {
    const books = await opened({ code: 'A' })
    await receive(books, 'MAIN/A', { item: 'A', quantity: '50', unitCost: '1.00' })
    const count = await plan(books)
    await record(books, count, [{ item: 'A', place: 'MAIN/A', quantity: '48' }])
    await issue(books, 'MAIN/A', { item: 'A', quantity: '8' })
    const other = new TestBooks()
    Object.assign(other, {
      company: books.company,
      stub: books.stub,
      actor: { ...books.actor, id: 'user_two' },
    })
    const agreeing = await record(other, count, [{ item: 'A', place: 'MAIN/A', quantity: '40' }])
    expect(agreeing.data).toMatchObject([
      {
        ...{ countings: 2, isContested: false, difference: '-2', countedBy: 'user_two' },
        first: { quantity: '48', difference: '-2', countedBy: 'key_test' },
      },
    ])
    const contested = await record(books, count, [{ item: 'A', place: 'MAIN/A', quantity: '41' }])
    expect(contested.count.contested).toBe(1)
    expect(await lines(books, count, { show: 'contested' })).toHaveLength(1)
    const { data } = await books.ask<{ data: object[] }>('counts', 'ListCountings', { count: count.id })
    expect(data).toMatchObject([
      { number: 1, quantity: '48', isInForce: false },
      { number: 2, quantity: '40', isInForce: false },
      { number: 3, quantity: '41', isInForce: true },
    ])
    await expectSound(books)
  })

  it('takes late lines of devices as of the moment at which they were counted', async () => {
    const books = await opened({ code: 'A', units: [{ code: 'box', numerator: 12 }] }, { code: 'B' })
    await receive(
      books,
      'MAIN/A',
      { item: 'A', quantity: '60', unitCost: '1.00' },
      { item: 'B', quantity: '9', unitCost: '1.00' },
    )
    const count = await plan(books)
    await issue(books, 'MAIN/A', { item: 'A', quantity: '12' })
    await issue(books, 'MAIN/A', { item: 'B', quantity: '1' })
    const line = { item: 'A', place: 'MAIN/A', quantity: '5', unit: 'box', key: 'x/1' }
    const late = await record(books, count, [{ ...line, countedAt: '2020-01-01T00:00:00Z' }], {
      knownAt: count.sequence,
    })
    expect(late.data).toMatchObject([
      { expected: '60', counted: '60', difference: '0', position: count.sequence },
    ])
    const again = await record(books, count, [line])
    expect(again).toMatchObject({ known: 1, data: [] })
    expect(
      await counts(books, 'RecordCounts', { count: count.id, lines: [{ ...line, quantity: '4' }] }),
    ).toMatchObject({
      refusal: { refused: 'count_key_taken', errors: [{ pointer: '/lines/0/key' }] },
    })
    expect(
      await counts(books, 'RecordCounts', {
        count: count.id,
        lines: [{ ...line, key: 'y' }],
        knownAt: 9_999,
      }),
    ).toMatchObject({ refusal: { refused: 'unknown_position' } })
    // A counting of before arrives after a later one, and is kept beside it.
    await record(books, count, [{ item: 'B', place: 'MAIN/A', quantity: '8' }])
    const older = await record(books, count, [{ item: 'B', place: 'MAIN/A', quantity: '7' }], {
      knownAt: count.sequence,
    })
    expect(older.data).toMatchObject([{ counted: '8', difference: '0', countings: 2, isContested: true }])
    await expectSound(books)
  })

  it('shows nothing of what is expected while it is blind and open', async () => {
    const books = await opened({ code: 'A' })
    await receive(books, 'MAIN/A', { item: 'A', quantity: '5', unitCost: '1.00' })
    const count = await plan(books, { blind: true })
    const { data } = await record(books, count, [{ item: 'A', place: 'MAIN/A', quantity: '4' }])
    expect(data).toMatchObject([{ expected: null, difference: null, value: null, counted: '4' }])
    expect((await finish(books, count)).differences).toBe(1)
    expect(await lines(books, count)).toMatchObject([{ expected: '5', difference: '-1', value: '-1.00' }])
    const reopened = view(await counts(books, 'ReopenStockCount', { count: count.id }))
    expect(reopened).toMatchObject({ status: 'open', differences: null })
  })

  it('finds lots, and pieces in other places than the books say', async () => {
    const books = await opened(
      { code: 'L', tracking: 'lot', hasExpiry: true },
      { code: 'S', tracking: 'serial' },
    )
    await receive(books, 'MAIN/A', {
      item: 'L',
      quantity: '5',
      lot: 'L1',
      expiry: '2027-01-01',
      unitCost: '1.00',
    })
    await receive(books, 'MAIN/A', { item: 'S', serials: ['S1', 'S2'], unitCost: '7.00' })
    const count = await plan(books)
    expect(count.lines).toBe(3)
    const found = await record(books, count, [
      { item: 'L', place: 'MAIN/A', lot: 'L1', quantity: '4' },
      { item: 'L', place: 'MAIN/B', lot: 'L2', expiry: '2027-06-01', quantity: '2' },
      { item: 'S', place: 'MAIN/A', serials: ['S1'] },
      { item: 'S', place: 'MAIN/B', serials: ['S2'] },
    ])
    expect(found.count).toMatchObject({ lines: 5, counted: 4, found: 2 })
    expect(
      await counts(books, 'RecordCounts', {
        count: count.id,
        lines: [{ item: 'L', place: 'MAIN/A', quantity: '1' }],
      }),
    ).toMatchObject({
      refusal: { refused: 'lot_required', errors: [{ pointer: '/lines/0/lot' }] },
    })
    expect(await lines(books, count, { show: 'uncounted' })).toMatchObject([
      { item: { code: 'S' }, lot: 'S2' },
    ])
    await finish(books, count, 'zero')
    const posted = view<Posted>(await post(books, count))
    expect(posted.differing).toHaveLength(4)
    expect(await onHand(books)).toEqual({
      ...{ 'L MAIN/A L1': 4, 'L MAIN/B L2': 2 },
      ...{ 'S MAIN/A S1': 1, 'S MAIN/B S2': 1 },
    })
    await expectSound(books)
  })

  it('is refused in a locked period, for what is reserved, and where more has left than was counted', async () => {
    const books = await opened({ code: 'A' })
    await receive(books, 'MAIN/A', { item: 'A', quantity: '10', unitCost: '1.00' })
    await receive(books, 'MAIN', { item: 'A', quantity: '5', unitCost: '1.00' })
    const count = await plan(books)
    await record(books, count, [{ item: 'A', place: 'MAIN/A', quantity: '4' }])
    expect(await post(books, count)).toMatchObject({ refusal: { refused: 'count_not_finished' } })
    await finish(books, count)
    expectAccepted(await books.execute('periods', 'SetLock', { kind: 'all', through: '2026-01-31' }))
    expect(await post(books, count)).toMatchObject({
      refusal: { refused: 'period_locked', errors: [{ pointer: '/date' }] },
    })
    const reserve = await books.execute('reservations', 'ReserveStock', {
      demand: { kind: 'order', reference: 'O-1' },
      lines: [{ item: 'A', quantity: '10', place: 'MAIN/A' }],
    })
    expectAccepted(reserve)
    expect(await post(books, count, { date: '2026-02-01' })).toMatchObject({
      refusal: { refused: 'stock_reserved' },
    })
    expectAccepted(
      await books.execute('reservations', 'ReleaseReservations', {
        demand: { kind: 'order', reference: 'O-1' },
      }),
    )
    expectAccepted(
      await books.execute('stock', 'IssueGoods', {
        date: '2026-02-01',
        from: 'MAIN/A',
        lines: [{ item: 'A', quantity: '5' }],
      }),
    )
    const refused = await post(books, count, { date: '2026-02-01' })
    expect(refused).toMatchObject({
      refusal: { refused: 'count_contradicted', errors: [{ pointer: '/count' }] },
    })
    expect(JSON.stringify(refused)).toContain('A in MAIN/A')
    view(await counts(books, 'CancelStockCount', { count: count.id }))
    expect(await onHand(books)).toEqual({ 'A MAIN/A': 5, 'A MAIN': 5 })
    await expectSound(books)
  })

  it('is made of what was selected, and no line is in two counts', async () => {
    const books = await opened({ code: 'A' }, { code: 'B' }, { code: 'C' })
    for (const item of ['A', 'B', 'C'])
      await receive(books, 'MAIN/A', { item, quantity: '100', unitCost: '1.00' })
    const today = new Date().toISOString().slice(0, 10)
    await issue(books, 'MAIN/A', { item: 'A', quantity: '90' })
    expectAccepted(
      await books.execute('stock', 'IssueGoods', {
        date: today,
        from: 'MAIN/A',
        lines: [{ item: 'B', quantity: '1' }],
      }),
    )
    const named = await plan(books, { selection: { items: ['B'] } })
    expect(named.lines).toBe(1)
    expect(
      await counts(books, 'PlanStockCount', { place: 'MAIN', selection: { items: ['B'] } }),
    ).toMatchObject({
      refusal: { refused: 'nothing_to_count' },
    })
    const rest = await plan(books, { selection: { notCountedForDays: 10, lines: 50 } })
    expect(rest).toMatchObject({ lines: 2, leftOut: 1 })
    const lineOfB = { item: 'B', place: 'MAIN/A', quantity: '99' }
    expect(await counts(books, 'RecordCounts', { count: rest.id, lines: [lineOfB] })).toMatchObject({
      refusal: { refused: 'counted_elsewhere' },
    })
    expect(
      await counts(books, 'RecordCounts', { count: rest.id, lines: [{ ...lineOfB, place: 'SHOP' }] }),
    ).toMatchObject({
      refusal: { refused: 'outside_of_count', errors: [{ pointer: '/lines/0/place' }] },
    })
    await record(books, named, [lineOfB])
    await finish(books, named)
    expectAccepted(await post(books, named, { date: today }))
    expectAccepted(await counts(books, 'CancelStockCount', { count: rest.id, reason: 'Other day' }))
    expect((await plan(books, { selection: { notCountedForDays: 1 } })).lines).toBe(2)
    expect(await counts(books, 'PlanStockCount', { place: 'SHOP' })).toMatchObject({
      refusal: { refused: 'nothing_to_count' },
    })
    await expectSound(books)
  })
})

it('takes nothing from other places for what is missing in one', async () => {
  const books = await opened({ code: 'A' })
  await receive(books, 'MAIN', { item: 'A', quantity: '5', unitCost: '1.00' })
  await receive(books, 'MAIN/A', { item: 'A', quantity: '10', unitCost: '1.00' })
  expectAccepted(
    await books.execute('reservations', 'ReserveStock', {
      demand: { kind: 'order', reference: 'O-1' },
      lines: [{ item: 'A', quantity: '5', place: 'MAIN' }],
    }),
  )
  const count = await plan(books)
  await record(books, count, [{ item: 'A', place: 'MAIN', quantity: '3' }])
  await finish(books, count)
  expect(await post(books, count)).toMatchObject({ refusal: { refused: 'stock_reserved' } })
  expect(await onHand(books)).toEqual({ 'A MAIN': 5, 'A MAIN/A': 10 })
})

it('a full count differs in every line and is posted by one document', async () => {
  const codes = Array.from({ length: 400 }, (_, index) => `I${String(index).padStart(4, '0')}`)
  const books = await opened({ code: 'A' })
  const rows = codes.map((code) => ({ value: { code, name: code, unit: 'pcs' } }))
  expectAccepted(await books.execute('items', 'SaveItems', { rows }))
  await receive(books, 'MAIN/A', ...codes.map((item) => ({ item, quantity: '10', unitCost: '1.00' })))
  await receive(books, 'MAIN/B', ...codes.map((item) => ({ item, quantity: '20', unitCost: '1.00' })))
  const count = await plan(books)
  expect(count.lines).toBe(800)
  for (const place of ['MAIN/A', 'MAIN/B'])
    await record(
      books,
      count,
      codes.map((item) => ({ item, place, quantity: '11' })),
    )
  await finish(books, count)
  const posted = view<Posted>(await post(books, count))
  expect(posted).toMatchObject({ gained: '400.00', lost: '3600.00' })
  expect(posted.differing).toHaveLength(800)
  const document = await books.ask<{ lines: object[] }>('stock', 'GetStockDocument', { id: posted.document })
  expect(document.lines).toHaveLength(800)
  await expectSound(books)
}, 60_000)

it('after any count, what lies in a place is what was counted and what moved since', async () => {
  const move = fc.record({
    kind: fc.constantFrom('in', 'out', 'carry'),
    place: fc.constantFrom('MAIN/A', 'MAIN/B'),
    quantity: fc.integer({ min: 1, max: 9 }),
  })
  const counted = fc.record({
    kind: fc.constant('count'),
    place: fc.constantFrom('MAIN/A', 'MAIN/B'),
    quantity: fc.integer({ min: 0, max: 30 }),
    isLate: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(move, counted), { minLength: 4, maxLength: 14 }), async (steps) => {
      const books = await opened({ code: 'A' })
      await receive(books, 'MAIN/A', { item: 'A', quantity: '10', unitCost: '1.00' })
      await receive(books, 'MAIN/B', { item: 'A', quantity: '10', unitCost: '2.00' })
      const count = await plan(books)
      const moves: { at: number; place: string; change: number }[] = []
      const countings: { at: number; place: string; quantity: number }[] = []
      const late: typeof countings = []
      let known = count.sequence
      for (const step of steps) {
        const { kind, place, quantity } = step
        const other = place === 'MAIN/A' ? 'MAIN/B' : 'MAIN/A'
        const goods = { item: 'A', quantity: String(quantity) }
        if ('isLate' in step) {
          if (step.isLate) {
            late.push({ at: known, place, quantity })
            continue
          }
          const { data } = await record(books, count, [{ ...goods, place }])
          countings.push({ at: data[0]?.position as number, place, quantity })
          continue
        }
        const [command, input] = {
          in: ['ReceiveGoods', { to: place, lines: [{ ...goods, unitCost: '3.00' }] }] as const,
          out: ['IssueGoods', { from: place, lines: [goods] }] as const,
          carry: ['TransferGoods', { from: place, to: other, lines: [goods] }] as const,
        }[kind as 'in' | 'out' | 'carry']
        const outcome = await books.execute('stock', command, { date: DAY, ...input })
        if (outcome.kind !== 'accepted') continue
        known = expectAccepted(outcome).sequence
        moves.push({ at: known, place, change: kind === 'in' ? quantity : 0 - quantity })
        if (kind === 'carry') moves.push({ at: known, place: other, change: quantity })
      }
      // What was counted without a connection comes in last, whenever it was counted.
      for (const { at, place, quantity } of late) {
        await record(books, count, [{ item: 'A', place, quantity: String(quantity), knownAt: at }])
        countings.push({ at, place, quantity })
      }
      if (countings.length === 0) return
      const truth = new Map<string, number>()
      for (const { place, at, quantity } of countings.toSorted((a, b) => a.at - b.at)) {
        const since = moves.filter((each) => each.place === place && each.at > at)
        truth.set(place, quantity + since.reduce((sum, { change }) => sum + change, 0))
      }
      await finish(books, count)
      const outcome = await post(books, count)
      if ([...truth.values()].some((quantity) => quantity < 0)) {
        expect(outcome).toMatchObject({ refusal: { refused: 'count_contradicted' } })
        return
      }
      expectAccepted(outcome)
      const there = await onHand(books)
      for (const [place, quantity] of truth) expect(there[`A ${place}`] ?? 0).toBe(quantity)
      await expectSound(books)
    }),
    { numRuns: 12 },
  )
}, 120_000)

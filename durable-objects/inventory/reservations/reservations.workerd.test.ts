import { runInDurableObject } from 'cloudflare:test'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TestBooks } from '../../../tests/support/books.ts'
import { formatAmount, parseAmount } from '../../kernel/amount.ts'
import { Database } from '../../kernel/database.ts'
import { EventLog, type RecordedEvent } from '../../kernel/log.ts'
import { migrate } from '../../kernel/migrations.ts'
import type { AnyModule } from '../../kernel/module.ts'
import { type Outcome, Pipeline } from '../../kernel/pipeline.ts'
import { isRefusal, refuse } from '../../kernel/result.ts'
import { placesModule } from '../places/store.ts'
import type { ReservationsParts, StockPorts, Where } from '../reserved-stock.ts'
import type { StockItem } from '../stock-item.ts'
import type { StockPlace } from '../stock-place.ts'
import type { ReservationView } from './contract.ts'
import { reservationsModule } from './store.ts'

/** Places and reservations over the storage of an object, beside a stock and items that are as simple as can be. */

const item = (ordinal: number, code: string, more: Partial<StockItem> = {}): StockItem => ({
  ...{ ordinal, id: `itm_${ordinal}`, code, name: code, kind: 'stock', family: null, unit: 'pcs', scale: 0 },
  ...{ method: 'fifo', tracking: 'none', hasExpiry: false, allowsNegative: false, isTemplate: false },
  isActive: true,
  ...more,
})
const ITEMS = [
  item(1, 'BEANS'),
  item(2, 'MILK', { tracking: 'lot', hasExpiry: true, scale: 3, unit: 'kg' }),
  item(3, 'AIR', { allowsNegative: true }),
  item(4, 'ADVICE', { kind: 'service' }),
]
const byOrdinal = (ordinal: number) => ITEMS.find((each) => each.ordinal === ordinal) as StockItem
const byRef = (ref: string) => ITEMS.find(({ code, id }) => code === ref || id === ref)
const items = {
  byRef,
  byId: (id: string) => byRef(id) as StockItem,
  byOrdinal,
  ordinal: (id: string) => (byRef(id) as StockItem).ordinal,
  steps(of: StockItem, quantity: string) {
    const steps = parseAmount(quantity, of.scale)
    return typeof steps === 'string' ? refuse('invalid_quantity' as const, `${quantity} is none.`) : steps
  },
  format: (of: StockItem, steps: number) => formatAmount(steps, of.scale),
}

interface Moved {
  item: string
  from?: string
  to?: string
  lot?: string
  quantity: number
  reservation?: string
}

interface World {
  database: Database
  modules: readonly AnyModule[]
  parts: ReservationsParts
  run: (module: string, command: string, input: unknown) => Outcome
  /** Its reply, which it must have. */
  done: <Reply = { reservations: ReservationView[] }>(
    module: string,
    command: string,
    input: unknown,
  ) => Reply
  refused: (module: string, command: string, input: unknown) => { refused: string; detail: string }
  ask: <Reply>(module: string, query: string, input: unknown) => Reply
  move: (...lines: Moved[]) => Outcome
  onHand: (item: number, where: Where) => number
  log: EventLog
}

/** Time stands still: what expires does so when the test says. */
const NOW = Date.parse('2026-03-01T12:00:00Z') * 1_000

async function inWorld(test: (world: World) => void): Promise<void> {
  const books = await TestBooks.open('EUR', [])
  await runInDurableObject(books.stub, (_, { storage }) => {
    const database = new Database(storage.sql)
    const log = new EventLog(database, books.company)
    database.run(`CREATE TABLE lying (item INTEGER NOT NULL, place INTEGER NOT NULL, lot TEXT NOT NULL, quantity INTEGER NOT NULL,
      PRIMARY KEY (item, place, lot)) STRICT, WITHOUT ROWID`)
    const sum = (where: string, ...bindings: SqlStorageValue[]) =>
      database.first<{ sum: number }>(
        `SELECT coalesce(sum(quantity), 0) AS sum FROM lying JOIN places ON ordinal = place WHERE ${where}`,
        ...bindings,
      )?.sum ?? 0
    const places = placesModule(database, {
      quantityIn: (place) => sum('place = ?', place) > 0,
      quantityInWarehouse: (warehouse) => sum('warehouse = ?', warehouse) > 0,
      item: byRef,
      chart: {
        account: () => undefined,
        accountById: (id) => {
          throw new Error(`there is no account ${id}`)
        },
      },
      sight: () => undefined,
    })
    const stock: StockPorts = {
      onHand(of, where) {
        if ('warehouse' in where) return sum('item = ? AND warehouse = ?', of, where.warehouse)
        if (where.lot) return sum('item = ? AND place = ? AND lot = ?', of, where.place, where.lot)
        return sum('item = ? AND place = ?', of, where.place)
      },
      onHandByWarehouse: (of) =>
        database.all<{ warehouse: number; quantity: number }>(
          `SELECT warehouse, sum(quantity) AS quantity FROM lying JOIN places ON ordinal = place
           WHERE item = ? AND warehouse IS NOT NULL GROUP BY warehouse`,
          of,
        ),
      lying: (of, warehouse) =>
        database
          .all<{ place: number; lot: string; quantity: number }>(
            `SELECT place, lot, quantity FROM lying JOIN places ON ordinal = place
             WHERE item = ? AND warehouse = ? AND quantity > 0`,
            of,
            warehouse,
          )
          // A lot is called by the day on which it expires.
          .map(({ place, lot, quantity }) => ({ place, lot: lot || null, expiry: lot || null, quantity })),
    }
    const reservations = reservationsModule(database, log, { items, places: places.parts, stock })
    const moving: AnyModule = {
      contract: { name: 'moving', title: '', operations: {}, events: {}, refusals: {} },
      migrations: [],
      derivedTables: [],
      queries: {},
      commands: {
        Move(lines: Moved[]) {
          const run = reservations.parts.begin()
          const taken = new Map<string, number>()
          for (const [index, each] of lines.entries()) {
            const of = byRef(each.item) as StockItem
            const [from, to] = [each.from, each.to].map((code) => code && places.parts.place(code)) as [
              StockPlace | undefined,
              StockPlace | undefined,
            ]
            const key = `${each.item} ${each.from} ${each.lot}`
            taken.set(key, (taken.get(key) ?? 0) + each.quantity)
            const where = from && { place: from.ordinal, lot: each.lot }
            if (where && !of.allowsNegative && stock.onHand(of.ordinal, where) < (taken.get(key) ?? 0))
              return refuse('stock_insufficient', 'There is not enough.')
            const { quantity, reservation, lot = null } = each
            const refusal = run.move({ item: of, from, to, lot, quantity, reservation, pointer: `/${index}` })
            if (refusal) return refusal
          }
          return { events: [{ type: 'moved', version: 1, data: lines }, ...run.events()], reply: () => ({}) }
        },
      },
      apply(events: readonly RecordedEvent[]) {
        for (const { data } of events.filter(({ type }) => type === 'moved'))
          for (const { item: ref, from, to, lot = '', quantity } of data as Moved[])
            for (const [code, sign] of [
              [from, -1],
              [to, 1],
            ] as const)
              if (code)
                database.run(
                  `INSERT INTO lying (item, place, lot, quantity) VALUES (?, ?, ?, ?)
                   ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity`,
                  ...[items.ordinal(ref), places.parts.ordinal(code) ?? 0, lot, sign * quantity],
                )
      },
    }
    const modules: AnyModule[] = [places, moving, reservations]
    for (const { contract, migrations } of modules) migrate(database, contract.name, migrations)
    const pipeline = new Pipeline({
      storage,
      database,
      log,
      modules,
      nowMicros: () => NOW,
      random: () => 0.5,
    })
    const run: World['run'] = (module, command, input) =>
      pipeline.runTurn([
        {
          ...{ company: books.company, module, command, input: JSON.stringify(input), actor: books.actor },
          requestId: 'r',
        },
      ])[0] as Outcome
    test({
      ...{ database, modules, run, log, parts: reservations.parts, onHand: stock.onHand },
      done(module, command, input) {
        const outcome = run(module, command, input)
        if (outcome.kind !== 'accepted') throw new Error(`${command}: ${JSON.stringify(outcome)}`)
        return JSON.parse(outcome.body)
      },
      refused(module, command, input) {
        const outcome = run(module, command, input)
        if (outcome.kind !== 'refused') throw new Error(`${command} is ${outcome.kind}`)
        return outcome.refusal
      },
      ask(module, query, input) {
        const reply = modules
          .find(({ contract }) => contract.name === module)
          ?.queries[query]?.(input, { actor: books.actor, nowMicros: NOW })
        if (isRefusal(reply)) throw new Error(reply.detail)
        return reply
      },
      move: (...lines) => run('moving', 'Move', lines),
    })
  })
}

/** Two warehouses, one of them with bins. */
function furnished(world: World): void {
  for (const code of ['MAIN', 'NORTH']) world.done('places', 'OpenWarehouse', { code, name: code })
  world.done('places', 'AddBins', { warehouse: 'MAIN', pattern: 'B-{1..3}', sort: 1 })
}

const demand = { kind: 'sales-order', reference: 'SO-1' }
const reserve = (world: World, line: object, more: object = {}): ReservationView =>
  world.done('reservations', 'ReserveStock', { demand, lines: [line], ...more })
    .reservations[0] as ReservationView
const show = (world: World, { id }: { id: string }) =>
  world.ask<ReservationView>('reservations', 'GetReservation', { reservation: id })

/** What the audit finds wrong, and what a replay of the log makes of the tables. */
function expectSound({ database, modules, log }: World): void {
  for (const module of modules)
    for (const check of module.auditChecks?.().conclude?.() ?? []) expect(check).toMatchObject({ ok: true })
  const tables = modules.flatMap(({ derivedTables }) => [...derivedTables])
  const dump = () =>
    tables.map((table) =>
      database
        .all(`SELECT * FROM ${table}`)
        .map((row) => JSON.stringify(row))
        .sort(),
    )
  const before = dump()
  for (const table of tables)
    database.run(`DELETE FROM ${table}${table === 'places' ? ' WHERE ordinal > 100' : ''}`)
  for (const module of modules) module.volatile?.forget()
  const events = log.slice(0).map(({ data, ...event }) => ({ ...event, data: JSON.parse(data) }))
  for (const module of modules.filter(({ contract }) => contract.name !== 'moving'))
    module.apply(events as unknown as RecordedEvent[])
  expect(dump()).toEqual(before)
}

describe('reservations', () => {
  it('keep what is on hand, and nothing oversells', () =>
    inWorld((world) => {
      furnished(world)
      world.move({ item: 'BEANS', to: 'B-1', quantity: 10 })
      const soft = reserve(world, { item: 'BEANS', quantity: '6', line: '1' })
      expect(soft).toMatchObject({
        kind: 'soft',
        status: 'open',
        warehouse: 'MAIN',
        reserved: '6',
        expected: '0',
      })
      const more = { demand, lines: [{ item: 'BEANS', quantity: '5' }] }
      expect(world.refused('reservations', 'ReserveStock', more)).toMatchObject({
        refused: 'stock_not_available',
        detail: expect.stringContaining('4 pcs of BEANS are available in MAIN'),
        errors: [{ pointer: '/lines/0/quantity' }],
      })
      expect(world.done('reservations', 'ReserveStock', { ...more, partial: true })).toMatchObject({
        reservations: [{ reserved: '4' }],
        short: [{ line: 0, wanted: '5', reserved: '4', missing: '1' }],
      })
      expect(world.refused('reservations', 'ReserveStock', { ...more, partial: true }).refused).toBe(
        'stock_not_available',
      )
      const lines = [
        { item: 'BEANS', quantity: '1' },
        { item: 'ADVICE', quantity: '1' },
      ]
      expect(world.refused('reservations', 'ReserveStock', { demand, lines }).refused).toBe(
        'stock_not_available',
      )
      expect(world.move({ item: 'BEANS', from: 'B-1', quantity: 1 })).toMatchObject({
        kind: 'refused',
        refusal: { refused: 'stock_reserved', detail: expect.stringContaining(soft.id) },
      })
      expect(world.move({ item: 'BEANS', from: 'B-1', to: 'B-2', quantity: 7 }).kind).toBe('accepted')
      expect(world.move({ item: 'BEANS', from: 'B-2', quantity: 5, reservation: soft.id }).kind).toBe(
        'accepted',
      )
      expect(show(world, soft)).toMatchObject({ status: 'open', quantity: '1', consumed: '5' })
      expect(world.move({ item: 'BEANS', from: 'B-1', quantity: 2, reservation: soft.id })).toMatchObject({
        refusal: { refused: 'reservation_exceeded' },
      })
      expect(world.move({ item: 'BEANS', from: 'B-1', quantity: 1, reservation: soft.id }).kind).toBe(
        'accepted',
      )
      expect(show(world, soft)).toMatchObject({ status: 'consumed', quantity: '0', consumed: '6' })
      expectSound(world)
    }))

  it('of a place keep what lies there, by lot where one is named', () =>
    inWorld((world) => {
      furnished(world)
      world.move({ item: 'MILK', to: 'B-1', lot: '2026-05-01', quantity: 2000 })
      world.move({ item: 'MILK', to: 'B-1', lot: '2026-04-01', quantity: 1000 })
      const hard = reserve(world, { item: 'MILK', place: 'B-1', lot: '2026-05-01', quantity: '1.5' })
      expect(hard).toMatchObject({
        kind: 'hard',
        held: [{ place: 'B-1', lot: '2026-05-01', quantity: '1.500' }],
      })
      const wants = (line: object) =>
        world.refused('reservations', 'ReserveStock', { demand, lines: [{ item: 'MILK', ...line }] })
      expect(wants({ place: 'B-1', lot: '2026-05-01', quantity: '0.501' }).detail).toContain('0.500 kg')
      expect(wants({ place: 'B-1', quantity: '1.501' }).detail).toContain('1.500 kg')
      expect(wants({ place: 'B-2', quantity: '1' }).detail).toContain('0.000 kg')
      expect(wants({ lot: '2026-05-01', quantity: '1' }).refused).toBe('invalid_reservation')
      expect(wants({ place: 'SUPPLIERS', quantity: '1' }).refused).toBe('invalid_reservation')
      expect(wants({ quantity: '0' }).refused).toBe('invalid_quantity')
      const run = world.parts.begin()
      const of = (reservation?: string) =>
        ['2026-05-01', '2026-04-01', null].map((lot) => run.pickable(byOrdinal(2), 103, lot, reservation))
      expect([of(), of(hard.id)]).toEqual([
        [500, 1000, 1500],
        [2000, 1000, 3000],
      ])
      expect(run.chosen(hard.id)).toEqual([{ place: 103, lot: '2026-05-01', quantity: 1500 }])
      const away = { item: 'MILK', from: 'B-1', to: 'B-2', lot: '2026-05-01', quantity: 1000 }
      expect(world.move(away)).toMatchObject({ refusal: { refused: 'stock_reserved' } })
      expect(world.move({ ...away, reservation: hard.id }).kind).toBe('accepted')
      expect(show(world, hard).held).toEqual([
        { place: 'B-1', lot: '2026-05-01', quantity: '0.500' },
        { place: 'B-2', lot: '2026-05-01', quantity: '1.000' },
      ])
      const out = { item: 'MILK', from: 'B-2', lot: '2026-05-01', quantity: 1000 }
      expect(world.move({ ...out, lot: '2026-04-01', reservation: hard.id })).toMatchObject({
        kind: 'refused',
      })
      expect(world.move({ ...out, reservation: hard.id }).kind).toBe('accepted')
      world.done('reservations', 'ReleaseReservation', { reservation: hard.id, reason: 'Cancelled.' })
      expect(show(world, hard)).toMatchObject({ status: 'released', quantity: '0.000', held: [] })
      expectSound(world)
    }))

  it('are allocated to the lots that expire first and are still good, then in the order of the walk', () =>
    inWorld((world) => {
      furnished(world)
      const lots = { 'B-1': '2026-06-01', 'B-2': '2026-05-01', 'B-3': '2026-02-01' }
      for (const [to, lot] of Object.entries(lots)) world.move({ item: 'MILK', to, lot, quantity: 1000 })
      const soft = reserve(world, { item: 'MILK', quantity: '2.5' })
      const allocate = { reservation: soft.id }
      expect(world.refused('reservations', 'AllocateReservation', allocate)).toMatchObject({
        refused: 'stock_not_available',
        detail: expect.stringContaining('2.000 kg'),
      })
      const done = world.done<ReservationView>('reservations', 'AllocateReservation', {
        ...allocate,
        quantity: '1.2',
      })
      expect(done.held).toEqual([
        { place: 'B-1', lot: '2026-06-01', quantity: '0.200' },
        { place: 'B-2', lot: '2026-05-01', quantity: '1.000' },
      ])
      world.done('reservations', 'AllocateReservation', { ...allocate, partial: true })
      expect(show(world, soft).held.map(({ quantity }) => quantity)).toEqual(['1.000', '1.000'])
      // Another place was picked than was chosen: what was chosen is free again.
      world.move({ item: 'MILK', from: 'B-3', lot: '2026-02-01', quantity: 1000, reservation: soft.id })
      expect(show(world, soft)).toMatchObject({ quantity: '1.500', held: { length: 2 } })
      world.done('reservations', 'DeallocateReservation', allocate)
      expect(show(world, soft)).toMatchObject({ reserved: '1.500', held: [] })
      expectSound(world)
    }))

  it('are promised of announced receipts, and covered by what comes: who needs it first, first', () =>
    inWorld((world) => {
      furnished(world)
      world.move({ item: 'BEANS', to: 'MAIN', quantity: 2 })
      const lines = [{ item: 'BEANS', quantity: '10', date: '2026-06-01' }]
      world.done('reservations', 'ExpectReceipt', { reference: 'PO-1', lines })
      const late = { item: 'BEANS', quantity: '8', neededBy: '2026-07-01' }
      const wants = (line: object) =>
        world.refused('reservations', 'ReserveStock', { demand, expected: true, lines: [line] }).refused
      expect(wants({ ...late, neededBy: '2026-05-01' })).toBe('stock_not_available')
      const second = reserve(world, late, { expected: true })
      expect(second).toMatchObject({ reserved: '2', expected: '6' })
      expect(wants({ item: 'BEANS', quantity: '5' })).toBe('stock_not_available')
      const first = reserve(
        world,
        { item: 'BEANS', quantity: '4', neededBy: '2026-06-01' },
        { expected: true },
      )
      const [row] = world.ask<{ data: object[] }>('reservations', 'GetAvailability', { items: 'BEANS' }).data
      expect(row).toMatchObject({
        ...{ onHand: '2', reserved: '2', available: '0', expected: '10', incoming: '10', outgoing: '12' },
        dates: [
          { date: '2026-06-01', incoming: '10', outgoing: '4', onHand: '8', available: '0' },
          { date: '2026-07-01', incoming: '0', outgoing: '8', onHand: '0', available: '0' },
        ],
        warehouses: [{ warehouse: 'MAIN', available: '0' }],
      })
      world.move({ item: 'BEANS', to: 'B-1', quantity: 5 })
      expect(show(world, first)).toMatchObject({ reserved: '4', expected: '0' })
      expect(show(world, second)).toMatchObject({ reserved: '3', expected: '5' })
      world.done('reservations', 'ReleaseReservation', { reservation: first.id })
      expect(show(world, second)).toMatchObject({ reserved: '7', expected: '1' })
      const change = (more: object) => ({ reservation: second.id, ...more })
      expect(
        world.refused('reservations', 'ChangeReservation', change({ neededBy: '2026-05-01' })).refused,
      ).toBe('stock_not_available')
      world.done('reservations', 'ChangeReservation', change({ quantity: '7', neededBy: null }))
      expect(show(world, second)).toMatchObject({ reserved: '7', expected: '0', neededBy: null })
      expect(world.refused('reservations', 'ChangeReservation', change({ quantity: '8' })).refused).toBe(
        'stock_not_available',
      )
      expect(world.done('reservations', 'CancelExpectedReceipt', { reference: 'PO-1' })).toEqual({
        cancelled: 1,
      })
      expectSound(world)
    }))

  it('against announcements: what is received makes them smaller', () =>
    inWorld((world) => {
      furnished(world)
      const line = { item: 'BEANS', quantity: '4' }
      const lines = [
        { ...line, date: '2026-07-01' },
        { ...line, date: '2026-06-01' },
      ]
      world.done('reservations', 'ExpectReceipt', { reference: 'PO-1', lines })
      const received = (quantity: number) =>
        world.parts.received('PO-1', [{ item: byOrdinal(1), warehouse: 'MAIN', quantity }])
      expect(received(5)).toMatchObject([{ data: { after: [{ date: '2026-07-01', quantity: 3 }] } }])
      expect(received(9)).toMatchObject([{ data: { after: [] } }])
      expect(world.parts.received('PO-2', [])).toEqual([])
    }))

  it('end when their time has come, and by their demand', () =>
    inWorld((world) => {
      furnished(world)
      world.move({ item: 'BEANS', to: 'NORTH', quantity: 5 })
      const line = { item: 'BEANS', warehouse: 'NORTH', quantity: '2' }
      const past = { demand, lines: [line], expiresAt: '2026-03-01T11:00:00Z' }
      expect(world.refused('reservations', 'ReserveStock', past).refused).toBe('invalid_reservation_end')
      const soon = reserve(world, line, { expiresAt: '2026-03-01T12:00:01Z' })
      reserve(world, line)
      const { due, nextDue } = world.modules[2] as Required<AnyModule>
      expect(nextDue()).toBe(NOW + 1_000_000)
      expect(due(NOW)).toEqual([])
      expect(due(NOW + 1_000_000)).toEqual([
        { command: 'ExpireReservation', input: { reservation: soon.id } },
      ])
      world.done('reservations', 'ExpireReservation', { reservation: soon.id })
      expect(show(world, soon).status).toBe('open')
      expect(world.done('reservations', 'ReleaseReservations', { demand })).toEqual({
        released: 2,
        isMore: false,
      })
      expect(world.parts.reserved(1, { warehouse: 102 })).toBe(0)
      expect(world.parts.available(1, 102)).toBe(5)
      expectSound(world)
    }))
})

const quantity = fc.integer({ min: 1, max: 12 })
const place = fc.constantFrom('MAIN', 'B-1', 'B-2', 'B-3', 'NORTH')
const goods = fc.constantFrom(
  { item: 'BEANS' },
  { item: 'MILK', lot: '2026-05-01' },
  { item: 'MILK', lot: '2026-04-01' },
  { item: 'AIR' },
)
const pick = fc.nat({ max: 30 })
const day = fc.option(fc.constantFrom('2026-04-01', '2026-05-01', '2026-06-01'), { nil: undefined })
const step = fc.oneof(
  fc.record({ do: fc.constant('receive' as const), goods, place, quantity }),
  fc.record({ do: fc.constant('receive' as const), goods, place, quantity }),
  fc.record({ do: fc.constant('issue' as const), goods, place, quantity, pick: fc.option(pick) }),
  fc.record({
    do: fc.constant('transfer' as const),
    goods,
    place,
    to: place,
    quantity,
    pick: fc.option(pick),
  }),
  fc.record({
    do: fc.constant('reserve' as const),
    goods,
    place,
    quantity,
    day,
    isHard: fc.boolean(),
    isFlexible: fc.boolean(),
  }),
  fc.record({ do: fc.constant('change' as const), pick, quantity, day, isFlexible: fc.boolean() }),
  fc.record({ do: fc.constantFrom('release' as const, 'allocate' as const, 'deallocate' as const), pick }),
  fc.record({ do: fc.constant('expect' as const), goods, place, quantity, day }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Whatever comes of it: refusals are outcomes, failures are not. */
function take(world: World, each: Step, ids: string[]): void {
  const chosen = (at: number | null) => (at === null ? undefined : ids[at % Math.max(ids.length, 1)])
  const text = (ref: string, steps: number) => formatAmount(steps, (byRef(ref) as StockItem).scale)
  const warehouse = (code: string) => (code === 'NORTH' ? 'NORTH' : 'MAIN')
  const outcome = (() => {
    switch (each.do) {
      case 'receive':
        return world.move({ ...each.goods, to: each.place, quantity: each.quantity })
      case 'issue': {
        const reservation = chosen(each.pick)
        return world.move({
          ...{ ...each.goods, from: each.place, quantity: each.quantity },
          ...(reservation !== undefined && { reservation }),
        })
      }
      case 'transfer': {
        const reservation = chosen(each.pick)
        return world.move({
          ...{ ...each.goods, from: each.place, to: each.to, quantity: each.quantity },
          ...(reservation !== undefined && { reservation }),
        })
      }
      case 'reserve': {
        const { item: ref, ...lot } = each.goods
        const line = {
          ...{ item: ref, warehouse: warehouse(each.place), quantity: text(ref, each.quantity) },
          ...(each.isHard && { place: each.place, ...lot }),
          ...(each.day && { neededBy: each.day }),
        }
        const flexible = { partial: each.isFlexible, expected: each.isFlexible && !each.isHard }
        return world.run('reservations', 'ReserveStock', { demand, lines: [line, line], ...flexible })
      }
      case 'change': {
        const id = chosen(each.pick)
        if (!id) return undefined
        const { item: ref } = show(world, { id })
        const more = { quantity: text(ref.code, each.quantity), neededBy: each.day ?? null }
        return world.run('reservations', 'ChangeReservation', {
          reservation: id,
          ...more,
          expected: each.isFlexible,
        })
      }
      case 'release':
      case 'allocate':
      case 'deallocate': {
        const id = chosen(each.pick)
        const command = { release: 'Release', allocate: 'Allocate', deallocate: 'Deallocate' }[each.do]
        return (
          id &&
          world.run('reservations', `${command}Reservation`, {
            reservation: id,
            ...(each.do === 'allocate' && { partial: true }),
          })
        )
      }
      case 'expect': {
        const line = {
          item: each.goods.item,
          warehouse: warehouse(each.place),
          quantity: text(each.goods.item, each.quantity),
        }
        return world.run('reservations', 'ExpectReceipt', {
          reference: `PO-${each.quantity % 3}`,
          lines: [{ ...line, date: each.day ?? '2026-07-01' }],
        })
      }
    }
  })()
  if (!outcome) return
  expect(outcome).toMatchObject({ kind: expect.stringMatching(/accepted|refused/) })
  if (outcome.kind === 'accepted' && each.do === 'reserve')
    ids.push(...(JSON.parse(outcome.body).reservations as ReservationView[]).map(({ id }) => id))
}

it('after any sequence, what is reserved is the sum of the reservations and on hand, and nothing is available below zero', () =>
  fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), (steps) =>
      inWorld((world) => {
        furnished(world)
        const ids: string[] = []
        for (const each of steps) {
          take(world, each, ids)
          for (const module of world.modules)
            for (const check of module.auditChecks?.().conclude?.() ?? [])
              expect([each, check]).toMatchObject([each, { ok: true }])
        }
        for (const { warehouse, item: of, expected } of world.database.all<{
          warehouse: number
          item: number
          expected: number
        }>('SELECT * FROM reserved_totals WHERE place = 0')) {
          const available = world.parts.available(of, warehouse)
          if (byOrdinal(of).allowsNegative) continue
          expect(available).toBeGreaterThanOrEqual(0)
          // Who waits for receipts has everything that is there.
          if (expected > 0) expect(available).toBe(0)
        }
        expectSound(world)
      }),
    ),
    { numRuns: 25 },
  ))

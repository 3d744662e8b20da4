import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { TestBooks } from '../../tests/support/books.ts'
import type { ModuleContract } from './contract.ts'
import { Database } from './database.ts'
import type { Guard } from './guard.ts'
import { EventLog, type RecordedEvent } from './log.ts'
import type { AnyModule } from './module.ts'
import { type CommandEnvelope, Pipeline } from './pipeline.ts'
import { refuse } from './result.ts'

/** A pipeline over the storage of an object, with one module that acts and one that reacts to it. */
async function withModules(
  test: (parts: { pipeline: Pipeline; log: EventLog; applied: string[] }) => void,
  guard?: Guard,
) {
  const books = await TestBooks.open('EUR', [])
  await runInDurableObject(books.stub, (_, storage) => {
    const database = new Database(storage.storage.sql)
    const log = new EventLog(database, books.company)
    const applied: string[] = []
    const contract = (name: string): ModuleContract => ({
      name,
      title: name,
      operations: {},
      events: {},
      refusals: {},
    })
    const event = (type: string) => ({ type, version: 1, data: {} })
    const shop: AnyModule = {
      contract: contract('shop'),
      migrations: [],
      derivedTables: [],
      queries: {},
      commands: { Ship: (goods: string) => ({ events: [event(`${goods}-shipped`)], reply: sequencesOf }) },
      apply: (events) => applied.push(...events.map(({ type }) => type)),
    }
    const stock: AnyModule = {
      ...shop,
      contract: contract('stock'),
      commands: {},
      apply: () => {},
      react: ({ type }: RecordedEvent) => {
        if (type === 'bell-shipped') return [event('bell-consumed')]
        if (type === 'bell-consumed') return [event('cost-posted')]
        if (type === 'echo-shipped') return [event('echo-shipped')]
        return type === 'book-shipped' ? refuse('out_of_stock', 'There is none.') : []
      },
    }
    const parts = { storage: storage.storage, database, log, nowMicros: () => 1, random: () => 0.5 }
    test({
      pipeline: new Pipeline({ ...parts, modules: [shop, stock], ...(guard && { guard }) }),
      log,
      applied,
    })
  })
}

const sequencesOf = (recorded: readonly RecordedEvent[]) => recorded.map(({ type }) => type)

const ship = (goods: string, key?: string): CommandEnvelope => ({
  company: 'co',
  module: 'shop',
  command: 'Ship',
  input: JSON.stringify(goods),
  actor: { tenant: 't', id: 'a', roles: ['owner'], grants: '*' },
  requestId: 'r',
  ...(key !== undefined && { idempotency: { key, request: goods } }),
})

it('modules answer events with events until nothing new happens, in one transaction', () =>
  withModules(({ pipeline, log }) => {
    const before = log.head.sequence
    const [outcome] = pipeline.runTurn([ship('bell')])
    expect(outcome).toEqual({
      kind: 'accepted',
      body: '["bell-shipped","bell-consumed","cost-posted"]',
      replayed: false,
    })
    expect(log.head.sequence).toBe(before + 3)
  }))

it('a refusing reactor undoes the whole command, and its key is burnt', () =>
  withModules(({ pipeline, log }) => {
    const before = log.head
    const [first, beside] = pipeline.runTurn([ship('book', 'key'), ship('bell')])
    expect(first).toMatchObject({ kind: 'refused', refusal: { refused: 'out_of_stock' }, replayed: false })
    expect(beside).toMatchObject({ kind: 'accepted' })
    expect(log.head.sequence).toBe(before.sequence + 3)
    expect(log.slice(before.sequence).map(({ type }) => type)).not.toContain('book-shipped')
    expect(pipeline.runTurn([ship('book', 'key')])[0]).toMatchObject({ kind: 'refused', replayed: true })
  }))

it('modules that answer each other without end fail the command and change nothing', () =>
  withModules(({ pipeline, log }) => {
    const before = log.head
    expect(pipeline.runTurn([ship('echo')])).toEqual([{ kind: 'failed' }])
    expect(log.head).toEqual(before)
  }))

describe('a command that has to wait', () => {
  const event = { type: 'shipment-parked', version: 1, data: {} }
  const guard: Guard = { judge: () => ({ kind: 'park', event, reply: ({ sequence }) => ({ sequence }) }) }

  it('is recorded as waiting and nothing else, and a retry is told the same', () =>
    withModules(({ pipeline, log }) => {
      const { sequence } = log.head
      const body = JSON.stringify({ sequence: sequence + 1 })
      expect(pipeline.runTurn([ship('bell', 'parked')])).toEqual([{ kind: 'parked', body, replayed: false }])
      expect(log.slice(sequence).map(({ type }) => type)).toEqual(['shipment-parked'])
      expect(pipeline.runTurn([ship('bell', 'parked')])).toEqual([{ kind: 'parked', body, replayed: true }])
    }, guard))

  it('is refused at once where another module would refuse it', () =>
    withModules(({ pipeline, log }) => {
      const before = log.head
      expect(pipeline.runTurn([ship('book')])).toMatchObject([{ refusal: { refused: 'out_of_stock' } }])
      expect(log.head).toEqual(before)
    }, guard))
})

it('a command that is denied is refused, and the log keeps that it was tried', () =>
  withModules(
    ({ pipeline, log }) => {
      const { sequence } = log.head
      expect(pipeline.runTurn([ship('bell')])).toMatchObject([{ refusal: { refused: 'no' } }])
      expect(log.slice(sequence).map(({ type }) => type)).toEqual(['shipment-denied'])
    },
    {
      judge: () => ({
        kind: 'deny',
        refusal: refuse('no', 'No.'),
        events: [{ type: 'shipment-denied', version: 1, data: {} }],
      }),
    },
  ))

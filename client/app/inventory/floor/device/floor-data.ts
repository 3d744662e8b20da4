import { queryOptions } from '@tanstack/react-query'
import type { CountLineView, CountView } from '../../../../../durable-objects/inventory/counts/contract.ts'
import type { PlaceView, placesContract } from '../../../../../durable-objects/inventory/places/contract.ts'
import type {
  ReservationView,
  reservationsContract,
} from '../../../../../durable-objects/inventory/reservations/contract.ts'
import type { Operation } from '../../../../../durable-objects/kernel/contract.ts'
import { LIMITS } from '../../../../../durable-objects/kernel/limits.ts'
import { problemFrom, Unreachable } from '../../../../sdk/problem.ts'
import type { CallReply } from '../../../../sdk/types.ts'
import { meridian } from '../../../lib/api.ts'
import { subjectKey } from '../../../lib/keys.ts'
import type { Owner } from '../outbox/entry.ts'
import type { Stocked } from '../pick/planning.ts'
import { ownerKey } from './database.ts'
import { loadItems } from './items.ts'
import { freshOrKept, type Kept, keptCopy } from './kept.ts'

/** What the floor needs of a company, asked of the server and kept on the device. */

type Rows<Op extends Operation> = CallReply<Op> extends { data: (infer Row)[] } ? Row : never

export type ExpectedRow = Rows<(typeof reservationsContract)['operations']['ListExpectedReceipts']>
type PutAwayRow = Rows<(typeof placesContract)['operations']['ListPutAway']>

export interface FloorPlaces {
  places: readonly PlaceView[]
  putAway: readonly PutAwayRow[]
}

export interface FloorWork {
  /** Position of the log at which this was read, at least. */
  sequence: number
  expected: readonly ExpectedRow[]
  reservations: readonly ReservationView[]
  /** Of the items that are reserved. */
  stocked: readonly Stocked[]
  counts: readonly CountView[]
  countLines: Readonly<Record<string, readonly CountLineView[]>>
}

export interface Floor {
  owner: Owner
  /** Slug. */
  company: string
}

const MINUTE_MS = 60_000

interface KeptOptions<Data> {
  name: string
  queryKey: readonly unknown[]
  load: (signal: AbortSignal) => Promise<Data>
  withinMs: number
  staleTime: number
}

/** Shows what the device has at once, and what the server says when it has said it. */
const keptQuery = <Data>(
  { owner, company }: Floor,
  { name, queryKey, load, withinMs, staleTime }: KeptOptions<Data>,
) =>
  queryOptions({
    queryKey,
    queryFn: async ({ signal, client }): Promise<Kept<Data>> => {
      if (client.getQueryData(queryKey) === undefined) {
        const kept = await keptCopy<Data>(owner, company, name)
        if (kept) client.setQueryData(queryKey, kept)
      }
      return freshOrKept(owner, company, name, load, signal, withinMs)
    },
    networkMode: 'always',
    staleTime,
  })

export const itemsKept = (floor: Floor) =>
  keptQuery(floor, {
    name: 'items',
    queryKey: [...subjectKey(floor.company, 'items'), 'floor', ownerKey(floor.owner)],
    load: (signal) => loadItems(floor.owner, floor.company, signal),
    withinMs: 10 * MINUTE_MS,
    staleTime: 15 * MINUTE_MS,
  })

export const placesKept = (floor: Floor) =>
  keptQuery(floor, {
    name: 'places',
    queryKey: [...subjectKey(floor.company, 'places'), 'floor', ownerKey(floor.owner)],
    load: (signal) => loadPlaces(floor.company, signal),
    withinMs: MINUTE_MS,
    staleTime: 5 * MINUTE_MS,
  })

export const workKey = ({ owner, company }: Floor) =>
  [...subjectKey(company, 'floor'), ownerKey(owner)] as const

export const workKept = (floor: Floor) =>
  keptQuery(floor, {
    name: 'work',
    queryKey: workKey(floor),
    load: (signal) => loadWork(floor.company, signal),
    withinMs: MINUTE_MS,
    staleTime: 20_000,
  })

type Page<Data> = { data: readonly Data[]; nextCursor: string | null }

async function all<Data>(
  ask: (page: { limit: number; cursor?: string }) => Promise<Page<Data>>,
): Promise<Data[]> {
  const rows: Data[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Page<Data> = await ask({ limit: LIMITS.pageRowsMax, ...(cursor && { cursor }) })
    rows.push(...page.data)
    cursor = page.nextCursor
  }
  return rows
}

async function loadPlaces(company: string, signal: AbortSignal): Promise<FloorPlaces> {
  const options = { signal }
  const [places, putAway] = await Promise.all([
    all((page) =>
      meridian.places.ListPlaces(company, { ...page, isVirtual: false, isActive: true }, options),
    ),
    all((page) => meridian.places.ListPutAway(company, page, options)),
  ])
  return { places, putAway }
}

async function loadWork(company: string, signal: AbortSignal): Promise<FloorWork> {
  // First the position: what is read after it is not older.
  const sequence = await headOf(company, signal)
  const options = { signal }
  const [expected, reservations, counts] = await Promise.all([
    all((page) => meridian.reservations.ListExpectedReceipts(company, page, options)),
    all((page) => meridian.reservations.ListReservations(company, page, options)),
    all((page) => meridian.counts.ListStockCounts(company, { ...page, status: 'open' }, options)),
  ])
  const stocked = await stockOf(company, reservations, signal)
  const countLines: Record<string, readonly CountLineView[]> = {}
  for (const { id } of counts.slice(0, COUNTS_KEPT_MAX))
    countLines[id] = await all((page) =>
      meridian.counts.ListCountLines(company, { ...page, count: id }, options),
    )
  return { sequence, expected, reservations, stocked, counts, countLines }
}

const COUNTS_KEPT_MAX = 20
/** Of more items than these the reserved places are known, but none are proposed without a connection. */
const STOCKED_ITEMS_MAX = 300

async function stockOf(
  company: string,
  reservations: readonly ReservationView[],
  signal: AbortSignal,
): Promise<Stocked[]> {
  const items = [...new Set(reservations.map(({ item }) => item.id))].slice(0, STOCKED_ITEMS_MAX)
  const stocked: Stocked[] = []
  for (const item of items) {
    const rows = await all((page) => meridian.stock.ListOnHand(company, { ...page, item }, { signal }))
    stocked.push(...rows.map(({ place, lot, expiry, quantity }) => ({ item, place, lot, expiry, quantity })))
  }
  return stocked
}

/** How far the log is: every reply of the company's object says it in a header. */
async function headOf(company: string, signal: AbortSignal): Promise<number> {
  const target = `/v1/companies/${encodeURIComponent(company)}/warehouses?limit=1`
  const response = await fetch(target, { signal }).catch((cause: unknown) => {
    throw new Unreachable('The server did not answer.', { cause })
  })
  if (!response.ok) throw await problemFrom(response)
  return Number(response.headers.get('meridian-sequence') ?? 0)
}

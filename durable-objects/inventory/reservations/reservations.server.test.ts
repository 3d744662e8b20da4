import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, accepted, expectProblem, type Reply, request } from '../../../tests/support/api.ts'
import { Company, type Page } from '../../../tests/support/company.ts'
import { knowSchemas, type Schema, violations } from '../../../tests/support/json-schema.ts'
import { OwnServer } from '../../../tests/support/own-server.ts'
import { operations, pathOf } from '../../../workers/contracts.ts'
import type { PlaceView } from '../places/contract.ts'
import type { AvailabilityRow, ReservationView } from './contract.ts'

/** Places and reservations over HTTP, with real stock: every reply is what the API's description says of it. */

interface Described {
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

let server: OwnServer
let api: Api
let company: Company
let document: {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}
const seen = new Set<string>()

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
  company = await Company.open(api, { chart: 'ifrs' }, [])
  document = accepted(await request<typeof document>(`${server.url}/v1/openapi.json`))
  knowSchemas(document.components.schemas)
})

afterAll(() => server?.stop())

const operationOf = (name: string) => {
  const named = operations().find((each) => `${each.module}.${each.name}` === name)
  if (!named) throw new Error(`there is no operation ${name}`)
  return named.operation
}

/** The body of a reply that fits contract and description. */
function described<Body>(name: string, reply: Reply): Body {
  const operation = operationOf(name)
  expect([name, reply.status, reply.text.slice(0, 500)]).toEqual([name, operation.status, expect.any(String)])
  const content =
    document.paths[pathOf(operation)]?.[operation.method.toLowerCase()]?.responses[operation.status]?.content
  expect(violations(content?.['application/json']?.schema, reply.body)).toEqual([])
  expect(operation.reply.safeParse(reply.body)).toMatchObject({ success: true })
  seen.add(name)
  return reply.body as Body
}

const get = async <Body>(name: string, path: string): Promise<Body> =>
  described(name, await company.get(path))
const post = async <Body>(name: string, path: string, body?: unknown): Promise<Body> =>
  described(name, await company.post(path, body ?? operationOf(name).example ?? {}))

const list = (query: string) => get<Page<PlaceView>>('places.ListPlaces', `/places?${query}`)
const codes = async (query: string) => (await list(query)).data.map(({ code }) => code)

it('warehouses, bins and virtual places are set up by their examples', async () => {
  accepted(await company.post('/items', { code: 'ESP-250', name: 'Espresso', unit: 'pcs' }))
  await post('places.OpenWarehouse', '/warehouses')
  await post('places.ChangeWarehouse', '/warehouses/MAIN/change')
  await get('places.GetWarehouse', '/warehouses/MAIN')
  await get('places.ListWarehouses', '/warehouses')
  expect(await post('places.AddBin', '/bins')).toMatchObject({ path: ['MAIN', 'MAIN/A'], kind: 'view' })
  await get('places.PreviewBins', '/bins/range?pattern=MAIN/B-%7B01..12%7D-%7B01..04%7D')
  expect(await post('places.AddBins', '/bins/range')).toEqual({
    ...{ added: 48, skipped: 0, first: 'MAIN/B-01-01', last: 'MAIN/B-12-04' },
  })
  await post('places.AddVirtualPlace', '/virtual-places')
  const place = await get<PlaceView>('places.GetPlace', `/places/${encodeURIComponent('MAIN/B-01-01')}`)
  expect(place).toMatchObject({ barcode: 'MAIN/B-01-01', parent: 'MAIN', hasChildren: false })
  await post('places.ChangePlace', `/places/${encodeURIComponent('MAIN/A')}/change`)
  expectProblem(await company.post('/put-away', operationOf('places.SetPutAway').example), 409, 'place_fixed')
  const hint = { item: 'ESP-250', warehouse: 'MAIN', place: 'MAIN/B-01-02' }
  await post('places.SetPutAway', '/put-away', hint)
  expect(await get('places.ListPutAway', '/put-away?item=ESP-250')).toMatchObject({
    data: [{ place: 'MAIN/B-01-02' }],
  })
})

describe('places are listed', () => {
  it('page by page, by code and in the order of the walk', async () => {
    const first = await list('warehouse=MAIN&kind=bin&limit=20')
    const second = await list(`warehouse=MAIN&kind=bin&limit=40&cursor=${first.nextCursor}`)
    const all = [...first.data, ...second.data].map(({ code }) => code)
    expect(all).toHaveLength(49)
    expect(all).toEqual([...all].sort())
    expect(second.nextCursor).toBeNull()
    const last = encodeURIComponent('MAIN/B-01-01')
    accepted(await company.post(`/places/${last}/change`, { sort: 5 }))
    const walk = await list('warehouse=MAIN&order=pick&limit=45')
    const end = await list(`warehouse=MAIN&order=pick&limit=45&cursor=${walk.nextCursor}`)
    expect(end.data.slice(-2).map(({ code }) => code)).toEqual(['MAIN/B-01-01', 'MAIN/A'])
    expectProblem(await company.get('/places?cursor=bm9uc2Vuc2U'), 400, 'invalid_cursor')
    expectProblem(await company.get('/places?order=pick'), 422, 'unknown_warehouse')
  })

  it('level by level, by what they are, and by a part of their code', async () => {
    expect(await codes('parent=MAIN&limit=2')).toEqual(['MAIN/A', 'MAIN/B-01-01'])
    expect(await codes('q=b-12')).toHaveLength(4)
    expect(await codes('q=%25')).toEqual([])
    expect(await codes('isVirtual=true')).toEqual([
      ...['ADJUSTMENT', 'CUSTOMERS', 'PRODUCTION', 'SCRAP', 'SHRINKAGE', 'SUPPLIERS', 'TRANSIT'],
    ])
  })

  it('under their new code, where they have moved to', async () => {
    accepted(await company.post('/bins', { warehouse: 'MAIN', parent: 'MAIN/A', code: 'OLD' }))
    const moved = await company.post<PlaceView>('/places/OLD/change', { code: 'NEW', parent: 'MAIN' })
    expect(accepted(moved).path).toEqual(['MAIN', 'NEW'])
    expectProblem(await company.get('/places/OLD'), 404, 'place_not_found')
  })
})

it('reservations are made, changed, allocated and released over real stock', async () => {
  const receipt = {
    date: '2026-03-31',
    to: 'MAIN/B-01-02',
    lines: [{ item: 'ESP-250', quantity: '10', cost: '50.00' }],
  }
  accepted(await company.post('/stock/receipts', receipt))
  expectProblem(
    await company.post(`/places/${encodeURIComponent('MAIN/B-01-02')}/change`, { isActive: false }),
    409,
    'place_in_use',
  )
  expectProblem(await company.post('/warehouses/MAIN/change', { isActive: false }), 409, 'place_in_use')
  const reserved = await post<{ reservations: ReservationView[] }>(
    'reservations.ReserveStock',
    '/reservations',
  )
  const [reservation] = reserved.reservations as [ReservationView]
  const path = `/reservations/${reservation.id}`
  await post('reservations.ChangeReservation', `${path}/change`)
  const allocated = await post<ReservationView>('reservations.AllocateReservation', `${path}/allocate`)
  expect(allocated.held).toEqual([{ place: 'MAIN/B-01-02', lot: null, quantity: '3' }])
  await post('reservations.DeallocateReservation', `${path}/deallocate`)
  await get('reservations.GetReservation', path)
  await get('reservations.ListReservations', '/reservations?reference=SO-12&item=ESP-250&warehouse=MAIN')
  await post('reservations.ExpectReceipt', '/expected-receipts')
  await get('reservations.ListExpectedReceipts', '/expected-receipts?item=ESP-250')
  const issue = (quantity: string, more: object = {}) =>
    company.post('/stock/issues', { date: '2026-03-31', lines: [{ item: 'ESP-250', quantity, ...more }] })
  expectProblem(await issue('8'), 409, 'stock_reserved')
  accepted(await issue('7'))
  accepted(await issue('1', { reservation: reservation.id }))
  const { data } = await get<{ data: AvailabilityRow[] }>(
    'reservations.GetAvailability',
    '/availability?items=ESP-250',
  )
  expect(data[0]).toMatchObject({
    ...{ onHand: '2', reserved: '2', available: '0', incoming: '60' },
    dates: [{ date: '2026-04-15', incoming: '60', outgoing: '2', onHand: '60', available: '60' }],
  })
  await post('reservations.ReleaseReservation', `${path}/release`)
  expectProblem(await company.post(`${path}/release`, {}), 409, 'reservation_settled')
  await post('reservations.CancelExpectedReceipt', '/expected-receipts/cancel')
})

it('of the last pieces, exactly as many are reserved as there are, whoever asks at the same time', async () => {
  const ask = () =>
    company.post('/reservations', {
      demand: { kind: 'race', reference: 'R-1' },
      lines: [{ item: 'ESP-250', quantity: '1' }],
    })
  const replies = await Promise.all(Array.from({ length: 16 }, ask))
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(2)
  for (const reply of replies.filter(({ status }) => status !== 201))
    expectProblem(reply, 409, 'stock_not_available')
  const release = await post<{ released: number }>(
    'reservations.ReleaseReservations',
    '/reservations/release',
    {
      demand: { kind: 'race', reference: 'R-1' },
    },
  )
  expect(release.released).toBe(2)
})

it('the books agree, and every operation was looked at', async () => {
  const audit = accepted(await company.get<{ checks: { ok: boolean; name: string }[] }>('/audit?replay=true'))
  expect(audit.checks.filter(({ ok }) => !ok)).toEqual([])
  const own = operations()
    .filter(({ module }) => module === 'places' || module === 'reservations')
    .map(({ module, name }) => `${module}.${name}`)
  expect(own.filter((name) => !seen.has(name))).toEqual([])
})

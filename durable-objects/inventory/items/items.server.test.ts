import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, accepted, expectProblem } from '../../../tests/support/api.ts'
import { Company } from '../../../tests/support/company.ts'
import { OwnServer, type Tenant } from '../../../tests/support/own-server.ts'
import { type ItemView, itemsContract } from './contract.ts'

let server: OwnServer
let tenant: Tenant
let api: Api
let company: Company

beforeAll(async () => {
  server = await OwnServer.start()
  tenant = await server.newTenant()
  api = await server.client(tenant)
  company = await Company.open(api)
})

afterAll(() => server?.stop())

const barcodes = [{ barcode: '4006381333931' }]

describe('items over HTTP', () => {
  it('come as rows, each with what became of it', async () => {
    const rows = [
      { externalId: 'a', code: 'A/1', name: 'Espresso', barcodes },
      { externalId: 'b', code: 'B', name: 'Bean', scale: 'three' },
      '{',
      { externalId: 'a', name: 'Espresso, whole' },
    ]
    const reply = accepted(
      await company.postRows<{ results: { status: string; problem?: { errors: { pointer: string }[] } }[] }>(
        '/items/bulk?mode=independent',
        rows,
      ),
    )
    expect(reply).toMatchObject({
      created: 1,
      changed: 1,
      refused: 2,
      results: [
        { status: 'created', code: 'A/1' },
        { status: 'refused', problem: { errors: [{ pointer: '/scale' }] } },
        { status: 'refused', problem: { errors: [{ code: 'malformed_json' }] } },
        { status: 'changed' },
      ],
    })
    const atomic = await company.postRows('/items/bulk', [rows[0] as object, { code: 'C' }])
    expectProblem(atomic, 422, 'rows_refused')
  })

  it('are listed for scanners page by page, with every barcode and unit; what is not in stock is left out', async () => {
    const box = { code: 'box', numerator: 12 }
    const more = [{ barcode: '96385074' }, { barcode: 'BOX-D', unit: 'box' }]
    accepted(await company.post('/items', { code: 'D', name: 'Drip bags', units: [box], barcodes: more }))
    accepted(await company.post('/items', { code: 'E', name: 'Roasting course', kind: 'service' }))
    type Listed = { data: { code: string }[]; nextCursor: string | null }
    const first = accepted(await company.get<Listed>('/scannable-items?limit=1'))
    const rest = accepted(
      await company.get<Listed>(`/scannable-items?cursor=${encodeURIComponent(first.nextCursor ?? '')}`),
    )
    const all = [...first.data, ...rest.data]
    expect(all.map(({ code }) => code)).toEqual(['A/1', 'D'])
    expect(itemsContract.operations.ListScannableItems.reply.safeParse(rest)).toMatchObject({ success: true })
    expect(all[1]).toMatchObject({
      ...{ unit: 'pcs', scale: 0, tracking: 'none', hasExpiry: false },
      units: [{ code: 'box', numerator: 12, denominator: 1 }],
      barcodes: [
        { barcode: '96385074', unit: null },
        { barcode: 'BOX-D', unit: 'box' },
      ],
    })
  })

  it('are not written for somebody else than the caller', async () => {
    const { actor, tenant: of } = accepted(
      await api.get<{ actor: { id: string }; tenant: string }>('/v1/session'),
    )
    const create = (code: string, expected: string) =>
      company.post('/items', { code, name: code }, { headers: { 'meridian-meant-for': expected } })
    for (const other of [`${of}/user_somebody`, `tn_other/${actor.id}`, actor.id, ''])
      expectProblem(await create('X', other), 412, 'other_session')
    expectProblem(await company.get('/items/X'), 404, 'item_not_found')
    accepted(await create('X', `${of}/${actor.id}`))
  })

  it('are found by code with a slash, by id, and by what a scanner reads', async () => {
    const found = accepted(await company.get<ItemView>(`/items/${encodeURIComponent('A/1')}`))
    expect(found.name).toBe('Espresso, whole')
    expect(accepted(await company.get<ItemView>(`/items/${found.id}`))).toEqual(found)
    for (const text of [
      '4006381333931',
      ']C10104006381333931\u001d10L7',
      '(01)04006381333931(10)L7',
      'https://id.gs1.org/01/04006381333931/10/L7',
    ])
      expect(accepted(await company.get(`/items/by-barcode/${encodeURIComponent(text)}`))).toMatchObject({
        item: { code: 'A/1' },
        lot: text.length > 13 ? 'L7' : null,
      })
    expectProblem(await company.get('/items/by-barcode/4006381333932'), 404, 'barcode_not_found')
    expect(accepted(await company.get('/items/search?q=espr%20"who'))).toMatchObject({
      data: [{ code: 'A/1', match: 'words' }],
    })
  })

  it('have labels as data and as a file', async () => {
    const path = `/items/labels?layout=a4-3x8&items=${encodeURIComponent('A/1:3')}`
    expect(accepted(await company.get(path))).toMatchObject({
      labels: 3,
      data: [{ barcode: { text: '4006381333931', kind: 'ean13' }, quantity: 3 }],
    })
    const file = await fetch(`${server.url}${company.path}${path}&format=pdf`, {
      headers: { authorization: `Bearer ${api.credential}` },
    })
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect((await file.text()).slice(0, 5)).toBe('%PDF-')
    expectProblem(await company.get('/items/labels?layout=a4-3x8&items=NONE'), 422, 'unknown_item')
    expectProblem(
      await company.get('/items/labels?layout=a4-3x8&items=A%2F1:2001&format=pdf'),
      422,
      'too_many_labels',
    )
  })

  it('have an image, which a page may show', async () => {
    const { id } = accepted(await company.get<ItemView>(`/items/${encodeURIComponent('A/1')}`))
    const path = `${company.path}/items/${id}/image`
    expectProblem(await api.get(path), 404, 'item_has_no_image')
    const png = Uint8Array.from(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
    const file = `${company.path}/attachments?record=${id}&name=a.png`
    const attached = accepted(await api.send<{ id: string }>('POST', file, png, 'binary'))
    accepted(await api.post(path, { attachment: attached.id }))
    const image = await fetch(server.url + path, { headers: { authorization: `Bearer ${api.credential}` } })
    expect(new Uint8Array(await image.arrayBuffer())).toEqual(png)
    expect(image.headers.get('content-disposition')).toBe('inline')
    expect(image.headers.get('content-type')).toBe('image/png')
  })
})

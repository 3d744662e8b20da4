import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../durable-objects/kernel/ids.ts'
import { type Api, accepted, expectProblem, pointers, type Sending } from '../support/api.ts'
import { isReplay, type Page, upTo } from '../support/company.ts'
import { OwnServer } from '../support/own-server.ts'

/** Opening a company, also twice, at once, and after a request that was cut off. */

let server: OwnServer
let api: Api

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.newClient()
})

afterAll(() => server?.stop())

describe('opening a company', () => {
  const wanted = (slug: string, more: object = {}) => ({
    name: 'Müller & Söhne',
    slug,
    country: 'DE',
    currency: 'EUR',
    ...more,
  })

  it('refuses a slug that is taken, whether or not it comes with a key', async () => {
    const client = await server.newClient()
    accepted(await client.post('/v1/companies', wanted('taken'), { idempotencyKey: 'first' }))
    const tries: [body: object, sending: Sending][] = [
      [wanted('taken'), {}],
      [wanted('taken', { name: 'Another' }), {}],
      [wanted('taken'), { idempotencyKey: 'second' }],
      [wanted('taken', { name: 'Another' }), { idempotencyKey: 'third' }],
      // A retry of the refused request gets the same refusal.
      [wanted('taken'), { idempotencyKey: 'second' }],
    ]
    for (const [body, sending] of tries)
      expect(
        pointers(expectProblem(await client.post('/v1/companies', body, sending), 409, 'slug_taken')),
      ).toEqual(['/slug'])
    expect(await companies(client)).toEqual(['taken'])
  })

  it('gives a retry with the same key the first reply', async () => {
    const client = await server.newClient()
    const sending = { idempotencyKey: 'open' }
    const first = await client.post('/v1/companies', wanted('again'), sending)
    const again = await client.post('/v1/companies', wanted('again'), sending)
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text])
    expect([isReplay(first), isReplay(again)]).toEqual([false, true])
    const other = await client.post('/v1/companies', wanted('again', { name: 'Other' }), sending)
    expect(pointers(expectProblem(other, 409, 'idempotency_key_reused'))).toEqual(['/name'])
    expect(await companies(client)).toEqual(['again'])
  })

  it('opens one company when many ask for the same slug at once', async () => {
    const client = await server.newClient()
    const replies = await Promise.all(
      upTo(10).map((each) => client.post('/v1/companies', wanted('rush', { name: `Rush ${each}` }))),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...new Array(9).fill(409)])
    expect(await companies(client)).toEqual(['rush'])
  })

  it('lets two tenants have the same slug, and gives each its own company', async () => {
    const [one, other] = [await server.newClient(), await server.newClient('us')]
    const replies = [
      await one.post<{ id: string }>('/v1/companies', wanted('same')),
      await other.post<{ id: string }>('/v1/companies', wanted('same')),
    ]
    expect(new Set(replies.map((reply) => accepted(reply).id)).size).toBe(2)
    const shown = [one, other].map((client) => client.get<{ id: string }>('/v1/companies/same'))
    expect((await Promise.all(shown)).map((reply) => accepted(reply).id)).toEqual(
      replies.map(({ body }) => body.id),
    )
  })

  const cutOff = async (client: Api, slug: string, after: 'reservation' | 'opening') => {
    const directory = await server.database('DIRECTORY')
    if (after === 'opening') {
      accepted(await client.post('/v1/companies', wanted(slug)))
      await directory.prepare("UPDATE companies SET status = 'opening' WHERE slug = ?").bind(slug).run()
      return
    }
    const { tenant } = accepted(await client.get<{ tenant: { id: string } }>('/v1/residency'))
    await directory
      .prepare("INSERT INTO companies (tenant, slug, id, region, status) VALUES (?, ?, ?, 'eu', 'opening')")
      .bind(tenant.id, slug, newId('company'))
      .run()
  }

  it.each(['reservation', 'opening'] as const)(
    'is finished by sending the request again without a key when it was cut off after the %s',
    async (after) => {
      const client = await server.newClient()
      await cutOff(client, `cut-off-after-${after}`, after)
      const view = accepted(
        await client.post<{ slug: string }>('/v1/companies', wanted(`cut-off-after-${after}`)),
      )
      expect(view.slug).toBe(`cut-off-after-${after}`)
      expect(await companies(client)).toEqual([`cut-off-after-${after}`])
      expectProblem(await client.post('/v1/companies', wanted(`cut-off-after-${after}`)), 409, 'slug_taken')
    },
  )

  it.each([
    ['a country that is none', { country: 'XX' }, '/country'],
    ['a union as country', { country: 'EU' }, '/country'],
    ['a currency that is none', { currency: 'EURO' }, '/currency'],
    ['a metal as currency', { currency: 'XAU' }, '/currency'],
    ['a slug with a capital', { slug: 'North' }, '/slug'],
    ['a slug that leaves the path', { slug: '../other' }, '/slug'],
    ['a region that does not exist', { region: 'mars' }, '/region'],
    ['an empty name', { name: ' ' }, '/name'],
    ['a tenant, which only the credential says', { tenant: 'tn_1' }, '/tenant'],
  ])('refuses %s', async (_, more, pointer) => {
    const reply = await api.post('/v1/companies', wanted('never', more))
    expect(new Set(pointers(expectProblem(reply, 422, 'invalid_request')))).toEqual(new Set([pointer]))
  })

  const companies = async (client: Api) =>
    accepted(await client.get<Page<{ slug: string }>>('/v1/companies')).data.map(({ slug }) => slug)
})

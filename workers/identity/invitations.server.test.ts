import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, expectProblem, pointers } from '../../tests/support/api.ts'
import { OwnServer, type Tenant } from '../../tests/support/own-server.ts'
import { mailTo, tokenIn, Visitor } from '../../tests/support/visitor.ts'
import type { sessionView } from './session-view.ts'

type View = Awaited<ReturnType<typeof sessionView>>

let server: OwnServer
let tenant: Tenant
let owner: Visitor
beforeAll(async () => {
  server = await OwnServer.start()
  tenant = await server.newTenant('apac')
  owner = await server.signedIn(await server.newPerson(tenant))
})
afterAll(() => server?.stop())

let number = 0
async function invited(email = `invited${++number}@people.example`) {
  const reply = await owner.post<{ id: string }>('/v1/invitations', { email, roles: ['accountant'] })
  expect([reply.status, reply.text]).toEqual([201, expect.any(String)])
  const link = tokenIn(await mailTo(server.url, email, 'invited'))
  return { email, link, id: reply.body.id }
}

const accept = (at: Visitor, body: object) => at.post<View>('/v1/invitations/accept', body)
const look = (link: { token: string; region: string }) =>
  new Visitor(server.url).get(`/v1/invitations/look?${new URLSearchParams(link)}`)

describe('an invitation', () => {
  it('shows who invites, and makes an account for who has none', async () => {
    const { email, link } = await invited()
    expect(link.region).toBe('apac')
    expect(accepted(await look(link))).toMatchObject({ email, roles: ['accountant'], hasAccount: false })
    const at = new Visitor(server.url)
    const nameless = expectProblem(await accept(at, link), 422, 'invalid_request')
    expect(pointers(nameless)).toEqual(['/name'])
    const wordless = expectProblem(await accept(at, { ...link, name: 'Ida' }), 422, 'invalid_request')
    expect(pointers(wordless)).toEqual(['/password'])
    const weak = await accept(at, { ...link, name: 'Ida', password: 'password1234' })
    expect(pointers(expectProblem(weak, 422, 'weak_password'))).toEqual(['/password'])
    expect(at.cookies.size).toBe(0)
    const password = 'vier rote Kaehne'
    const view = accepted(await accept(at, { ...link, name: 'Ida', password }))
    expect(view).toMatchObject({
      user: { email, name: 'Ida', emailVerified: true },
      tenant: { id: tenant.id },
      actor: { roles: ['accountant'] },
    })
    expect((await at.get('/v1/companies')).status).toBe(200)
    expectProblem(
      await accept(new Visitor(server.url), { ...link, name: 'X', password }),
      410,
      'link_expired',
    )
    expectProblem(await look(link), 410, 'link_expired')
    accepted(await new Visitor(server.url).post('/v1/sign-in', { email, password }))
  })

  it('is accepted by who has an account once signed in with its address, and by nobody else', async () => {
    const elsewhere = await server.newTenant('apac')
    const person = await server.newPerson(elsewhere, 'auditor')
    const { link } = await invited(person.email)
    expect(accepted(await look(link))).toMatchObject({ hasAccount: true })
    const asked = { ...link, name: 'X', password: 'ganz neue Worte 42' }
    expectProblem(await accept(new Visitor(server.url), asked), 401, 'unauthenticated')
    const other = await server.signedIn(await server.newPerson(elsewhere))
    expectProblem(await accept(other, link), 401, 'unauthenticated')
    const at = await server.signedIn(person)
    const view = accepted(await accept(at, link))
    expect(view).toMatchObject({ tenant: { id: tenant.id }, actor: { roles: ['accountant'] } })
    expect(view.tenants.map(({ id }) => id).sort()).toEqual([tenant.id, elsewhere.id].sort())
  })

  it('that is revoked, unknown or of another region opens nothing', async () => {
    const { link, id } = await invited()
    const at = new Visitor(server.url)
    const asked = { name: 'X', password: 'ganz neue Worte 42' }
    for (const wrong of [
      { ...link, token: 'nonsense' },
      { ...link, region: 'eu' },
    ]) {
      expectProblem(await accept(at, { ...wrong, ...asked }), 410, 'link_expired')
      expectProblem(await look(wrong), 410, 'link_expired')
    }
    expect((await owner.send('DELETE', `/v1/invitations/${id}`)).status).toBe(200)
    expectProblem(await accept(at, { ...link, ...asked }), 410, 'link_expired')
    expect(at.cookies.size).toBe(0)
  })
})

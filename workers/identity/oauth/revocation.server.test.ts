import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, expectProblem, until } from '../../../tests/support/api.ts'
import {
  type App,
  askForTokens,
  authorizePath,
  newTokens,
  refresh,
  registerApp,
} from '../../../tests/support/oauth.ts'
import { expectOAuthError, OAuthWorld } from '../../../tests/support/oauth-world.ts'
import type { OwnServer, Tenant, TestPerson } from '../../../tests/support/own-server.ts'
import type { Visitor } from '../../../tests/support/visitor.ts'

/** What ends a token before its time is over. */

let world: OAuthWorld
let server: OwnServer
let tenant: Tenant
let owner: Visitor
let clerk: TestPerson
let browser: Visitor
let app: App

beforeAll(async () => {
  world = await OAuthWorld.start()
  ;({ server, tenant, owner, clerk, browser, app } = world)
})
afterAll(() => world.server.stop())

describe('a token stops within five seconds', () => {
  it('when its person is removed from the tenant, and is not renewed', async () => {
    const person = await server.newPerson(tenant, 'accountant')
    const theirs = await newTokens(await server.signedIn(person), app, {
      scope: 'offline_access company:read',
    })
    expect((await world.callApi(theirs.access_token)).status).toBe(200)
    const identity = await server.database('IDENTITY_EU')
    await identity.prepare('DELETE FROM members WHERE user = ?').bind(person.id).run()
    await world.stops(theirs.access_token)
    expectOAuthError(await refresh(server.url, app, theirs.refresh_token), 400, 'invalid_grant')
  })

  it('when its tenant is suspended', async () => {
    const other = await server.newTenant()
    const person = await server.signedIn(await server.newPerson(other))
    const theirs = await newTokens(person, await registerApp(person), { scope: 'company:read' })
    expect((await world.callApi(theirs.access_token)).status).toBe(200)
    const identity = await server.database('IDENTITY_EU')
    await identity.prepare(`UPDATE tenants SET status = 'suspended' WHERE id = ?`).bind(other.id).run()
    await until('the token stops', async () =>
      [401, 403].includes((await world.callApi(theirs.access_token)).status) ? true : undefined,
    )
  })

  it('when its app is removed', async () => {
    const mine = await registerApp(owner)
    const theirs = await newTokens(browser, mine, { scope: 'offline_access company:read' })
    expect((await world.callApi(theirs.access_token)).status).toBe(200)
    accepted(await owner.send('DELETE', `/v1/oauth-clients/${mine.id}`))
    await world.stops(theirs.access_token)
    expectOAuthError(await refresh(server.url, mine, theirs.refresh_token), 401, 'invalid_client')
  })

  it('when its session ends; what may act while the person is away goes on without it', async () => {
    const visitor = await server.signedIn(clerk)
    const bound = await newTokens(visitor, app, { scope: 'company:read' })
    const away = await newTokens(visitor, app, { scope: 'company:read offline_access' })
    expect((await world.callApi(bound.access_token)).status).toBe(200)
    expect((await visitor.send('DELETE', '/v1/session')).status).toBe(204)
    await world.stops(bound.access_token)
    await world.stops(away.access_token)
    const renewed = accepted(await refresh(server.url, app, away.refresh_token))
    expect(decodeJwt(renewed.access_token).sid).toBeNull()
    expect((await world.callApi(renewed.access_token)).status).toBe(200)
  })

  it('when its person takes the app back, who is asked again afterwards', async () => {
    const mine = await registerApp(owner, { name: 'Taken back' })
    const theirs = await newTokens(browser, mine, { scope: 'company:read offline_access' })
    const apps = accepted(await browser.get<{ data: { client: { id: string } }[] }>('/v1/me/apps'))
    expect(apps.data.map(({ client }) => client.id)).toContain(mine.id)
    expect((await browser.send('DELETE', `/v1/me/apps/${mine.id}`)).status).toBe(204)
    await world.stops(theirs.access_token)
    expectOAuthError(await refresh(server.url, mine, theirs.refresh_token), 400, 'invalid_grant')
    expectProblem(await browser.send('DELETE', `/v1/me/apps/${mine.id}`), 404, 'app_not_authorised')
    const asked = await browser.get(authorizePath(mine, { scope: 'company:read' }))
    expect(asked.headers.get('location')).toContain('/oauth2/ask?')
    expect((await world.logged('consent-withdrawn')).length).toBeGreaterThan(0)
  })

  it.each(['access_token', 'refresh_token'] as const)('when its app gives back the %s', async (which) => {
    const mine = await registerApp(owner, { name: `Gives back ${which}` })
    const other = await registerApp(owner, { name: `Other of ${which}` })
    const theirs = await newTokens(browser, mine, { scope: 'company:read offline_access' })
    const revoke = (by: App, token: string | undefined) =>
      askForTokens(server.url, by, { token }, 'eu', 'revoke')
    expect((await revoke(other, theirs[which])).status).toBe(200)
    expect((await world.callApi(theirs.access_token)).status).toBe(200)
    expect((await revoke(mine, theirs[which])).status).toBe(200)
    await world.stops(theirs.access_token)
    expectOAuthError(await refresh(server.url, mine, theirs.refresh_token), 400, 'invalid_grant')
    expect((await revoke(mine, 'a token that nobody knows')).status).toBe(200)
    const wrong = { ...mine, clientSecret: 'mcs_wrong' }
    expect((await revoke(wrong, theirs[which])).body).toMatchObject({ error: 'invalid_client' })
  })
})

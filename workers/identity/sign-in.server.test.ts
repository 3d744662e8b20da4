import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, expectProblem, pointers, until } from '../../tests/support/api.ts'
import { OwnServer, type Tenant, type TestPerson } from '../../tests/support/own-server.ts'
import { mailsTo, mailTo, tokenIn, Visitor } from '../../tests/support/visitor.ts'
import type { sessionView } from './session-view.ts'

type View = Awaited<ReturnType<typeof sessionView>>

let server: OwnServer
let tenant: Tenant
beforeAll(async () => {
  server = await OwnServer.start()
  tenant = await server.newTenant('us')
})
afterAll(() => server?.stop())

const visitor = () => new Visitor(server.url)
const signIn = (at: Visitor, { email, password }: Pick<TestPerson, 'email' | 'password'>) =>
  at.post<View & { twoFactor?: boolean }>('/v1/sign-in', { email, password })

/** What the log says of a person, the newest first. */
async function log({ id }: TestPerson): Promise<string[]> {
  const identity = await server.database('IDENTITY_US')
  const { results } = await identity
    .prepare('SELECT type FROM security_events WHERE user = ? ORDER BY at DESC, id DESC')
    .bind(id)
    .all<{ type: string }>()
  return results.map(({ type }) => type)
}

describe('a password', () => {
  it('signs in, in the region that the directory knows', async () => {
    const person = await server.newPerson(tenant, 'accountant')
    const at = visitor()
    const view = accepted(await signIn(at, person))
    expect(view).toMatchObject({
      session: { region: 'us' },
      user: { id: person.id },
      actor: { roles: ['accountant'] },
    })
    expect((await at.get('/v1/companies')).status).toBe(200)
    await until('the log', async () => ((await log(person))[0] === 'sign-in-succeeded' ? true : undefined))
  })

  it('that is wrong is refused in the same words as an address that nobody has', async () => {
    const person = await server.newPerson(tenant)
    const wrong = expectProblem(
      await signIn(visitor(), { ...person, password: 'wrong' }),
      401,
      'invalid_credentials',
    )
    const nobody = { email: 'nobody@people.example', password: 'wrong' }
    const unknown = expectProblem(await signIn(visitor(), nobody), 401, 'invalid_credentials')
    const elsewhere = await visitor().post('/v1/sign-in', { ...pick(person), region: 'apac' })
    const other = expectProblem(elsewhere, 401, 'invalid_credentials')
    expect({ ...unknown, requestId: '' }).toEqual({ ...wrong, requestId: '' })
    expect({ ...other, requestId: '' }).toEqual({ ...wrong, requestId: '' })
    expect(await log(person)).toContain('sign-in-failed')
  })

  it('is asked of no other site, and in JSON only', async () => {
    const person = await server.newPerson(tenant)
    const at = visitor()
    const from = { origin: 'https://evil.example' }
    expectProblem(await at.post('/v1/sign-in', pick(person), from), 403, 'cross_site_request')
    expectProblem(
      await at.post('/v1/sign-in', pick(person), { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported_media_type',
    )
    const extra = await at.post('/v1/sign-in', { ...pick(person), nonsense: 1 })
    expect(pointers(expectProblem(extra, 422, 'invalid_request'))).toContain('/nonsense')
    const large = await at.post('/v1/sign-in', { ...pick(person), password: 'x'.repeat(20_000) })
    expectProblem(large, 413, 'body_too_large')
    expect(at.cookies.size).toBe(0)
  })

  it('is held back after too many wrong ones; the browser that knows the account is not', async () => {
    const person = await server.newPerson(tenant)
    const own = await server.signedIn(person)
    const statuses: number[] = []
    for (let index = 0; index < 12; index++)
      statuses.push((await signIn(visitor(), { ...person, password: 'wrong' })).status)
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10)
    const shut = await signIn(visitor(), person)
    expect(expectProblem(shut, 429, 'too_many_attempts').detail).toContain('a link by mail')
    expect(Number(shut.headers.get('retry-after'))).toBeGreaterThan(0)
    accepted(await signIn(own, person))
    accepted(await signIn(visitor(), await server.newPerson(tenant)))
    await until('the log', async () => ((await log(person)).includes('sign-in-throttled') ? true : undefined))
  })

  it('is changed with the old one, which ends all other sessions', async () => {
    const person = await server.newPerson(tenant)
    const [at, elsewhere] = [await server.signedIn(person), await server.signedIn(person)]
    const fresh = 'ganz neue Worte 42'
    const change = (body: object) => at.post('/v1/me/password', body)
    const wrong = expectProblem(await change({ current: 'wrong', new: fresh }), 401, 'invalid_credentials')
    expect(pointers(wrong)).toEqual(['/current'])
    const weak = expectProblem(
      await change({ current: person.password, new: 'password1234' }),
      422,
      'weak_password',
    )
    expect(pointers(weak)).toEqual(['/new'])
    expect((await change({ current: person.password, new: fresh })).status).toBe(204)
    expect(accepted(await at.get<View>('/v1/session')).user.id).toBe(person.id)
    expect(accepted(await elsewhere.get('/v1/session'))).toEqual({ session: null })
    expectProblem(await signIn(visitor(), person), 401, 'invalid_credentials')
    accepted(await signIn(visitor(), { ...person, password: fresh }))
    await mailTo(server.url, person.email, 'was changed')
    expect(await log(person)).toContain('password-changed')
  })

  it('that is forgotten is chosen anew by mail, which ends all sessions', async () => {
    const person = await server.newPerson(tenant)
    const at = await server.signedIn(person)
    expect((await visitor().post('/v1/password/forgot', { email: person.email })).body).toEqual({
      sentTo: person.email,
    })
    const link = tokenIn(await mailTo(server.url, person.email, 'new password'))
    const reset = (body: object) => visitor().post('/v1/password/reset', { ...link, ...body })
    expectProblem(await reset({ password: 'qwertyuiop12' }), 422, 'weak_password')
    expectProblem(await reset({ password: 'ganz neue Worte 43', token: 'nonsense' }), 410, 'link_expired')
    expectProblem(await reset({ password: 'ganz neue Worte 43', region: 'eu' }), 410, 'link_expired')
    expect((await reset({ password: 'ganz neue Worte 43' })).status).toBe(204)
    expectProblem(await reset({ password: 'ganz neue Worte 44' }), 410, 'link_expired')
    expect(accepted(await at.get('/v1/session'))).toEqual({ session: null })
    accepted(await signIn(visitor(), { ...person, password: 'ganz neue Worte 43' }))
  })
})

describe('a link by mail', () => {
  it('signs in once, and works in another browser than the one that asked', async () => {
    const person = await server.newPerson(tenant)
    expect((await visitor().post('/v1/sign-in/link', { email: person.email })).status).toBe(202)
    const mail = await mailTo(server.url, person.email, 'link to sign in')
    const at = visitor()
    const verify = (body: object) => at.post<View>('/v1/sign-in/link/verify', body)
    expectProblem(await verify({ ...tokenIn(mail), region: 'eu' }), 410, 'link_expired')
    expect(accepted(await verify(tokenIn(mail))).user.id).toBe(person.id)
    expectProblem(await verify(tokenIn(mail)), 410, 'link_expired')
    const identity = await server.database('IDENTITY_US')
    const { results } = await identity.prepare('SELECT identifier, value FROM verification').all()
    expect(JSON.stringify(results)).not.toContain(tokenIn(mail).token)
  })

  it('is sent to nobody who has no account', async () => {
    const email = 'nobody.at.all@people.example'
    expect((await visitor().post('/v1/sign-in/link', { email })).status).toBe(202)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await mailsTo(server.url, email)).toEqual([])
  })
})

describe('a second factor', () => {
  /** Switches it on with an authenticator that is not ours. */
  async function withTotp() {
    const person = await server.newPerson(tenant)
    const at = await server.signedIn(person)
    const wrong = await at.post('/v1/me/totp', { password: 'wrong' })
    expect(pointers(expectProblem(wrong, 401, 'invalid_credentials'))).toEqual(['/password'])
    const setUp = accepted(
      await at.post<{ uri: string; recoveryCodes: string[] }>('/v1/me/totp', { password: person.password }),
    )
    const secret = new URL(setUp.uri).searchParams.get('secret') as string
    const totp = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 })
    expect(accepted(await at.get<View>('/v1/session')).user.twoFactor).toBe(false)
    const bad = await at.post('/v1/me/totp/confirm', { code: otherThan(totp.generate()) })
    expect(pointers(expectProblem(bad, 401, 'invalid_code'))).toEqual(['/code'])
    expect((await at.post('/v1/me/totp/confirm', { code: totp.generate() })).status).toBe(204)
    expect(accepted(await at.get<View>('/v1/session')).user.twoFactor).toBe(true)
    return { person, at, totp, recoveryCodes: setUp.recoveryCodes }
  }

  const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

  it('is asked for after the password, and after a link by mail', async () => {
    const { person, totp } = await withTotp()
    const at = visitor()
    expect(accepted(await signIn(at, person))).toEqual({ twoFactor: true, region: 'us' })
    expect(accepted(await at.get('/v1/session'))).toEqual({ session: null })
    expectProblem(await at.get('/v1/companies'), 401, 'unauthenticated')
    expectProblem(
      await at.post('/v1/sign-in/code', { code: otherThan(totp.generate()) }),
      401,
      'invalid_code',
    )
    const malformed = await at.post('/v1/sign-in/code', { code: '12' })
    expect(pointers(expectProblem(malformed, 422, 'invalid_request'))).toEqual(['/code'])
    expect(accepted(await at.post<View>('/v1/sign-in/code', { code: totp.generate() })).user.id).toBe(
      person.id,
    )

    await visitor().post('/v1/sign-in/link', { email: person.email })
    const byMail = visitor()
    const link = tokenIn(await mailTo(server.url, person.email, 'link to sign in'))
    expect(accepted(await byMail.post('/v1/sign-in/link/verify', link))).toEqual({
      twoFactor: true,
      region: 'us',
    })
    expect(accepted(await byMail.get('/v1/session'))).toEqual({ session: null })
    accepted(await byMail.post('/v1/sign-in/code', { code: totp.generate() }))
    expect(await log(person)).toEqual(
      expect.arrayContaining(['second-factor-enabled', 'second-factor-failed']),
    )
  })

  it('cannot be given without the first one, nor for another person', async () => {
    const { totp } = await withTotp()
    const { person } = await withTotp()
    expectProblem(
      await visitor().post('/v1/sign-in/code', { code: totp.generate() }),
      401,
      'challenge_expired',
    )
    const at = visitor()
    await signIn(at, person)
    expectProblem(await at.post('/v1/sign-in/code', { code: totp.generate() }), 401, 'invalid_code')
    const altered = at.copy()
    for (const [name, value] of altered.cookies) altered.cookies.set(name, `x${value.slice(1)}`)
    expectProblem(await altered.post('/v1/sign-in/code', { code: totp.generate() }), 401, 'challenge_expired')
  })

  it('can be a recovery code, each of them once', async () => {
    const { person, recoveryCodes } = await withTotp()
    expect(recoveryCodes).toHaveLength(10)
    const code = recoveryCodes[0] as string
    const at = visitor()
    await signIn(at, person)
    expect(accepted(await at.post<View>('/v1/sign-in/code', { code })).user.id).toBe(person.id)
    const again = visitor()
    await signIn(again, person)
    expectProblem(await again.post('/v1/sign-in/code', { code }), 401, 'invalid_code')
    expect(await log(person)).toContain('recovery-code-used')
    const renewed = await at.post<{ recoveryCodes: string[] }>('/v1/me/recovery-codes', {
      password: person.password,
    })
    const fresh = accepted(renewed).recoveryCodes
    expectProblem(await again.post('/v1/sign-in/code', { code: recoveryCodes[1] }), 401, 'invalid_code')
    accepted(await again.post('/v1/sign-in/code', { code: fresh[1] }))
  })

  it('is left out for a browser that its user trusts, and only there', async () => {
    const { person, totp } = await withTotp()
    const at = visitor()
    await signIn(at, person)
    accepted(await at.post('/v1/sign-in/code', { code: totp.generate(), trustDevice: true }))
    await at.send('DELETE', '/v1/session')
    expect(accepted(await signIn(at, person)).user.id).toBe(person.id)
    expect(accepted(await signIn(visitor(), person))).toEqual({ twoFactor: true, region: 'us' })
  })

  it('cannot be guessed, and who guesses cannot lock the owner out', async () => {
    const { person, totp, at: own } = await withTotp()
    const thief = visitor()
    const statuses: number[] = []
    for (let index = 0; index < 12; index++) {
      await signIn(thief, person)
      statuses.push((await thief.post('/v1/sign-in/code', { code: otherThan(totp.generate()) })).status)
    }
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5)
    expect(statuses.at(-1)).toBe(429)
    await signIn(own, person)
    accepted(await own.post('/v1/sign-in/code', { code: totp.generate() }))
  })

  it('is switched off with the password', async () => {
    const { person, at } = await withTotp()
    expectProblem(await at.post('/v1/me/totp', { password: person.password }), 409, 'already_enabled')
    expectProblem(await at.send('DELETE', '/v1/me/totp', { password: 'wrong' }), 401, 'invalid_credentials')
    expectProblem(await at.send('DELETE', '/v1/me/totp', {}), 401, 'invalid_credentials')
    expect((await at.send('DELETE', '/v1/me/totp', { password: person.password })).status).toBe(204)
    expect(accepted(await signIn(visitor(), person)).user.twoFactor).toBe(false)
    await mailTo(server.url, person.email, 'switched off')
  })
})

const pick = ({ email, password }: TestPerson) => ({ email, password })

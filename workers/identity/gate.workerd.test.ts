import { createExecutionContext, runInDurableObject, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { addPerson } from '../../d1/directory/people.ts'
import { addUser } from '../../d1/identity/people.ts'
import worker from '../main.ts'
import { gateOf, identityDatabase } from '../regions.ts'
import { emailHmac } from './directory.ts'
import { BUDGETS } from './gate.ts'
import { hashing, hashPassword } from './password.ts'

/** What an attack costs, and whom: the Worker's own handler is called, without a network in between. */

const ORIGIN = 'https://erp.example'
const PASSWORD = 'vier rote Kaehne'

async function newPerson(name: string): Promise<{ email: string; password: string }> {
  const email = `${name}.${crypto.randomUUID()}@people.example`
  const passwordHash = await hashPassword(PASSWORD)
  await addUser(identityDatabase(env, 'eu'), { name, email, passwordHash })
  await addPerson(env.DIRECTORY, await emailHmac(env, email), 'eu')
  return { email, password: PASSWORD }
}

/** Sends JSON as a browser at an address, and waits for what goes on after the reply. */
async function post(path: string, body: object, { address = '198.51.100.1', cookie = '' } = {}) {
  const headers = { 'content-type': 'application/json', origin: ORIGIN, 'cf-connecting-ip': address, cookie }
  const request = new Request(`${ORIGIN}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const ctx = createExecutionContext()
  const response = await worker.fetch(request, env, ctx)
  const text = await response.text()
  await waitOnExecutionContext(ctx)
  return { status: response.status, text, headers: response.headers }
}

const signIn = (person: { email: string; password: string }, from?: { address?: string; cookie?: string }) =>
  post('/v1/sign-in', person, from)

const cookiesOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .filter((pair) => pair?.includes('meridian-device-'))
    .join('; ')

/** So many attempts at a time. */
const TOGETHER = 500

/** A different subscriber each time. */
const addressOf = (index: number) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`

describe('100,000 wrong passwords from as many addresses', () => {
  it('lock neither the owner nor others out, and cost no hashes', { timeout: 120_000 }, async () => {
    const [owner, other] = [await newPerson('owner'), await newPerson('other')]
    const device = cookiesOf((await signIn(owner)).headers)
    expect(device).toContain('meridian-device-')

    const before = hashing.count
    const startMs = performance.now()
    const statuses = new Map<number, number>()
    const attempts = 100_000
    const others: number[] = []
    for (let index = 0; index < attempts; index += TOGETHER) {
      const flood = Array.from({ length: TOGETHER }, (_, at) => {
        const wrong = { email: owner.email, password: `wrong password ${index + at}` }
        return signIn(wrong, { address: addressOf(index + at) })
      })
      for (const { status } of await Promise.all(flood)) statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (index % 25_000 !== 12_500) continue
      const askedMs = performance.now()
      expect((await signIn(other, { address: '198.51.100.2' })).status).toBe(200)
      others.push(performance.now() - askedMs)
      // The browser that the owner has signed in with before, in the middle of the attack.
      expect((await signIn(owner, { address: '198.51.100.1', cookie: device })).status).toBe(200)
    }
    const seconds = (performance.now() - startMs) / 1_000
    const refills = Math.ceil((seconds * 1_000) / BUDGETS.password.stranger.everyMs)
    const wrongHashes = hashing.count - before - 2 * others.length
    console.log({ attempts, seconds, wrongHashes, others })
    expect(wrongHashes).toBeLessThanOrEqual(BUDGETS.password.stranger.burst + refills)
    expect(statuses.get(401)).toBe(wrongHashes)
    expect(statuses.get(429)).toBe(attempts - wrongHashes)

    // A browser that the owner never used: the password way is shut, the mail way is open.
    const shut = await signIn(owner, { address: '198.51.100.3' })
    expect(shut.status).toBe(429)
    expect(Number(shut.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(shut.text).toContain('a link by mail, a passkey')
    expect((await post('/v1/sign-in/link', { email: owner.email }, { address: '198.51.100.3' })).status).toBe(
      202,
    )
    const [mail] = await mailsTo(owner.email)
    const link = linkIn(mail)
    const verified = await post('/v1/sign-in/link/verify', Object.fromEntries(link.searchParams))
    expect([verified.status, verified.text]).toEqual([200, expect.stringContaining(owner.email)])
  })
})

describe('links by mail', () => {
  it('stay within reach of the owner, even when somebody uses up their budget', async () => {
    const owner = await newPerson('mail')
    const { burst } = BUDGETS.link.stranger
    for (let index = 0; index < burst; index++) {
      const { status } = await post('/v1/sign-in/link', { email: owner.email }, { address: addressOf(index) })
      expect(status).toBe(202)
    }
    const refused = await post('/v1/sign-in/link', { email: owner.email }, { address: addressOf(99) })
    expect([refused.status, refused.text]).toEqual([
      429,
      expect.stringContaining('sent to your mailbox before'),
    ])
    const mails = await mailsTo(owner.email)
    expect(mails).toHaveLength(burst)
    const oldest = linkIn(mails.at(-1))
    const verified = await post('/v1/sign-in/link/verify', Object.fromEntries(oldest.searchParams))
    expect(verified.status).toBe(200)
  })

  it('say nothing about who has an account', async () => {
    const known = await newPerson('known')
    const unknown = `nobody.${crypto.randomUUID()}@people.example`
    for (const path of ['/v1/sign-in/link', '/v1/password/forgot']) {
      const [a, b] = [await post(path, { email: known.email }), await post(path, { email: unknown })]
      expect(a.status).toBe(202)
      expect(b.status).toBe(202)
      expect(b.text).toBe(a.text.replace(known.email, unknown))
    }
    expect(await mailsTo(unknown)).toEqual([])
  })
})

describe('an address', () => {
  it('is held back when it tries many accounts, and others are not', async () => {
    const email = 'guess1@people.example'
    const statuses: number[] = []
    for (let index = 0; index < 200; index++) {
      statuses.push((await post('/v1/sign-in/region', { email }, { address: '203.0.113.9' })).status)
    }
    expect(statuses.slice(0, 20)).toEqual(statuses.slice(0, 20).map(() => 200))
    expect(statuses.at(-1)).toBe(429)
    expect((await post('/v1/sign-in/region', { email }, { address: '203.0.113.10' })).status).toBe(200)
  })

  it('of IPv6 is the first 64 bits of it, which one subscriber has', async () => {
    const email = 'guess2@people.example'
    const statuses: number[] = []
    for (let index = 0; index < 200; index++) {
      const address = `2001:db8:1:2::${index.toString(16)}`
      statuses.push((await post('/v1/sign-in/region', { email }, { address })).status)
    }
    expect(statuses.at(-1)).toBe(429)
    expect((await post('/v1/sign-in/region', { email }, { address: '2001:db8:1:3::1' })).status).toBe(200)
  })
})

describe('the gate', () => {
  it('keeps an account\u2019s budget on disk, and an address\u2019s in memory only', async () => {
    const gate = gateOf(env, 'us', `test-${crypto.randomUUID()}`)
    const rate = { burst: 2, everyMs: 60_000 }
    const kept = { key: 'password:somebody', rate, isKept: true }
    const fleeting = { key: 'address:somewhere', rate, isKept: false }
    for (let index = 0; index < 3; index++) await gate.draw([kept, fleeting])
    const rows = await runInDurableObject(gate, (_, state) =>
      state.storage.sql.exec<{ key: string }>('SELECT key FROM budgets').toArray(),
    )
    expect(rows).toEqual([{ key: 'password:somebody' }])
    expect(await gate.draw([kept])).toMatchObject({ isAllowed: false })
    expect((await gate.draw([kept])).retryAfterMs).toBeGreaterThan(50_000)
  })

  it('of two regions are two objects', async () => {
    const rate = { burst: 1, everyMs: 60_000 }
    const draw = { key: 'password:traveller', rate, isKept: true }
    const shard = `test-${crypto.randomUUID()}`
    expect(await gateOf(env, 'eu', shard).draw([draw])).toMatchObject({ isAllowed: true })
    expect(await gateOf(env, 'apac', shard).draw([draw])).toMatchObject({ isAllowed: true })
    expect(await gateOf(env, 'eu', shard).draw([draw])).toMatchObject({ isAllowed: false })
  })
})

async function mailsTo(to: string): Promise<{ text: string }[]> {
  const response = await env.MAIL_FILES?.fetch(`http://mail/?to=${to}`)
  const mails = (await response?.json()) as { to: string; text: string }[]
  return mails.filter((mail) => mail.to === to)
}

const linkIn = (mail: { text: string } | undefined): URL =>
  new URL(/https:\S+/.exec(mail?.text ?? '')?.[0] ?? '')

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, expectProblem, pointers, until } from '../../tests/support/api.ts'
import { OwnServer } from '../../tests/support/own-server.ts'
import { mailsTo, mailTo, tokenIn, Visitor } from '../../tests/support/visitor.ts'
import type { sessionView } from './session-view.ts'

type View = Awaited<ReturnType<typeof sessionView>>

let server: OwnServer
beforeAll(async () => {
  server = await OwnServer.start()
})
afterAll(() => server?.stop())

let number = 0
const wish = (changed: object = {}) => {
  number += 1
  return {
    name: 'Mia Sandberg',
    email: `mia${number}@kaffee.example`,
    password: 'vier rote Kähne im Hafen',
    region: 'us',
    tenant: { name: 'Nordsee Kaffee', slug: `nordsee-${number}` },
    ...changed,
  }
}

async function rowsOf(binding: string, table: string): Promise<number> {
  const database = await server.database(binding)
  return (await database.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first<{ n: number }>())?.n ?? 0
}

const everything = () =>
  Promise.all([
    rowsOf('DIRECTORY', 'tenants'),
    rowsOf('DIRECTORY', 'people'),
    ...['EU', 'US', 'APAC'].flatMap((region) =>
      ['user', 'account', 'session', 'tenants', 'members'].map((table) =>
        rowsOf(`IDENTITY_${region}`, table),
      ),
    ),
  ])

describe('signing up', () => {
  it('makes a person, a tenant and an owner once the mail is answered, and nothing before', async () => {
    const visitor = new Visitor(server.url)
    const input = wish({ email: 'Mia.First@Kaffee.example' })
    const before = await everything()
    const reply = await visitor.post('/v1/sign-up', input)
    expect([reply.status, reply.body]).toEqual([202, { sentTo: 'mia.first@kaffee.example' }])
    expect(visitor.cookies.size).toBe(0)
    const mail = await mailTo(server.url, 'mia.first@kaffee.example', 'Confirm')
    expect(mail.region).toBe('us')
    expect(await everything()).toEqual(before)

    const view = accepted(await visitor.post<View>('/v1/email/verify', tokenIn(mail)))
    expect(view).toMatchObject({
      session: { region: 'us', via: 'session' },
      user: {
        name: 'Mia Sandberg',
        email: 'mia.first@kaffee.example',
        emailVerified: true,
        twoFactor: false,
      },
      tenant: { slug: input.tenant.slug, name: 'Nordsee Kaffee', region: 'us', status: 'active' },
      tenants: [{ slug: input.tenant.slug, roles: ['owner'] }],
      actor: { roles: ['owner'], grants: ['*'] },
      operator: false,
    })
    expect(accepted(await visitor.get('/v1/session'))).toEqual(view)
    const company = { name: 'First', slug: 'first', country: 'DE', currency: 'EUR' }
    expect((await visitor.post('/v1/companies', company)).status).toBe(201)
  })

  it('takes a link once', async () => {
    const visitor = new Visitor(server.url)
    const input = wish()
    await visitor.post('/v1/sign-up', input)
    const link = tokenIn(await mailTo(server.url, input.email, 'Confirm'))
    expectProblem(await visitor.post('/v1/email/verify', { ...link, region: 'eu' }), 410, 'link_expired')
    expect((await visitor.post('/v1/email/verify', link)).status).toBe(201)
    expectProblem(await visitor.post('/v1/email/verify', link), 410, 'link_expired')
    expectProblem(await visitor.post('/v1/email/verify', { ...link, token: 'nonsense' }), 410, 'link_expired')
  })

  it('says the same for an address that has an account, whose owner gets another mail', async () => {
    const visitor = new Visitor(server.url)
    const input = wish()
    await visitor.post('/v1/sign-up', input)
    accepted(
      await visitor.post('/v1/email/verify', tokenIn(await mailTo(server.url, input.email, 'Confirm'))),
    )
    const again = await new Visitor(server.url).post('/v1/sign-up', {
      ...wish(),
      email: input.email,
      password: 'another one entirely 7',
    })
    expect([again.status, again.body]).toEqual([202, { sentTo: input.email }])
    const mail = await mailTo(server.url, input.email, 'already')
    expect(mail.text).toContain('Nothing was changed')
    expect(mail.text).not.toContain('token=')
    const other = new Visitor(server.url)
    expectProblem(
      await other.post('/v1/sign-in', { email: input.email, password: 'another one entirely 7' }),
      401,
      'invalid_credentials',
    )
    accepted(await other.post('/v1/sign-in', { email: input.email, password: input.password }))
  })

  it('of two who wait with one address, the first to answer the mail has it', async () => {
    const visitor = new Visitor(server.url)
    const [first, second] = [wish(), wish()]
    const email = first.email
    await visitor.post('/v1/sign-up', first)
    await visitor.post('/v1/sign-up', { ...second, email })
    const mails = await until('both mails', async () => {
      const found = await mailsTo(server.url, email)
      return found.length === 2 ? found : undefined
    })
    const [one, other] = mails.map(tokenIn)
    expect((await visitor.post('/v1/email/verify', other)).status).toBe(201)
    expectProblem(await new Visitor(server.url).post('/v1/email/verify', one), 409, 'already_registered')
  })

  it('refuses a slug that is taken, and finds another one when it is taken while the mail is on its way', async () => {
    const visitor = new Visitor(server.url)
    const [first, second] = [wish(), wish()]
    await visitor.post('/v1/sign-up', first)
    await visitor.post('/v1/sign-up', { ...second, tenant: first.tenant })
    const [mail, late] = [
      await mailTo(server.url, first.email, 'Confirm'),
      await mailTo(server.url, second.email, 'Confirm'),
    ]
    accepted(await visitor.post('/v1/email/verify', tokenIn(mail)))
    const view = accepted(await new Visitor(server.url).post<View>('/v1/email/verify', tokenIn(late)))
    expect(view.tenant?.slug).toBe(`${first.tenant.slug}-2`)
    const taken = expectProblem(
      await visitor.post('/v1/sign-up', { ...wish(), tenant: first.tenant }),
      409,
      'tenant_slug_taken',
    )
    expect(pointers(taken)).toEqual(['/tenant/slug'])
  })

  it.each([
    ['/name', wish({ name: '' })],
    ['/name', wish({ name: 'a\u0007b' })],
    ['/email', wish({ email: 'nobody' })],
    ['/email', wish({ email: `${'x'.repeat(250)}@a.example` })],
    ['/region', wish({ region: 'mars' })],
    ['/tenant/slug', wish({ tenant: { name: 'X', slug: 'No Good' } })],
    ['/tenant/slug', wish({ tenant: { name: 'X', slug: '-x-' } })],
    ['/tenant/name', wish({ tenant: { name: ' ', slug: 'nothing' } })],
    ['/nonsense', wish({ nonsense: 1 })],
  ])('points at %s when it is wrong', async (pointer, input) => {
    const reply = await new Visitor(server.url).post('/v1/sign-up', input)
    expect(pointers(expectProblem(reply, 422, 'invalid_request'))).toContain(pointer)
  })

  it.each(['short', 'password12345', 'miasandberg12', 'x'.repeat(129)])(
    'refuses the password %s, and sends nothing',
    async (password) => {
      const input = wish({ password })
      const refused = expectProblem(
        await new Visitor(server.url).post('/v1/sign-up', input),
        422,
        'weak_password',
      )
      expect(pointers(refused)).toEqual(['/password'])
      expect(await mailsTo(server.url, input.email)).toEqual([])
    },
  )

  it('is for the web app only', async () => {
    const visitor = new Visitor(server.url)
    const from = { origin: 'https://evil.example' }
    expectProblem(await visitor.post('/v1/sign-up', wish(), from), 403, 'cross_site_request')
    expectProblem(
      await visitor.post('/v1/email/verify', { token: 'x', region: 'eu' }, from),
      403,
      'cross_site_request',
    )
  })
})

describe('another tenant', () => {
  it('is opened by whoever is signed in, who then works in it and can go back', async () => {
    const tenant = await server.newTenant('apac')
    const visitor = await server.signedIn(await server.newPerson(tenant, 'auditor'))
    const slug = `second-${tenant.id.slice(-6).toLowerCase()}`
    const opened = accepted(await visitor.post<View>('/v1/tenants', { name: 'Second', slug }))
    expect(opened).toMatchObject({ tenant: { slug, region: 'apac' }, actor: { roles: ['owner'] } })
    expect(opened.tenants).toHaveLength(2)
    const back = accepted(await visitor.post<View>('/v1/session/tenant', { tenant: tenant.id }))
    expect(back).toMatchObject({ tenant: { id: tenant.id }, actor: { roles: ['auditor'] } })
    const refused = expectProblem(
      await visitor.post('/v1/tenants', { name: 'X', slug }),
      409,
      'tenant_slug_taken',
    )
    expect(pointers(refused)).toEqual(['/slug'])
    const foreign = await server.newTenant('apac')
    expectProblem(await visitor.post('/v1/session/tenant', { tenant: foreign.id }), 404, 'tenant_not_found')
    expectProblem(
      await new Visitor(server.url).post('/v1/tenants', { name: 'X', slug: 'xyz' }),
      401,
      'unauthenticated',
    )
  })
})

describe('the directory', () => {
  it('has an HMAC of the address and nothing else of the person', async () => {
    const input = wish({ name: 'Wilhelmine Zuckerhut', region: 'apac' })
    const visitor = new Visitor(server.url)
    await visitor.post('/v1/sign-up', input)
    accepted(
      await visitor.post('/v1/email/verify', tokenIn(await mailTo(server.url, input.email, 'Confirm'))),
    )
    const directory = await server.database('DIRECTORY')
    const { results } = await directory.prepare('SELECT * FROM people').all()
    expect(results.every((row) => /^[\w-]{43}$/.test(String(row.email_hmac)))).toBe(true)
    const [people, tenants] = [
      JSON.stringify(results),
      JSON.stringify((await directory.prepare('SELECT * FROM tenants').all()).results),
    ]
    for (const word of ['Zuckerhut', input.email, 'Nordsee Kaffee']) {
      expect(people).not.toContain(word)
      expect(tenants).not.toContain(word)
    }
    expect(accepted(await visitor.post('/v1/sign-in/region', { email: input.email }))).toEqual({
      region: 'apac',
    })
  })

  it('answers for a stranger as for anybody, and always the same', async () => {
    const visitor = new Visitor(server.url)
    const regions = new Set<string>()
    for (let index = 0; index < 20; index++) {
      const email = `stranger${index}@people.example`
      const { region } = accepted(await visitor.post<{ region: string }>('/v1/sign-in/region', { email }))
      expect(accepted(await visitor.post('/v1/sign-in/region', { email: email.toUpperCase() }))).toEqual({
        region,
      })
      regions.add(region)
    }
    expect(regions.size).toBe(3)
  })
})

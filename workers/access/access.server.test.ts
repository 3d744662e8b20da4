import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Api, accepted, expectProblem, pointers, until, withinFiveSeconds } from '../../tests/support/api.ts'
import { Company, sale } from '../../tests/support/company.ts'
import { OwnServer, type Tenant, type TestPerson } from '../../tests/support/own-server.ts'
import { mailsTo, type Visitor } from '../../tests/support/visitor.ts'
import type { ApiKeyView } from './contract/keys.ts'
import type { InvitationView, MemberView, PersonView } from './contract/members.ts'
import type { AccessCheck, PermissionMatrix, RoleView } from './contract/roles.ts'

/** Who may do what in a tenant: members, roles, keys, and the reasons that are given. */

let server: OwnServer
let tenant: Tenant
let ada: TestPerson
let owner: Visitor

beforeAll(async () => {
  server = await OwnServer.start({ SANDBOX: 'on', TRUST_CLIENT_ADDRESS: 'on' })
  tenant = await server.newTenant()
  ada = await server.newPerson(tenant, 'owner')
  owner = await server.signedIn(ada)
  accepted(await owner.post('/v1/session/tenant', { tenant: tenant.id }))
})

afterAll(() => server?.stop())

async function memberOf(role: string): Promise<{ person: TestPerson; visitor: Visitor }> {
  const person = await server.newPerson(tenant, role)
  const visitor = await server.signedIn(person)
  accepted(await visitor.post('/v1/session/tenant', { tenant: tenant.id }))
  return { person, visitor }
}

const change = (visitor: Visitor, user: string, body: object) =>
  visitor.send<MemberView>('PATCH', `/v1/members/${user}`, body)

describe('members', () => {
  it('are listed with what they may', async () => {
    const { data } = accepted(await owner.get<{ data: MemberView[] }>('/v1/members'))
    expect(data.find(({ user }) => user === ada.id)).toMatchObject({
      email: ada.email,
      roles: ['owner'],
      isYou: true,
      disabled: false,
    })
  })

  it('have a name for whoever reads their ids, and nothing more', async () => {
    const { person, visitor } = await memberOf('employee')
    const gone = await memberOf('employee')
    accepted(await change(owner, gone.person.id, { disabled: true }))
    const key = accepted(
      await owner.post<{ id: string }>('/v1/api-keys', { name: 'Till', scopes: ['company:read'] }),
    )
    const read = async (path: string) =>
      accepted(await visitor.get<{ data: PersonView[]; nextCursor: string | null }>(path))
    const { data } = await read('/v1/people')
    expect(data.find(({ id }) => id === person.id)).toEqual({
      id: person.id,
      name: expect.stringMatching(/^Person /),
      kind: 'user',
      disabled: false,
    })
    expect(data.find(({ id }) => id === gone.person.id)).toMatchObject({ disabled: true })
    expect(data.find(({ id }) => id === key.id)).toMatchObject({ name: 'Till', kind: 'key', disabled: false })
    expect(data.find(({ id }) => id === 'system')).toMatchObject({ name: 'Meridian', kind: 'system' })
    accepted(await owner.send('DELETE', `/v1/api-keys/${key.id}`))

    const paged: PersonView[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await read(`/v1/people?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      paged.push(...page.data)
      cursor = page.nextCursor
    }
    expect(paged.map(({ id }) => id)).toEqual(data.map(({ id }) => id))
    expect(paged.find(({ id }) => id === key.id)).toMatchObject({ disabled: true })
    expect(JSON.stringify(paged)).not.toContain('@')

    const other = await server.newTenant()
    const stranger = await server.signedIn(await server.newPerson(other, 'owner'))
    accepted(await stranger.post('/v1/session/tenant', { tenant: other.id }))
    const theirs = accepted(await stranger.get<{ data: PersonView[] }>('/v1/people'))
    expect(theirs.data.map(({ kind }) => kind)).toEqual(['system', 'user'])
  })

  it('get roles that the giver has, and no others', async () => {
    const { person } = await memberOf('employee')
    const { visitor: administrator } = await memberOf('administrator')
    expect(accepted(await change(administrator, person.id, { roles: ['accountant'] })).roles).toEqual([
      'accountant',
    ])
    expectProblem(await change(administrator, person.id, { roles: ['owner'] }), 403, 'owners_only')
    expectProblem(await change(administrator, person.id, { roles: ['nobody'] }), 422, 'unknown_role')
    expectProblem(await change(administrator, ada.id, { roles: ['employee'] }), 403, 'owners_only')
    expectProblem(await change(administrator, 'user_none', { roles: ['employee'] }), 404, 'member_not_found')
    const { visitor: clerk } = await memberOf('payables-clerk')
    expectProblem(await change(clerk, person.id, { roles: ['employee'] }), 403, 'missing_scope')
  })

  it('keep the last owner, whoever asks', async () => {
    expectProblem(await change(owner, ada.id, { roles: ['accountant'] }), 409, 'last_owner')
    expectProblem(await change(owner, ada.id, { disabled: true }), 409, 'last_owner')
    expectProblem(await owner.send('DELETE', `/v1/members/${ada.id}`), 409, 'last_owner')
    const second = await memberOf('owner')
    const [one, other] = await Promise.all([
      change(owner, ada.id, { roles: ['accountant'] }),
      change(second.visitor, second.person.id, { roles: ['accountant'] }),
    ])
    expect([one.status, other.status].filter((status) => status === 200).length).toBeLessThanOrEqual(1)
    const back = one.status === 200 ? second.visitor : owner
    accepted(await change(back, ada.id, { roles: ['owner'] }))
    await until('the owner is one again', async () =>
      (await change(owner, second.person.id, { roles: ['employee'] })).status === 200 ? true : undefined,
    )
  })

  it('are out within five seconds when they are disabled or removed', async () => {
    const { person, visitor } = await memberOf('accountant')
    accepted(await change(owner, person.id, { disabled: true }))
    await withinFiveSeconds('the member is out', async () =>
      (await visitor.get('/v1/companies')).status === 401 ? true : undefined,
    )
    accepted(await owner.send('DELETE', `/v1/members/${person.id}`))
    expectProblem(await owner.send('DELETE', `/v1/members/${person.id}`), 404, 'member_not_found')
  })

  it('have record rules of fields that some module knows', async () => {
    const { person } = await memberOf('receivables-clerk')
    const rules = [{ field: 'warehouse', allow: ['north'] }]
    const problem = expectProblem(await change(owner, person.id, { rules }), 422, 'unknown_rule_field')
    expect(pointers(problem)).toEqual(['/rules/0/field'])
    expectProblem(
      await change(owner, person.id, { rules: [{ field: 'journal', max: '1.00' }] }),
      422,
      'unknown_rule_field',
    )
    expectProblem(
      await change(owner, person.id, { rules: [{ field: 'amount', max: 'much' }] }),
      422,
      'unknown_rule_field',
    )
    expectProblem(await change(owner, person.id, { rules: [{ field: 'journal' }] }), 422, 'invalid_request')
    const good = [{ field: 'journal', allow: ['SAL'] }]
    expect(accepted(await change(owner, person.id, { rules: good })).rules).toEqual(good)
  })

  it('who are bound to record rules give nothing', async () => {
    const { person, visitor } = await memberOf('administrator')
    accepted(await change(owner, person.id, { rules: [{ field: 'journal', allow: ['SAL'] }] }))
    await until('the rule is in force', async () => {
      const reply = await visitor.post('/v1/invitations', { email: 'x@people.example', roles: ['employee'] })
      return reply.status === 403 ? expectProblem(reply, 403, 'cannot_give') : undefined
    })
  })
})

describe('roles', () => {
  it('are built in, with grants that exist', async () => {
    const { data } = accepted(await owner.get<{ data: RoleView[] }>('/v1/roles'))
    expect(data.filter(({ builtIn }) => builtIn).map(({ code }) => code)).toEqual([
      'owner',
      'administrator',
      'accountant',
      'payables-clerk',
      'receivables-clerk',
      'sales',
      'purchaser',
      'warehouse',
      'manager',
      'employee',
      'auditor',
      'integration',
    ])
    for (const role of data) expect(role.grants.length).toBeGreaterThan(0)
  })

  it('of your own are made of what you have', async () => {
    const define = (visitor: Visitor, code: string, body: object) =>
      visitor.send<RoleView>('PUT', `/v1/roles/${code}`, body)
    const reader = { name: 'Reader', grants: ['ledger:read', 'company.GetCompany'] }
    expect(accepted(await define(owner, 'reader', reader))).toMatchObject({ code: 'reader', builtIn: false })
    expectProblem(await define(owner, 'owner', reader), 409, 'role_built_in')
    expectProblem(await define(owner, 'reader', { name: 'x', grants: ['*'] }), 422, 'unknown_grant')
    expectProblem(
      await define(owner, 'reader', { name: 'x', grants: ['ledger.PostJournalEnty'] }),
      422,
      'unknown_grant',
    )
    expectProblem(await define(owner, 'reader', { name: 'x', grants: [] }), 422, 'invalid_request')
    accepted(await define(owner, 'role-maker', { name: 'Maker', grants: ['access:read', 'access:write'] }))
    const { visitor: maker } = await memberOf('role-maker')
    const problem = expectProblem(await define(maker, 'mine', reader), 403, 'cannot_give')
    expect(pointers(problem)).toEqual(['/grants'])
    expectProblem(await define(maker, 'reader', { name: 'x', grants: ['access:read'] }), 403, 'cannot_give')
    accepted(await define(maker, 'mine', { name: 'Mine', grants: ['access.ListMembers'] }))
    expectProblem(await owner.send('DELETE', '/v1/roles/role-maker'), 409, 'role_in_use')
    expect(accepted(await owner.send('DELETE', '/v1/roles/mine'))).toEqual({ code: 'mine' })
    expectProblem(await owner.send('DELETE', '/v1/roles/mine'), 404, 'role_not_found')
  })

  it('are shown over every operation', async () => {
    const matrix = accepted(await owner.get<PermissionMatrix>('/v1/permissions'))
    const posting = matrix.operations.find(({ name }) => name === 'ledger.PostJournalEntry')
    expect(posting?.roles).toEqual(
      expect.arrayContaining(['owner', 'accountant', 'payables-clerk', 'integration']),
    )
    expect(posting?.roles).not.toContain('auditor')
    expect(matrix.fields.map(({ grant }) => grant)).toEqual([
      'field:bank-details',
      'field:salaries',
      'field:costs',
    ])
    expect(matrix.ruleFields.map(({ field }) => field)).toEqual(['account', 'journal', 'author', 'amount'])
    expect(matrix.operations.every(({ mayYou }) => mayYou)).toBe(true)
  })
})

describe('an invitation', () => {
  it('is mailed, can be sent again and revoked, and is hashed at rest', async () => {
    const email = 'New.Person@People.Example'
    const made = accepted(
      await owner.post<InvitationView>('/v1/invitations', { email, roles: ['accountant'] }),
    )
    expect(made).toMatchObject({ email: 'new.person@people.example', state: 'open', roles: ['accountant'] })
    const [mail] = await until('the mail', async () => {
      const mails = await mailsTo(server.url, 'new.person@people.example')
      return mails.length > 0 ? mails : undefined
    })
    const token = new URL(mail?.links.find((link) => link.includes('token=')) ?? '').searchParams.get('token')
    const rows = await (await server.database('IDENTITY_EU')).prepare('SELECT * FROM invitations').all()
    expect(JSON.stringify(rows.results)).not.toContain(token)
    accepted(await owner.post(`/v1/invitations/${made.id}/resend`))
    accepted(await owner.send('DELETE', `/v1/invitations/${made.id}`))
    expectProblem(await owner.send('DELETE', `/v1/invitations/${made.id}`), 409, 'invitation_not_open')
    expectProblem(await owner.post(`/v1/invitations/${made.id}/resend`), 409, 'invitation_not_open')
    const { data } = accepted(await owner.get<{ data: InvitationView[] }>('/v1/invitations?state=all'))
    expect(data.find(({ id }) => id === made.id)?.state).toBe('revoked')
  })

  it('of a member is refused, and so is one with roles that the inviter has not', async () => {
    expectProblem(
      await owner.post('/v1/invitations', { email: ada.email, roles: ['sales'] }),
      409,
      'already_member',
    )
    const { visitor } = await memberOf('administrator')
    expectProblem(
      await visitor.post('/v1/invitations', { email: 'a@b.example', roles: ['owner'] }),
      403,
      'owners_only',
    )
    expectProblem(
      await owner.post('/v1/invitations', { email: 'nobody', roles: ['sales'] }),
      422,
      'invalid_request',
    )
  })
})

describe('an API key', () => {
  const make = (visitor: Visitor, body: object, headers = {}) =>
    visitor.post<ApiKeyView & { text: string | null }>('/v1/api-keys', body, headers)

  it('has what its maker has, less or the same, and no longer than its maker', async () => {
    const { person, visitor } = await memberOf('administrator')
    const made = accepted(await make(visitor, { name: 'Shop', scopes: ['company:read', 'ledger:read'] }))
    const key = new Api(server.url, made.text as string)
    accepted(await key.get('/v1/companies'))
    expectProblem(await key.post('/v1/companies', {}), 403, 'missing_scope')
    accepted(await change(owner, person.id, { roles: ['employee'] }))
    await until('the key is narrowed', async () =>
      (await key.get('/v1/companies')).status === 403 ? true : undefined,
    )
    accepted(await owner.send('DELETE', `/v1/members/${person.id}`))
    await until('the key is out', async () =>
      (await key.get('/v1/companies')).status === 401 ? true : undefined,
    )
  })

  it('is refused where it would have more, or nothing, or everything', async () => {
    accepted(
      await owner.send('PUT', '/v1/roles/key-maker', {
        name: 'Keys',
        grants: ['access:read', 'access:write'],
      }),
    )
    const { visitor } = await memberOf('key-maker')
    expectProblem(await make(visitor, { name: 'x', scopes: ['ledger:read'] }), 403, 'cannot_give')
    expectProblem(await make(visitor, { name: 'x', roles: ['accountant'] }), 403, 'cannot_give')
    expectProblem(await make(owner, { name: 'x' }), 422, 'invalid_request')
    expectProblem(await make(owner, { name: 'x', scopes: ['*'] }), 422, 'invalid_request')
    expectProblem(await make(owner, { name: 'x', roles: ['owner'] }), 422, 'invalid_request')
    const past = { name: 'x', scopes: ['ledger:read'], expiresAt: '2020-01-01T00:00:00Z' }
    expect(pointers(expectProblem(await make(owner, past), 422, 'invalid_request'))).toEqual(['/expiresAt'])
    const address = { name: 'x', scopes: ['ledger:read'], allowedAddresses: ['203.0.113.0/24', 'home'] }
    expect(pointers(expectProblem(await make(owner, address), 422, 'invalid_address'))).toEqual([
      '/allowedAddresses/1',
    ])
  })

  it('works from its addresses only, and remembers its last use', async () => {
    const allowedAddresses = ['203.0.113.0/24', '2001:db8::/32']
    const made = accepted(await make(owner, { name: 'Office', scopes: ['company:read'], allowedAddresses }))
    const from = (address: string) =>
      new Api(server.url, made.text as string).send('GET', '/v1/companies', undefined, 'json', {
        headers: { 'cf-connecting-ip': address },
      })
    expect((await from('203.0.113.9')).status).toBe(200)
    expect((await from('2001:db8::7')).status).toBe(200)
    expect((await from('::ffff:203.0.113.9')).status).toBe(200)
    expect((await from('198.51.100.1')).status).toBe(401)
    expect((await from('2001:db9::7')).status).toBe(401)
    await until('the use is noted', async () => {
      const { data } = accepted(await owner.get<{ data: ApiKeyView[] }>('/v1/api-keys?limit=200'))
      return data.find(({ id }) => id === made.id)?.lastUsedFrom === '203.0.113.9' ? true : undefined
    })
    await until('the refusal is in the log', async () => {
      const { data } = accepted(
        await owner.get<{ data: object[] }>('/v1/security-events?type=api-key-refused'),
      )
      return data.length > 0 ? true : undefined
    })
  })

  it('shows its text once, to the first of two equal requests', async () => {
    const headers = { 'idempotency-key': 'key-1' }
    const body = { name: 'Once', scopes: ['company:read'] }
    const [first, second] = [
      accepted(await make(owner, body, headers)),
      accepted(await make(owner, body, headers)),
    ]
    expect(first.text).toMatch(/^mk_eu_/)
    expect(second).toEqual({ ...first, text: null })
    const other = await make(owner, { ...body, name: 'Twice' }, headers)
    expect(pointers(expectProblem(other, 409, 'idempotency_key_reused'))).toEqual(['/name'])
    accepted(await owner.send('DELETE', `/v1/api-keys/${first.id}`))
    await until('it is out', async () =>
      (await new Api(server.url, first.text as string).get('/v1/companies')).status === 401
        ? true
        : undefined,
    )
  })
})

describe('a company', () => {
  it('is opened once for an Idempotency-Key, whatever the slug', async () => {
    const api = await server.client(tenant)
    const company = { name: 'Keyed', slug: 'keyed-one', country: 'DE', currency: 'EUR' }
    const sending = { idempotencyKey: 'open-1' }
    accepted(await api.post('/v1/companies', company, sending))
    accepted(await api.post('/v1/companies', company, sending))
    const other = await api.post('/v1/companies', { ...company, slug: 'keyed-two' }, sending)
    expect(pointers(expectProblem(other, 409, 'idempotency_key_reused'))).toEqual(['/slug'])
    const { data } = accepted(await api.get<{ data: { slug: string }[] }>('/v1/companies'))
    expect(data.map(({ slug }) => slug)).not.toContain('keyed-two')
  })
})

describe('why', () => {
  it('is answered layer by layer, for oneself and for others', async () => {
    const company = await Company.open(await server.client(tenant))
    const entry = accepted(await company.postEntry(sale()))
    const { person, visitor } = await memberOf('receivables-clerk')
    const ask = (by: Visitor, query: Record<string, string>) =>
      by.get<AccessCheck>(`${company.path}/authz/check?${new URLSearchParams(query)}`)
    const may = accepted(await ask(visitor, { command: 'ledger.PostJournalEntry' }))
    expect(may).toMatchObject({ may: true, user: person.id })
    expect(may.because.map(({ layer }) => layer)).toEqual(['tenant', 'role'])
    expect(accepted(await ask(visitor, { command: 'ledger.OpenAccount' }))).toMatchObject({ may: false })
    expectProblem(await ask(visitor, { command: 'ledger.Nothing' }), 422, 'unknown_operation')
    expectProblem(await ask(visitor, { command: 'ledger.OpenAccount', user: ada.id }), 403, 'missing_scope')
    accepted(await change(owner, person.id, { rules: [{ field: 'journal', allow: ['SAL'] }] }))
    const about = { command: 'ledger.GetJournalEntry', record: entry.id, user: person.id }
    const why = accepted(await ask(owner, about))
    expect(why.may).toBe(false)
    expect(why.because.at(-1)).toMatchObject({
      layer: 'record-rule',
      allows: false,
      detail: expect.stringContaining('SAL'),
    })
    expect(accepted(await ask(owner, { ...about, user: ada.id })).may).toBe(true)
    expect(accepted(await ask(owner, { ...about, user: 'user_none' }))).toMatchObject({
      may: false,
      because: [{ layer: 'tenant', allows: false }],
    })
    await until('the list obeys', async () => {
      const { data } = accepted(await visitor.get<{ data: object[] }>(`${company.path}/journal-entries`))
      return data.length === 0 ? true : undefined
    })
    expect((await visitor.get(`${company.path}/journal-entries/${entry.id}`)).status).toBe(404)
  })
})

describe('the operator', () => {
  const asOperator = async (): Promise<Visitor> => {
    const visitor = new (await import('../../tests/support/visitor.ts')).Visitor(server.url)
    const { DEMO_OPERATOR } = await import('../../scripts/local/people.ts')
    const before = (await mailsTo(server.url, DEMO_OPERATOR)).length
    await visitor.post('/v1/sign-in/link', { email: DEMO_OPERATOR })
    const [mail] = await until('the link', async () => {
      const mails = await mailsTo(server.url, DEMO_OPERATOR)
      return mails.length > before ? mails : undefined
    })
    const link = new URL(mail?.links.find((each) => each.includes('token=')) ?? '')
    const [token, region] = [link.searchParams.get('token'), link.searchParams.get('region')]
    accepted(await visitor.post('/v1/sign-in/link/verify', { token, region }))
    return visitor
  }

  it('sees tenants without their data, suspends them, and gets in by their grant only', async () => {
    expectProblem(await owner.get('/v1/operator/tenants'), 404, 'route_not_found')
    const operator = await asOperator()
    const found = accepted(
      await operator.get<{ data: { id: string }[] }>(`/v1/operator/tenants?q=${tenant.id}`),
    )
    expect(found.data).toMatchObject([{ id: tenant.id, region: 'eu', status: 'active', supportGrants: [] }])
    expect(JSON.stringify(found)).not.toContain(ada.email)
    expectProblem(await operator.post(`/v1/operator/tenants/${tenant.id}/enter`), 403, 'support_not_granted')
    expectProblem(await operator.post('/v1/operator/tenants/tn_none/enter'), 404, 'tenant_not_found')

    const reason = 'The trial balance looks wrong'
    expectProblem(await owner.post('/v1/support-grants', { reason, hours: 73 }), 422, 'invalid_request')
    expectProblem(
      await owner.post('/v1/support-grants', { reason, hours: 4, role: 'owner' }),
      403,
      'cannot_give',
    )
    const grant = accepted(await owner.post<{ id: string }>('/v1/support-grants', { reason, hours: 4 }))
    expect(accepted(await operator.post(`/v1/operator/tenants/${tenant.id}/enter`))).toMatchObject({
      role: 'auditor',
    })
    accepted(await operator.get('/v1/companies'))
    expectProblem(await operator.post('/v1/companies', {}), 403, 'missing_scope')
    const events = accepted(await owner.get<{ data: object[] }>('/v1/security-events?type=support-used'))
    expect(events.data).toMatchObject([{ detail: { grant: grant.id, entered: true } }])

    accepted(await owner.send('DELETE', `/v1/support-grants/${grant.id}`))
    await withinFiveSeconds('support is out', async () =>
      (await operator.get('/v1/companies')).status === 401 ? true : undefined,
    )
    expect((await operator.post('/v1/operator/leave')).status).toBe(204)
  })

  it('suspends a tenant within five seconds, sessions and keys alike', async () => {
    const operator = await asOperator()
    const other = await server.newTenant()
    const [key, person] = [await server.client(other), await server.newPerson(other)]
    const visitor = await server.signedIn(person)
    accepted(await visitor.post('/v1/session/tenant', { tenant: other.id }))
    accepted(await key.get('/v1/companies'))
    const set = (status: string) =>
      operator.send('PATCH', `/v1/operator/tenants/${other.id}`, { status, reason: 'Not paid' })
    expectProblem(
      await operator.send('PATCH', `/v1/operator/tenants/${other.id}`, { status: 'gone', reason: 'x' }),
      422,
      'invalid_request',
    )
    accepted(await set('suspended'))
    for (const ask of [() => key.get('/v1/companies'), () => visitor.get('/v1/companies')])
      await withinFiveSeconds('it is out', async () => ((await ask()).status === 403 ? true : undefined))
    accepted(await set('active'))
    await withinFiveSeconds('it is back', async () =>
      (await key.get('/v1/companies')).status === 200 ? true : undefined,
    )
  })
})

describe('residency', () => {
  it('says of each kind of data where it lies and why', async () => {
    const view = accepted(
      await owner.get<{
        tenant: { region: string; data: object[] }
        companies: { data: { kind: string; guarantee: string }[] }[]
      }>('/v1/residency'),
    )
    expect(view.tenant).toMatchObject({
      region: 'eu',
      data: [
        { kind: 'identity', region: 'eu', guarantee: 'jurisdiction' },
        { kind: 'directory', region: null, guarantee: 'global-without-personal-data' },
      ],
    })
    expect(view.companies[0]?.data.map(({ kind }) => kind)).toEqual([
      'books',
      'reporting',
      'documents',
      'archive',
      'events',
    ])
    expect(new Set(view.companies[0]?.data.map(({ guarantee }) => guarantee))).toEqual(
      new Set(['jurisdiction']),
    )
  })
})

import { describe, expect, expectTypeOf, it } from 'vitest'
import { createMeridian } from './meridian.ts'
import { Parked, Problem, Unreachable } from './problem.ts'

interface Sent {
  url: string
  method: string
  headers: Record<string, string>
  body: string | undefined
}

/** A server that gives the prepared answers in turn, the last one for ever, and remembers what it was asked. */
function serverWith(...answers: (Response | Error)[]) {
  const sent: Sent[] = []
  const waits: number[] = []
  const fetch = async (url: string | URL | Request, init: RequestInit = {}) => {
    sent.push({
      url: String(url),
      method: init.method ?? 'GET',
      headers: init.headers as Record<string, string>,
      body: init.body as string | undefined,
    })
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (answer instanceof Error) throw answer
    return (answer as Response).clone()
  }
  const sleep = async (delayMs: number) => void waits.push(delayMs)
  const meridian = createMeridian({ baseUrl: 'https://books.example', apiKey: 'mk_1', fetch, sleep })
  return { meridian, sent, waits, first: () => sent[0] as Sent }
}

const ok = (body: unknown = { data: [], nextCursor: null }) => Response.json(body)
const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  Response.json({ type: 'about:blank', title: 'No', status, ...body }, { status, headers })

const entry = {
  effectiveDate: '2026-03-31',
  lines: [
    { account: '1000', debit: '10.00' },
    { account: '4000', credit: '10.00' },
  ],
}

describe('a request is built from its contract', () => {
  it('puts tenant operations below /v1 and company operations below the company', async () => {
    const server = serverWith(ok())
    await server.meridian.company.ListCompanies()
    await server.meridian.ledger.ListAccounts('north-sea')
    expect(server.sent.map(({ url }) => url)).toEqual([
      'https://books.example/v1/companies',
      'https://books.example/v1/companies/north-sea/accounts',
    ])
  })

  it('fills braces in the path and sends the rest of a query as parameters', async () => {
    const server = serverWith(ok())
    await server.meridian.ledger.GetRegister('acme', { code: 'assets:bank/1', from: '2026-01-01', limit: 50 })
    expect(server.first().url).toBe(
      'https://books.example/v1/companies/acme/accounts/assets%3Abank%2F1/register?from=2026-01-01&limit=50',
    )
    expect(server.first().headers).not.toHaveProperty('idempotency-key')
  })

  it('sends the input of a command as JSON with the credential and a key of its own', async () => {
    const server = serverWith(ok({}))
    await server.meridian.ledger.PostJournalEntry('acme', entry)
    expect(server.first()).toMatchObject({ method: 'POST', body: JSON.stringify(entry) })
    expect(server.first().headers).toMatchObject({
      authorization: 'Bearer mk_1',
      'content-type': 'application/json',
      'idempotency-key': expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
    })
  })

  it('sends bulk rows as one line of JSON each', async () => {
    const server = serverWith(ok({}))
    await server.meridian.ledger.PostJournalEntries('acme', { mode: 'independent', rows: [entry, entry] })
    expect(server.first().url).toMatch(/\/journal-entries\/bulk\?mode=independent$/)
    expect(server.first().body).toBe(`${JSON.stringify(entry)}\n`.repeat(2))
  })

  it('sends a text body as it is and its options as parameters', async () => {
    const server = serverWith(ok({}))
    await server.meridian.ledger.ImportJournal('acme', {
      format: 'hledger',
      dryRun: true,
      text: '2026-01-01 x\n',
    })
    expect(server.first().url).toMatch(/\/imports\/journal\?format=hledger&dryRun=true$/)
    expect(server.first().body).toBe('2026-01-01 x\n')
  })

  it('reads an export as the text that it is', async () => {
    const server = serverWith(new Response('2026-01-01 x\n'))
    const file = await server.meridian.ledger.ExportJournal('acme', { format: 'hledger' })
    expect(file).toEqual({ text: '2026-01-01 x\n', after: null })
  })
})

describe('a refusal', () => {
  it('rejects with the problem and its fields, without another attempt', async () => {
    const errors = [
      { pointer: '/lines/0/debit', code: 'too_many_decimals', detail: 'EUR has 2 decimal places.' },
    ]
    const server = serverWith(
      problem(422, { code: 'invalid_line', detail: 'Bad line.', errors, requestId: 'req_1' }),
    )
    const error = await server.meridian.ledger
      .PostJournalEntry('acme', entry)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Problem)
    expect(error).toMatchObject({
      status: 422,
      code: 'invalid_line',
      detail: 'Bad line.',
      errors,
      requestId: 'req_1',
    })
    expect(server.sent).toHaveLength(1)
  })

  it('is a problem too when the answer is not a problem document', async () => {
    const server = serverWith(new Response('<h1>Bad request</h1>', { status: 400 }))
    const error = await server.meridian.company.ListCompanies().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'Problem', status: 400, code: 'http_400', errors: [] })
  })
})

describe('a request that got no usable answer', () => {
  it('is repeated with the same key, so that it cannot book twice', async () => {
    const server = serverWith(new TypeError('fetch failed'), problem(503, {}), ok({ number: 1 }))
    await expect(server.meridian.ledger.PostJournalEntry('acme', entry)).resolves.toEqual({ number: 1 })
    expect(new Set(server.sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(server.waits).toHaveLength(2)
  })

  it('is given up after three attempts, and says that the outcome is unknown', async () => {
    const server = serverWith(new TypeError('fetch failed'))
    await expect(server.meridian.company.ListCompanies()).rejects.toBeInstanceOf(Unreachable)
    expect(server.sent).toHaveLength(3)
  })

  it('waits as long as the server asks, if that is not long', async () => {
    const server = serverWith(problem(429, {}, { 'retry-after': '2' }), ok())
    await server.meridian.company.ListCompanies()
    expect(server.waits).toEqual([2000])
    const busy = serverWith(problem(429, {}, { 'retry-after': '120' }))
    await expect(busy.meridian.company.ListCompanies()).rejects.toMatchObject({ status: 429 })
    expect(busy.waits).toEqual([])
  })

  it('uses the key of an earlier attempt when given', async () => {
    const server = serverWith(ok({}))
    await server.meridian.ledger.PostJournalEntry('acme', entry, { idempotencyKey: 'earlier' })
    expect(server.first().headers['idempotency-key']).toBe('earlier')
  })
})

describe('a file', () => {
  it('is sent as it is and comes as it is, and the types say so', async () => {
    const server = serverWith(ok({ id: 'att_1' }), new Response('%PDF-1.7'))
    const attach = server.meridian.attachments.AttachDocument
    await attach('acme', { record: 'je_1', name: 'a.pdf', file: new Blob(['%PDF-1.7']) })
    expect(server.first().url).toBe(
      'https://books.example/v1/companies/acme/attachments?record=je_1&name=a.pdf',
    )
    const file = await server.meridian.attachments.DownloadAttachment('acme', { attachment: 'att_1' })
    expect(await file.text()).toBe('%PDF-1.7')
    expectTypeOf(attach).parameter(1).toHaveProperty('file')
    expectTypeOf(file).toEqualTypeOf<Blob>()
  })
})

describe('a command that waits for approval', () => {
  const approval = {
    id: 'apr_1',
    status: 'pending',
    policies: [{ code: 'four-eyes', name: 'Four eyes', reason: 'Over 10,000.', pointer: '' }],
    steps: [{ roles: ['owner'], users: [], count: 1, over: null }],
  }

  it('rejects, because nothing has happened that a reply could tell of', async () => {
    const server = serverWith(Response.json({ approval }, { status: 202 }))
    const error = await server.meridian.ledger
      .PostJournalEntry('acme', entry)
      .catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Parked)
    expect(error).toMatchObject({ message: 'Over 10,000.', approval })
    expect(server.sent).toHaveLength(1)
  })
})

import { request as httpRequest } from 'node:http'
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { Api, accepted, until } from './support/api.ts'
import { Company, sale } from './support/company.ts'

/** Open pages hear that the log moved, over a WebSocket. Who may not connect is in the refusals. */

const baseUrl = inject('baseUrl')
const api = new Api(baseUrl, inject('apiKey'))

interface Message {
  type: string
  sequence: number
  events?: string[]
}

let company: Company
beforeAll(async () => {
  company = await Company.open(api)
})

/** A connection that keeps what it hears. Node's WebSocket takes headers, which the platform's types do not know. */
async function listen(to: Company, authorization = `Bearer ${api.credential}`) {
  const Connection = WebSocket as unknown as new (url: string, options: object) => WebSocket
  const socket = new Connection(`${baseUrl.replace('http', 'ws')}${to.path}/live`, {
    headers: { authorization },
  })
  onTestFinished(() => socket.close())
  const heard: string[] = []
  socket.addEventListener('message', ({ data }) => heard.push(String(data)))
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('error', () => reject(new Error('the connection was refused')))
  })
  const message = (wanted: (message: Message) => boolean) =>
    until('a message', async () =>
      heard
        .filter((text) => text.startsWith('{'))
        .map((text) => JSON.parse(text) as Message)
        .find(wanted),
    )
  return { socket, heard, message }
}

describe('a live connection', () => {
  it('starts with the position of the log', async () => {
    const { message } = await listen(company)
    expect(await message(() => true)).toEqual({
      type: 'hello',
      sequence: await company.sequence(),
      quietMs: expect.any(Number),
    })
  })

  it('hears of every commit: how far the log is, and what kinds of events there were', async () => {
    const { message, heard } = await listen(company)
    await message(({ type }) => type === 'hello')
    const { sequence } = accepted(await company.postEntry(sale()))
    expect(await message((each) => each.sequence === sequence)).toEqual({
      type: 'log',
      sequence,
      events: ['journal-entry-posted'],
    })
    accepted(await company.post('/accounts', { code: '7000', name: 'Geheimes Konto', type: 'asset' }))
    await message(({ events }) => events?.includes('account-opened') ?? false)
    // Content stays behind: a page reads what it shows, with its own credential.
    expect(heard.join()).not.toContain('Geheimes')
    expect(heard.join()).not.toContain('10.00')
  })

  it('is heard by every page that is open, and tells only of its own company', async () => {
    const other = await Company.open(api)
    const [first, second, elsewhere] = [await listen(company), await listen(company), await listen(other)]
    for (const { message } of [first, second, elsewhere]) await message(({ type }) => type === 'hello')
    const { sequence } = accepted(await company.postEntry(sale()))
    for (const { message } of [first, second]) await message((each) => each.sequence === sequence)
    // What is posted there later comes over the same connection: nothing came before it.
    const own = accepted(await other.postEntry(sale()))
    await elsewhere.message(({ type }) => type === 'log')
    expect(
      elsewhere.heard.map((text) => JSON.parse(text) as Message).filter(({ type }) => type === 'log'),
    ).toEqual([{ type: 'log', sequence: own.sequence, events: ['journal-entry-posted'] }])
  })

  it('is silent about what was refused', async () => {
    const { message, heard } = await listen(company)
    await message(({ type }) => type === 'hello')
    expect((await company.postEntry({ ...sale(), journal: 'NONE' })).status).toBe(422)
    const { sequence } = accepted(await company.postEntry(sale()))
    await message((each) => each.sequence === sequence)
    expect(heard).toHaveLength(2)
  })

  it('answers a ping without waking the books', async () => {
    const { socket, heard, message } = await listen(company)
    await message(({ type }) => type === 'hello')
    socket.send('ping')
    await until('a pong', async () => heard.find((text) => text === 'pong'))
  })

  it('survives a client that says nonsense', async () => {
    const { socket, message } = await listen(company)
    await message(({ type }) => type === 'hello')
    for (const nonsense of ['{', 'x'.repeat(100_000), '\u0000']) socket.send(nonsense)
    const { sequence } = accepted(await company.postEntry(sale()))
    await message((each) => each.sequence === sequence)
  })
})

describe('who may not listen', () => {
  const upgrade = (path: string, headers: Record<string, string>): Promise<number> =>
    new Promise((resolve, reject) => {
      const asking = httpRequest(`${baseUrl}${path}`, {
        agent: false,
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
          ...headers,
        },
      })
      asking.on('error', reject)
      asking.on('upgrade', (response, socket) => {
        socket.destroy()
        resolve(response.statusCode ?? 0)
      })
      asking.on('response', (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      asking.end()
    })

  it('is everybody without a credential for this company', async () => {
    const authorization = `Bearer ${api.credential}`
    expect(await upgrade(`${company.path}/live`, { authorization })).toBe(101)
    expect(await upgrade(`/v1/companies/${company.slug}/live`, { authorization })).toBe(101)
    expect(await upgrade(`${company.path}/live`, {})).toBe(401)
    expect(await upgrade('/v1/companies/somebody-elses/live', { authorization })).toBe(404)
  })
})

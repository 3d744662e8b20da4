import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchOutbound, type OutboundRequest } from './outbound.ts'

/** Somebody else's server, and what it may not do to us. */

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }
const ask = (url: string, more: Partial<OutboundRequest> = {}) =>
  fetchOutbound(url, { accept: 'application/json', allowLoopback: true, ...more })
const redirectTo = (location: string) => serve((_, response) => response.writeHead(302, { location }).end())

describe('asking somebody else’s server', () => {
  it('reads what it answers', async () => {
    const url = await serve((_, response) => response.writeHead(200, JSON_TYPE).end('{"a":1}'))
    expect(await ask(url)).toEqual({ status: 200, url: `${url}/`, text: '{"a":1}' })
  })

  it('is not done at an address that is not public', async () => {
    expect(await ask('https://10.0.0.1/')).toMatchObject({ code: 'private_address' })
    const url = await serve((_, response) => response.writeHead(200, JSON_TYPE).end('{}'))
    expect(await ask(url, { allowLoopback: false })).toMatchObject({ code: 'scheme' })
  })

  it.each([
    ['https://169.254.169.254/latest/meta-data/', 'private_address'],
    ['https://[::ffff:10.0.0.1]/', 'private_address'],
    ['https://metadata.google.internal/', 'private_name'],
    ['file:///etc/passwd', 'scheme'],
    ['https://user:pw@example.com/', 'credentials'],
  ])('ends where it redirects to %s', async (location, code) => {
    expect(await ask(await redirectTo(location))).toMatchObject({ code })
  })

  it('follows three redirects, and no fourth', async () => {
    let hops = 0
    const url = await serve((request, response) => {
      const left = Number(request.url?.slice(1))
      hops++
      if (left === 0) response.writeHead(200, JSON_TYPE).end('{}')
      else response.writeHead(307, { location: `/${left - 1}` }).end()
    })
    expect(await ask(`${url}/3`)).toMatchObject({ status: 200, url: `${url}/0` })
    expect(hops).toBe(4)
    expect(await ask(`${url}/4`)).toMatchObject({ code: 'redirects' })
    expect(hops).toBe(8)
  })

  it('sends a POST to where it was meant to go only', async () => {
    const url = await redirectTo('/elsewhere')
    expect(await ask(url, { method: 'POST', body: 'secret' })).toMatchObject({ status: 302 })
  })

  it('takes no more than it asked for', async () => {
    const url = await serve((_, response) => response.writeHead(200, JSON_TYPE).end('x'.repeat(2_000)))
    expect(await ask(url, { bytesMax: 1_999 })).toMatchObject({ code: 'too_large' })
    expect(await ask(url, { bytesMax: 2_000 })).toMatchObject({ status: 200 })
  })

  it('takes an endless answer for too large', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, JSON_TYPE)
      const timer = setInterval(() => response.write('x'.repeat(100_000)), 1)
      response.on('close', () => clearInterval(timer))
    })
    expect(await ask(url)).toMatchObject({ code: 'too_large' })
  })

  it('waits no longer than it says, before the answer and within it', async () => {
    const silent = await serve(() => {})
    expect(await ask(silent, { timeoutMs: 100 })).toMatchObject({ code: 'timeout' })
    const slow = await serve((_, response) => response.writeHead(200, JSON_TYPE).write('{'))
    expect(await ask(slow, { timeoutMs: 100 })).toMatchObject({ code: 'timeout' })
  })

  it('takes the type that it asked for', async () => {
    const html = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('x'),
    )
    expect(await ask(html)).toMatchObject({ code: 'content_type' })
    const special = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'application/jwk-set+json' }).end('{}'),
    )
    expect(await ask(special)).toMatchObject({ status: 200 })
  })

  it('says so when nobody is there', async () => {
    expect(await ask('http://127.0.0.1:1/')).toMatchObject({ code: 'unreachable' })
  })
})

import { randomBytes, randomUUID } from 'node:crypto'
import { expectStatus } from './books.ts'
import { readUsage } from './fill.ts'
import { type Answer, Connection, formatRequest, header } from './http.ts'
import type { System } from './systems.ts'

/** A company that keeps stock: in Meridian, or in the peer, which takes and leaves what has no meaning to it. */
export const WAREHOUSES = ['MAIN', 'SHOP']
/** Lines of the documents and of the lists of items that it is filled by. */
export const LINES = 1_000

const ACCOUNTS = [
  ['inventory', '1200', 'asset'],
  ['stockInTransit', '1210', 'asset'],
  ['goodsReceived', '2100', 'liability'],
  ['costOfSales', '5000', 'expense'],
  ['priceDifference', '5100', 'expense'],
  ['stockAdjustment', '5200', 'expense'],
  ['stockVariation', '5300', 'expense'],
  ['stockRevaluation', '5400', 'expense'],
  ['scrap', '5500', 'expense'],
] as const

export class StockCompany {
  /** Positions of the log between which goods moved. */
  firstSequence = 0
  sequence = 0
  readonly #system: System
  readonly #connection: Connection
  readonly #company: string

  private constructor(system: System, connection: Connection, company: string) {
    this.#system = system
    this.#connection = connection
    this.#company = company
  }

  /** A company with its accounts, warehouses and families. */
  static async open(system: System): Promise<StockCompany> {
    const connection = await Connection.open(system.port)
    const slug = `bench-stock-${randomBytes(4).toString('hex')}`
    const tenant = new StockCompany(system, connection, '')
    const body = JSON.stringify({ name: slug, slug, country: 'DE', currency: 'EUR' })
    const answer = await connection.send(tenant.request('/v1/companies', body))
    expectStatus(answer, 201, 'opening the company')
    const stock = new StockCompany(system, connection, (JSON.parse(answer.body) as { id: string }).id)
    for (const [, account, type] of ACCOUNTS)
      await stock.post('/accounts', { code: account, name: account, type }, 201)
    const roles = Object.fromEntries(ACCOUNTS.map(([role, account]) => [role, account]))
    await stock.post('/account-roles', { roles }, 200)
    for (const warehouse of WAREHOUSES)
      await stock.post('/warehouses', { code: warehouse, name: warehouse }, 201)
    return stock
  }

  path(below: string): string {
    return `/v1/companies/${this.#company}${below}`
  }

  request(path: string, body: string, contentType = 'application/json'): string {
    const head = { method: 'POST' as const, path, key: this.#system.key, idempotencyKey: randomUUID() }
    return formatRequest({ ...head, contentType, body })
  }

  async post(below: string, body: object | string, status: number): Promise<string> {
    return (await this.#send(below, body, status)).body
  }

  /** Milliseconds over HTTP, and inside the object as it counts them itself. */
  async timed(
    below: string,
    body: object,
    status: number,
  ): Promise<{ http: number; object: number; body: string }> {
    const startMs = performance.now()
    const answer = await this.#send(below, body, status)
    const http = performance.now() - startMs
    const object = Number(
      /object;dur=([\d.]+)/.exec(header(answer, 'server-timing') ?? '')?.[1] ?? Number.NaN,
    )
    return { http, object, body: answer.body }
  }

  async ask(below: string): Promise<unknown> {
    const answer = await this.#connection.send(
      formatRequest({ method: 'GET', path: this.path(below), key: this.#system.key }),
    )
    expectStatus(answer, 200, below)
    return JSON.parse(answer.body)
  }

  async #send(below: string, body: object | string, status: number): Promise<Answer> {
    const isRows = typeof body === 'string'
    const answer = await this.#connection.send(
      this.request(
        this.path(below),
        isRows ? body : JSON.stringify(body),
        isRows ? 'application/x-ndjson' : 'application/json',
      ),
    )
    expectStatus(answer, status, below)
    return answer
  }

  /** Over a connection of its own: the one that filled the books may have been idle for too long. The peer has no such figure. */
  async databaseBytes(): Promise<number> {
    if (this.#system.name !== 'Meridian') return 0
    const usage = await readUsage(this.#system, { company: this.#company })
    this.sequence = usage.sequence
    return usage.databaseBytes
  }
}

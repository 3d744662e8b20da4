import { randomUUID } from 'node:crypto'
import type { Context, Hono } from 'hono'
import postgres from 'postgres'
import { z } from 'zod'
import { sha256 } from './contract.ts'
import type { Database } from './store.ts'

/** The peer's stock over HTTP: the requests of the benchmark, and no more. */
type CompanyOf = (c: Context) => Promise<{ id: number } | undefined>

const ITEMS_SHOWN = 100
const line = z.strictObject({
  item: z.string().min(1).max(100),
  quantity: z.string().regex(/^[1-9]\d{0,12}$/),
  unitCost: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,2})?$/)
    .optional(),
})
const document = z.strictObject({
  date: z.iso.date(),
  from: z.string().optional(),
  to: z.string().optional(),
  lines: z.array(line).min(1).max(1_000),
})

export function serveStock(
  app: Hono<{ Variables: { tenant: string } }>,
  sql: Database,
  companyOf: CompanyOf,
): void {
  const at = '/v1/companies/:company'
  // What of the set-up has no meaning to the peer is taken and left.
  for (const [path, status] of [
    ['account-roles', 200],
    ['warehouses', 201],
    ['item-families', 200],
  ] as const)
    app.post(`${at}/${path}`, (c) => c.json({}, status))

  const addItems = async (c: Context, codes: string[]) => {
    const company = await companyOf(c)
    if (!company) return false
    await sql`insert into stock_items (company, code) select ${company.id}, unnest(${codes}::text[])`
    return true
  }
  app.post(`${at}/items`, async (c) => {
    const { code } = z.object({ code: z.string() }).parse(await c.req.json())
    return (await addItems(c, [code])) ? c.json({ code }, 201) : c.json({}, 404)
  })
  app.post(`${at}/items/bulk`, async (c) => {
    const rows = (await c.req.text()).split('\n').filter(Boolean)
    const codes = rows.map((row) => (JSON.parse(row) as { code: string }).code)
    return (await addItems(c, codes)) ? c.json({}, 200) : c.json({}, 404)
  })

  for (const [path, movesIn] of [
    ['receipts', true],
    ['issues', false],
  ] as const)
    app.post(`${at}/stock/${path}`, async (c) => {
      const company = await companyOf(c)
      const key = c.req.header('idempotency-key')
      const body = await c.req.text()
      const parsed = document.safeParse(JSON.parse(body))
      if (!company || !key || !parsed.success) return c.json({ title: 'invalid' }, 422)
      const { date, lines } = parsed.data
      const id = randomUUID()
      const payload = JSON.stringify({ id, ...parsed.data })
      const costs = lines.map(
        ({ quantity, unitCost = '0' }) => Math.round(Number(unitCost) * 100) * Number(quantity),
      )
      try {
        const [row] = await sql<{ status: number; reply: string | null }[]>`
          select status, reply from move_stock(
            ${company.id}, ${key}, ${sha256(body)}, ${id}, ${date}, ${lines.map(({ item }) => item)},
            ${lines.map(({ quantity }) => Number(quantity))}, ${movesIn ? costs : null}, ${payload}, ${payload.slice(0, -1)})`
        return new Response(row?.reply ?? 'null', {
          status: row?.status ?? 500,
          headers: { 'content-type': 'application/json' },
        })
      } catch (error) {
        if (error instanceof postgres.PostgresError && error.message === 'stock_insufficient')
          return c.json({ title: error.message }, 409)
        throw error
      }
    })

  app.get(`${at}/availability`, async (c) => {
    const company = await companyOf(c)
    if (!company) return c.json({}, 404)
    const items = (c.req.query('items') ?? '').split(',')
    const data = await sql`
      select i.code, coalesce(p.quantity, 0) as quantity from stock_items i
        left join stock_pools p on p.company = i.company and p.item = i.id
       where i.company = ${company.id} and i.code = any(${items}) order by i.code`
    return c.json({ data })
  })

  app.get(`${at}/reports/stock/valuation`, async (c) => {
    const company = await companyOf(c)
    if (!company) return c.json({}, 404)
    const asOf = c.req.query('asOf') ?? ''
    const [totals, data] = await Promise.all([
      sql`select sum(quantity) as quantity, sum(value) as value from stock_values
          where company = ${company.id} and date <= ${asOf}`,
      sql`select i.code, sum(v.quantity) as quantity, sum(v.value) as value
          from (select * from stock_items where company = ${company.id} order by code limit ${ITEMS_SHOWN}) i
          join stock_values v on v.company = i.company and v.item = i.id and v.date <= ${asOf}
          group by i.code order by i.code`,
    ])
    return c.json({ totals: totals[0], data })
  })
}

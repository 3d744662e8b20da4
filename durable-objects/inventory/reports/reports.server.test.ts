import Papa from 'papaparse'
import readXlsxFile from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, accepted } from '../../../tests/support/api.ts'
import { Company } from '../../../tests/support/company.ts'
import { OwnServer } from '../../../tests/support/own-server.ts'

/** Reports of the stock as files say what they say as JSON. */

let server: OwnServer
let api: Api
let company: Company

const ACCOUNTS = [
  { code: '1200', name: 'Stock', type: 'asset' },
  { code: '2100', name: 'Goods received', type: 'liability' },
  { code: '5000', name: 'Cost of sales', type: 'expense' },
]
const ITEMS = 250

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.client(await server.newTenant(), { scopes: ['*'] })
  company = await Company.open(api, {}, ACCOUNTS)
  const roles = { inventory: '1200', goodsReceived: '2100', costOfSales: '5000' }
  accepted(await company.post('/account-roles', { roles }))
  accepted(await company.post('/warehouses', { code: 'MAIN', name: 'Main' }))
  const codes = Array.from({ length: ITEMS }, (_, index) => `I${String(index).padStart(3, '0')}`)
  accepted(
    await company.postRows(
      '/items/bulk',
      codes.map((code) => ({
        code,
        name: code === 'I000' ? '=1+1' : code,
        tracking: code === 'I001' ? 'lot' : 'none',
      })),
    ),
  )
  const lines = codes.map((item) => ({
    ...{ item, quantity: '4', unitCost: '2.50' },
    ...(item === 'I001' && { lot: 'L-1' }),
  }))
  accepted(await company.post('/stock/receipts', { date: '2026-01-05', party: 'Roaster', lines }))
  accepted(
    await company.post('/stock/issues', {
      date: '2026-01-09',
      lines: [{ item: 'I001', quantity: '1', lot: 'L-1' }],
    }),
  )
})

afterAll(() => server?.stop())

const download = async (path: string, format: string): Promise<Buffer> => {
  const separator = path.includes('?') ? '&' : '?'
  const response = await fetch(`${api.url}${company.path}${path}${separator}format=${format}`, {
    headers: { authorization: `Bearer ${api.credential}` },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  if (!response.ok) throw new Error(`${path}: ${response.status} ${bytes.toString()}`)
  return bytes
}

const PATHS: [string, rows: number][] = [
  ['/reports/stock/on-hand', ITEMS],
  ['/reports/stock/on-hand?by=lot', ITEMS],
  ['/reports/stock/valuation', ITEMS],
  ['/reports/stock/movement?from=2026-01-01&to=2026-01-31', ITEMS],
  ['/reports/stock/ageing?asOf=2026-02-01&days=10,30', ITEMS],
  ['/reports/stock/turnover?from=2026-01-01&to=2026-01-31', ITEMS],
  ['/reports/stock/slow-movers?asOf=2026-06-01&days=90', ITEMS],
  ['/reports/stock/reserved', 0],
  ['/items/I001/lot-trace?lot=L-1', 2],
]

describe('reports of the stock as files', () => {
  it.each(PATHS)('%s', async (path, count) => {
    const { data, errors } = Papa.parse<string[]>((await download(path, 'csv')).toString('utf8').trimEnd())
    expect(errors).toEqual([])
    expect(data).toHaveLength(count + 1)
    expect(new Set(data.map((row) => row.length)).size).toBe(1)
    const sheets = (await readXlsxFile(await download(path, 'xlsx'))) as unknown as { data: unknown[][] }[]
    const rows = (Array.isArray(sheets[0]) ? sheets : sheets[0]?.data) as unknown[][]
    expect(rows.at(-1)).toHaveLength(data[0]?.length as number)
    expect((await download(path, 'pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('a valuation has the totals beside the ledger, and no name becomes a formula', async () => {
    const reply = accepted(
      await company.get<{ totals: { value: string; accounts: object[] } }>('/reports/stock/valuation'),
    )
    expect(reply.totals).toMatchObject({
      value: '2497.50',
      accounts: [{ account: { code: '1200' }, value: '2497.50', ledger: '2497.50', difference: '0.00' }],
    })
    expect((await download('/reports/stock/valuation', 'csv')).toString()).toContain("I000,'=1+1,")
  })
})

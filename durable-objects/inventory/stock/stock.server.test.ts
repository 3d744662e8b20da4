import { afterAll, beforeAll, expect, it } from 'vitest'
import { accepted, expectProblem } from '../../../tests/support/api.ts'
import { Company } from '../../../tests/support/company.ts'
import { DescribedCompany } from '../../../tests/support/described.ts'
import { OwnServer } from '../../../tests/support/own-server.ts'
import type { DocumentView } from './views.ts'

/** Stock over HTTP by the examples of its contract: every reply is what the API's description says of it. */

let server: OwnServer
let company: Company
let described: DescribedCompany

beforeAll(async () => {
  server = await OwnServer.start()
  company = await Company.open(await server.newClient(), { chart: 'ifrs' }, [])
  described = await DescribedCompany.over(server.url, company)
  for (const code of ['MAIN', 'SHOP']) accepted(await company.post('/warehouses', { code, name: code }))
  accepted(await company.post('/items', { code: 'BEANS-1KG', name: 'Beans', unit: 'pcs' }))
  accepted(await company.post('/items', { code: 'MILK', name: 'Milk', unit: 'pcs', tracking: 'lot' }))
})

afterAll(() => server?.stop())

it('goods are received, issued, moved, adjusted, returned and valued anew', async () => {
  const receipt = await described.post<DocumentView>('stock.ReceiveGoods', '/stock/receipts')
  expect(receipt.lines).toMatchObject([{ quantity: '60', to: 'MAIN' }])
  const issue = await described.post<DocumentView>('stock.IssueGoods', '/stock/issues')
  await described.post('stock.ReturnGoods', `/stock/documents/${issue.id}/return`)
  await described.post('stock.TransferGoods', '/stock/transfers')
  const sent = await described.post<DocumentView>('stock.TransferGoods', '/stock/transfers', {
    ...{ date: '2026-03-31', from: 'MAIN', to: 'SHOP', inTransit: true },
    lines: [{ item: 'BEANS-1KG', quantity: '5' }],
  })
  await described.post('stock.ReceiveTransfer', `/stock/transfers/${sent.id}/receive`)
  await described.post('stock.AdjustStock', '/stock/adjustments')
  await described.post('stock.RevalueStock', '/stock/revaluations')
  await described.post('stock.AddReceiptCosts', '/stock/receipt-costs', {
    ...{ date: '2026-04-02', amount: '120.00' },
    receipts: [{ receipt: receipt.id }],
  })
  await described.get('stock.ListUnbilledReceipts', '/stock/unbilled?item=BEANS-1KG')
  const bill = await described.post<DocumentView>('stock.MatchBill', '/stock/bills', {
    ...{ date: '2026-04-02', reference: 'INV-2231', party: 'Finca Azul', dueDate: '2026-05-02' },
    lines: [{ receipt: receipt.id, line: 0, quantity: '40', unitPrice: '8.55' }],
  })
  expect(bill).toMatchObject({ bill: { dueDate: '2026-05-02' }, lines: [{ billed: { quantity: '40' } }] })
  await described.post('stock.ReverseBill', `/stock/bills/${bill.id}/reverse`)
  await described.post('stock.SetStandardCosts', '/stock/standard-costs')
  await described.post('stock.SetStockSettings', '/stock/settings')
  await described.get('stock.GetStockSettings', '/stock/settings')
  await described.post('stock.ReceiveGoods', '/stock/receipts', {
    date: '2026-04-02',
    lines: [{ item: 'MILK', quantity: '2', cost: '3.00', lot: 'L-1', expiry: '2026-05-01' }],
  })
  await described.get('stock.ListLots', '/stock/lots?item=MILK')
  await described.get('stockReports.TraceLot', '/items/MILK/lot-trace?lot=L-1')
  await described.get('stock.ListOnHand', '/stock/on-hand?place=MAIN')
  await described.get('stock.ListValues', '/stock/values?asOf=2026-04-01')
  await described.get('stock.ListMoves', '/items/BEANS-1KG/moves?limit=3')
  await described.get('stock.ListRecalculations', '/stock/recalculations')
  await described.get('stock.ListStockDocuments', '/stock/documents?kind=receipt')
  await described.get('stock.GetStockDocument', `/stock/documents/${receipt.id}`)
  expect(described.unseen('stock')).toEqual([])
})

it('what cannot be is refused, names the field, and changes nothing', async () => {
  const before = accepted(await company.get('/stock/values'))
  const issue = (line: object, more: object = {}) =>
    company.post('/stock/issues', { date: '2026-04-03', ...more, lines: [line] })
  expectProblem(await issue({ item: 'NONE', quantity: '1' }), 422, 'unknown_item')
  expectProblem(await issue({ item: 'BEANS-1KG', quantity: '0' }), 422, 'invalid_quantity')
  expectProblem(await issue({ item: 'BEANS-1KG', quantity: '-1' }), 422, 'invalid_quantity')
  expectProblem(await issue({ item: 'BEANS-1KG', quantity: '0.5' }), 422, 'inexact_quantity')
  expectProblem(await issue({ item: 'BEANS-1KG', quantity: '99999' }), 409, 'stock_insufficient')
  expectProblem(await issue({ item: 'BEANS-1KG', quantity: '1', lot: 'X' }), 422, 'invalid_stock_line')
  expectProblem(await issue({ item: 'MILK', quantity: '1' }, { from: 'NOWHERE' }), 422, 'unknown_place')
  expectProblem(await issue({ item: 'MILK', quantity: '1' }, { to: 'SHOP' }), 422, 'unknown_place')
  expect(accepted(await company.get('/stock/values'))).toEqual(before)
})

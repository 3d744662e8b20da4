import { afterAll, beforeAll, expect, it } from 'vitest'
import { accepted, expectProblem } from '../../../tests/support/api.ts'
import { Company } from '../../../tests/support/company.ts'
import { DescribedCompany } from '../../../tests/support/described.ts'
import { OwnServer } from '../../../tests/support/own-server.ts'
import type { ProposalView } from '../replenishment/contract.ts'
import type { CountLineView, CountView } from './contract.ts'

/** Counts and replenishment over HTTP by the examples of their contracts: every reply is what the API's description says of it. */

let server: OwnServer
let company: Company
let described: DescribedCompany

beforeAll(async () => {
  server = await OwnServer.start()
  company = await Company.open(await server.newClient(), { chart: 'ifrs' }, [])
  described = await DescribedCompany.over(server.url, company)
  accepted(await company.post('/warehouses', { code: 'MAIN', name: 'Main' }))
  for (const code of ['BEANS-1KG', 'ESP-250'])
    accepted(await company.post('/items', { code, name: code, unit: 'pcs' }))
  const lines = [{ item: 'BEANS-1KG', quantity: '60', unitCost: '8.40' }]
  accepted(await company.post('/stock/receipts', { date: '2026-03-01', lines }))
  accepted(
    await company.post('/stock/issues', {
      date: '2026-03-02',
      lines: [{ item: 'BEANS-1KG', quantity: '1' }],
    }),
  )
})

afterAll(() => server?.stop())

it('a count is planned, counted, finished, reopened and posted', async () => {
  const plan = await described.post<CountView>('counts.PlanStockCount', '/stock-counts', { place: 'MAIN' })
  const path = `/stock-counts/${plan.id}`
  const recorded = await described.post<{ data: CountLineView[] }>('counts.RecordCounts', `${path}/lines`)
  expect(recorded.data).toMatchObject([{ expected: '59', counted: '58', difference: '-1' }])
  const again = await described.post<{ known: number }>('counts.RecordCounts', `${path}/lines`)
  expect(again.known).toBe(1)
  expectProblem(await company.post(`${path}/post`, { date: '2026-03-31' }), 409, 'count_not_finished')
  await described.post('counts.FinishStockCount', `${path}/finish`)
  expectProblem(
    await company.post(`${path}/lines`, { lines: [{ item: 'BEANS-1KG', quantity: '58' }] }),
    409,
    'count_not_open',
  )
  await described.post('counts.ReopenStockCount', `${path}/reopen`)
  await described.post('counts.FinishStockCount', `${path}/finish`)
  await described.get('counts.GetStockCount', path)
  await described.get('counts.ListStockCounts', '/stock-counts?status=finished&warehouse=MAIN')
  await described.get('counts.ListCountLines', `${path}/lines?show=differing&place=MAIN&item=BEANS-1KG`)
  await described.get('counts.ListCountings', `${path}/countings?line=0`)
  const posted = await described.post<CountView>('counts.PostStockCount', `${path}/post`)
  expect(posted).toMatchObject({ status: 'posted', differences: 1 })
  await described.get(
    'counts.GetCountAccuracy',
    '/count-accuracy?from=2026-01-01&to=2026-12-31&warehouse=MAIN',
  )
  const fast = await described.post<CountView>('counts.PlanStockCount', '/stock-counts', {
    selection: { classes: ['A'], classDays: 3650, lines: 50 },
  })
  expect(fast.lines).toBe(1)
  await described.post('counts.CancelStockCount', `/stock-counts/${fast.id}/cancel`)
  expectProblem(
    await company.get(`/stock-counts/${posted.document?.replace('stk_', 'cnt_')}`),
    404,
    'stock_count_not_found',
  )
})

it('what is proposed is accepted or dismissed', async () => {
  await described.post('replenishment.SetReorderRule', '/reorder-rules')
  const rules = ['BEANS-1KG', 'ESP-250'].map((item) =>
    JSON.stringify({ item, method: 'min-max', minimum: '20', maximum: '100', supplier: 'Roastery' }),
  )
  const saved = await company.postRows('/reorder-rules/bulk', rules)
  expect(described.reply('replenishment.SaveReorderRules', saved)).toMatchObject({ saved: 2, refused: 0 })
  await described.get('replenishment.ListReorderRules', '/reorder-rules?warehouse=MAIN&item=ESP-250')
  const { data } = await described.get<{ data: ProposalView[] }>(
    'replenishment.ListProposals',
    '/replenishment/proposals?supplier=Roastery',
  )
  expect(data).toMatchObject([{ item: { code: 'ESP-250' }, quantity: '100' }])
  await described.post('replenishment.AcceptProposals', '/replenishment/accept')
  const far = { item: 'ESP-250', until: '2099-01-01' }
  await described.post('replenishment.DismissProposal', '/replenishment/dismiss', far)
  await described.post('replenishment.RemoveReorderRule', '/reorder-rules/remove')
})

it('the books agree, and every operation was looked at', async () => {
  const audit = accepted(await company.get<{ checks: { ok: boolean }[] }>('/audit?replay=true'))
  expect(audit.checks.filter(({ ok }) => !ok)).toEqual([])
  expect(described.unseen('counts', 'replenishment')).toEqual([])
})

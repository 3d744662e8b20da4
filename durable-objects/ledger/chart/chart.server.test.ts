import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, accepted, expectProblem } from '../../../tests/support/api.ts'
import { OwnServer } from '../../../tests/support/own-server.ts'

/** A chart over HTTP: from the ready-made one to the company's own, out as CSV and in again. */

let server: OwnServer
let api: Api
let path: string

beforeAll(async () => {
  server = await OwnServer.start()
  api = await server.client(await server.newTenant())
  const company = { name: 'Charted', slug: `charted-${Date.now()}`, country: 'DE', currency: 'EUR' }
  const opened = await api.post<{ id: string }>('/v1/companies', { ...company, chart: 'de-skr04' })
  path = `/v1/companies/${accepted(opened).id}`
})

afterAll(() => server?.stop())

const importChart = (text: string, query = '') =>
  api.send('POST', `${path}/imports/chart${query}`, text, 'text')

it('opens a company with a chart and roles, and refuses a chart that there is none of', async () => {
  const account = await api.get(`${path}/accounts/1800`)
  expect(accepted(account)).toMatchObject({ name: 'Bank', category: 'cash', roles: ['bank'] })
  const packs = await api.get<{ data: { code: string }[] }>('/v1/companies/x/chart-packs')
  expect(packs.status).toBe(404)
  expect(accepted(await api.get<{ data: unknown[] }>(`${path}/chart-packs?limit=200`)).data).toHaveLength(11)
  expect(accepted(await api.get(`${path}/chart-packs/ch`))).toMatchObject({ roles: { bank: '1020' } })
  expectProblem(await api.get(`${path}/chart-packs/xx`), 404, 'chart_pack_not_found')
  const other = { name: 'x', slug: `other-${Date.now()}`, country: 'DE', currency: 'EUR', chart: 'xx' }
  expectProblem(await api.post('/v1/companies', other), 422, 'invalid_request')
})

it('changes, renumbers and merges accounts, whose codes may hold any character', async () => {
  accepted(await api.post(`${path}/accounts`, { code: 'Kasse/Köln: 1', name: 'Till', type: 'asset' }))
  const address = `${path}/accounts/${encodeURIComponent('Kasse/Köln: 1')}`
  expect(accepted(await api.post(`${address}/change`, { name: 'Till Cologne' }))).toMatchObject({
    name: 'Till Cologne',
  })
  accepted(await api.post(`${address}/renumber`, { newCode: '1611' }))
  expectProblem(await api.get(address), 404, 'account_not_found')
  const merge = { from: '1611', into: '1800' }
  expect(accepted(await api.post(`${path}/accounts/merge`, merge))).toMatchObject({ code: '1800', lines: 0 })
  expect(accepted(await api.get(`${path}/accounts/1611`))).toMatchObject({ mergedCodes: ['1611'] })
  expectProblem(await api.post(`${path}/accounts/merge`, merge), 422, 'account_merge_refused')
})

it('goes out as CSV and comes back, with every bad row named by its line', async () => {
  const exported = await api.get(`${path}/exports/chart`)
  expect(exported.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(exported.headers.get('content-disposition')).toContain('.chart.csv"')
  expect(exported.text).toContain('1800,Bank,asset,cash,16,,no,,,no,yes\r\n')
  expect(accepted(await importChart(exported.text, '?dryRun=true'))).toMatchObject({
    opened: 0,
    changed: 0,
    errors: [],
  })
  const refused = await importChart('code,name,type\n1801,Bank 9,asset\n1802,Bank 10,money')
  expectProblem(refused, 422, 'chart_rows_refused')
  expect(refused.body).toMatchObject({ errors: [{ pointer: '/text/3' }] })
  expectProblem(await api.get(`${path}/accounts/1801`), 404, 'account_not_found')
})

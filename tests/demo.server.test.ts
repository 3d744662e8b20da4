import { beforeAll, describe, expect, inject, it } from 'vitest'
import { DEMO_COMPANY } from '../client/demo/company.ts'
import { loadDemoBooks } from '../client/demo/load.ts'
import { createMeridian } from '../client/sdk/meridian.ts'
import type { Meridian } from '../client/sdk/types.ts'

/** What the demo comes with holds together: the stock is what the ledger says, in the demo and where users load it. */

const baseUrl = inject('baseUrl')
/** The owner sees what goods cost; a key does not. */
let owner: Meridian

beforeAll(async () => {
  const reply = await fetch(`${baseUrl}/v1/session/demo`, { method: 'POST', headers: { origin: baseUrl } })
  const cookie = reply.headers.getSetCookie().map((text) => text.split(';')[0])
  owner = createMeridian({
    baseUrl,
    fetch: (url, init) => {
      const headers = new Headers(init?.headers)
      headers.set('cookie', cookie.join('; '))
      headers.set('origin', baseUrl)
      return fetch(url, { ...init, headers })
    },
  })
})

async function expectSound(company: string): Promise<void> {
  const { totals } = await owner.stockReports.GetStockValuation(company, { limit: 1 })
  expect(totals.accounts.map(({ account }) => account.code)).toEqual(['1500', '1505', '1510', '1520', '1590'])
  for (const { account, value, difference } of totals.accounts) {
    expect({ account: account.code, difference: Number(difference) }).toEqual({
      account: account.code,
      difference: 0,
    })
    expect(Number(value), account.code).toBeGreaterThan(0)
  }
  const audit = await owner.company.RunAudit(company, {})
  expect(audit.checks.filter(({ ok }) => !ok)).toEqual([])
  expect(await lowest(company)).toBeGreaterThan(0)
}

/** The smallest quantity that lies anywhere. */
async function lowest(company: string): Promise<number> {
  let [cursor, least, rows]: [string | undefined, number, number] = [undefined, Infinity, 0]
  do {
    const page = await owner.stock.ListOnHand(company, { limit: 100, ...(cursor && { cursor }) })
    for (const { quantity } of page.data) least = Math.min(least, Number(quantity))
    rows += page.data.length
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(rows).toBeGreaterThan(60)
  return least
}

describe("the demo's company", () => {
  it('has a stock that is worth what the ledger says, and is nowhere less than nothing', async () => {
    await expectSound(DEMO_COMPANY.slug)
    const replayed = await owner.company.RunAudit(DEMO_COMPANY.slug, { replay: true })
    expect(replayed.checks.filter(({ ok }) => !ok)).toEqual([])
  }, 60_000)

  it('earns what a roaster earns', async () => {
    const today = new Date()
    const to = today.toISOString().slice(0, 10)
    const from = new Date(today.getTime() - 365 * 86_400_000).toISOString().slice(0, 10)
    const { rows } = await owner.reports.GetProfitAndLoss(DEMO_COMPANY.slug, { from, to })
    const amountOf = (text: string) =>
      Number(rows.find((row) => row.title === text)?.amounts[0] ?? Number.NaN)
    const margin = amountOf('Gross profit') / amountOf('Revenue')
    expect(margin).toBeGreaterThan(0.6)
    expect(margin).toBeLessThan(0.75)
  })

  it('has something to look at on every screen of stock', async () => {
    const { slug } = DEMO_COMPANY
    const { data: documents } = await owner.stock.ListStockDocuments(slug, { limit: 100 })
    expect(documents.length).toBe(100)
    const { data: counts } = await owner.counts.ListStockCounts(slug, {})
    expect(counts.map(({ status, blind }) => `${status} ${blind}`).sort()).toEqual([
      'open true',
      'posted false',
    ])
    const { data: kept } = await owner.reservations.ListReservations(slug, {})
    expect(new Set(kept.map(({ kind }) => kind))).toEqual(new Set(['soft', 'hard']))
    expect(kept.some(({ expected }) => Number(expected) > 0)).toBe(true)
    const { data: proposals } = await owner.replenishment.ListProposals(slug, {})
    expect(proposals.length).toBeGreaterThan(2)
    const { data: lots } = await owner.stock.ListLots(slug, { item: 'WINTER-250' })
    expect(lots[0]?.expiry?.localeCompare(new Date().toISOString().slice(0, 10))).toBeLessThan(0)
  })
})

describe('example books in a company of a user', () => {
  // Reservations end in the future: these days are to come.
  it.each([
    ['JPY', 'first', 1, 1],
    ['EUR', 'last', 5, 0],
  ])(
    'hold together in %s on the %s day of a month',
    async (currency, _, months, day) => {
      const now = new Date()
      const today = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months, day, 12))
      const slug = `example-${currency.toLowerCase()}-${Math.random().toString(36).slice(2, 8)}`
      await owner.company.OpenCompany({ name: 'Example', slug, country: 'DE', currency, region: 'eu' })
      await loadDemoBooks(owner, { slug, currency }, today)
      await expectSound(slug)
    },
    300_000,
  )
})

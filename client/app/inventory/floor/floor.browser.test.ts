import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectNoComplaints, openBrowser } from '../../browser-testing.ts'
import { demoPerson } from '../../people-testing.ts'
import {
  BEANS,
  button,
  documents,
  MILK,
  onHand,
  openWarehouse,
  ownerPage,
  readyForOffline,
  scan,
  signIn,
  visitFloor,
} from './floor-testing.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()
const word = (page: Page, text: string) =>
  page.locator('[data-verdict]').getByText(text, { exact: true }).waitFor()
const standing = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text).waitFor()

it('receives goods by scans alone: item, lot and expiry from one barcode, then the place', async () => {
  const page = await ownerPage(browser)
  const { slug, send } = await openWarehouse(page)
  await send('/expected-receipts', {
    reference: 'PO-7',
    lines: [{ item: 'BEANS', quantity: '24', date: '2026-11-30' }],
  })
  await visitFloor(page, slug, '/receive')
  await button(page, /PO-7/).click()
  await heading(page, 'Receive PO-7')
  await page.getByText('24 pcs').waitFor()

  await scan(page, '0000')
  await word(page, 'Unknown')
  await scan(page, 'BOX-BEANS')
  await page.getByText('How much of BEANS?').waitFor()
  await page.keyboard.type('2')
  await button(page, 'Take 2 box').click()
  await scan(page, BEANS)
  await word(page, 'No place')
  await scan(page, 'MAIN/A-01')
  await button(page, 'Finish, 1 line').waitFor()

  await scan(page, `(01)${MILK}(10)L-7(17)291231(30)12`)
  await button(page, 'Take 12 pcs').click()
  await page.getByText('12 pcs, lot L-7').waitFor()
  await scan(page, 'main/b-02')
  await button(page, 'Finish, 2 lines').click()
  await button(page, 'Record the receipt').click()
  await heading(page, 'Floor')
  await expect.poll(() => onHand(page, slug, 'BEANS', 'MAIN/A-01')).toBe(44)
  expect(await onHand(page, slug, 'MILK', 'MAIN/B-02')).toBe(24)
  expect(await documents(page, slug, 'receipt')).toBe(2)
  await visitFloor(page, slug, '/queue')
  await page.getByText('Recorded', { exact: true }).waitFor()
  expectNoComplaints(page)
  await page.context().close()
})

describe('without a connection', () => {
  it('a count and a pick are captured, survive a reload, and are sent once', async () => {
    const page = await ownerPage(browser)
    const { slug, send } = await openWarehouse(page)
    await send('/reservations', {
      demand: { kind: 'sales-order', reference: 'SO-1' },
      lines: [{ item: 'MILK', quantity: '8' }],
    })
    const { id: count } = await send('/stock-counts', { place: 'MAIN', name: 'Coffee shelf' })
    await visitFloor(page, slug)
    await readyForOffline(page)
    await page.context().setOffline(true)
    await standing(page, 'Offline')

    // The lot that expires first is proposed, and another place or item is refused.
    await page.getByRole('link', { name: /^Pick/ }).click()
    await button(page, /SO-1/).click()
    await heading(page, 'SO-1 · 1 of 2')
    await scan(page, 'MAIN/A-01')
    await word(page, 'Wrong place')
    await scan(page, 'MAIN/B-02')
    await page.getByText('In MAIN/B-02. Scan the item.').waitFor()
    await scan(page, BEANS)
    await word(page, 'Wrong item')
    await scan(page, MILK)
    await button(page, 'It is L-SOON').click()
    await button(page, 'Took all 6 pcs').click()
    await scan(page, `(01)${MILK}(10)L-LATE`)
    await page.getByText('Take 2\u00a0pcs of Oat milk.').waitFor()
    await page.keyboard.type('1')
    await button(page, 'Took 1 pcs only').click()
    await button(page, 'Finish the pick').click()
    await standing(page, 'Offline · 1 waits')

    await page.getByRole('link', { name: /^Count/ }).click()
    await button(page, /Coffee shelf/).click()
    await scan(page, 'MAIN/A-01')
    await scan(page, BEANS)
    await page.getByText('How much of BEANS lies in MAIN/A-01?').waitFor()
    await page.keyboard.type('19')
    await button(page, 'Take 19 pcs').click()
    await standing(page, 'Offline · 2 wait')
    // What is left of the lot that was just picked from: right, since the pick comes first.
    await scan(page, 'MAIN/B-02')
    await heading(page, 'MAIN/B-02')
    await scan(page, `(01)${MILK}(10)L-LATE`)
    await page.getByText('How much of MILK lies in MAIN/B-02?').waitFor()
    await page.keyboard.type('5')
    await button(page, 'Take 5 pcs').click()
    await standing(page, 'Offline · 3 wait')

    await page.reload()
    await heading(page, 'MAIN/B-02')
    await standing(page, 'Offline · 3 wait')
    expect(await documents(page, slug, 'issue')).toBe(0)

    await page.context().setOffline(false)
    await standing(page, 'Online')
    await expect.poll(() => documents(page, slug, 'issue')).toBe(1)
    await expect.poll(() => page.locator('[data-waiting="0"]').count()).toBe(1)
    expect(await onHand(page, slug, 'MILK', 'MAIN/B-02')).toBe(5)
    await page.reload()
    await heading(page, 'MAIN/B-02')
    await page.getByText('Counted', { exact: true }).first().waitFor()
    expect(await documents(page, slug, 'issue')).toBe(1)
    const reply = await page.request.get(`/v1/companies/${slug}/stock-counts/${count}/lines?show=counted`)
    const { data } = (await reply.json()) as { data: { lot: string | null; difference: string }[] }
    expect(data.map(({ lot, difference }) => [lot, difference])).toEqual([
      [null, '-1'],
      ['L-LATE', '0'],
    ])
    await page.context().close()
  })

  it('what cannot be done any more stands as a conflict, and is changed or discarded', async () => {
    const page = await ownerPage(browser)
    const { slug, send } = await openWarehouse(page)
    const order = (reference: string, quantity: string) =>
      send('/reservations', {
        demand: { kind: 'sales-order', reference },
        lines: [{ item: 'BEANS', quantity, place: 'MAIN/A-01' }],
      })
    await order('SO-1', '10')
    const { reservations } = (await order('SO-2', '5')) as { reservations: { id: string }[] }
    await visitFloor(page, slug)
    await readyForOffline(page)
    await page.context().setOffline(true)
    await page.getByRole('link', { name: /^Pick/ }).click()
    for (const [reference, quantity] of [
      ['SO-1', '10'],
      ['SO-2', '5'],
    ]) {
      await button(page, new RegExp(reference as string)).click()
      await scan(page, 'MAIN/A-01')
      await page.getByText('In MAIN/A-01. Scan the item.').waitFor()
      await scan(page, BEANS)
      await button(page, `Took all ${quantity} pcs`).click()
      await button(page, 'Finish the pick').click()
      await heading(page, 'Floor')
      await page.getByRole('link', { name: /^Pick/ }).click()
    }
    // Meanwhile somebody takes six of the first order's beans, and the second order is cancelled.
    const first = (await reservationOf(page, slug, 'SO-1')) as string
    await send('/stock/issues', {
      date: '2026-01-06',
      lines: [{ item: 'BEANS', quantity: '6', from: 'MAIN/A-01', reservation: first }],
    })
    await send(`/reservations/${reservations[0]?.id}/release`, {})
    await page.context().setOffline(false)
    await standing(page, 'Online · 2 refused')

    await visitFloor(page, slug, '/queue')
    await button(page, /Pick SO-1/).click()
    await page.getByRole('alert').waitFor()
    await page.getByText('Coffee beans (BEANS)').waitFor()
    await button(page, 'Change and send again').click()
    await page.getByLabel('Quantity, pcs (line 1)').fill('4')
    await button(page, 'Send again').click()
    await page.getByText('Recorded', { exact: true }).waitFor()
    await expect.poll(() => onHand(page, slug, 'BEANS', 'MAIN/A-01')).toBe(10)

    await button(page, 'Back').click()
    await button(page, /Pick SO-2/).click()
    await button(page, 'Change and send again').click()
    await button(page, 'Take it without the reservation').click()
    await button(page, 'Back').click()
    await button(page, 'Discard…').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click()
    await page.getByText('Discarded', { exact: true }).waitFor()
    await standing(page, 'Online')
    expect(await documents(page, slug, 'issue')).toBe(2)
    expectNoComplaints(page)
    await page.context().close()
  })
})

it("another person on the same device sends nothing of the first one's, and reads nothing of it", async () => {
  const page = await ownerPage(browser)
  const { slug, send } = await openWarehouse(page)
  await send('/reservations', {
    demand: { kind: 'sales-order', reference: 'SO-1' },
    lines: [{ item: 'BEANS', quantity: '3', place: 'MAIN/A-01' }],
  })
  await visitFloor(page, slug)
  await readyForOffline(page)
  await page.context().setOffline(true)
  await page.getByRole('link', { name: /^Pick/ }).click()
  await button(page, /SO-1/).click()
  await scan(page, 'MAIN/A-01')
  await scan(page, BEANS)
  await button(page, 'Took all 3 pcs').click()
  await button(page, 'Finish the pick').click()
  await standing(page, 'Offline · 1 waits')
  await page.goto('about:blank')

  // The session is another person's before there is a connection again.
  await page.context().setOffline(false)
  await signIn(page, await demoPerson('accountant'))
  await visitFloor(page, slug)
  await page.getByText(/One command of .* waits on this device until/).waitFor()
  await readyForOffline(page)
  await standing(page, 'Online')
  const kept = await page.evaluate(keptOnDevice)
  expect(new Set(kept.owners).size).toBe(1)
  expect(await documents(page, slug, 'issue')).toBe(0)

  // Signing out leaves the command and nothing else.
  await page.goto(`/companies/${slug}`)
  await button(page, 'Open the navigation').click()
  await button(page, /Account and appearance/)
    .filter({ visible: true })
    .click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: /Sign in/ }).waitFor()
  expect(await page.evaluate(keptOnDevice)).toEqual({ owners: [], waiting: 1, start: null })

  await signIn(page, await demoPerson('owner'))
  await visitFloor(page, slug)
  await expect.poll(() => documents(page, slug, 'issue')).toBe(1)
  await page.context().close()
})

async function reservationOf(page: Page, slug: string, reference: string): Promise<string | undefined> {
  const reply = await page.request.get(`/v1/companies/${slug}/reservations?reference=${reference}`)
  return ((await reply.json()) as { data: { id: string }[] }).data[0]?.id
}

/** Whose copies lie on the device, how many commands, and whether the floor would open. Runs in the page. */
async function keptOnDevice() {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('meridian-floor')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const keys = (name: string) =>
    new Promise<IDBValidKey[]>((resolve) => {
      const request = database.transaction(name).objectStore(name).getAllKeys()
      request.onsuccess = () => resolve(request.result)
    })
  const copies = [...(await keys('kept')), ...(await keys('items'))]
  const owners = [...new Set(copies.map((key) => String(key).split('/').slice(0, 2).join('/')))]
  const waiting = (await keys('outbox')).length
  database.close()
  return { owners, waiting, start: localStorage.getItem('meridian.floor-start') }
}

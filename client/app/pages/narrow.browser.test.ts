import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import {
  expectNoSidewaysScroll,
  openBrowser,
  openContext,
  settled,
  signedIn,
  visit,
} from '../browser-testing.ts'
import { demoPerson, signedInWith } from '../people-testing.ts'
import { DOORS, SCREENS, show } from './screens.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe.each([390, 360])('on a screen of %i px', (width) => {
  let page: Page
  beforeAll(async () => {
    page = await signedIn(browser, { width })
  })
  afterAll(() => page?.context().close())

  it.each(SCREENS)('$name does not scroll sideways', async ({ name, path, open }) => {
    await show(page, path, open)
    await expectNoSidewaysScroll(page, name)
  })

  it('what visitors and operators see does not scroll sideways', async () => {
    const context = await openContext(browser, { width })
    const visitor = await context.newPage()
    for (const { name, path } of DOORS) {
      await visitor.goto(path)
      await settled(visitor)
      await expectNoSidewaysScroll(visitor, name)
    }
    await context.close()
    const operator = await signedInWith(browser, await demoPerson(undefined), { width })
    await visit(operator, '/operator')
    await expectNoSidewaysScroll(operator, 'operator')
    await operator.context().close()
  })
})

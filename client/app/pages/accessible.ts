import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import {
  expectAccessible,
  expectNoComplaints,
  openBrowser,
  openContext,
  settled,
  signedIn,
  visit,
} from '../browser-testing.ts'
import { demoPerson, signedInWith } from '../people-testing.ts'
import { DOORS, SCREENS, show } from './screens.ts'

/** Every screen in one theme, judged by axe. A file for each theme, so that both cores have one. */
export const describeAccessible = (theme: 'light' | 'dark') =>
  describe(`in the ${theme} theme`, () => {
    let browser: Browser
    let page: Page
    beforeAll(async () => {
      browser = await openBrowser()
      page = await signedIn(browser, { theme })
    })
    afterAll(() => browser?.close())

    it.each(SCREENS)('$name has no accessibility violation', async ({ name, path, open }) => {
      await show(page, path, open)
      await expectAccessible(page, name)
      expectNoComplaints(page)
    })

    it('what visitors see has no accessibility violation', async () => {
      const context = await openContext(browser, { theme })
      const visitor = await context.newPage()
      for (const { name, path } of DOORS) {
        await visitor.goto(path)
        await settled(visitor)
        await expectAccessible(visitor, name)
      }
      expectNoComplaints(visitor)
      await context.close()
    })

    it('the console of operators has no accessibility violation', async () => {
      const operator = await signedInWith(browser, await demoPerson(undefined), { theme })
      await visit(operator, '/operator')
      await expectAccessible(operator, 'operator')
      await operator
        .getByRole('button', { name: /Suspend/ })
        .first()
        .click()
      await expectAccessible(operator, 'suspend a tenant')
      await operator.context().close()
    })
  })

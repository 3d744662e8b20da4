import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')

it('deploys: Wrangler bundles the Worker and accepts every binding, for every region', () => {
  const output = execFileSync(process.execPath, ['scripts/deploy.ts', '--dry-run'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const region of ['EU', 'US', 'APAC'])
    for (const store of ['BOOKS', 'GATE', 'EVENTS', 'IDENTITY', 'REPORTING', 'ARCHIVE'])
      expect(output).toContain(`env.${store}_${region}`)
  expect(output).toContain('env.JURISDICTIONS ("on")')
  expect(output).toContain('env.SANDBOX ("off")')
  expect(output).toContain('env.MAILBOX ("off")')
  expect(output).toContain('env.MAIL')
})

import { expect, it } from 'vitest'
import { treatmentOf } from './requests.ts'

const ORIGIN = 'https://books.example'
const files = new Set(['/theme.js', '/manifest.webmanifest'])
const treat = (path: string, more: { method?: string; mode?: string } = {}) =>
  treatmentOf({ method: 'GET', mode: 'no-cors', url: new URL(path, ORIGIN).href, ...more }, ORIGIN, files)
const navigate = { mode: 'navigate' }

it.each(['/', '/sign-in', '/companies/north-sea-coffee/floor/pick?x=1', '/companies'])(
  '%s is the page',
  (path) => {
    expect(treat(path, navigate)).toBe('page')
    expect(treat(path)).toBe('pass')
  },
)

it.each([
  '/v1/session',
  '/v1',
  '/v1/companies/c/items?limit=1',
  '/docs/',
  '/health',
  '/.well-known/x',
  '/dev/mailbox',
])('replies of the server are never kept: %s', (path) => {
  expect(treat(path)).toBe('pass')
  expect(treat(path, navigate)).toBe('pass')
})

it('assets are named by their content, files are not', () => {
  expect(treat('/assets/index-a1b2.js')).toBe('asset')
  expect(treat('/theme.js')).toBe('file')
  expect(treat('/sw.js')).toBe('pass')
  expect(treat('/meridian-verify.tgz', navigate)).toBe('pass')
})

it('what is sent, and what belongs to others, is none of its business', () => {
  expect(treat('/assets/x.js', { method: 'POST' })).toBe('pass')
  expect(treat('https://elsewhere.example/assets/x.js')).toBe('pass')
})

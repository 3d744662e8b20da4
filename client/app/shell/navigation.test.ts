import { expect, it, vi } from 'vitest'
import type { Session } from '../session/queries.ts'

// The session's module talks to the browser's origin; nothing of it is asked for here.
vi.stubGlobal('location', { origin: 'http://localhost' })
const { companyNavigation, settingsNavigation } = await import('./navigation.ts')

const sessionWith = (grants: string[], operator = false) =>
  ({ actor: { id: 'user_1', roles: [], grants }, operator }) as unknown as Session
const companyPlaces = (session: Session) => companyNavigation(session).flatMap(({ places }) => places)
const settingsPlaces = (session: Session) => settingsNavigation(session).flatMap(({ places }) => places)
const placesOf = (session: Session) => [...companyPlaces(session), ...settingsPlaces(session)]

it.each([
  ['company', companyPlaces],
  ['settings', settingsPlaces],
] as const)('in the %s every place has a jump key of its own', (_, places) => {
  const keys = places(sessionWith(['*'], true)).map(({ jumpKey }) => jumpKey)
  expect(new Set(keys).size).toBe(keys.length)
})

it('places that the grants do not open are not shown', () => {
  const shown = placesOf(sessionWith(['ledger:read'])).map(({ label }) => label)
  expect(shown).toContain('Journal')
  expect(shown).not.toContain('Team')
  expect(shown).not.toContain('Tenants')
})

it('a person without an organisation keeps their own places', () => {
  const session = { ...sessionWith([]), actor: null } as Session
  expect(settingsNavigation(session).map(({ label }) => label)).toEqual(['You'])
})

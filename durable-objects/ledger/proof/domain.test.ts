import { describe, expect, it } from 'vitest'
import {
  decidePublish,
  decideSeal,
  decideSealMonth,
  decideSettle,
  endOfMonth,
  monthOfInstant,
  nightAfter,
} from './domain.ts'

const root = { root: 'a'.repeat(64), size: 12, headHash: 'b'.repeat(64) }
const micros = (instant: string) => Date.parse(instant) * 1_000

describe('sealing', () => {
  it('records the root when something happened since the last one', () => {
    expect(decideSeal(root, true)).toEqual([{ type: 'root-sealed', version: 1, data: root }])
    expect(decideSeal(root, false)).toEqual([])
  })

  it('names the month that ended, and seals no month without events', () => {
    expect(decideSealMonth(root, '2026-02')).toEqual([
      { type: 'root-sealed', version: 1, data: { ...root, through: '2026-02' } },
    ])
    expect(decideSealMonth(undefined, '2026-02')).toEqual([])
  })
})

describe('publishing', () => {
  const sealedRoot = { ...root, sealedAt: '2026-03-01T00:00:00.000000Z' }

  it('goes to the archive and to each address once', () => {
    expect(decidePublish(sealedRoot, { size: 12, to: ['A@x.example', 'a@x.example'] })).toMatchObject([
      { type: 'root-published', data: { archive: true, to: ['a@x.example'], size: 12 } },
    ])
  })

  it('is refused for a root that was not sealed, before it is asked where to', () => {
    expect(decidePublish(undefined, { size: 13, archive: false })).toMatchObject({
      refused: 'root_not_sealed',
    })
    expect(decidePublish(sealedRoot, { size: 12, archive: false })).toMatchObject({
      refused: 'nowhere_to_publish',
    })
  })

  it('is settled once', () => {
    const delivered = { publication: 14, mailed: [], failed: [] }
    expect(decideSettle(true, delivered)).toHaveLength(1)
    expect(decideSettle(false, delivered)).toEqual([])
  })
})

describe('the calendar', () => {
  it('ends a month at its last instant, in UTC', () => {
    expect(endOfMonth('2026-12')).toBe(micros('2027-01-01T00:00:00Z'))
    expect(endOfMonth('2028-02')).toBe(micros('2028-03-01T00:00:00Z'))
    expect(monthOfInstant(endOfMonth('2026-02') - 1)).toBe('2026-02')
  })

  it('finds the next night, spread from one to five', () => {
    expect(nightAfter(micros('2026-03-31T00:30:00Z'), 0)).toBe(micros('2026-03-31T01:00:00Z'))
    expect(nightAfter(micros('2026-03-31T01:00:00Z'), 0)).toBe(micros('2026-04-01T01:00:00Z'))
    expect(nightAfter(micros('2026-03-31T12:00:00Z'), 0.5)).toBe(micros('2026-04-01T03:00:00Z'))
  })
})

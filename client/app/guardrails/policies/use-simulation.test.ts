import { describe, expect, it } from 'vitest'
import { added, MATCHES_SHOWN_MAX } from './use-simulation.ts'

const match = (sequence: number) => ({
  sequence,
  recordedAt: '2026-01-01T00:00:00Z',
  command: 'ledger.PostJournalEntry',
  actor: 'user_1',
  id: null,
  amount: '0.10',
  reason: 'Large.',
  pointer: '',
})

const part = (count: number, nextCursor: string | null) => ({
  examined: { events: 10, records: 8, commands: 5 },
  matched: { records: count, commands: count, amount: '0.10' },
  currency: 'EUR',
  matches: Array.from({ length: count }, (_, index) => match(index)),
  from: 1,
  upTo: 10,
  nextCursor,
})

describe('a simulation in several calls', () => {
  it('adds up exactly, and keeps the first matches', () => {
    const first = added(undefined, part(80, 'more'), 'draft')
    expect(first).toMatchObject({ events: 10, matchedRecords: 80, isComplete: false })
    const both = added(first, part(80, null), 'draft')
    expect(both).toMatchObject({
      events: 20,
      commands: 10,
      matchedCommands: 160,
      amount: '0.20',
      isComplete: true,
    })
    expect(both.matches).toHaveLength(MATCHES_SHOWN_MAX)
  })
})

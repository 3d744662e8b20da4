import { evictDurableObject } from 'cloudflare:test'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { expectAccepted } from '../../../tests/support/books.ts'
import { lines, Office, on, refused } from '../../../tests/support/office.ts'
import type { EntryView } from '../contract.ts'
import type { ReversalView } from './contract.ts'

afterEach(() => {
  vi.useRealTimers()
})

describe('an entry that reverses itself', () => {
  const accrual = (more: object = {}) => ({
    effectiveDate: '2027-01-31',
    reverseOn: '2027-02-01',
    description: 'Accrual',
    lines,
    ...more,
  })

  it('is reversed on its date, exactly once, and names where that comes from', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const { id } = expectAccepted(await office.execute('ledger', 'PostJournalEntry', accrual()))
    await office.alarm(2)
    expect(await office.list<ReversalView>('ListReversals')).toMatchObject([
      { entry: { id }, reverseOn: '2027-02-01', status: 'planned', reversedBy: null },
    ])
    on('2027-02-01')
    await evictDurableObject(office.stub)
    await office.alarm(3)
    const entries = await office.entries()
    expect(entries).toMatchObject([
      { id, reversedBy: entries[1]?.id },
      { effectiveDate: '2027-02-01', reverses: id, origin: id },
    ])
    expect(entries).toHaveLength(2)
    expect(await office.list<ReversalView>('ListReversals')).toMatchObject([
      { status: 'reversed', reversedBy: entries[1]?.id },
    ])
    expect(await office.execute('drafts', 'RunReversal', { entry: id })).toMatchObject(
      refused('already_reversed'),
    )
    await office.expectSound()
  })

  it('whose date is past already is reversed by the next alarm, many of them with numbers of their own', async () => {
    on('2027-03-15')
    const office = await Office.open()
    const rows = Array.from({ length: 5 }, () => ({ value: accrual() }))
    expectAccepted(await office.execute('ledger', 'PostJournalEntries', { rows }))
    await office.alarm(2)
    const entries = await office.entries()
    expect(entries).toHaveLength(10)
    expect(new Set(entries.map(({ number }) => number)).size).toBe(10)
    await office.expectSound()
  })

  it('and was reversed by hand before is left alone, and so is one whose reversal is cancelled', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const first = expectAccepted(await office.execute('ledger', 'PostJournalEntry', accrual()))
    const second = expectAccepted(await office.execute('ledger', 'PostJournalEntry', accrual()))
    expectAccepted(await office.execute('ledger', 'ReverseJournalEntry', { id: first.id }))
    expect(
      await office.does('CancelReversal', { entry: second.id, reason: 'The invoice came' }),
    ).toMatchObject({ status: 'cancelled', reason: 'The invoice came' })
    on('2027-02-01')
    await office.alarm(3)
    expect(await office.entries()).toHaveLength(3)
    expect(await office.execute('drafts', 'RunReversal', { entry: second.id })).toMatchObject(
      refused('reversal_cancelled'),
    )
    await office.expectSound()
  })

  it('keeps the refusal of a locked period, and is reversed on command', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const { id: entry } = expectAccepted(await office.execute('ledger', 'PostJournalEntry', accrual()))
    on('2027-02-02')
    const lock = { kind: 'all', through: '2027-02-01', reason: 'Done' }
    expectAccepted(await office.execute('periods', 'SetLock', lock))
    await office.alarm(4)
    expect(await office.list<ReversalView>('ListReversals', { status: 'refused' })).toMatchObject([
      { entry: { id: entry }, refusal: { code: 'period_locked' } },
    ])
    expect(await office.execute('drafts', 'RunReversal', { entry })).toMatchObject(refused('period_locked'))
    expect(await office.does<EntryView>('RunReversal', { entry, effectiveDate: '2027-02-02' })).toMatchObject(
      {
        effectiveDate: '2027-02-02',
        reverses: entry,
      },
    )
    await office.alarm(2)
    expect(await office.entries()).toHaveLength(2)
    await office.expectSound()
  })

  it('that has to wait for an approval is reversed by it', async () => {
    on('2027-01-31')
    const office = await Office.open()
    const { id: entry } = expectAccepted(await office.execute('ledger', 'PostJournalEntry', accrual()))
    const policy = {
      code: 'system',
      name: 'System',
      commands: ['*'],
      when: { field: 'actor.roles', in: ['system'] },
      effect: 'approve',
      reason: 'Nothing by itself.',
      approval: { steps: [{ roles: ['owner'], count: 1 }] },
    }
    expectAccepted(
      await office.execute('guardrails', 'AdoptPolicy', {
        ...policy,
        when: { field: 'amount', over: '1.00' },
      }),
    )
    on('2027-02-01')
    await office.alarm(4)
    const [reversal] = await office.list<ReversalView>('ListReversals')
    expect(reversal).toMatchObject({ status: 'waiting' })
    expectAccepted(await office.execute('guardrails', 'ApproveCommand', { approval: reversal?.approval }))
    expect(await office.list<ReversalView>('ListReversals')).toMatchObject([
      { entry: { id: entry }, status: 'reversed' },
    ])
    await office.expectSound()
  })
})

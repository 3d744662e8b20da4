import { describe, expect, it } from 'vitest'
import type { Account } from '../../ledger/queries.ts'
import { reversedLines, shownEntry } from './parked-entry.ts'

const chart = { byCode: new Map([['1010', { code: '1010', name: 'Bank', unit: null } as Account]]) }

describe('an entry that waits', () => {
  it('is shown like a posted one', () => {
    const entry = shownEntry(
      {
        effectiveDate: '2026-03-01',
        description: 'Machine',
        lines: [
          { account: '1010', credit: '12000' },
          { account: '0400', debit: '12000.00', memo: 'Roaster' },
          { account: '1100', debit: '5', unit: 'USD', value: '4.5' },
        ],
      },
      chart,
      'EUR',
    )
    expect(entry).toMatchObject({ effectiveDate: '2026-03-01', description: 'Machine', reference: undefined })
    expect(entry?.lines).toMatchObject([
      { account: { code: '1010', name: 'Bank' }, credit: '12000.00', debit: null, unit: 'EUR' },
      { account: { code: '0400', name: '' }, debit: '12000.00', memo: 'Roaster' },
      { debit: '5.00', unit: 'USD', value: '4.50' },
    ])
    expect(reversedLines(entry?.lines ?? [])[0]).toMatchObject({ debit: '12000.00', credit: null })
  })

  it('is not one where the input says something else', () => {
    expect(shownEntry({ code: '1000', name: 'Cash' }, chart, 'EUR')).toBeUndefined()
    expect(shownEntry(null, chart, 'EUR')).toBeUndefined()
  })
})

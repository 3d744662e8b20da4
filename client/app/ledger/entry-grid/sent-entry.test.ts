import { describe, expect, it } from 'vitest'
import { draftOf } from './sent-entry.ts'
import { submissionOf } from './submission.ts'

describe('an entry that was sent', () => {
  it('becomes the draft again that it was', () => {
    const input = {
      effectiveDate: '2026-03-01',
      description: 'Machine',
      reference: 'R-1',
      lines: [
        { account: '0400', debit: '12000.00', memo: 'Roaster' },
        { account: '1010', credit: '12000.00' },
      ],
    }
    const draft = draftOf(input, '2026-04-01')
    expect(draft.rows.map(({ key }) => key)).toEqual([1, 2])
    expect(submissionOf(draft).input).toEqual(input)
  })

  it('keeps everything that a line can say, and what the editor does not show', () => {
    const input = {
      effectiveDate: '2026-03-01',
      reverseOn: '2026-04-01',
      externalId: 'shop-7',
      tags: { source: 'shop' },
      lines: [
        { account: '1200', debit: '10', unit: 'USD', rate: 'ecb', dueDate: '2026-04-30', reference: 'R-1' },
        { account: '4000', credit: '9', dimensions: { place: 'P1' }, distribution: 'floors' },
      ],
    }
    expect(submissionOf(draftOf(input, '2026-04-01')).input).toEqual(input)
  })

  it('has room for two lines, also where a draft has fewer', () => {
    const keys = (lines: object[]) => draftOf({ lines }, '2026-04-01').rows.map(({ key }) => key)
    expect(keys([])).toEqual([1, 2, 3])
    expect(keys([{ account: '1000' }])).toEqual([1, 2, 3])
  })

  it('begins empty where there is none', () => {
    expect(draftOf({ code: '1000' }, '2026-04-01')).toMatchObject({
      effectiveDate: '2026-04-01',
      description: '',
    })
  })
})

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

  it('begins empty where there is none', () => {
    expect(draftOf({ code: '1000' }, '2026-04-01')).toMatchObject({
      effectiveDate: '2026-04-01',
      description: '',
    })
  })
})

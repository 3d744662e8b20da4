import { describe, expect, it } from 'vitest'
import { keptDraft } from './kept-draft.ts'
import { emptyDraft, emptyRow } from './model.ts'

const before = {
  effectiveDate: '2026-03-31',
  journal: '',
  description: 'Rent',
  reference: '',
  note: '',
  rows: [
    { key: 1, account: '6100', memo: '', unit: '', debit: '5', credit: '', value: '' },
    { key: 2, account: '1010', memo: '', unit: '', debit: '', credit: '5', value: '' },
  ],
}

describe('a draft in the storage of the browser', () => {
  it('of before lines had details gets them empty', () => {
    expect(keptDraft(before)).toEqual({
      ...before,
      reverseOn: '',
      rows: before.rows.map((row) => ({ ...emptyRow(row.key), ...row })),
    })
  })

  it('of today stays as it is', () => {
    const rows = [{ ...emptyRow(1), 'dimensions/place': 'P1', dueDate: '2026-04-30' }, emptyRow(2)]
    const today = { ...emptyDraft('2026-03-31'), reverseOn: '2026-04-01', rows, version: 3 }
    expect(keptDraft(today)).toEqual(today)
  })

  it('is left alone where it is anything else', () => {
    for (const other of [undefined, 'draft', { ...before, rows: [] }, { ...before, note: 7 }])
      expect(keptDraft(other)).toBeUndefined()
    expect(
      keptDraft({ ...before, rows: [{ ...before.rows[0], dueDate: 5 }, before.rows[1]] }),
    ).toBeUndefined()
  })
})

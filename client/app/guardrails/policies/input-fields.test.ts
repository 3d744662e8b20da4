import { describe, expect, it } from 'vitest'
import { inputFieldsOf } from './input-fields.ts'

describe('fields of a command', () => {
  it('are read off its contract, lists marked as such', () => {
    const fields = inputFieldsOf(['ledger.PostJournalEntry'])
    const kinds = Object.fromEntries(fields.map(({ field, kind }) => [field, kind]))
    expect(kinds).toMatchObject({
      'input.description': 'text',
      'input.lines[].memo': 'text',
      'input.lines[].debit': 'number',
    })
    expect(fields.find(({ field }) => field === 'input.lines[].memo')).toMatchObject({
      label: 'Lines › memo',
      phrase: 'the memo in one of its lines',
    })
  })

  it('come once for several commands', () => {
    const names = inputFieldsOf(['ledger.*']).map(({ field }) => field)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('input.type')
  })

  it('of a choice name its options', () => {
    const type = inputFieldsOf(['ledger.OpenAccount']).find(({ field }) => field === 'input.type')
    expect(type).toMatchObject({ kind: 'choice', options: expect.arrayContaining(['asset', 'income']) })
  })
})

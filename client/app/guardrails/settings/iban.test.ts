import { describe, expect, it } from 'vitest'
import { judgeIban, spacedIban } from './iban.ts'

describe('an IBAN that is typed', () => {
  it('is judged once it is long enough, with spaces or without', () => {
    expect(judgeIban('DE89 3704')).toBeUndefined()
    expect(judgeIban('DE89 3704 0044 0532 0130 00')).toBe('valid')
    expect(judgeIban('DE89370400440532013000')).toBe('valid')
    expect(judgeIban('DE88 3704 0044 0532 0130 00')).toBe('invalid')
    expect(judgeIban('NO93 8601 1117 947')).toBe('valid')
  })

  it('is shown in groups of four', () => {
    expect(spacedIban('DE89370400440532013000')).toBe('DE89 3704 0044 0532 0130 00')
  })
})

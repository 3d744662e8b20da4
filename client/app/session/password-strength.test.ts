import { describe, expect, it } from 'vitest'
import { strengthOf } from './password-strength.ts'

describe('how hard a password is to guess', () => {
  it.each([
    ['', 0],
    ['short', 1],
    ['aaaaaaaaaaaaaaaa', 1],
    ['123456789012', 1],
    ['abcabcabcabcabc', 1],
    ['quiet harbour', 3],
    ['copper kettle on the blue stove', 4],
  ])('%j has level %i', (password, level) => expect(strengthOf(password).level).toBe(level))

  it('says how many characters are missing', () =>
    expect(strengthOf('elevenchars').words).toBe('Too short: 1 more character.'))

  it('counts nothing that others know about the person', () => {
    const known = ['Ada Lovelace', 'ada.lovelace@example.com']
    expect(strengthOf('AdaLovelaceExample', known).level).toBe(1)
    expect(strengthOf('AdaLovelaceExample').level).toBeGreaterThan(1)
  })
})

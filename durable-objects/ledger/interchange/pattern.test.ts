import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefused } from './model.ts'
import { compilePattern, replaceAll } from './pattern.ts'

const replace = (source: string, text: string, replacement: string): string => {
  const pattern = compilePattern(source)
  return isRefused(pattern) ? pattern.refused : replaceAll(pattern, text, replacement, { left: 1_000_000 })
}

describe('an alias pattern replaces like a POSIX regular expression', () => {
  it.each([
    [
      '^(.+):bank:([^:]+):(.*)',
      'assets:bank:wells fargo:checking',
      '\\1:\\2 \\3',
      'assets:wells fargo checking',
    ],
    ['a', 'banana', 'o', 'bonono'],
    ['A+', 'baanA', 'o', 'bono'],
    ['(a|ab)(c|bcd)', 'abcd', '[\\0]', '[abcd]'],
    ['x*', 'ab', '-', '-a-b-'],
    ['[[:digit:]]{2,3}', 'a1b22c3333', '#', 'a1b#c#3'],
    ['[^a-c]+', 'abXYc', '.', 'ab.c'],
    ['\\bcat\\b', 'cat concat cat', 'dog', 'dog concat dog'],
    ['a{2}', 'aaaaa', 'b', 'bba'],
    ['(a)|(b)', 'ab', '<\\1\\2>', '<a><b>'],
    ['a.c$', 'abcabc', 'x', 'abcx'],
    ['\\.', 'a.b', ':', 'a:b'],
    ['(', 'x', '', 'invalid_pattern'],
    ['a**', 'x', '', 'invalid_pattern'],
    ['((a{99}){99}){99}', 'x', '', 'invalid_pattern'],
  ])('%s on %s', (source, text, replacement, result) => {
    expect(replace(source, text, replacement)).toBe(result)
  })

  it('takes the leftmost longest match, by trial of every stretch of text', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a)', '(ab)', '(a|bc)', '(b|)')
    const source = fc.array(fc.tuple(atom, fc.constantFrom('', '*', '+', '?')), {
      minLength: 1,
      maxLength: 4,
    })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 })
    fc.assert(
      fc.property(source, text, (parts, input) => {
        const pattern = parts.map(([a, r]) => a + r).join('')
        expect(replace(pattern, input, 'X')).toBe(replaceByTrial(pattern, input))
      }),
    )
  })
})

const replaceByTrial = (source: string, text: string): string => {
  const whole = new RegExp(`^(?:${source})$`, 'i')
  let result = ''
  for (let from = 0; from <= text.length; ) {
    let end = text.length
    while (end >= from && !whole.test(text.slice(from, end))) end--
    if (end >= from) result += 'X'
    if (end <= from) result += text.charAt(from)
    from = Math.max(end, from + 1)
  }
  return result
}

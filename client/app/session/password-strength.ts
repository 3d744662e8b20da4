/** How hard a password is to guess, in words. The server has its own check; this one helps while someone types. */

/** NIST SP 800-63B-4 asks for length, not for kinds of characters. The same bounds as the server's. */
export const PASSWORD_CHARS_MIN = 12
export const PASSWORD_CHARS_MAX = 128

export interface Strength {
  /** 0 nothing yet · 1 not accepted · 2 fair · 3 good · 4 strong. */
  level: 0 | 1 | 2 | 3 | 4
  words: string
}

/** Estimated bits from which a password is fair, good or strong against guessing of a stolen hash. */
const BITS_FAIR = 35
const BITS_GOOD = 60
const BITS_STRONG = 80

/** `known` is what others know about the person: name, e-mail address, organisation. */
export function strengthOf(password: string, known: readonly string[] = []): Strength {
  if (password === '')
    return { level: 0, words: `At least ${PASSWORD_CHARS_MIN} characters. A few words are good.` }
  const missing = PASSWORD_CHARS_MIN - [...password].length
  if (missing > 0)
    return { level: 1, words: `Too short: ${missing} more ${missing === 1 ? 'character' : 'characters'}.` }
  if (password.length > PASSWORD_CHARS_MAX)
    return { level: 1, words: `Too long: at most ${PASSWORD_CHARS_MAX} characters.` }
  const bits = bitsOf(withoutKnown(password.toLowerCase(), known))
  if (bits < BITS_FAIR)
    return { level: 1, words: 'Easy to guess: it repeats itself, or others know it about you.' }
  if (bits < BITS_GOOD) return { level: 2, words: 'Fair. Another word makes it good.' }
  if (bits < BITS_STRONG) return { level: 3, words: 'Good.' }
  return { level: 4, words: 'Strong.' }
}

/** What is known counts for nothing. */
const withoutKnown = (password: string, known: readonly string[]): string =>
  known
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((part) => part.length >= 4)
    .reduce((rest, part) => rest.replaceAll(part, ''), password)

/** A character that continues a run (`aaaa`, `1234`) or repeats what came before (`abcabc`) adds almost nothing. */
const BITS_OF_REPETITION = 0.5

function bitsOf(text: string): number {
  const perCharacter = Math.log2(Math.max(2, alphabetOf(text)))
  return [...text].reduce(
    (bits, _, at) => bits + (isExpected(text, at) ? BITS_OF_REPETITION : perCharacter),
    0,
  )
}

/** Letters, digits, everything else. */
const alphabetOf = (text: string): number =>
  (/[a-z]/.test(text) ? 26 : 0) + (/\d/.test(text) ? 10 : 0) + (/[^a-z\d]/.test(text) ? 32 : 0)

function isExpected(text: string, at: number): boolean {
  if (at === 0) return false
  const step = text.charCodeAt(at) - text.charCodeAt(at - 1)
  if (Math.abs(step) <= 1) return true
  return at >= 2 && text.slice(0, at - 1).includes(text.slice(at - 2, at + 1))
}

import { IDENTITY } from '../../d1/identity/limits.ts'

/**
 * Whether a password may be used; undefined, or what is wrong with it in words. NIST SP 800-63B (5.1.1.2) asks for length
 * and a check against what is commonly used, and against nothing else: no rules about kinds of characters. The check is
 * made by rule instead of by a list of breached passwords: what people make of the commonest words, keyboard rows, years
 * and repetitions is recognised whatever is put around it.
 */
export function passwordFault(password: string, about: readonly string[]): string | undefined {
  if (password.length < IDENTITY.passwordCharsMin)
    return `Use at least ${IDENTITY.passwordCharsMin} characters. A few words in a row are easy to remember.`
  if (password.length > IDENTITY.passwordCharsMax)
    return `Use at most ${IDENTITY.passwordCharsMax} characters.`
  // Years go first: their figures are no letters in disguise.
  const folded = fold(password.replaceAll(/(?:19|20)\d\d/g, ''))
  if (about.some((text) => isAbout(folded, text)))
    return 'Do not use your name, your e-mail address or the name of your tenant.'
  if (isCommon(folded)) return 'This is one of the passwords that are guessed first. Choose another one.'
  return undefined
}

/** The personal part must leave enough besides it. */
function isAbout(folded: string, text: string): boolean {
  const parts = [...text.split(/[^\p{L}\p{N}]+/u), text].map(fold).filter((part) => part.length >= PART_MIN)
  const rest = parts.reduce((left, part) => left.replaceAll(part, ''), folded)
  return rest !== folded && letters(rest).length < ENOUGH_BESIDES
}

/** What is left of a password without common words, rows of keys, years and repetitions must be something. */
function isCommon(folded: string): boolean {
  let rest = folded
  for (const word of COMMON) rest = rest.replaceAll(word, '')
  rest = letters(rest).replaceAll(/(.{1,4}?)\1+/gu, '$1')
  return rest.length < ENOUGH_BESIDES || new Set(folded).size < DIFFERENT_MIN || isRun(folded)
}

const letters = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '')

/** `abcdefghijkl`, `987654321098`: every step is the same. */
function isRun(text: string): boolean {
  const steps = new Set<number>()
  for (let index = 1; index < text.length; index++)
    steps.add((text.charCodeAt(index) - text.charCodeAt(index - 1) + 10) % 10)
  return steps.size === 1
}

const PART_MIN = 3
const ENOUGH_BESIDES = 4
const DIFFERENT_MIN = 5

/** Lower case, without accents, and with the letters that figures and signs commonly stand for. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[013457@$!]/g, (char) => LOOKALIKES[char] ?? char)
}

const LOOKALIKES: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

const KEYBOARD = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'azertyuiop',
  '1234567890',
  'abcdefghijklmnopqrstuvwxyz',
]

/** Rows of keys from three keys on, forwards and backwards; folded as a password is. */
function rowsOfKeys(): string[] {
  return KEYBOARD.flatMap((row) => {
    const both = [row, [...row].reverse().join('')]
    return both.flatMap((keys) => {
      const parts: string[] = []
      for (let from = 0; from <= keys.length - 3; from++)
        for (let to = from + 3; to <= keys.length; to++)
          parts.push(fold(keys.slice(from, to)), keys.slice(from, to))
      return parts
    })
  })
}

const WORDS =
  `password passwort passwd motdepasse contrasena senha wachtwoord haslo parola lozinka salasana kennwort
welcome willkommen bienvenue login signin admin administrator root user guest master superuser system server
secret geheim private access changeme default letmein openup sesame trustno test testing temp demo sample example
iloveyou love lovely liebe schatz amour princess prince queen king baby angel sunshine rainbow flower summer winter
spring autumn sommer herbst fruehling monday tuesday wednesday thursday friday saturday sunday january february march
april june july august september october november december football soccer baseball basketball hockey tennis golf
dragon monkey tiger lion eagle shadow ninja samurai pokemon pikachu naruto minecraft fortnite batman superman spiderman
starwars starwar matrix google facebook twitter instagram youtube linkedin microsoft windows apple iphone samsung
android internet computer laptop keyboard mouse office company business account accounting bookkeeping meridian ledger
money cash bank dollar euro pound michael jennifer jessica thomas daniel david robert charlie jordan michelle andrew
anthony matthew joshua ashley nicole hannah george harley buster ginger pepper cookie chocolate cheese banana orange
purple yellow green black white silver golden diamond crystal magic freedom liberty america england germany france
espana italia canada london berlin paris newyork chelsea arsenal liverpool barcelona juventus bayern mercedes ferrari
porsche toyota honda yamaha whatever nothing something anything forever hello hallo bonjour hola goodbye thankyou
please correct horse battery staple qwerty azerty qwertz asdf zxcv abc xyz foo bar`.split(/\s+/)

/** The longest first, so that a part of a word does not leave its rest behind. */
const COMMON = [...new Set([...WORDS.map(fold), ...rowsOfKeys()])].sort((a, b) => b.length - a.length)

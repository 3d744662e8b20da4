import { describe, expect, it } from 'vitest'
import { passwordFault } from './password-policy.ts'

const ABOUT = ['Mia Sandberg', 'mia.sandberg@kaffee.example', 'Nordsee Kaffee', 'nordsee-kaffee']

describe('a password', () => {
  it.each([
    'Tr0ub4dour-und-Zwirn',
    'vier rote Kähne im Hafen',
    'k8#Lq2v!Zp9xW',
    'jQtLkHqhOZ5qqWPkz1P0bL78',
    '日本語のとても長い合い言葉です',
    'mia likes the quiet harbour',
    'gruen kran dose 92',
  ])('may be %s', (password) => expect(passwordFault(password, ABOUT)).toBeUndefined())

  it.each([
    ['short1!', 'at least 12'],
    ['x'.repeat(129), 'at most 128'],
    ['password1234', 'guessed first'],
    ['P@ssw0rd2024!', 'guessed first'],
    ['Passwort123456', 'guessed first'],
    ['qwertyuiop12', 'guessed first'],
    ['1234567890123', 'guessed first'],
    ['abcdefghijklm', 'guessed first'],
    ['poiuytrewqlkj', 'guessed first'],
    ['iloveyou2023!!', 'guessed first'],
    ['Summer2026!!!', 'guessed first'],
    ['letmeinletmein', 'guessed first'],
    ['aaaaaaaaaaaaa', 'guessed first'],
    ['abababababab', 'guessed first'],
    ['Admin@Meridian1', 'guessed first'],
    ['correcthorsebatterystaple', 'guessed first'],
    ['MiaSandberg1', 'your name'],
    ['mia.sandberg@kaffee.example', 'your name'],
    ['nordsee-kaffee1', 'your name'],
  ])('may not be %s', (password, why) => expect(passwordFault(password, ABOUT)).toContain(why))

  it('is judged in a time that nobody notices, whatever it is', () => {
    const startMs = performance.now()
    for (let index = 0; index < 100; index++) {
      passwordFault('ab'.repeat(64), ABOUT)
      passwordFault(`${'aab'.repeat(42)}x`, ABOUT)
    }
    expect((performance.now() - startMs) / 200).toBeLessThan(5)
  })
})

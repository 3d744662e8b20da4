import { expect, it } from 'vitest'
import { formatBytes } from './bytes.ts'

it('a size is said in the unit that fits', () => {
  expect(formatBytes(12, 'en')).toBe('1 kB')
  expect(formatBytes(48_200, 'en')).toBe('48 kB')
  expect(formatBytes(1_440_000, 'en')).toBe('1.4 MB')
  expect(formatBytes(26_214_400, 'en')).toBe('26.2 MB')
})

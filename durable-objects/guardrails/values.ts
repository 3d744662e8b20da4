import { localTime } from '../kernel/zones.ts'

/** How conditions read and compare single values. Pure: the same on paper. */

/** Text in which `*` stands for any characters. Linear in the text, whatever the pattern: no pattern can stop the object. */
export function matcher(pattern: string): (text: string) => boolean {
  const parts = pattern.toLowerCase().split('*')
  const [first = '', last = ''] = [parts[0], parts.at(-1)]
  if (parts.length === 1) return (text) => text.toLowerCase() === first
  return (text) => {
    const lower = text.toLowerCase()
    if (!lower.startsWith(first) || lower.length < first.length + last.length) return false
    let from = first.length
    for (const part of parts.slice(1, -1)) {
      const at = lower.indexOf(part, from)
      if (at < 0) return false
      from = at + part.length
    }
    return lower.length - last.length >= from && lower.endsWith(last)
  }
}

/** Looks for a value at a path such as `lines[].memo` that the test holds for: its RFC 6901 pointer, or undefined. */
export function somewhere(
  root: unknown,
  path: string,
  test: (value: unknown) => boolean,
): string | undefined {
  return walk(root, partsOf(path), 0, '', test)
}

function walk(
  value: unknown,
  parts: readonly Part[],
  index: number,
  pointer: string,
  test: (value: unknown) => boolean,
): string | undefined {
  const part = parts[index]
  if (!part) return test(value) ? pointer : undefined
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part.name)) return undefined
  const next = (value as Record<string, unknown>)[part.name]
  const at = `${pointer}/${part.name}`
  if (!part.each) return walk(next, parts, index + 1, at, test)
  if (!Array.isArray(next)) return undefined
  for (const [position, element] of next.entries()) {
    const found = walk(element, parts, index + 1, `${at}/${position}`, test)
    if (found !== undefined) return found
  }
  return undefined
}

interface Part {
  name: string
  each: boolean
}

const known = new Map<string, readonly Part[]>()
const KNOWN_MAX = 1_000

function partsOf(path: string): readonly Part[] {
  let parts = known.get(path)
  if (!parts) {
    if (known.size >= KNOWN_MAX) known.clear()
    parts = path.split('.').map((text) => ({ name: text.replace('[]', ''), each: text.endsWith('[]') }))
    known.set(path, parts)
  }
  return parts
}

const DECIMAL = /^-?\d{1,40}(\.\d{1,40})?$/

/** The order of two decimals, exactly, or undefined where one of them is none. */
export function compareDecimals(left: unknown, right: unknown): number | undefined {
  if (typeof left !== 'string' && typeof left !== 'number') return undefined
  const [a, b] = [String(left), String(right)]
  if (!DECIMAL.test(a) || !DECIMAL.test(b)) return undefined
  const digits = Math.max(decimalsOf(a), decimalsOf(b))
  const [x, y] = [scaled(a, digits), scaled(b, digits)]
  return x < y ? -1 : x > y ? 1 : 0
}

const decimalsOf = (text: string): number => (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0)
const scaled = (text: string, digits: number): bigint =>
  BigInt(text.replace('.', '') + '0'.repeat(digits - decimalsOf(text)))

/** 0 to 23. */
export const hourIn = (zone: string, micros: number): number => localTime(zone, micros).hour
/** 1 is Monday, 7 is Sunday (ISO 8601). */
export const weekdayIn = (zone: string, micros: number): number => localTime(zone, micros).weekday

/** Whole days since 1970, UTC. */
export const dayOf = (micros: number): number => Math.floor(micros / 86_400_000_000)

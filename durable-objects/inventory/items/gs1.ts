import { isGtin } from './barcodes.ts'

/**
 * GS1 element strings (GS1 General Specifications, sections 3 and 7.8): as people write them, "(01)…(10)…"; as scanners
 * send them, with FNC1 as the group separator behind elements of variable length; and as GS1 Digital Link.
 */
export interface Elements {
  gtin?: string
  lot?: string
  serial?: string
  /** YYYY-MM-DD */
  expiry?: string
  count?: string
  /** Net weight in kilograms, as decimal text: (310n). */
  weightKg?: string
}

export type Read = { elements: Elements } | { problem: string } | undefined

const SEPARATOR = '\u001d'
/** Symbology identifiers of what carries GS1 (ISO/IEC 15424), and those of plain barcodes. */
const SYMBOLOGY = /^\](C1|e0|d2|Q3|J1)/
const PLAIN = /^\](E0|E4|C0|Q1|d1|I1|A0)/

/** What a scanner says before the text itself says nothing of it. */
export const withoutSymbology = (text: string): string => text.replace(PLAIN, '')

/** Undefined: it is no element string. `year` decides the century of dates. */
export function readElements(text: string, year: number): Read {
  const marked = SYMBOLOGY.test(text)
  const bare = text.replace(SYMBOLOGY, '')
  const pairs = marked || bare.includes(SEPARATOR) ? scanned(bare) : (written(bare) ?? linked(bare))
  if (pairs === undefined) return marked ? unreadable : scannedByGtin(bare, year)
  return interpreted(pairs, year)
}

type Pairs = [identifier: string, value: string][]
const unreadable = {
  problem: 'The element string has an identifier that GS1 does not know, or ends too early.',
}

/** Scanners that are set to leave out FNC1 and identifiers send what begins with a GTIN and goes on. */
function scannedByGtin(text: string, year: number): Read {
  if (!/^0[12]\d{14}./.test(text) || !isGtin(text.slice(2, 16))) return undefined
  const pairs = scanned(text)
  return pairs && interpreted(pairs, year)
}

function written(text: string): Pairs | undefined {
  if (!/^\(\d{2,4}\)/.test(text)) return undefined
  const parts = [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)]
  const whole = parts.map(([all]) => all).join('')
  return whole === text ? parts.map(([, identifier = '', value = '']) => [identifier, value]) : undefined
}

/** https://example.com/01/{gtin}/10/{lot}/21/{serial}?17={expiry} (GS1 Digital Link, URI syntax). */
function linked(text: string): Pairs | undefined {
  const [, path, search = ''] = /^https?:\/\/[^/?#]+(\/[^?#]*)(?:\?([^#]*))?/i.exec(text) ?? []
  const at = path?.search(/\/01\/\d{8,14}(\/|$)/) ?? -1
  if (path === undefined || at < 0) return undefined
  const parts = path.slice(at + 1).split('/')
  const pairs: Pairs = []
  for (let index = 0; index + 1 < parts.length; index += 2)
    pairs.push([parts[index] as string, decoded(parts[index + 1] as string)])
  for (const each of search.split('&')) {
    const [identifier = '', value = ''] = each.split('=')
    if (/^\d{2,4}$/.test(identifier)) pairs.push([identifier, decoded(value)])
  }
  return pairs.map(([identifier, value]) => [
    identifier,
    identifier === '01' ? value.padStart(14, '0') : value,
  ])
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function scanned(text: string): Pairs | undefined {
  const pairs: Pairs = []
  let rest = text
  while (rest !== '') {
    if (rest.startsWith(SEPARATOR)) {
      rest = rest.slice(1)
      continue
    }
    const length = identifierLength(rest.slice(0, 2))
    if (length === undefined || rest.length <= length) return undefined
    const identifier = rest.slice(0, length)
    const fixed = FIXED[identifier.slice(0, 2)]
    const end = fixed === undefined ? rest.indexOf(SEPARATOR) : 2 + fixed
    const value = rest.slice(length, end < 0 ? undefined : end)
    if (fixed !== undefined && (rest.length < end || value.includes(SEPARATOR))) return undefined
    pairs.push([identifier, value])
    rest = end < 0 ? '' : rest.slice(end)
  }
  return pairs.length > 0 ? pairs : undefined
}

/** Digits of the value behind the first two of the identifier, where it needs no separator (figure 7.8.5-2). */
const FIXED: Readonly<Record<string, number>> = {
  '00': 18,
  '01': 14,
  '02': 14,
  '03': 14,
  '04': 16,
  '11': 6,
  '12': 6,
  '13': 6,
  '14': 6,
  '15': 6,
  '16': 6,
  '17': 6,
  '18': 6,
  '19': 6,
  '20': 2,
  '31': 8,
  '32': 8,
  '33': 8,
  '34': 8,
  '35': 8,
  '36': 8,
  '41': 14,
}

/** How long an identifier is by its first two digits (figure 3.2-1). */
function identifierLength(first: string): number | undefined {
  if (/^(0[0-4]|1\d|2[0-2]|30|37|9\d)$/.test(first)) return 2
  if (/^(2[3-5]|4[0-2]|71)$/.test(first)) return 3
  return /^(3[1-69]|43|7[0-2]|8[0-2])$/.test(first) ? 4 : undefined
}

function interpreted(pairs: Pairs, year: number): Read {
  const values = new Map(pairs)
  const elements: Elements = {}
  const gtin = values.get('01') ?? values.get('02')
  if (gtin !== undefined && !(gtin.length === 14 && isGtin(gtin)))
    return { problem: `${gtin} is no GTIN: it has 14 digits, of which the last one is a check digit.` }
  if (gtin !== undefined) elements.gtin = gtin
  for (const [identifier, field] of [
    ['10', 'lot'],
    ['21', 'serial'],
  ] as const) {
    const value = values.get(identifier)
    if (value === undefined) continue
    if (!/^[\x21-\x7e]{1,20}$/.test(value)) return { problem: `(${identifier}) has 1 to 20 characters.` }
    elements[field] = value
  }
  const date = values.get('17') ?? values.get('15')
  if (date !== undefined) {
    const expiry = dateOf(date, year)
    if (expiry === undefined) return { problem: `${date} is no date: it is written as YYMMDD.` }
    elements.expiry = expiry
  }
  const count = values.get('30') ?? values.get('37')
  if (count !== undefined) {
    if (!/^\d{1,8}$/.test(count)) return { problem: `(30) and (37) have up to 8 digits, not "${count}".` }
    elements.count = String(Number(count))
  }
  const weight = pairs.find(([identifier]) => /^310[0-6]$/.test(identifier))
  if (weight) {
    const [identifier, value] = weight
    if (!/^\d{6}$/.test(value)) return { problem: `(${identifier}) has 6 digits, not "${value}".` }
    elements.weightKg = shifted(value, Number(identifier.at(-1)))
  }
  return { elements }
}

/** Digits with so many of them behind the point, without zeros that say nothing. */
function shifted(digits: string, decimals: number): string {
  const whole = String(Number(digits.slice(0, digits.length - decimals)))
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole}.${fraction}`
}

/** Day 00 is the last of its month; the century is the one in which the year lies nearest (section 7.12). */
function dateOf(text: string, now: number): string | undefined {
  const [, yy, mm, dd] = /^(\d\d)(\d\d)(\d\d)$/.exec(text)?.map(Number) ?? []
  if (yy === undefined || mm === undefined || dd === undefined || mm < 1 || mm > 12) return undefined
  const apart = yy - (now % 100)
  const century = Math.floor(now / 100) + (apart >= 51 ? -1 : apart <= -50 ? 1 : 0)
  const year = century * 100 + yy
  const last = new Date(Date.UTC(year, mm, 0)).getUTCDate()
  if (dd > last) return undefined
  const day = dd === 0 ? last : dd
  return `${year}-${String(mm).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

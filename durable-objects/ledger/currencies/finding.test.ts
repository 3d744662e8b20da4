import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysBetween, formatDate, parseDate } from '../../kernel/dates.ts'
import { isRefusal } from '../../kernel/result.ts'
import { describedRate, describeRate } from './described-rate.ts'
import { type FoundRate, findRate, type KnownRate, type RateBook } from './finding.ts'

/** Rates on paper: `source base quote date rate`. */
function bookOf(lines: readonly string[]): RateBook {
  const rates = lines.map((line): KnownRate => {
    const [source = '', base = '', quote = '', date = '', rate = ''] = line.split(' ')
    return { source, base, quote, date: parseDate(date) as number, rate }
  })
  const of = (source: string, base: string, quote: string) =>
    rates
      .filter((each) => each.source === source && each.base === base && each.quote === quote)
      .sort((a, b) => a.date - b.date)
  return {
    latest: (source, base, quote, until) => of(source, base, quote).findLast(({ date }) => date <= until),
    next: (source, base, quote, after) => of(source, base, quote).find(({ date }) => date > after),
    partners: (source, unit) =>
      new Set(
        rates.flatMap((each) => {
          if (each.source !== source) return []
          if (each.base === unit) return [each.quote]
          return each.quote === unit ? [each.base] : []
        }),
      ),
  }
}

const wanted = (text: string, more: object = {}) => {
  const [from = '', to = '', date = ''] = text.split(' ')
  return {
    from,
    to,
    date: parseDate(date) as number,
    sources: ['manual', 'ecb'],
    maxAgeDays: 7,
    pivots: ['EUR', 'GBP'],
    ...more,
  }
}

const ECB = [
  'ecb EUR USD 2026-03-30 1.08',
  'ecb EUR USD 2026-03-31 1.1',
  'ecb EUR GBP 2026-03-31 0.88',
  'ecb EUR JPY 2026-03-20 160',
]

describe('the rate of a day', () => {
  it.each([
    ['EUR EUR 2026-03-31', '1', 'the same unit'],
    ['EUR USD 2026-03-31', '1.1 ecb 2026-03-31', 'as it was recorded'],
    ['EUR USD 2026-03-30', '1.08 ecb 2026-03-30', 'and not the later one'],
    ['EUR USD 2026-04-07', '1.1 ecb 2026-03-31', 'the newest up to the day'],
    ['USD EUR 2026-03-31', '0.909090909090909 ecb 2026-03-31 inverse', 'turned round'],
    ['USD GBP 2026-03-31', '0.8 ecb 2026-03-31 via EUR', 'through the euro, rounded once'],
    ['GBP USD 2026-03-31', '1.25 ecb 2026-03-31 via EUR', 'and back'],
  ])('%s is %s: %s', (lookup, expected) => {
    const found = findRate(bookOf(ECB), wanted(lookup))
    expect(isRefusal(found) ? found.detail : describeRate(found)).toBe(expected)
    if (isRefusal(found)) return
    const { rate, source, way, via } = found
    expect(describedRate(expected)).toEqual({
      rate,
      source,
      way,
      via,
      date: way === 'same' ? '' : formatDate(found.date),
    })
  })

  it.each([
    ['EUR USD 2026-04-08', /nearest is 1\.1 ecb 2026-03-31, 8 days old, and 7 are allowed/],
    ['JPY EUR 2026-03-31', /nearest is 0\.00625 ecb 2026-03-20, 11 days old/],
    ['JPY USD 2026-03-31', /nearest is 0\.006875 ecb 2026-03-20, 11 days old/],
    ['EUR USD 2026-03-29', /the first one is 1\.08 ecb 2026-03-30, and a later rate is never used/],
    ['USD GBP 2026-03-30', /the first one is 0\.814814814814815 ecb 2026-03-31/],
    ['EUR CHF 2026-03-31', /no rate from EUR to CHF for 2026-03-31, and none on another day/],
  ])('%s is refused, and the nearest one is named', (lookup, detail) => {
    const found = findRate(bookOf(ECB), wanted(lookup))
    expect(found).toMatchObject({ refused: 'rate_not_found', detail: expect.stringMatching(detail) })
  })

  it('asks sources in their order, and goes on where the first has nothing fresh', () => {
    const book = bookOf([...ECB, 'manual EUR USD 2026-03-01 1.2', 'manual EUR USD 2026-03-31 1.15'])
    expect(findRate(book, wanted('EUR USD 2026-03-31'))).toMatchObject({ source: 'manual', rate: '1.15' })
    expect(findRate(book, wanted('EUR USD 2026-03-30'))).toMatchObject({ source: 'ecb', rate: '1.08' })
    const only = wanted('EUR USD 2026-03-31', { sources: ['ecb'] })
    expect(findRate(book, only)).toMatchObject({ source: 'ecb', rate: '1.1' })
  })

  it('takes a newer cross rate rather than an older direct one, and of a day the direct one', () => {
    const older = bookOf([...ECB, 'ecb USD GBP 2026-03-30 0.79'])
    expect(findRate(older, wanted('USD GBP 2026-03-31'))).toMatchObject({ way: 'cross', rate: '0.8' })
    const same = bookOf([...ECB, 'ecb USD GBP 2026-03-31 0.79'])
    expect(findRate(same, wanted('USD GBP 2026-03-31'))).toMatchObject({ way: 'direct', rate: '0.79' })
  })

  it('dates a cross rate by its older leg', () => {
    const book = bookOf(['ecb EUR USD 2026-03-31 1.1', 'ecb EUR GBP 2026-03-25 0.88'])
    expect(findRate(book, wanted('USD GBP 2026-03-31'))).toMatchObject({ date: 20260325, ageDays: 6 })
    expect(findRate(book, wanted('USD GBP 2026-04-02'))).toMatchObject({ refused: 'rate_not_found' })
  })

  it('puts a rate together from two sources when none knows a way alone', () => {
    const book = bookOf([...ECB, 'manual VTI USD 2026-03-31 220'])
    expect(findRate(book, wanted('VTI EUR 2026-03-31'))).toMatchObject({
      rate: '200',
      source: 'manual+ecb',
      via: ['USD'],
    })
    // Three steps: the fund in dollars, dollars in pounds through the euro.
    expect(findRate(book, wanted('VTI GBP 2026-03-31'))).toMatchObject({ rate: '176', via: ['USD', 'EUR'] })
    expect(findRate(book, wanted('GBP VTI 2026-03-31'))).toMatchObject({ via: ['EUR', 'USD'] })
  })

  it('finds through any unit that both have rates with, when it is not a preferred one', () => {
    const book = bookOf(['oxr USD AUD 2026-03-31 1.5', 'oxr USD NZD 2026-03-31 1.8'])
    const found = findRate(book, wanted('AUD NZD 2026-03-31', { sources: ['oxr'] }))
    expect(found).toMatchObject({ rate: '1.2', via: ['USD'] })
  })
})

describe('whatever rates there are', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((each) => formatDate(20260300 + each))
  const rate = fc.integer({ min: 1, max: 10_000_000 }).map((each) => String(each / 10_000))
  const rateLine = fc
    .record({
      source: fc.constantFrom('ecb', 'manual'),
      pair: fc.constantFrom('EUR USD', 'EUR GBP', 'USD EUR', 'USD JPY', 'GBP JPY', 'VTI USD'),
      day,
      rate,
    })
    .map((each) => `${each.source} ${each.pair} ${each.day} ${each.rate}`)
  const lookup = fc.record({
    from: fc.constantFrom('EUR', 'USD', 'GBP', 'JPY', 'VTI'),
    to: fc.constantFrom('EUR', 'USD', 'GBP', 'JPY', 'VTI'),
    day,
    maxAgeDays: fc.integer({ min: 0, max: 30 }),
  })

  it('a rate is never of a later day, never older than allowed, and there both ways or not at all', () => {
    fc.assert(
      fc.property(
        fc.array(rateLine, { maxLength: 25 }),
        lookup,
        (lines, { from, to, day: on, maxAgeDays }) => {
          const book = bookOf([
            ...new Map(lines.map((line) => [line.split(' ').slice(0, 4).join(' '), line])).values(),
          ])
          const found = findRate(book, wanted(`${from} ${to} ${on}`, { maxAgeDays }))
          const back = findRate(book, wanted(`${to} ${from} ${on}`, { maxAgeDays }))
          expect(isRefusal(found)).toBe(isRefusal(back))
          if (isRefusal(found) || isRefusal(back)) return
          const date = parseDate(on) as number
          expect(found.date).toBeLessThanOrEqual(date)
          expect(daysBetween(found.date, date)).toBeLessThanOrEqual(maxAgeDays)
          for (const { known } of found.legs) expect(known.date).toBeLessThanOrEqual(date)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('an inverse turned round is the rate, and a cross of crosses is one, within rounding', () => {
    fc.assert(
      fc.property(rate, rate, (usd, gbp) => {
        const book = bookOf([`ecb EUR USD 2026-03-31 ${usd}`, `ecb EUR GBP 2026-03-31 ${gbp}`])
        const find = (text: string) =>
          Number((findRate(book, wanted(`${text} 2026-03-31`)) as FoundRate).rate)
        expect(find('USD EUR') * Number(usd)).toBeCloseTo(1, 12)
        expect(find('USD GBP') * find('GBP USD')).toBeCloseTo(1, 12)
        expect(find('USD GBP') / (find('USD EUR') * find('EUR GBP'))).toBeCloseTo(1, 12)
      }),
    )
  })
})

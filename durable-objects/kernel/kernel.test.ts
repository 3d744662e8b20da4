import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, parseAmount } from './amount.ts'
import { canonicalJson, eventHash, GENESIS_HASH, type HashedFields } from './canonical.ts'
import { formatDate, formatInstant, parseDate } from './dates.ts'
import { GroupCommit } from './group-commit.ts'
import { idAtSequence, isId, newId, PREFIX, sequenceInId } from './ids.ts'
import { LIMITS } from './limits.ts'
import { currencyScale } from './money.ts'

describe('amounts', () => {
  it('come back from their text as they were, at every scale', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 18 }), (minor, scale) => {
        expect(parseAmount(formatAmount(minor, scale), scale)).toBe(minor)
      }),
    )
  })

  it.each([
    ['10.00', 2, 1000],
    ['10', 2, 1000],
    ['-0.01', 2, -1],
    ['0.10', 0, 'too_many_decimals'],
    ['10.000', 2, 1000],
    ['10.001', 2, 'too_many_decimals'],
    ['1e400', 2, 'not_a_decimal'],
    ['1e3', 2, 'not_a_decimal'],
    ['', 2, 'not_a_decimal'],
    ['.5', 2, 'not_a_decimal'],
    ['5.', 2, 'not_a_decimal'],
    ['007', 2, 'not_a_decimal'],
    ['1,000', 2, 'not_a_decimal'],
    ['٣', 2, 'not_a_decimal'],
    ['Infinity', 2, 'not_a_decimal'],
    ['NaN', 2, 'not_a_decimal'],
    ['90071992547409.91', 2, Number.MAX_SAFE_INTEGER],
    ['90071992547409.92', 2, 'out_of_range'],
    ['-90071992547409.91', 2, -Number.MAX_SAFE_INTEGER],
    ['9'.repeat(31), 0, 'out_of_range'],
  ])('"%s" at scale %i is %s', (text, scale, expected) => {
    expect(parseAmount(text, scale)).toBe(expected)
  })

  it('never make a negative zero, which would be another canonical text', () => {
    expect(Object.is(parseAmount('-0.00', 2), 0)).toBe(true)
  })
})

describe('dates', () => {
  it('are read exactly when they are in the calendar', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1900, max: 2999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const text = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-')
          const real = new Date(Date.UTC(year, month - 1, day))
          const exists =
            real.getUTCFullYear() === year && real.getUTCMonth() === month - 1 && real.getUTCDate() === day
          expect(parseDate(text) !== undefined).toBe(exists)
          if (exists) expect(formatDate(parseDate(text) as number)).toBe(text)
        },
      ),
    )
  })

  it.each([
    '2026-02-30',
    '2025-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00',
    '',
  ])('refuse %s', (text) => expect(parseDate(text)).toBeUndefined())

  it('write instants to the microsecond', () => {
    expect(formatInstant(1_774_915_200_123_456)).toBe('2026-03-31T00:00:00.123456Z')
  })
})

describe('ids', () => {
  it('carry the log position they were made at', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER - 1), fc.nat(2 ** 30 - 1), (sequence, random) => {
        const bounded = sequence % 2 ** 50
        const id = idAtSequence('journalEntry', Date.UTC(2026, 0, 1), bounded, random)
        expect(isId('journalEntry', id)).toBe(true)
        expect(sequenceInId(id)).toBe(bounded)
      }),
    )
  })

  it('are known by their prefix', () => {
    expect(newId('company').startsWith(`${PREFIX.company}_`)).toBe(true)
    expect(isId('account', newId('company'))).toBe(false)
    expect(new Set(Object.values(PREFIX)).size).toBe(Object.values(PREFIX).length)
  })
})

describe('the hash of an event', () => {
  const fields: HashedFields = {
    company: 'co_1',
    sequence: 7,
    type: 'journal-entry-posted',
    version: 1,
    recordedAt: 1_774_915_200_123_456,
    actor: 'key_1',
    command: 'ledger.PostJournalEntry',
    requestId: 'req_1',
    data: '{"a":1}',
  }

  it.each(Object.keys(fields) as (keyof HashedFields)[])('covers %s', (field) => {
    const changed = { ...fields, [field]: typeof fields[field] === 'number' ? 8 : 'other' }
    expect(eventHash(GENESIS_HASH, changed)).not.toBe(eventHash(GENESIS_HASH, fields))
  })

  it('covers the previous hash', () => {
    expect(eventHash('1'.repeat(64), fields)).not.toBe(eventHash(GENESIS_HASH, fields))
  })

  it('tells a field from its neighbour: a character that moves across the border changes it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (left, right) => {
        const moved = { ...fields, actor: left.slice(0, -1), command: left.slice(-1) + right }
        expect(eventHash(GENESIS_HASH, { ...fields, actor: left, command: right })).not.toBe(
          eventHash(GENESIS_HASH, moved),
        )
      }),
    )
  })

  it('stays what it was: a log written once is verifiable forever', () => {
    expect(eventHash(GENESIS_HASH, fields)).toMatchInlineSnapshot(
      `"2ad546c5e4fc1aedf9cb1f05726af18b337851d36c60f2ec8fa2d1b251c776a9"`,
    )
  })
})

it('canonical JSON does not depend on the order of keys', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.oneof(fc.maxSafeInteger(), fc.string(), fc.constant(null))),
      (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        expect(canonicalJson(reversed)).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(value)
      },
    ),
  )
})

it('currencies have the minor digits of ISO 4217', () => {
  expect(['EUR', 'JPY', 'KWD', 'CLF', 'XXX'].map(currencyScale)).toEqual([2, 0, 3, 4, undefined])
})

describe('group commit', () => {
  it('runs everything that waits in one turn, in the order of arrival', async () => {
    const turns: number[][] = []
    const commits = new GroupCommit<number, number>(
      (jobs) => {
        turns.push(jobs)
        return jobs.map((job) => job * 10)
      },
      () => new Promise((resolve) => setTimeout(resolve)),
    )
    const results = await Promise.all([1, 2, 3].map((job) => commits.submit(job)))
    expect(results).toEqual([10, 20, 30])
    expect(turns).toEqual([[1, 2, 3]])
    await commits.submit(4)
    expect(turns).toEqual([[1, 2, 3], [4]])
  })

  it('tells everyone who waits when a turn breaks, and goes on with the next', async () => {
    let broken = true
    const commits = new GroupCommit<number, number>(
      (jobs) => {
        if (broken) throw new Error('broken')
        return jobs
      },
      () => Promise.resolve(),
    )
    const waiting = await Promise.allSettled([commits.submit(1), commits.submit(2)])
    expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    broken = false
    await expect(commits.submit(3)).resolves.toBe(3)
  })
})

it('limits stay within what the platform takes', () => {
  expect(LIMITS.queueMessageBytesMax).toBeLessThan(128_000)
  expect(LIMITS.storedReplyPartChars * 3).toBeLessThan(2_000_000)
  expect(LIMITS.eventBytesMax).toBeLessThan(2_000_000)
  expect(LIMITS.bulkBytesMax).toBeLessThan(32 * 2 ** 20)
})

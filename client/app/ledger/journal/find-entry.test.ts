import { describe, expect, it } from 'vitest'
import type { Journal } from '../queries.ts'
import { findEntryByNumber, type NumberedEvent, wantedEntry } from './find-entry.ts'

const PAGE = 50

function logOf(journals: readonly (string | undefined)[]) {
  const numbers = new Map<string, number>()
  const events = journals.map((journal, index): NumberedEvent => {
    if (journal === undefined) return { sequence: index + 1, entry: undefined }
    const number = (numbers.get(journal) ?? 0) + 1
    numbers.set(journal, number)
    return { sequence: index + 1, entry: { journal, number, id: `${journal}-${number}` } }
  })
  let reads = 0
  const find = (journal: string, number: number) => {
    const space = { journal, series: '', lastNumber: numbers.get(journal) ?? 0, headSequence: events.length }
    return findEntryByNumber(
      async (after) => {
        reads += 1
        return events.slice(after, after + PAGE)
      },
      space,
      number,
    )
  }
  return { find, numbers, reads: () => reads }
}

describe('an entry is found by its number', () => {
  it('in one or two reads where most of the log is the journal', async () => {
    const log = logOf([...Array(30).fill(undefined), ...Array(10_000).fill('GJ')])
    expect(await log.find('GJ', 7_321)).toBe('GJ-7321')
    expect(log.reads()).toBeLessThanOrEqual(3)
  })

  it('wherever it lies in a log of several journals, unevenly mixed', async () => {
    const mixed = Array.from({ length: 3_000 }, (_, index) =>
      index % 97 === 0 ? undefined : index < 900 ? 'BANK' : index % 7 < 2 ? 'BANK' : 'GJ',
    )
    const log = logOf(mixed)
    for (const [journal, last] of log.numbers)
      for (let number = 1; number <= last; number += 13)
        expect(await log.find(journal, number)).toBe(`${journal}-${number}`)
  })

  it('after a long stretch of other journals', async () => {
    const log = logOf(['OPEN', 'OPEN', ...Array(600).fill('GJ'), 'OPEN'])
    for (const number of [1, 2, 3]) expect(await log.find('OPEN', number)).toBe(`OPEN-${number}`)
  })

  it('or not at all, without reading, when the number was never given', async () => {
    const log = logOf(['GJ'])
    expect(await log.find('GJ', 2)).toBeUndefined()
    expect(await log.find('GJ', 0)).toBeUndefined()
    expect(log.reads()).toBe(0)
  })
})

describe('what a person means by a number', () => {
  const journal = (code: string, series: Journal['series']): Journal => ({
    code,
    name: code,
    kind: 'general',
    pattern: null,
    isActive: true,
    lastNumber: 0,
    series,
  })
  const journals = [
    journal('GJ', [{ series: '', lastNumber: 40 }]),
    journal('BANK', [
      { series: 'BANK-2025-#', lastNumber: 900 },
      { series: 'BANK-2026-#', lastNumber: 12 },
    ]),
  ]

  it.each([
    ['17', 'GJ', '', 17, 40],
    ['gj 17', 'GJ', '', 17, 40],
    ['bank-4', 'BANK', 'BANK-2026-#', 4, 12],
    ['BANK-2025-0017', 'BANK', 'BANK-2025-#', 17, 900],
    ['sales 3', 'SALES', '', 3, 0],
  ])('%s', (text, code, series, number, lastNumber) => {
    expect(wantedEntry(text, journals)).toMatchObject({ journal: code, series, number, lastNumber })
  })

  it('words are no number', () => expect(wantedEntry('rent', journals)).toBeUndefined())
})

import { describe, expect, it } from 'vitest'
import { pageByKey } from './paging.ts'
import { isRefusal } from './result.ts'

const rows = ['b', 'd', 'a', 'ä', 'c'].map((code) => ({ code }))

describe('a list in memory', () => {
  it('comes whole and in order, whatever the size of a page', () => {
    for (const limit of [1, 2, 3, 5, 9]) {
      const all: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = pageByKey(
          rows,
          { limit, cursor },
          ({ code }) => code,
          ({ code }) => code.toUpperCase(),
        )
        if (isRefusal(page)) throw new Error(page.detail)
        expect(page.data.length).toBeLessThanOrEqual(limit)
        all.push(...page.data)
        cursor = page.nextCursor
      }
      expect(all).toEqual(['A', 'B', 'C', 'D', 'Ä'])
    }
  })

  it('refuses a cursor that is none', () => {
    expect(pageByKey(rows, { cursor: 'ß' }, ({ code }) => code)).toMatchObject({ refused: 'invalid_cursor' })
  })
})

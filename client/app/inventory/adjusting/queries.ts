import { queryOptions } from '@tanstack/react-query'
import { LIMITS } from '../../../../durable-objects/kernel/limits.ts'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'
import type { Lying } from './changes.ts'

/** Rows of one grid; of a larger warehouse one chooses a place in it. */
const ROWS_MAX = 5_000

/** Everything that lies in a place and below it, to be typed over as a whole. */
export const lyingQuery = (company: string, place: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'stock'), 'lying', place],
    queryFn: async ({ signal }) => {
      const rows: Lying[] = []
      let cursor: string | undefined
      do {
        const input = { place, limit: LIMITS.pageRowsMax, ...(cursor && { cursor }) }
        const page = await meridian.stock.ListOnHand(company, input, { signal })
        rows.push(...page.data)
        cursor = page.nextCursor ?? undefined
      } while (cursor && rows.length < ROWS_MAX)
      return { rows, isComplete: cursor === undefined }
    },
    enabled: place !== '',
  })

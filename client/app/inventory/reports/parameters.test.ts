import { describe, expect, it } from 'vitest'
import { explanationOf, movementSearch, onHandSearch, parametersOf, slowMoversSearch } from './parameters.ts'

describe('what a report of the stock is asked with', () => {
  it('is what its address says, without what the page keeps for itself', () => {
    const search = onHandSearch.parse({ asOf: '2026-03-31', knownAt: '12', by: 'lot', explain: 'itm_1' })
    expect(parametersOf(search)).toEqual({ asOf: '2026-03-31', knownAt: '12', by: 'lot' })
  })

  it('leaves out what nobody understands, and asks without it', () => {
    const search = onHandSearch.parse({ asOf: 'yesterday', by: 'colour', knownAt: '-1', q: '' })
    expect(parametersOf(search)).toEqual({})
    expect(slowMoversSearch.parse({ days: '0' }).days).toBeUndefined()
  })

  it('an explanation is of the last day of the report, and as known where it is', () => {
    const search = movementSearch.parse({
      ...{ from: '2026-01-01', to: '2026-03-31', knownAt: '7', warehouse: 'MAIN' },
      ...{ explain: 'itm_1', explainIn: 'SHOP' },
    })
    expect(explanationOf(search)).toEqual({
      ...{ item: 'itm_1', warehouse: 'SHOP', asOf: '2026-03-31', knownAt: '7' },
    })
    expect(explanationOf({ ...search, explain: undefined })).toBeUndefined()
  })
})

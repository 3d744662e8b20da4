import { describe, expect, it } from 'vitest'
import type { PartView } from '../../../durable-objects/ledger/migration/replies.ts'
import { issuesCsv, OutcomeSum } from './outcome.ts'

type Id = NonNullable<PartView['preview']>['externalIds'][number]

const part = (ids: Id[], more: Partial<PartView> = {}): PartView => ({
  ...{ import: 'imp', part: 1, dryRun: true, repeated: false, rows: ids.length },
  ...{ entries: ids.length, corrected: 0, unchanged: 0, refused: 0, accounts: 0, units: 0 },
  ...{ errors: [], errorsTotal: 0, warnings: [], rowsDone: 0, nextPart: 1, sequence: 1 },
  preview: { entries: [], accounts: [], journals: [], externalIds: ids },
  ...more,
})
const id = (line: number, externalId: string, outcome: Id['outcome'] = 'posted'): Id => ({
  ...{ line, externalId, outcome },
})

describe('the parts of a trial together', () => {
  it('refuse ids that stand in two parts, and count them by what they would have been', () => {
    const sum = new OutcomeSum('imp', 0, 'Id')
    sum.add(part([id(2, 'a'), id(3, 'b')]))
    const error = { line: 4, code: 'unknown_account', detail: 'There is no account.' }
    sum.add(
      part([id(5, 'a'), id(6, 'b', 'unchanged'), id(7, 'c')], {
        ...{ entries: 2, unchanged: 1, refused: 1, errors: [error], errorsTotal: 1 },
      }),
    )
    expect(sum.outcome).toMatchObject({ entries: 3, unchanged: 0, refused: 3, errorsTotal: 3 })
    expect(sum.outcome.errors).toEqual([
      error,
      { line: 5, field: 'Id', code: 'external_id_twice', detail: 'The id a stands in line 2, too.' },
      { line: 6, field: 'Id', code: 'external_id_twice', detail: 'The id b stands in line 3, too.' },
    ])
  })

  it('name each account of the file once, with the name that any part gives', () => {
    const sum = new OutcomeSum('imp', 0, undefined)
    const account = { code: '1', name: '', account: null, isNew: false, proposedType: null }
    const preview = { entries: [], journals: [], externalIds: [] }
    sum.add(part([], { preview: { ...preview, accounts: [account] } }))
    sum.add(part([], { preview: { ...preview, accounts: [{ ...account, name: 'Cash' }] } }))
    sum.add(part([], { preview: { ...preview, accounts: [account] } }))
    expect(sum.outcome.preview.accounts).toEqual([{ ...account, name: 'Cash' }])
  })
})

it('bad rows are a file that holds no formula', () => {
  expect(issuesCsv([{ line: 2, code: 'a', detail: '=1+1 "x"' }])).toBe(
    '\uFEFFline,field,code,detail\r\n"2","","a","\'=1+1 ""x"""\r\n',
  )
})

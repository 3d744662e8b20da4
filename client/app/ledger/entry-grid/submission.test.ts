import { describe, expect, it } from 'vitest'
import type { Books } from './balance.ts'
import { emptyDraft, emptyRow, type Row } from './model.ts'
import { draftErrors, gridErrorsOf, problemErrors, problemsOf, submissionOf } from './submission.ts'

const books: Books = {
  currency: 'EUR',
  scaleOf: (unit) => ({ EUR: 2, USD: 2 })[unit],
  account: (code) => ({ '1010': { unit: null }, '1020': { unit: 'USD' }, '4000': { unit: null } })[code],
}
const draftOf = (...rows: Partial<Row>[]) => ({
  ...emptyDraft('2026-03-31'),
  rows: rows.map((row, index) => ({ ...emptyRow(index + 1), ...row })),
})
const check = (...rows: Partial<Row>[]) => {
  const draft = draftOf(...rows)
  return Object.fromEntries(problemsOf(draft, submissionOf(draft), books).cells)
}

describe('what is sent', () => {
  it('leaves out blank rows and empty fields', () => {
    const draft = draftOf(
      { account: '1010', debit: '5' },
      {},
      { account: '4000', credit: '5', memo: ' Sale ' },
    )
    expect(submissionOf(draft)).toEqual({
      input: {
        effectiveDate: '2026-03-31',
        lines: [
          { account: '1010', debit: '5' },
          { account: '4000', credit: '5', memo: 'Sale' },
        ],
      },
      rowKeys: [1, 3],
    })
  })
})

describe('the details of an entry', () => {
  const full = {
    ...draftOf(
      {
        account: '1020',
        unit: 'USD',
        debit: '100',
        value: '@ 0.92',
        'dimensions/place': 'P1',
        'dimensions/project': '',
        reference: 'R-7',
        dueDate: '2026-04-30',
      },
      { account: '4000', credit: '92', distribution: 'floors' },
    ),
    reverseOn: '2026-04-01',
    kept: { tags: { source: 'shop' } },
  }

  it('are sent: dimensions, a rate in place of the value, reference, due date, distribution, and what came along', () => {
    expect(submissionOf(full).input).toEqual({
      effectiveDate: '2026-03-31',
      reverseOn: '2026-04-01',
      tags: { source: 'shop' },
      lines: [
        {
          account: '1020',
          unit: 'USD',
          debit: '100',
          rate: '0.92',
          dimensions: { place: 'P1' },
          reference: 'R-7',
          dueDate: '2026-04-30',
        },
        { account: '4000', credit: '92', distribution: 'floors' },
      ],
    })
  })

  it('have their refusals at their own cells', () => {
    const fields = new Map([
      ['/lines/0/dimensions/place', 'There is no such place.'],
      ['/lines/0/rate', 'No rate.'],
      ['/lines/1/dueDate', 'Too early.'],
      ['/reverseOn', 'Too early.'],
      ['/effectiveDate', 'The period is locked.'],
    ])
    const errors = gridErrorsOf({ fields, general: undefined }, submissionOf(full))
    expect(Object.fromEntries(errors.cells)).toEqual({
      '1/dimensions/place': 'There is no such place.',
      '1/value': 'No rate.',
      '2/dueDate': 'Too early.',
    })
    expect(Object.fromEntries(errors.header)).toEqual({
      reverseOn: 'Too early.',
      effectiveDate: 'The period is locked.',
    })
  })

  it('have them too where the entry is a field of the command, and where a draft says what it lacks', () => {
    const fields = new Map([['/entry/lines/1/credit', 'Too much.']])
    const errors = gridErrorsOf(draftErrors({ fields, general: undefined }), submissionOf(full))
    expect([...errors.cells.keys()]).toEqual(['2/credit'])
    const problems = [{ pointer: '/lines/1/account', detail: 'Is required.' }]
    expect(problemErrors(problems, full.rows).cells.get('2/account')).toBe('Is required.')
  })
})

describe('what is refused before sending', () => {
  it('is said at the cell', () => {
    expect(check({ account: '9', debit: '5' }, { debit: 'x', account: '1010' }, { account: '4000' })).toEqual(
      {
        '1/account': 'There is no account 9.',
        '2/debit': 'This is not an amount.',
        '3/debit': 'Give the line a debit or a credit.',
      },
    )
  })

  it('knows how many decimals a unit has, and which unit an account takes', () => {
    expect(check({ account: '1010', debit: '5.001' }, { account: '1020', unit: 'EUR', credit: '5' })).toEqual(
      {
        '1/debit': 'EUR has 2 decimal places. Round the amount yourself: Meridian never does it silently.',
        '2/unit': 'Account 1020 takes USD only.',
      },
    )
  })

  it('includes what the contract says about the entry as a whole', () => {
    const draft = { ...draftOf({ account: '1010', debit: '5' }, {}), effectiveDate: '2026-02-30' }
    const errors = problemsOf(draft, submissionOf(draft), books)
    expect(errors.header.get('effectiveDate')).toContain('YYYY-MM-DD')
    expect(errors.general).toContain('at least 2 lines')
  })
})

it('a refusal of the server lands at the row it is about, past the blank rows that were not sent', () => {
  const submission = submissionOf(
    draftOf({ account: '1010', debit: '5' }, {}, { account: '4000', credit: '5' }),
  )
  const fields = new Map([
    ['/lines/1/credit', 'Too much.'],
    ['/lines/0', 'One side.'],
    ['/journal', 'None.'],
    ['/lines', 'Unbalanced.'],
  ])
  const errors = gridErrorsOf({ fields, general: undefined }, submission)
  expect(Object.fromEntries(errors.cells)).toEqual({ '3/credit': 'Too much.', '1/debit': 'One side.' })
  expect(Object.fromEntries(errors.header)).toEqual({ journal: 'None.' })
  expect(errors.general).toBe('Unbalanced.')
})

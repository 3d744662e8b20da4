import { describe, expect, it } from 'vitest'
import type { Template } from '../queries.ts'
import { codeOf, emptyTemplate, entryTemplate, templateForm, templateInput } from './template-form.ts'

const template: Template = {
  code: 'rent',
  name: 'Rent',
  description: 'Rent {yyyy}-{mm}',
  journal: 'BANK',
  lines: [
    { account: '6100', side: 'debit', percent: '80', of: 'gross', dimensions: { place: 'P1' } },
    { account: '6110', side: 'debit', fixed: '5.00', memo: 'Fee' },
    { account: '1400', side: 'debit', variable: 'tax' },
    { account: '1010', side: 'credit', rest: true },
  ],
  version: 2,
  status: 'active',
  variables: ['gross', 'tax'],
  savedAt: '2026-03-31T00:00:00Z',
  savedBy: 'user_1',
}

describe('the form of a template', () => {
  it('sends back what it was given, also what it does not show', () => {
    const { version: _, status: __, variables: ___, savedAt: ____, savedBy: _____, ...sent } = template
    expect(templateInput(templateForm(template))).toEqual(sent)
  })

  it('begins with an amount on one side and the rest on the other', () => {
    expect(templateInput({ ...emptyTemplate(), code: 'rent', name: 'Rent' }).lines).toEqual([
      { account: '', side: 'debit', variable: 'amount' },
      { account: '', side: 'credit', rest: true },
    ])
  })

  it('takes over what an entry says, and what is missing where a line has no amount', () => {
    const form = entryTemplate({
      effectiveDate: '2026-03-31',
      journal: 'BANK',
      description: 'Rent of March',
      lines: [
        { account: '6100', debit: '80.00', memo: 'Shop', dimensions: { place: 'P1' } },
        { account: '1400', debit: '20.00' },
        { account: '1010' },
      ],
    })
    expect(templateInput({ ...form, code: 'rent' })).toEqual({
      code: 'rent',
      name: 'Rent of March',
      description: 'Rent of March',
      journal: 'BANK',
      lines: [
        { account: '6100', side: 'debit', fixed: '80.00', memo: 'Shop', dimensions: { place: 'P1' } },
        { account: '1400', side: 'debit', fixed: '20.00' },
        { account: '1010', side: 'credit', rest: true },
      ],
    })
  })

  it('makes a code of a name', () => {
    expect(codeOf('Miete für März')).toBe('miete-fur-marz')
    expect(codeOf(' Rent, shop ')).toBe('rent-shop')
  })
})

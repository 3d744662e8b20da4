import { expect, it } from 'vitest'
import { companyContract } from '../../../durable-objects/company/contract.ts'
import { slugOf } from './slug.ts'

it.each([
  ['North Sea Coffee GmbH', 'north-sea-coffee-gmbh'],
  ['Café Zürich & Söhne', 'cafe-zurich-sohne'],
  ['  Straße 7  ', 'strasse-7'],
  ['日本', ''],
])('the slug proposed for %j is %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
})

it('a proposal is one that the contract accepts, however long the name', () => {
  const input = { name: 'x', country: 'DE', currency: 'EUR', slug: slugOf(`${'ab '.repeat(60)}`) }
  expect(companyContract.operations.OpenCompany.input.safeParse(input).success).toBe(true)
})

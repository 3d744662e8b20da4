import { expect, it } from 'vitest'
import { packs } from '../../../durable-objects/ledger/packs/packs.ts'
import { CHARTS, chartGroups, chartOfCountry } from './charts.ts'

it('offers the charts that there are, by their titles and countries', () => {
  const there = packs().map(({ code, title, country }) => [code, { title, country }])
  expect(CHARTS).toEqual(Object.fromEntries(there))
})

it('takes the chart of the country, and the general one where there is none', () => {
  expect(chartOfCountry('DE')).toBe('de-skr03')
  expect(chartOfCountry('SE')).toBe('ifrs')
  expect(chartGroups('DE')[0]?.charts.map(([code]) => code)).toEqual(['de-skr03', 'de-skr04'])
  expect(chartGroups('SE')[0]?.label).toBe('For any country')
})

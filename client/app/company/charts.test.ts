import { expect, it } from 'vitest'
import { chartGroups, chartOfCountry } from './charts.ts'

it('takes the chart of the country, and the general one where there is none', () => {
  expect(chartOfCountry('DE')).toBe('de-skr03')
  expect(chartOfCountry('SE')).toBe('ifrs')
  expect(chartGroups('DE')[0]?.charts.map(([code]) => code)).toEqual(['de-skr03', 'de-skr04'])
  expect(chartGroups('SE')[0]?.label).toBe('For any country')
})

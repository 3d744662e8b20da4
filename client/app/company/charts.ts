import { CHART_TITLES, type ChartPack } from '../../../durable-objects/ledger/contract.ts'

const ALL = Object.entries(CHART_TITLES) as [ChartPack, { title: string; country: string | null }][]

/** The usual chart of a country; elsewhere the general one. */
export const chartOfCountry = (country: string): ChartPack =>
  ALL.find(([, chart]) => chart.country === country)?.[0] ?? 'ifrs'

/** Charts by what they are for: those of the country first. */
export function chartGroups(country: string): { label: string; charts: [ChartPack, string][] }[] {
  const those = (fits: (country: string | null) => boolean): [ChartPack, string][] =>
    ALL.filter(([, chart]) => fits(chart.country)).map(([code, { title }]) => [code, title])
  return [
    { label: 'Of the country', charts: those((each) => each === country) },
    { label: 'For any country', charts: those((each) => each === null) },
    { label: 'Other countries', charts: those((each) => each !== null && each !== country) },
  ].filter(({ charts }) => charts.length > 0)
}

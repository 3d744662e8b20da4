import type { ChartPack } from '../../../durable-objects/ledger/contract.ts'

/** Ready-made charts to choose from before there is a company that could be asked for them; null: of no country. */
export const CHARTS: Readonly<Record<ChartPack, { title: string; country: string | null }>> = {
  ifrs: { title: 'IFRS, general', country: null },
  gb: { title: 'United Kingdom, FRS 102', country: 'GB' },
  'de-skr03': { title: 'SKR 03', country: 'DE' },
  'de-skr04': { title: 'SKR 04', country: 'DE' },
  'fr-pcg': { title: 'Plan comptable général', country: 'FR' },
  nl: { title: 'Decimaal rekeningschema', country: 'NL' },
  us: { title: 'United States, GAAP', country: 'US' },
  in: { title: 'India, Schedule III', country: 'IN' },
  au: { title: 'Australia, AASB', country: 'AU' },
  za: { title: 'South Africa, IFRS for SMEs', country: 'ZA' },
  ch: { title: 'Kontenrahmen KMU', country: 'CH' },
}

const ALL = Object.entries(CHARTS) as [ChartPack, (typeof CHARTS)[ChartPack]][]

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

import { Page } from '../../ui/page.tsx'

/** The reports of a company's stock, by what they answer. */
export function StockReportsPage() {
  return <Page title="Stock reports">{null}</Page>
}

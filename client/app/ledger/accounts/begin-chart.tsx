import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'

/** The ways to begin: the chart of a country, one's own from a file, or accounts one by one. */
export function BeginChart({ onOpenOne }: { onOpenOne: () => void }) {
  const company = useCompanySlug()
  return (
    <>
      <Link to="/companies/$company/chart" params={{ company }} className={buttonClass('primary')}>
        Adopt a chart
      </Link>
      <Link to="/companies/$company/chart/import" params={{ company }} className={buttonClass()}>
        Import a chart
      </Link>
      <Button onClick={onOpenOne}>Open one account</Button>
    </>
  )
}

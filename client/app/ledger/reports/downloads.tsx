import { Download, Printer } from 'lucide-react'
import { useCompanySlug } from '../../company/queries.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { fileAddress, type Parameters } from './queries.ts'

const FORMATS = [
  ['pdf', 'PDF'],
  ['xlsx', 'Excel'],
  ['csv', 'CSV'],
] as const

/** The report as a file, as it is shown, and on paper. */
export function Downloads({ path, parameters }: { path: string; parameters: Parameters }) {
  const slug = useCompanySlug()
  return (
    <>
      {FORMATS.map(([format, name]) => (
        <a
          key={format}
          href={fileAddress(slug, path, parameters, format)}
          download
          className={buttonClass('secondary')}
        >
          <Download className="size-4 max-sm:hidden" aria-hidden="true" />
          <span className="unseen">Download as </span>
          {name}
        </a>
      ))}
      <Button className="max-sm:hidden" onClick={() => print()}>
        <Printer className="size-4" aria-hidden="true" /> Print
      </Button>
    </>
  )
}

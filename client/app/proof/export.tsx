import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCompany } from '../company/queries.ts'
import { type OperationName, useMay } from '../session/queries.ts'
import { buttonClass } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { Section } from '../ui/section.tsx'

/** Everything that can be taken along: the whole company, or its books for another program. */
export function ExportPage() {
  const { slug, name } = useCompany()
  return (
    <Page title="Export" width="measure" subtitle="Your books are yours. Take them whenever you like.">
      <Export
        needs="proof.ExportCompany"
        title="Everything"
        description={`All events, roots and documents of ${name} in one file. It proves by itself that it is whole, and can be opened again in any organisation, in any region.`}
      >
        <File slug={slug} path="exports/full" label="The whole company" />
      </Export>
      <Export
        needs="ledger.ExportJournal"
        title="Journal as plain text"
        description="Every entry, for the plain-text accounting programs, which then come to the same balances."
      >
        <File slug={slug} path="exports/journal?format=hledger" label="hledger" />
        <File slug={slug} path="exports/journal?format=ledger" label="Ledger" />
        <File slug={slug} path="exports/journal?format=beancount" label="Beancount" />
      </Export>
      <Export
        needs="ledger.ExportChart"
        title="Chart of accounts"
        description="As CSV: change it in a spreadsheet and import it again."
      >
        <File slug={slug} path="exports/chart" label="Chart, CSV" />
      </Export>
    </Page>
  )
}

interface ExportProps {
  needs: OperationName
  title: string
  description: string
  children: ReactNode
}

function Export({ needs, title, description, children }: ExportProps) {
  const mayExport = useMay(needs)
  if (!mayExport) return null
  return (
    <Section title={title} description={description}>
      <div className="flex flex-wrap gap-2">{children}</div>
    </Section>
  )
}

const File = ({ slug, path, label }: { slug: string; path: string; label: string }) => (
  <a href={`/v1/companies/${encodeURIComponent(slug)}/${path}`} download className={buttonClass('secondary')}>
    <Download className="size-4" aria-hidden="true" />
    <span className="unseen">Download: </span>
    {label}
  </a>
)

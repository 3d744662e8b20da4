import { Link } from '@tanstack/react-router'
import { useCompanySlug } from '../../company/queries.ts'

/** What an entry was made from, as a link where there is something to see: its id says what it is. */
export function EntryOrigin({ origin }: { origin: string }) {
  const params = { company: useCompanySlug() }
  const className = 'text-accent underline underline-offset-2'
  switch (origin.split('_')[0]) {
    case 'drf':
      // A posted draft says nothing that the entry does not.
      return <>A draft</>
    case 'sch':
      return (
        <Link
          to="/companies/$company/drafts"
          params={params}
          search={{ tab: 'recurring', open: origin }}
          className={className}
        >
          A recurring entry
        </Link>
      )
    case 'pen':
      return (
        <Link
          to="/companies/$company/drafts"
          params={params}
          search={{ tab: 'pending', open: origin }}
          className={className}
        >
          An entry on hold
        </Link>
      )
    case 'stk':
      return (
        <Link
          to="/companies/$company/stock/documents/$document"
          params={{ ...params, document: origin }}
          className={className}
        >
          A stock document
        </Link>
      )
    case 'je':
      return (
        <Link
          to="/companies/$company/journal/$entry"
          params={{ ...params, entry: origin }}
          className={className}
        >
          Another entry
        </Link>
      )
    default:
      return <code className="font-mono text-sm wrap-anywhere">{origin}</code>
  }
}

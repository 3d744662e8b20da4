import { useQuery } from '@tanstack/react-query'
import { useCompanySlug } from '../company/queries.ts'
import { journalsQuery } from './queries.ts'

/** A journal as people know it: `GJ – General journal`; the code alone until its name is there. */
export function useJournalName(): (code: string) => string {
  const journals = useQuery(journalsQuery(useCompanySlug())).data
  return (code) => {
    const journal = journals?.find((each) => each.code === code)
    return journal ? `${code} – ${journal.name}` : code
  }
}

import { queryOptions } from '@tanstack/react-query'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

export const bankDetailsQuery = (company: string) =>
  queryOptions({
    queryKey: subjectKey(company, 'bank-details'),
    queryFn: ({ signal }) => meridian.company.GetBankDetails(company, {}, { signal }),
  })

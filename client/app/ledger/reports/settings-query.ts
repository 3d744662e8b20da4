import { queryOptions } from '@tanstack/react-query'
import { meridian } from '../../lib/api.ts'
import { subjectKey } from '../../lib/keys.ts'

/** In which currency the company reports besides its own. */
export const settingsQuery = (company: string) =>
  queryOptions({
    queryKey: [...subjectKey(company, 'currencies'), 'settings'],
    queryFn: ({ signal }) => meridian.currencies.GetCurrencySettings(company, {}, { signal }),
  })

import { useQuery } from '@tanstack/react-query'
import { subjectKey } from '../../../lib/keys.ts'
import { knownItems } from '../device/asked.ts'
import type { Entry } from '../outbox/entry.ts'
import { useFloor } from '../parts/floor-context.ts'

/** Names of the items of a command, by id. */
export function useItemNames({
  company,
  items,
}: Pick<Entry, 'company' | 'items'>): ReadonlyMap<string, string> {
  const { owner } = useFloor()
  const known = useQuery({
    queryKey: [...subjectKey(company, 'items'), 'floor-names', items],
    queryFn: () => knownItems({ owner, company }, items),
    networkMode: 'always',
  }).data
  return new Map([...(known ?? [])].map(([id, { code, name }]) => [id, `${name} (${code})`]))
}

import { listCompanies } from '../../d1/directory/queries.ts'
import { LIMITS } from '../../durable-objects/kernel/limits.ts'
import { REGIONS, type Region } from '../../durable-objects/kernel/regions.ts'
import type { Call } from '../mount.ts'
import { PLACEMENT } from '../regions.ts'
import { hereOf } from './calling.ts'
import type { PlaceOfData } from './contract/places.ts'
import { REGION_TEXTS } from './contract/region-texts.ts'

/** Where each kind of a tenant's data lies, and what holds it there. */
export async function getResidency(call: Call): Promise<Response> {
  const { c } = call
  const { actor, region } = hereOf(call)
  const companies = await listCompanies(c.env.DIRECTORY, actor.tenant, '', LIMITS.pageRowsMax)
  return c.json({
    tenant: { id: actor.tenant, region, data: [identity(region), DIRECTORY] },
    companies: companies.map(({ id, slug, region: at }) => ({
      id,
      slug,
      region: at,
      data: dataOfCompany(at),
    })),
    regions: REGIONS.map((each) => ({ region: each, ...REGION_TEXTS[each] })),
  })
}

type Guarantee = PlaceOfData['guarantee']

const WHY: Record<Guarantee, string> = {
  jurisdiction:
    'The platform guarantees it: under a jurisdiction, data is stored and processed there and nowhere else.',
  'placement-wish':
    'A wish: the store is created with a location hint of the region, which the platform follows where it can. Meridian itself never puts data of one region into a store of another.',
  'global-without-personal-data':
    'Everywhere, and therefore only ids, slugs, regions, states, and keyed hashes of e-mail addresses that cannot be turned back.',
}

const place = (
  of: Pick<PlaceOfData, 'kind' | 'title' | 'holds' | 'store' | 'personal'>,
  region: Region | null,
  guarantee: Guarantee,
): PlaceOfData => ({ ...of, region, guarantee, explanation: WHY[guarantee] })

/** A region has a jurisdiction for all of its stores or for none, see `docs/deploying.md`. */
const guaranteeOf = (region: Region): Guarantee =>
  PLACEMENT[region].jurisdiction === undefined ? 'placement-wish' : 'jurisdiction'

const identity = (region: Region): PlaceOfData =>
  place(
    {
      kind: 'identity',
      title: 'People and access',
      holds: 'Names, e-mail addresses, credentials, sessions, roles, keys and the security log.',
      store: 'D1 database',
      personal: true,
    },
    region,
    guaranteeOf(region),
  )

const DIRECTORY: PlaceOfData = place(
  {
    kind: 'directory',
    title: 'Directory',
    holds: 'Which tenant and company lie in which region.',
    store: 'D1 database',
    personal: false,
  },
  null,
  'global-without-personal-data',
)

function dataOfCompany(region: Region): PlaceOfData[] {
  const kinds: [PlaceOfData['kind'], title: string, holds: string, store: string][] = [
    ['books', 'Books', 'Every event, entry and balance of the company.', 'Durable Object'],
    ['reporting', 'Reporting', 'Copies of entries for reports across companies.', 'D1 database'],
    ['documents', 'Documents', 'Files that belong to records.', 'R2 bucket'],
    ['archive', 'Archive', 'The event log in segments, as a backup.', 'R2 bucket'],
    ['events', 'Events on their way', 'Messages from the books to reporting and archive.', 'Queue'],
  ]
  return kinds.map(([kind, title, holds, store]) =>
    place({ kind, title, holds, store, personal: true }, region, guaranteeOf(region)),
  )
}

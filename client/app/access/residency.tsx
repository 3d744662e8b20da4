import { useQuery } from '@tanstack/react-query'
import { Globe, ShieldCheck, Target } from 'lucide-react'
import type { PlaceOfData } from '../../../workers/access/contract/places.ts'
import { REGION_TEXTS } from '../../../workers/access/contract/region-texts.ts'
import { companiesQuery } from '../company/queries.ts'
import { Loading, ProblemNotice } from '../ui/feedback.tsx'
import { Page } from '../ui/page.tsx'
import { Section } from '../ui/section.tsx'
import { Status, type Tone } from '../ui/status.tsx'
import { Gate } from './gate.tsx'
import { residencyQuery } from './queries.ts'

export const ResidencyPage = () => (
  <Gate title="Residency" operation="access.GetResidency">
    <Residency />
  </Gate>
)

/** Where every kind of data lies, and what holds it there. */
function Residency() {
  const residency = useQuery(residencyQuery)
  const companies = useQuery(companiesQuery).data
  const nameOf = (slug: string) => companies?.find((company) => company.slug === slug)?.name ?? slug
  return (
    <Page
      title="Residency"
      width="measure"
      subtitle="Where your data lies, and whether that is a guarantee or a wish."
    >
      {residency.isPending && <Loading rows={8} label="Loading the places" />}
      {residency.isError && (
        <ProblemNotice error={residency.error} onRetry={() => void residency.refetch()} />
      )}
      {residency.data && (
        <>
          <Legend />
          <Section
            title="The organisation"
            description={`People, keys and the security log: ${REGION_TEXTS[residency.data.tenant.region].name}.`}
          >
            <Places label="Data of the organisation" places={residency.data.tenant.data} />
          </Section>
          {residency.data.companies.map(({ id, slug, region, data }) => (
            <Section
              key={id}
              title={nameOf(slug)}
              description={`The company’s books: ${REGION_TEXTS[region].name}.`}
            >
              <Places label={`Data of ${nameOf(slug)}`} places={data} />
            </Section>
          ))}
          <Section title="What the regions promise">
            <dl className="flex flex-col gap-4">
              {residency.data.regions.map(({ region, name, guaranteed, wished }) => (
                <div key={region}>
                  <dt className="font-medium">{name}</dt>
                  <dd className="text-muted">
                    <strong className="font-semibold text-ink">Guaranteed. </strong>
                    {guaranteed}
                  </dd>
                  <dd className="text-muted">
                    <strong className="font-semibold text-ink">A wish. </strong>
                    {wished}
                  </dd>
                </div>
              ))}
            </dl>
          </Section>
        </>
      )}
    </Page>
  )
}

const GUARANTEES: Record<
  PlaceOfData['guarantee'],
  { tone: Tone; word: string; icon: typeof Globe; means: string }
> = {
  jurisdiction: {
    tone: 'positive',
    word: 'Guaranteed',
    icon: ShieldCheck,
    means: 'By jurisdiction: the platform stores and processes it there and nowhere else.',
  },
  'placement-wish': {
    tone: 'warning',
    word: 'A wish',
    icon: Target,
    means: 'The platform is asked to place it there, and usually does. It does not promise it.',
  },
  'global-without-personal-data': {
    tone: 'neutral',
    word: 'Everywhere',
    icon: Globe,
    means: 'It has no data of persons: ids, short names and fingerprints of addresses.',
  },
}

const Legend = () => (
  <dl className="mb-5 grid gap-3 sm:grid-cols-3">
    {Object.values(GUARANTEES).map(({ tone, word, icon, means }) => (
      <div key={word}>
        <dt>
          <Status tone={tone} icon={icon}>
            {word}
          </Status>
        </dt>
        <dd className="mt-1 text-sm text-muted">{means}</dd>
      </div>
    ))}
  </dl>
)

const Places = ({ label, places }: { label: string; places: readonly PlaceOfData[] }) => (
  <ul aria-label={label} className="divide-y divide-line">
    {places.map((place) => {
      const { tone, word, icon } = GUARANTEES[place.guarantee]
      return (
        <li key={place.kind} className="grid gap-x-4 gap-y-1.5 py-3 sm:grid-cols-[minmax(0,1fr)_11rem]">
          <div>
            <h3 className="font-medium">{place.title}</h3>
            <p className="text-sm text-muted">
              {place.holds}
              {place.personal && ' Has data of persons.'}
            </p>
            <p className="mt-0.5 text-sm text-faint">{place.explanation}</p>
          </div>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 sm:flex-col sm:items-start">
            <span>{place.region ? REGION_TEXTS[place.region].name : 'Everywhere'}</span>
            <Status tone={tone} icon={icon}>
              {word}
            </Status>
            <span className="text-xs text-faint">{place.store}</span>
          </p>
        </li>
      )
    })}
  </ul>
)

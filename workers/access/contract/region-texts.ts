import type { Region } from '../../../durable-objects/kernel/regions.ts'

/** What a region promises, in the words that the API and the screens use. */
export const REGION_TEXTS: Record<Region, { name: string; guaranteed: string; wished: string }> = {
  eu: {
    name: 'European Union',
    guaranteed:
      'Books, people and access, reporting, documents, archive and events on their way are kept under the platform’s EU jurisdiction: stored and processed in data centres of the EU and nowhere else.',
    wished:
      'That requests are received there, too: the edge nearest to the caller receives them, passes them on and keeps nothing.',
  },
  us: {
    name: 'United States',
    guaranteed:
      'Books, people and access, reporting, documents, archive and events on their way are kept under the platform’s US jurisdiction: stored and processed in data centres of the United States and nowhere else.',
    wished:
      'That requests are received there, too: the edge nearest to the caller receives them, passes them on and keeps nothing.',
  },
  apac: {
    name: 'Asia-Pacific',
    guaranteed:
      'The platform has no jurisdiction here: nothing is guaranteed beyond our own separation of regions.',
    wished:
      'All stores are created with a location hint in Asia-Pacific. The platform follows it where it can, but does not promise it.',
  },
}

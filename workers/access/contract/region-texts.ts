import type { Region } from '../../../durable-objects/kernel/regions.ts'

/** What a region promises, in the words that the API and the screens use. */
export const REGION_TEXTS: Record<Region, { name: string; guaranteed: string; wished: string }> = {
  eu: {
    name: 'European Union',
    guaranteed:
      'Books and their archive and documents are kept under the platform’s EU jurisdiction: they are stored and processed in data centres of the EU and nowhere else.',
    wished:
      'Identity and reporting databases are created with the location hint “Western Europe”. The platform follows it where it can, but does not promise it.',
  },
  us: {
    name: 'United States',
    guaranteed:
      'Books are kept under the platform’s US jurisdiction: they are stored and processed in data centres of the United States and nowhere else.',
    wished:
      'Identity and reporting databases, archive and documents are created with a location hint in North America. The platform follows it where it can, but does not promise it.',
  },
  apac: {
    name: 'Asia-Pacific',
    guaranteed:
      'The platform has no jurisdiction here: nothing is guaranteed beyond our own separation of regions.',
    wished:
      'Books, databases, archive and documents are created with a location hint in Asia-Pacific. The platform follows it where it can, but does not promise it.',
  },
}

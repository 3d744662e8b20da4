import type { Region } from '../../../durable-objects/kernel/regions.ts'

/** What a region means, in words, where someone chooses one. */
export const REGION_NAMES: Readonly<Record<Region, string>> = {
  eu: 'European Union',
  us: 'United States',
  apac: 'Asia-Pacific',
}

/** On the platform `eu` and `us` are jurisdictions, which is a guarantee; elsewhere there is only a location hint. */
export const REGION_PROMISES: Readonly<Record<Region, string>> = {
  eu: 'The books are kept inside the European Union.',
  us: 'The books are kept inside the United States.',
  apac: 'The books are placed near Asia-Pacific: a wish to the platform, not a legal guarantee.',
}

/** Where a company's books can lie. Their bindings are in `workers/regions.ts`. */
export const REGIONS = ['eu', 'us', 'apac'] as const
export type Region = (typeof REGIONS)[number]

import type { Meridian } from '../sdk/types.ts'

/** The cost centres of the roaster. What is booked on an account of income or expense goes to one of them by itself. */
const COST_CENTRES = [
  { code: 'SALES', name: 'Sales' },
  { code: 'SHOP', name: 'Shop', parent: 'SALES' },
  { code: 'WEB', name: 'Web shop', parent: 'SALES' },
  { code: 'WHOLESALE', name: 'Wholesale', parent: 'SALES' },
  { code: 'ROASTERY', name: 'Roastery' },
  { code: 'OFFICE', name: 'Office' },
]

const CENTRE_OF: Record<string, string> = {
  '4000': 'SHOP',
  '4010': 'WEB',
  '4020': 'WHOLESALE',
  '5000': 'ROASTERY',
  '5005': 'WEB',
  '5010': 'ROASTERY',
  '6000': 'ROASTERY',
  '6100': 'ROASTERY',
  '6200': 'SHOP',
  '6210': 'ROASTERY',
  '6300': 'OFFICE',
  '6400': 'WEB',
  '6500': 'WHOLESALE',
}

/** Before anything is booked, so that the year has its cost centres from the first day. */
export async function defineDemoDimensions(meridian: Meridian, company: string): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/dimension/${what}` })
  const dimension = 'cost-centre'
  await meridian.dimensions.DefineDimension(
    company,
    { code: dimension, name: 'Cost centre' },
    once(dimension),
  )
  await meridian.dimensions.SetDimensionValues(
    company,
    { dimension, values: COST_CENTRES },
    once(`${dimension}/values`),
  )
  for (const [code, value] of Object.entries(CENTRE_OF))
    await meridian.dimensions.SetAccountDimension(
      company,
      { code, dimension, rule: 'optional', default: value },
      once(`${dimension}/${code}`),
    )
}

/** What the roastery makes: blends and single origins in bags, and what each is roasted from. */

export type Size = 250 | 1000
type Grind = 'WB' | 'ES' | 'FI'

export const SIZE_NAMES: Record<Size, string> = { 250: '250 g', 1000: '1 kg' }
export const GRIND_NAMES: Record<Grind, string> = {
  WB: 'whole bean',
  ES: 'ground for espresso',
  FI: 'ground for filter',
}

export interface Roast {
  code: string
  name: string
  method: 'fifo' | 'average' | 'standard' | 'lot'
  /** Green coffees and their shares. */
  recipe: Record<string, number>
  /** Bags a month, before the season. */
  sales: Partial<Record<Size, Partial<Record<Grind, number>>>>
  description: string
}

export const ROASTS: readonly Roast[] = [
  {
    code: 'ESPRESSO',
    name: 'Espresso Hafen',
    method: 'standard',
    recipe: { 'GR-SANTOS': 0.6, 'GR-SIDAMO': 0.2, 'GR-MANDHELING': 0.2 },
    sales: { 250: { WB: 480, ES: 200, FI: 120 }, 1000: { WB: 470, ES: 50, FI: 40 } },
    description: 'Dark chocolate, roasted hazelnut. The house blend.',
  },
  {
    code: 'FILTER',
    name: 'Filter Alster',
    method: 'average',
    recipe: { 'GR-HUILA': 0.5, 'GR-ANTIGUA': 0.5 },
    sales: { 250: { WB: 320, FI: 280 }, 1000: { WB: 180, FI: 120 } },
    description: 'Caramel, red apple. For the machine in the office.',
  },
  {
    code: 'SIDAMO',
    name: 'Ethiopia Sidamo',
    method: 'fifo',
    recipe: { 'GR-SIDAMO': 1 },
    sales: { 250: { WB: 360, FI: 200 }, 1000: { WB: 110, FI: 30 } },
    description: 'Jasmine, bergamot, lemon.',
  },
  {
    code: 'HUILA',
    name: 'Colombia Huila',
    method: 'fifo',
    recipe: { 'GR-HUILA': 1 },
    sales: { 250: { WB: 200, FI: 120 }, 1000: { WB: 70, FI: 12 } },
    description: 'Panela, orange, milk chocolate.',
  },
  {
    code: 'DECAF',
    name: 'Decaf Ebbe',
    method: 'fifo',
    recipe: { 'GR-DECAF': 1 },
    sales: { 250: { WB: 100, ES: 80, FI: 60 } },
    description: 'Decaffeinated with water. Cocoa, dried fig.',
  },
  {
    code: 'NYERI',
    name: 'Kenya Nyeri AA',
    method: 'lot',
    recipe: { 'GR-NYERI': 1 },
    sales: { 250: { WB: 80, FI: 40 } },
    description: 'Blackcurrant, grapefruit. Small lots.',
  },
  {
    code: 'MANDHELING',
    name: 'Sumatra Mandheling',
    method: 'fifo',
    recipe: { 'GR-MANDHELING': 1 },
    sales: { 250: { WB: 60 }, 1000: { WB: 20 } },
    description: 'Cedar, dark chocolate, hardly any acidity.',
  },
]

/** What green coffee loses of its weight in the roaster. */
export const YIELD = 0.85

/** A kind of bag that is filled: one item. */
export interface Bag {
  code: string
  roast: Roast
  size: Size
  grind: Grind
  /** Bags a month, before the season. */
  sales: number
}

export const BAGS: readonly Bag[] = ROASTS.flatMap((roast) =>
  ([250, 1000] as const).flatMap((size) =>
    (['WB', 'ES', 'FI'] as const).flatMap((grind) => {
      const sales = roast.sales[size]?.[grind]
      return sales === undefined
        ? []
        : [{ code: `${roast.code}-${size}-${grind}`, roast, size, grind, sales }]
    }),
  ),
)

/** Blends of one season, roasted once: what is left of them gets old. */
export const SEASONAL = [
  { code: 'WINTER-250', name: 'Winterzauber 2025, 250 g', green: 'GR-SANTOS' },
  { code: 'COLDBREW-250', name: 'Cold Brew Strandkorb, 250 g', green: 'GR-SIDAMO' },
] as const

/** What the roastery buys. Prices are cents of the company's currency for one stock unit, before they change. */

export interface Green {
  code: string
  name: string
  country: string
  method: 'fifo' | 'average' | 'lot'
  /** Kilograms of a sack. */
  sack: number
  price: number
  /** Kilograms that a month needs, before the season; with none it is not bought every month. */
  monthly: number
  opening: number
}

export const GREENS: readonly Green[] = [
  green('GR-SANTOS', 'Brazil Santos NY 2', 'BR', 'fifo', 60, 5_10, 580, 1_500),
  green('GR-SIDAMO', 'Ethiopia Sidamo Grade 2', 'ET', 'fifo', 60, 6_30, 525, 660),
  green('GR-HUILA', 'Colombia Huila Supremo', 'CO', 'average', 70, 6_20, 455, 560),
  green('GR-ANTIGUA', 'Guatemala Antigua SHB', 'GT', 'average', 69, 6_80, 265, 345),
  green('GR-MANDHELING', 'Sumatra Mandheling Grade 1', 'ID', 'fifo', 60, 6_10, 235, 300),
  green('GR-DECAF', 'Brazil Santos, decaffeinated with water', 'BR', 'fifo', 30, 7_60, 71, 90),
  green('GR-NYERI', 'Kenya Nyeri AA', 'KE', 'lot', 30, 9_40, 36, 60),
  green('GR-GEISHA', 'Panama Geisha, micro lot', 'PA', 'lot', 30, 41_00, 0, 0),
  green('GR-AURORA', 'Brazil Fazenda Aurora, natural', 'BR', 'lot', 60, 8_35, 0, 0),
  green('GR-MALABAR', 'India Monsooned Malabar AA', 'IN', 'fifo', 60, 5_10, 0, 120),
]

function green(
  code: string,
  name: string,
  country: string,
  method: Green['method'],
  sack: number,
  price: number,
  monthly: number,
  opening: number,
): Green {
  return { code, name, country, method, sack, price, monthly, opening }
}

export interface Pack {
  code: string
  name: string
  /** What it is bought in, and how many pieces that has. */
  unit: string
  pieces: number
  /** Cents of such a unit. */
  price: number
  /** Pieces that are ordered up to. */
  target: number
  /** Pieces. */
  opening: number
}

export const PACKS: readonly Pack[] = [
  pack('BAG-250', 'Bag with valve, 250 g, kraft', 'box', 500, 70_00, 0, 6_000),
  pack('BAG-1000', 'Bag with valve, 1 kg, kraft', 'box', 250, 60_00, 2_200, 3_000),
  pack('LABEL-ROAST', 'Label, roast and lot', 'roll', 1_000, 18_00, 13_000, 12_000),
  pack('CARTON-S', 'Shipping carton S, 4 bags', 'bundle', 25, 15_50, 700, 600),
  pack('CARTON-M', 'Shipping carton M, 10 kg', 'bundle', 20, 19_00, 200, 240),
  pack('TAPE', 'Paper tape, 50 m', 'box', 36, 68_40, 30, 36),
  pack('GIFT-BOX', 'Gift box, two bags', 'bundle', 20, 29_00, 60, 120),
  pack('CUP-12', 'Paper cup, 12 oz', 'sleeve', 50, 5_85, 1_700, 1_500),
  pack('LID-12', 'Lid for paper cup, 12 oz', 'sleeve', 50, 2_00, 1_700, 1_500),
  pack('TISSUE', 'Tissue paper, sheet', 'ream', 480, 6_20, 0, 4_800),
]

function pack(
  code: string,
  name: string,
  unit: string,
  pieces: number,
  price: number,
  target: number,
  opening: number,
): Pack {
  return { code, name, unit, pieces, price, target, opening }
}

interface Equipment {
  code: string
  name: string
  price: number
  opening: number
  /** Pieces a month. */
  sales: number
  /** Serial numbers begin with it. */
  serial?: string
  weightKg: string
}

export const EQUIPMENT: readonly Equipment[] = [
  {
    code: 'GRINDER-HAND',
    name: 'Hand grinder Kapitän',
    price: 46_00,
    opening: 12,
    sales: 2,
    serial: 'KPT',
    weightKg: '0.68',
  },
  {
    code: 'GRINDER-EL',
    name: 'Grinder Lotse, electric',
    price: 412_00,
    opening: 4,
    sales: 0.5,
    serial: 'LTS',
    weightKg: '6.2',
  },
  { code: 'KETTLE', name: 'Gooseneck kettle, 0.9 l', price: 38_00, opening: 8, sales: 0.8, weightKg: '0.9' },
  { code: 'DRIPPER', name: 'Ceramic dripper, size 2', price: 9_50, opening: 30, sales: 4, weightKg: '0.42' },
  { code: 'SERVER', name: 'Glass server, 600 ml', price: 10_00, opening: 20, sales: 2, weightKg: '0.31' },
]

/** Filter papers are sold by the pack and used by the sheet in the shop. */
export const PAPERS = {
  code: 'PAPER-02',
  name: 'Filter papers size 2, pack of 100',
  price: 3_11,
  opening: 100,
} as const

/** What is bought to be sold again: in which of the thirteen months, and what it costs. */
interface EquipmentOrder {
  month: number
  reference: string
  lines: readonly { item: string; quantity: number; cost: number; serials?: readonly string[] }[]
}

export const EQUIPMENT_ORDERS: readonly EquipmentOrder[] = [
  {
    month: 3,
    reference: 'MW-2087',
    lines: [
      { item: 'GRINDER-HAND', quantity: 10, cost: 470_00, serials: serialNumbers('KPT', 13, 10) },
      { item: 'GRINDER-EL', quantity: 3, cost: 1_245_00, serials: serialNumbers('LTS', 5, 3) },
      { item: 'DRIPPER', quantity: 20, cost: 192_00 },
      { item: 'PAPER-02', quantity: 60, cost: 192_00 },
    ],
  },
  {
    month: 8,
    reference: 'MW-2164',
    lines: [
      { item: 'GRINDER-HAND', quantity: 10, cost: 485_00, serials: serialNumbers('KPT', 23, 10) },
      { item: 'GRINDER-EL', quantity: 2, cost: 842_00, serials: serialNumbers('LTS', 8, 2) },
      { item: 'KETTLE', quantity: 6, cost: 234_00 },
      { item: 'SERVER', quantity: 12, cost: 123_60 },
      { item: 'DRIPPER', quantity: 20, cost: 196_00 },
    ],
  },
]

export const sumOf = ({ lines }: EquipmentOrder): number => lines.reduce((sum, { cost }) => sum + cost, 0)

/** Freight of a delivery of green coffee, which became known when a part of it was roasted already. */
export const FREIGHT = { month: 9, reference: 'HL-77812', amount: 486_00 } as const

/** One bill for packaging is this much over what the goods were taken in at. */
export const DEARER_PACKAGING = { month: 7, amount: 36_00 } as const

export function serialNumbers(prefix: string, first: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(first + index).padStart(4, '0')}`)
}

import { EQUIPMENT, PAPERS } from './goods.ts'
import { MAIN, SHELF, SHOP } from './places.ts'
import { BAGS, type Size } from './roasts.ts'
import { type Levels, type Step, step } from './steps.ts'

/** Goods that leave: from the shop over the counter, from the roastery by parcel and by van. */

export type Channel = 'shop' | 'web' | 'wholesale'

/** Of a month's bags of a size, what each channel sells on one of its days: the shop has one a month, the others two. */
const SHARES: Record<Channel, Record<Size, number>> = {
  shop: { 250: 0.24, 1000: 0 },
  web: { 250: 0.22, 1000: 0.1 },
  wholesale: { 250: 0.15, 1000: 0.4 },
}

const PARTIES: Record<Channel, string> = {
  shop: 'Shop, Lange Reihe',
  web: 'Web shop',
  wholesale: 'Wholesale',
}

interface Sale {
  channel: Channel
  date: string
  month: number
  season: number
  random: () => number
}

export function saleStep(levels: Levels, sale: Sale): Step[] {
  const { channel, date } = sale
  const warehouse = channel === 'shop' ? SHOP : MAIN
  const wanted = [...bagsOf(sale), ...othersOf(sale)]
  const sold = new Map<string, number>()
  for (const [item, quantity] of wanted) {
    const taken = levels.take(item, warehouse, quantity)
    if (taken > 0) sold.set(item, (sold.get(item) ?? 0) + taken)
  }
  for (const [item, quantity] of packedIn(channel, sold)) {
    const taken = levels.take(item, warehouse, quantity)
    if (taken > 0) sold.set(item, taken)
  }
  const gifts = channel === 'web' ? giftsOf(levels, sale) : []
  if (sold.size + gifts.length === 0) return []
  return [
    step(`${channel}/${date}`, 'IssueGoods', date, () => ({
      ...{
        from: warehouse,
        party: PARTIES[channel],
        reference: `${channel.toUpperCase().slice(0, 2)}-${date}`,
      },
      lines: [...sold, ...gifts].map(([item, quantity]) => ({ item, quantity: String(quantity) })),
    })),
  ]
}

function bagsOf({ channel, season, random }: Sale): [string, number][] {
  return BAGS.map(({ code, size, sales }): [string, number] => {
    const jitter = 0.88 + 0.24 * random()
    return [code, Math.round(sales * SHARES[channel][size] * season * jitter)]
  })
}

/** What the web shop sells beside coffee, and the blends of a season until a few are left. */
function othersOf({ channel, month, date }: Sale): [string, number][] {
  const isFirst = date.slice(8) < '20'
  if (channel === 'shop')
    return [
      ['CUP-12', 860],
      ['LID-12', 810],
      [PAPERS.code, 0.5],
    ]
  if (channel === 'wholesale') return []
  return [
    ...EQUIPMENT.map(({ code, sales }): [string, number] => {
      const done = Math.floor(sales * month)
      return [code, isFirst ? Math.floor(sales * (month + 1)) - done : 0]
    }),
    [PAPERS.code, isFirst ? 9 : 0],
    ['WINTER-250', month <= 2 ? 22 : 0],
    ['COLDBREW-250', month >= 6 && month <= 9 ? 14 : 0],
  ]
}

/** Parcels of four small bags, cartons of ten kilograms. */
function packedIn(channel: Channel, sold: ReadonlyMap<string, number>): [string, number][] {
  if (channel === 'shop') return []
  const kilograms = BAGS.reduce((sum, { code, size }) => sum + ((sold.get(code) ?? 0) * size) / 1_000, 0)
  const parcels = channel === 'web' ? Math.ceil(kilograms / 3.5) : 0
  const cartons = Math.ceil(kilograms / (channel === 'web' ? 50 : 10))
  return [
    ['CARTON-S', parcels],
    ['CARTON-M', cartons],
    ['TAPE', Math.ceil((parcels + cartons) / 30)],
  ]
}

/** Kits leave as what they are made of; most of them before Christmas. */
function giftsOf(levels: Levels, { date }: Sale): [string, number][] {
  const isChristmas = date.slice(5, 7) === '12'
  const wanted: [string, number, string[]][] = [
    ['GIFT-DUO', isChristmas ? 14 : 3, ['ESPRESSO-250-WB', 'FILTER-250-WB', 'GIFT-BOX']],
    ['GIFT-ORIGINS', isChristmas ? 9 : 2, ['SIDAMO-250-WB', 'HUILA-250-WB', 'GIFT-BOX']],
  ]
  return wanted.flatMap(([kit, count, parts]): [string, number][] => {
    const there = Math.min(
      count,
      ...[...parts.map((part) => levels.of(part, MAIN)), levels.of('TISSUE', MAIN) / 4],
    )
    const kits = Math.floor(there)
    if (kits <= 0) return []
    for (const part of parts) levels.take(part, MAIN, kits)
    levels.take('TISSUE', MAIN, kits * 4)
    return [[kit, kits]]
  })
}

/** The van brings the shop what it sells in five weeks. */
export function supplyShop(levels: Levels, date: string, season: number): Step[] {
  const targets: [string, number][] = [
    ...BAGS.filter(({ size }) => size === 250).map(({ code, sales }): [string, number] => [
      code,
      Math.ceil(sales * SHARES.shop[250] * 1.3 * season),
    ]),
    ['CUP-12', 1_100],
    ['LID-12', 1_100],
    [PAPERS.code, 2],
    ['DRIPPER', 3],
  ]
  const carried = targets.flatMap(([item, target]) => {
    const quantity = levels.take(item, MAIN, Math.ceil(target - levels.of(item, SHOP)))
    levels.add(item, SHOP, quantity)
    return quantity > 0 ? [{ item, quantity: String(quantity) }] : []
  })
  if (carried.length === 0) return []
  return [
    step(`shop-supply/${date}`, 'TransferGoods', date, () => ({
      ...{ from: MAIN, to: SHELF, reference: `VAN-${date}` },
      lines: carried,
    })),
  ]
}

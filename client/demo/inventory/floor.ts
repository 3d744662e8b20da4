import type { CallInput, Contracts, Meridian } from '../../sdk/types.ts'
import { daysAfter, isoDate } from '../calendar.ts'
import { SHELF } from './places.ts'

type Reservations = Contracts['reservations']['operations']
type Rules = CallInput<Contracts['replenishment']['operations']['SaveReorderRules']>['rows']

/** What is being worked on: counts, reservations, what is expected and what is to be ordered. */
export async function addFloor(meridian: Meridian, company: string, today: Date): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/floor/${what}` })
  const date = isoDate(today)
  await meridian.replenishment.SaveReorderRules(company, { mode: 'atomic', rows: [...RULES] }, once('rules'))
  for (const each of expected(date))
    await meridian.reservations.ExpectReceipt(company, each, once(each.reference))
  for (const each of reserved(date))
    await meridian.reservations.ReserveStock(company, each, once(each.demand.reference))
  await countShelf(meridian, company, date)
  await beginBlindCount(meridian, company)
}

/** Green coffee on the sea, and packaging that should have come two days ago. */
const expected = (today: string): CallInput<Reservations['ExpectReceipt']>[] => [
  {
    reference: 'SANTOS-14',
    lines: [
      { item: 'GR-SANTOS', quantity: '20', unit: 'sack', date: daysAfter(today, 12) },
      { item: 'GR-MANDHELING', quantity: '4', unit: 'sack', date: daysAfter(today, 12) },
      { item: 'GR-NYERI', quantity: '6', unit: 'sack', date: daysAfter(today, 26) },
    ],
  },
  {
    reference: 'HP-PO-88',
    lines: [
      { item: 'CARTON-S', quantity: '10', unit: 'bundle', date: daysAfter(today, -2) },
      { item: 'TISSUE', quantity: '4', unit: 'ream', date: daysAfter(today, 5) },
    ],
  },
]

/** Orders: kept anywhere in the roastery, kept in a bin of a lot, and promised of what is on the sea. */
const reserved = (today: string): CallInput<Reservations['ReserveStock']>[] => [
  {
    demand: { kind: 'sales-order', reference: 'SO-2041' },
    neededBy: daysAfter(today, 3),
    lines: [
      { line: '1', item: 'ESPRESSO-1000-WB', quantity: '6', unit: 'box' },
      { line: '2', item: 'FILTER-1000-WB', quantity: '2', unit: 'box' },
      { line: '3', item: 'SIDAMO-250-WB', quantity: '1', unit: 'box' },
    ],
    partial: true,
  },
  {
    demand: { kind: 'sales-order', reference: 'SO-2044' },
    expiresAt: `${daysAfter(today, 7)}T18:00:00Z`,
    lines: [{ line: '1', item: 'HUILA-250-WB', quantity: '10', neededBy: daysAfter(today, 6) }],
    partial: true,
  },
  {
    demand: { kind: 'sales-order', reference: 'SO-2046' },
    lines: [
      { line: '1', item: 'GR-GEISHA', quantity: '30', place: 'MAIN/QC', lot: 'GEISHA-A' },
      { line: '2', item: 'GRINDER-EL', quantity: '1', place: 'MAIN/E-01-02', neededBy: daysAfter(today, 2) },
    ],
  },
  {
    demand: { kind: 'production-order', reference: 'PR-311' },
    lines: [{ line: '1', item: 'GR-NYERI', quantity: '120', neededBy: daysAfter(today, 30) }],
    expected: true,
    partial: true,
  },
]

/** Some ask for an order today: by a minimum, by a point, by what was used; one brings the shop what it lacks. */
const RULES: Rules = [
  {
    ...{
      item: 'GR-SANTOS',
      warehouse: 'MAIN',
      method: 'auto',
      leadDays: 35,
      lookBackDays: 90,
      coverDays: 45,
    },
    ...{ safety: '300', supplier: 'Hanseatic Green Coffee', unit: 'sack', multiple: '1' },
  },
  {
    ...{
      item: 'GR-MALABAR',
      warehouse: 'MAIN',
      method: 'min-max',
      minimum: '60',
      maximum: '180',
      leadDays: 60,
    },
    ...{ supplier: 'Hanseatic Green Coffee', unit: 'sack' },
  },
  {
    ...{
      item: 'GR-NYERI',
      warehouse: 'MAIN',
      method: 'min-max',
      minimum: '60',
      maximum: '150',
      leadDays: 28,
    },
    ...{ supplier: 'Hanseatic Green Coffee', unit: 'sack' },
  },
  {
    ...{
      item: 'BAG-1000',
      warehouse: 'MAIN',
      method: 'reorder-point',
      point: '1500',
      safety: '500',
      leadDays: 10,
    },
    ...{ supplier: 'Hansepack', unit: 'box', multiple: '2' },
  },
  {
    ...{
      item: 'LABEL-ROAST',
      warehouse: 'MAIN',
      method: 'min-max',
      minimum: '6000',
      maximum: '14000',
      leadDays: 14,
    },
    ...{ supplier: 'Hansepack', unit: 'roll' },
  },
  {
    ...{ item: 'KETTLE', warehouse: 'MAIN', method: 'min-max', minimum: '4', maximum: '12', leadDays: 21 },
    supplier: 'Mahlwerk GmbH',
  },
  {
    ...{ item: 'GRINDER-EL', warehouse: 'MAIN', method: 'min-max', minimum: '1', maximum: '4', leadDays: 21 },
    supplier: 'Mahlwerk GmbH',
  },
  {
    ...{ item: 'DRIPPER', warehouse: 'SHOP', method: 'min-max', minimum: '6', maximum: '12', leadDays: 1 },
    from: 'MAIN',
  },
  {
    ...{ item: 'SIDAMO-250-FI', warehouse: 'SHOP', method: 'reorder-point', point: '60', leadDays: 1 },
    ...{ from: 'MAIN', unit: 'box' },
  },
]

/** What is in the back room of the shop was counted and posted: two bags are missing, one was found. */
async function countShelf(meridian: Meridian, company: string, date: string): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/count/${what}` })
  const { id: count } = await meridian.counts.PlanStockCount(
    company,
    { place: SHELF, name: 'Shelf of the shop', note: 'Before the shop opens.' },
    once('plan'),
  )
  const { data } = await meridian.counts.ListCountLines(company, { count, limit: 100 })
  const lines = data.map(({ item, place, lot, expected: books }, index) => ({
    ...{ item: item.code, place, key: `shelf/${index}` },
    ...(lot !== null && { lot }),
    quantity: String(Number(books ?? '0') + (DIFFERENCES[index] ?? 0)),
  }))
  await meridian.counts.RecordCounts(company, { count, lines }, once('lines'))
  await meridian.counts.FinishStockCount(company, { count }, once('finish'))
  await meridian.counts.PostStockCount(company, { count, date, reason: 'Count of the shelf' }, once('post'))
}

/** Of the lines of the count, in their order. */
const DIFFERENCES: Record<number, number> = { 1: -1, 3: 1, 6: -1 }

/** Equipment and packaging are counted by somebody who is not shown what should be there: half of it is done. */
async function beginBlindCount(meridian: Meridian, company: string): Promise<void> {
  const once = (what: string) => ({ idempotencyKey: `demo/blind/${what}` })
  const { id: count } = await meridian.counts.PlanStockCount(
    company,
    {
      ...{ place: 'MAIN', name: 'Packaging and equipment', blind: true },
      ...{
        note: 'Two people, one of them from the office.',
        selection: { families: ['packaging', 'equipment'] },
      },
    },
    once('plan'),
  )
  // The count shows nobody what should be there: it is looked up as the one who loads the demo.
  const { data } = await meridian.stock.ListOnHand(company, { place: 'MAIN/P', limit: 100 })
  const lines = data
    .filter(({ item }) => item.code in COUNTED)
    .map(({ item, place, quantity }) => ({
      ...{ item: item.code, place },
      quantity: String(Number(quantity) + (COUNTED[item.code] ?? 0)),
    }))
  if (lines.length > 0) await meridian.counts.RecordCounts(company, { count, lines }, once('lines'))
}

/** Items that are counted, and by how much that differs from the books. */
const COUNTED: Record<string, number> = { TAPE: 0, 'GIFT-BOX': -2, 'CARTON-M': 0, 'CUP-12': -50, TISSUE: 0 }

import { describe, expect, it } from 'vitest'
import { itemsContract } from '../../durable-objects/inventory/items/contract.ts'
import { stockContract } from '../../durable-objects/inventory/stock/contract.ts'
import { isoDate } from './calendar.ts'
import { DEMO_ACCOUNTS, demoBills, demoEntries } from './company.ts'
import { DEARER_PACKAGING } from './inventory/goods.ts'
import { FAMILIES, itemRows } from './inventory/items.ts'
import { AISLES, binOf, WAREHOUSES } from './inventory/places.ts'
import type { StockDocument } from './inventory/steps.ts'
import { backdatedStep, yearOfStock } from './inventory/year.ts'

const rows = itemRows(2)

describe('the items of the demo', () => {
  it('are about sixty, each with a code of its own, in families whose accounts there are', () => {
    const codes = rows.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes.length).toBeGreaterThan(55)
    const families = new Set(FAMILIES.map(({ code }) => code))
    for (const { family } of rows) if (family) expect(families).toContain(family)
    const accounts = new Map(DEMO_ACCOUNTS.map(([code, _, type]) => [code, type]))
    for (const { accounts: own } of FAMILIES)
      for (const [use, code] of Object.entries(own ?? {}))
        expect(accounts.get(code as string), `${use} ${code}`).toBe(use === 'stock' ? 'asset' : 'expense')
  })

  it('are written as the contract takes them', () => {
    for (const family of FAMILIES)
      expect(itemsContract.operations.SaveItemFamily.input.safeParse(family).error).toBeUndefined()
    for (const row of rows)
      expect(itemsContract.operations.CreateItem.input.safeParse(row).error, row.code).toBeUndefined()
  })

  it('have every method of valuation, lots, serial numbers, variants, kits and a service', () => {
    const said = (field: 'method' | 'tracking' | 'kind') =>
      new Set([...rows, ...FAMILIES].map((row) => row[field]).filter((each) => each !== undefined))
    expect(said('method')).toEqual(new Set(['fifo', 'average', 'standard', 'lot']))
    expect(said('tracking')).toEqual(new Set(['lot', 'serial']))
    expect(said('kind')).toEqual(new Set(['stock', 'kit', 'service']))
    expect(rows.filter(({ template }) => template !== undefined).length).toBeGreaterThan(20)
  })

  it('carry EAN-13 codes of the range that is free for every shop, none of them twice', () => {
    const barcodes = rows.flatMap(({ barcodes: own }) => own?.map(({ barcode }) => barcode) ?? [])
    expect(barcodes.length).toBeGreaterThan(50)
    expect(new Set(barcodes).size).toBe(barcodes.length)
    for (const barcode of barcodes) {
      expect(barcode).toMatch(/^2\d{12}$/)
      const sum = [...barcode].reduce((all, digit, at) => all + Number(digit) * (at % 2 ? 3 : 1), 0)
      expect({ barcode, rest: sum % 10 }).toEqual({ barcode, rest: 0 })
    }
  })

  it('lie in bins of places that are laid out', () => {
    const known = new Set([...WAREHOUSES, ...AISLES].map(({ code }) => code))
    for (const { code } of rows) expect(known.has(binOf(code ?? '').split('-')[0] as string)).toBe(true)
  })
})

const DAYS = [
  ...Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 1 + month * 2, 12))),
  new Date('2028-02-29T00:00:00Z'),
  new Date('2026-12-31T23:59:59Z'),
]

describe.each(DAYS.map((today) => [isoDate(today), today] as const))(
  'the year of stock before %s',
  (last, today) => {
    const steps = yearOfStock(today, 'EUR', demoBills(today))
    const inputs = steps.map(({ key, date, command, input }) => ({
      key,
      date,
      command,
      input: input(earlier),
    }))

    it('goes from day to day until today, each document once, as the contract takes it', () => {
      const dates = steps.map(({ date }) => date)
      expect(dates).toEqual([...dates].sort())
      expect(dates.at(-1)?.localeCompare(last)).toBeLessThanOrEqual(0)
      expect(new Set(steps.map(({ key }) => key)).size).toBe(steps.length)
      for (const { key, command, input } of inputs)
        expect(stockContract.operations[command].input.safeParse(input).error, key).toBeUndefined()
      expect(steps.length).toBeLessThan(215)
    })

    it('never takes what is not there', () => {
      const held = new Map<string, number>()
      for (const { key, item, warehouse, quantity } of inputs.flatMap(movesOf)) {
        const at = `${item} in ${warehouse}`
        const left = (held.get(at) ?? 0) + quantity
        expect({ key, at, isThere: left >= 0 }).toEqual({ key, at, isThere: true })
        held.set(at, left)
      }
    })

    it('takes goods in at what the bills say, but for the one that is dearer', () => {
      const bills = demoBills(today)
      const differences = inputs.flatMap(({ command, input }) => {
        const { reference = '', lines = [], from } = input as Written
        const bill = bills.get(reference)
        if (command !== 'ReceiveGoods' || from !== undefined || !bill) return []
        return bill.net - lines.reduce((sum, { cost }) => sum + cents(cost), 0)
      })
      expect(differences.length).toBeGreaterThan(24)
      expect(differences.filter((difference) => difference !== 0)).toEqual([DEARER_PACKAGING.amount])
    })

    it('leaves the accounts of goods to the documents of stock', () => {
      const booked = new Set(
        demoEntries(today, 'EUR').flatMap(({ lines }) => lines.map(({ account }) => account)),
      )
      for (const [code, , , more] of DEMO_ACCOUNTS)
        if (more?.control === 'stock' || more?.control === 'goods-received')
          expect(booked).not.toContain(code)
    })
  },
)

describe('the demo in other currencies', () => {
  it.each(['JPY', 'KWD'])('writes costs in the decimal places of %s', (currency) => {
    const today = DAYS[5] as Date
    const steps = [...yearOfStock(today, currency, demoBills(today)), backdatedStep(today, currency)]
    const costs = steps.flatMap(({ input }) => {
      const { amount, lines = [] } = input(earlier) as Written
      return [amount, ...lines.map(({ cost }) => cost)].filter((each) => each !== undefined)
    })
    expect(costs.length).toBeGreaterThan(100)
    const decimals = new Set(costs.map((text) => text.split('.')[1]?.length ?? 0))
    expect(decimals).toEqual(new Set([currency === 'JPY' ? 0 : 3]))
  })
})

interface Written {
  reference?: string
  amount?: string
  from?: string
  to?: string
  inTransit?: boolean
  place?: string
  lines?: { item: string; quantity?: string; unit?: string; serials?: string[]; cost?: string }[]
}

const cents = (text: string | undefined) => Math.round(Number(text ?? '0') * 100)

/** Documents that later ones hang on: what they came to does not matter here. */
const earlier = (): StockDocument =>
  ({
    id: 'stk_01JZ8M3Y5N6P7Q8R9S0T1V2W3X',
    lines: [{ line: 0, item: { code: '' } }],
  }) as unknown as StockDocument

const UNITS = new Map(
  rows.flatMap(({ code, units = [] }) =>
    units.map((unit) => [`${code} ${unit.code}`, unit.numerator / (unit.denominator ?? 1)] as const),
  ),
)
const PARTS = new Map(rows.map(({ code, components = [] }) => [code, components]))
const warehouseOf = (place: string | undefined) => (place ?? 'MAIN').split('/')[0] as string

/** What a document adds to and takes from each warehouse. What comes back or arrives adds later: it is left out. */
function movesOf({ key, command, input }: { key: string; command: string; input: unknown }) {
  const { from, to, place, lines = [], inTransit } = input as Written
  return lines.flatMap(({ item, quantity, unit, serials }) => {
    const amount = serials?.length ?? Number(quantity) * (UNITS.get(`${item} ${unit}`) ?? 1)
    const parts = PARTS.get(item) ?? []
    const goods =
      parts.length > 0
        ? parts.map((each) => [each.item, Number(each.quantity) * amount] as const)
        : [[item, amount] as const]
    const each = (warehouse: string, sign: number) =>
      goods.map(([code, of]) => ({ key, item: code, warehouse, quantity: sign * of }))
    if (command === 'ReceiveGoods') return each('MAIN', 1)
    if (command === 'AdjustStock') return each(warehouseOf(place), 1)
    if (command === 'IssueGoods') return each(warehouseOf(from), -1)
    if (command === 'TransferGoods')
      return [...each(warehouseOf(from), -1), ...(inTransit ? [] : each(warehouseOf(to), 1))]
    return []
  })
}

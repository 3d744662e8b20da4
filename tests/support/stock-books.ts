import { expect } from 'vitest'
import type { StockContract } from '../../durable-objects/inventory/stock/contract.ts'
import type { DocumentView } from '../../durable-objects/inventory/stock/views.ts'
import type { ReplyOf } from '../../durable-objects/kernel/contract.ts'
import type { Outcome } from '../../durable-objects/kernel/pipeline.ts'
import { expectAccepted, TestBooks } from './books.ts'

/** Books with the accounts that stock posts to, the warehouses MAIN and SHOP, and an item A. */

export const STOCK_ROLES = {
  inventory: '1200',
  stockInTransit: '1210',
  openingBalance: '3900',
  payables: '2000',
  goodsReceived: '2100',
  costOfSales: '5000',
  priceDifference: '5100',
  stockAdjustment: '5200',
  stockVariation: '5300',
  stockRevaluation: '5400',
  scrap: '5500',
}
export type StockRole = keyof typeof STOCK_ROLES

const TYPES: Record<string, string> = { 1: 'asset', 2: 'liability', 3: 'equity', 5: 'expense' }

export class StockBooks {
  readonly books: TestBooks

  private constructor(books: TestBooks) {
    this.books = books
  }

  static async open(item: Record<string, unknown> = {}): Promise<StockBooks> {
    const books = await TestBooks.open('EUR', [])
    const all = new StockBooks(books)
    for (const code of [...Object.values(STOCK_ROLES), '1250', '1400', '1800', '5900'])
      await all.account(code)
    expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles: STOCK_ROLES }))
    for (const code of ['MAIN', 'SHOP'])
      expectAccepted(await books.execute('places', 'OpenWarehouse', { code, name: code }))
    expectAccepted(
      await books.execute('items', 'CreateItem', {
        ...{ code: 'A', name: 'A', kind: 'stock', unit: 'pcs', method: 'fifo' },
        ...item,
      }),
    )
    return all
  }

  async account(code: string): Promise<void> {
    const type = TYPES[code.charAt(0)]
    expectAccepted(await this.books.execute('ledger', 'OpenAccount', { code, name: code, type }))
  }

  run(command: string, input: object): Promise<Outcome> {
    return this.books.execute('stock', command, input)
  }

  async done(command: string, input: object): Promise<DocumentView> {
    return expectAccepted(await this.run(command, input)) as unknown as DocumentView
  }

  received(on: number, quantity: number, cost: string, more: object = {}): Promise<DocumentView> {
    const lines = [{ item: 'A', quantity: String(quantity), cost }]
    return this.done('ReceiveGoods', { date: day(on), lines, ...more })
  }

  issued(on: number, quantity: number, more: object = {}): Promise<DocumentView> {
    return this.done('IssueGoods', {
      date: day(on),
      lines: [{ item: 'A', quantity: String(quantity) }],
      ...more,
    })
  }

  async unbilled(): Promise<ReplyOf<StockContract, 'ListUnbilledReceipts'>['data']> {
    const { data } = await this.books.ask<ReplyOf<StockContract, 'ListUnbilledReceipts'>>(
      'stock',
      'ListUnbilledReceipts',
      { limit: 100 },
    )
    return data
  }

  /** Minor units, debit positive, of an account by its role or code. */
  async balance(account: StockRole | string, asOf?: string): Promise<number> {
    const code = STOCK_ROLES[account as StockRole] ?? account
    const { rows } = await this.books.ask<{ rows: { account: { code: string }; balance: string }[] }>(
      'ledger',
      'GetTrialBalance',
      asOf ? { asOf } : {},
    )
    return cents(rows.find((row) => row.account.code === code)?.balance)
  }

  /** What the stock is worth in each warehouse. */
  async values(): Promise<Record<string, number>> {
    const { data } = await this.books.ask<{ data: { warehouse: string | null; value: string }[] }>(
      'stock',
      'ListValues',
      {},
    )
    return Object.fromEntries(data.map(({ warehouse, value }) => [warehouse ?? 'on its way', cents(value)]))
  }

  async expectSound(): Promise<void> {
    const { checks } = await this.books.audit(true)
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
  }
}

export const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}`
export const cents = (text: string | null | undefined): number => Math.round(Number(text ?? 0) * 100)

export function expectRefused(outcome: Outcome, code: string, pointer?: string): void {
  expect(outcome).toMatchObject({
    kind: 'refused',
    refusal: { refused: code, ...(pointer !== undefined && { errors: [{ pointer }] }) },
  })
}

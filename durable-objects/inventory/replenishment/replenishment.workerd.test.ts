import { afterEach, describe, expect, it, vi } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import type { ProposalView, RuleView } from './contract.ts'

const ROLES = { inventory: '1200', stockInTransit: '1210', goodsReceived: '2100', costOfSales: '5000' }
const TYPES: Record<string, string> = { 1: 'asset', 2: 'liability', 5: 'expense' }

const dayFromToday = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

async function opened(...items: string[]): Promise<TestBooks> {
  const books = await TestBooks.open('EUR', [])
  for (const code of Object.values(ROLES))
    expectAccepted(
      await books.execute('ledger', 'OpenAccount', { code, name: code, type: TYPES[code.charAt(0)] }),
    )
  expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles: ROLES }))
  for (const code of ['MAIN', 'SHOP'])
    expectAccepted(await books.execute('places', 'OpenWarehouse', { code, name: code }))
  for (const code of items)
    expectAccepted(
      await books.execute('items', 'CreateItem', {
        code,
        name: code,
        unit: 'pcs',
        units: [{ code: 'box', numerator: 12 }],
      }),
    )
  return books
}

const received = async (books: TestBooks, to: string, item: string, quantity: number) =>
  expectAccepted(
    await books.execute('stock', 'ReceiveGoods', {
      ...{ date: dayFromToday(-120), to },
      lines: [{ item, quantity: String(quantity), unitCost: '1.00' }],
    }),
  )
const sold = async (books: TestBooks, from: string, item: string, quantity: number, days = -10) =>
  expectAccepted(
    await books.execute('stock', 'IssueGoods', {
      ...{ date: dayFromToday(days), from },
      lines: [{ item, quantity: String(quantity) }],
    }),
  )
const send = (books: TestBooks, command: string, input: object) =>
  books.execute('replenishment', command, input)
const rule = async (books: TestBooks, input: object) =>
  expectAccepted(await send(books, 'SetReorderRule', { warehouse: 'MAIN', ...input }))
const proposals = async (books: TestBooks, more: object = {}) =>
  (await books.ask<{ data: ProposalView[] }>('replenishment', 'ListProposals', more)).data

afterEach(() => vi.useRealTimers())

async function expectSound(books: TestBooks): Promise<void> {
  const { checks } = await books.audit(true)
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
}

describe('replenishment', () => {
  it('proposes by minimum and maximum, announces what is accepted, and then proposes no more', async () => {
    const books = await opened('A')
    await received(books, 'MAIN', 'A', 25)
    await rule(books, {
      ...{ item: 'A', method: 'min-max', minimum: '20', maximum: '100', leadDays: 14 },
      ...{ supplier: 'Roastery', unit: 'box', multiple: '2' },
    })
    expect(await proposals(books)).toEqual([])
    expectAccepted(
      await books.execute('reservations', 'ReserveStock', {
        demand: { kind: 'order', reference: 'O-1' },
        lines: [{ item: 'A', quantity: '10' }],
      }),
    )
    const [proposed] = await proposals(books)
    expect(proposed).toMatchObject({
      ...{ quantity: '96', order: { quantity: '8', unit: 'box' }, by: 'receipt', supplier: 'Roastery' },
      date: dayFromToday(14),
      figures: { onHand: '25', reserved: '10', projected: '15', point: '20', target: '100', used: null },
      reasons: [
        `On ${dayFromToday(14)}: 25 pcs on hand, less 10 pcs reserved: 15 pcs.`,
        'That is below the minimum of 20 pcs; ordered is up to 100 pcs.',
        '85 pcs are missing to 100 pcs.',
        'Rounded up to whole multiples of 2 box (24 pcs): 96 pcs.',
      ],
    })
    const accept = { warehouse: 'MAIN', reference: 'PO-8', lines: [{ item: 'A' }] }
    const accepted = expectAccepted(await send(books, 'AcceptProposals', accept))
    expect(accepted).toMatchObject({
      reference: 'PO-8',
      document: null,
      data: [{ quantity: '96', by: 'receipt' }],
    })
    expect(await proposals(books)).toEqual([])
    expect(await send(books, 'AcceptProposals', accept)).toMatchObject({
      refusal: { refused: 'nothing_proposed', errors: [{ pointer: '/lines/0/quantity' }] },
    })
    expectAccepted(await send(books, 'AcceptProposals', { ...accept, lines: [{ item: 'A', quantity: '1' }] }))
    const { data } = await books.ask<{ data: object[] }>('reservations', 'ListExpectedReceipts', {
      reference: 'PO-8',
    })
    expect(data).toMatchObject([{ quantity: '96', date: dayFromToday(14) }, { quantity: '12' }])
    await expectSound(books)
  })

  it('follows what was used in the lead time, and brings it from another warehouse', async () => {
    const books = await opened('A', 'B')
    await received(books, 'SHOP', 'A', 40)
    await received(books, 'MAIN', 'A', 500)
    await received(books, 'MAIN', 'B', 5)
    await sold(books, 'SHOP', 'A', 30)
    await sold(books, 'SHOP', 'A', 5, -100)
    const auto = {
      method: 'auto',
      warehouse: 'SHOP',
      leadDays: 3,
      lookBackDays: 30,
      coverDays: 10,
      safety: '5',
      from: 'MAIN',
    }
    await rule(books, { ...auto, item: 'A' })
    const [proposed] = await proposals(books)
    expect(proposed).toMatchObject({
      ...{ warehouse: 'SHOP', quantity: '13', by: 'transfer', from: 'MAIN' },
      figures: {
        onHand: '5',
        point: '8',
        target: '18',
        used: '30',
        usedADay: '1.000',
        sourceAvailable: '500',
      },
    })
    expect(proposed?.reasons[1]).toBe(
      '30 pcs left in 30 days, 1.000 pcs a day: in 3 days of lead time that makes a reorder point of 8 pcs, with 5 pcs of safety stock; to last 10 days more, 18 pcs.',
    )
    const sent = expectAccepted(
      await send(books, 'AcceptProposals', { warehouse: 'SHOP', inTransit: true, lines: [{ item: 'A' }] }),
    ) as unknown as { document: string }
    expect(sent).toMatchObject({ reference: null, data: [{ quantity: '13', by: 'transfer' }] })
    expect(await proposals(books)).toEqual([])
    expectAccepted(
      await books.execute('stock', 'ReceiveTransfer', { id: sent.document, date: dayFromToday(0) }),
    )
    const { data } = await books.ask<{ data: object[] }>('stock', 'ListOnHand', { place: 'SHOP' })
    expect(data).toMatchObject([{ quantity: '18' }])
    await rule(books, { item: 'B', warehouse: 'SHOP', method: 'reorder-point', point: '9', from: 'MAIN' })
    expect(await send(books, 'AcceptProposals', { warehouse: 'SHOP', lines: [{ item: 'B' }] })).toMatchObject(
      {
        refusal: { refused: 'stock_insufficient', errors: [{ pointer: '/lines/0/quantity' }] },
      },
    )
    await expectSound(books)
  })

  it('lets proposals be dismissed until a day', async () => {
    const books = await opened('A')
    await rule(books, { item: 'A', method: 'reorder-point', point: '5' })
    expect(await proposals(books)).toHaveLength(1)
    const dismiss = { item: 'A', warehouse: 'MAIN', until: dayFromToday(30) }
    expectAccepted(await send(books, 'DismissProposal', dismiss))
    expect(await proposals(books)).toEqual([])
    expect(await proposals(books, { dismissed: true })).toMatchObject([{ dismissedUntil: dayFromToday(30) }])
    expect(await send(books, 'DismissProposal', { ...dismiss, until: dayFromToday(0) })).toMatchObject({
      refusal: { refused: 'invalid_reorder_rule', errors: [{ pointer: '/until' }] },
    })
    expectAccepted(await send(books, 'AcceptProposals', { lines: [{ item: 'A', quantity: '1' }] }))
    expect(await proposals(books)).toMatchObject([{ quantity: '4', dismissedUntil: null }])
    await expectSound(books)
  })

  it('has the days of the company, whatever time it is in UTC', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2027-01-30T23:30:00Z') })
    const books = await opened('A')
    await rule(books, { item: 'A', method: 'reorder-point', point: '5', leadDays: 1 })
    const today = async (timeZone: string, date: string, arrival: string) => {
      expectAccepted(await books.execute('company', 'ChangeTimeZone', { timeZone }))
      expect(await proposals(books)).toMatchObject([{ date: arrival }])
      const dismiss = { item: 'A', warehouse: 'MAIN', until: date }
      expect(await send(books, 'DismissProposal', dismiss)).toMatchObject({
        refusal: { refused: 'invalid_reorder_rule', errors: [{ pointer: '/until' }] },
      })
    }
    await today('Pacific/Auckland', '2027-01-31', '2027-02-01')
    await today('America/New_York', '2027-01-30', '2027-01-31')
    const order = { lines: [{ item: 'A' }] }
    expect(expectAccepted(await send(books, 'AcceptProposals', order))).toMatchObject({
      data: [{ date: '2027-01-31' }],
    })
    await expectSound(books)
  })

  it('takes many rules at once, all or one by one, and refuses what cannot be', async () => {
    const books = await opened('A', 'B')
    const good = { value: { item: 'A', method: 'min-max', minimum: '1', maximum: '2' } }
    const bad = { value: { item: 'B', method: 'min-max', minimum: '3', maximum: '2' } }
    const rows = [good, bad, { value: { item: 'X', method: 'auto' } }, good]
    const refused = await send(books, 'SaveReorderRules', { rows })
    expect(refused).toMatchObject({
      refusal: {
        refused: 'rows_refused',
        errors: [{ pointer: '/1/maximum' }, { pointer: '/2/item' }, { pointer: '/3/item' }],
      },
    })
    const saved = expectAccepted(await send(books, 'SaveReorderRules', { rows, mode: 'independent' }))
    expect(saved).toMatchObject({ saved: 1, unchanged: 0, refused: 3 })
    expect(expectAccepted(await send(books, 'SaveReorderRules', { rows: [good] }))).toMatchObject({
      unchanged: 1,
    })
    for (const [more, pointer] of [
      [{ point: '4' }, '/point'],
      [{ from: 'MAIN' }, '/from'],
      [{ from: 'SHOP', supplier: 'X' }, '/from'],
      [{ unit: 'crate' }, '/unit'],
      [{ multiple: '0' }, '/multiple'],
      [{ minimum: '0.5' }, '/minimum'],
    ] as const)
      expect(
        await send(books, 'SetReorderRule', { ...good.value, warehouse: 'MAIN', ...more }),
      ).toMatchObject({
        refusal: { errors: [{ pointer }] },
      })
    const list = () => books.ask<{ data: RuleView[] }>('replenishment', 'ListReorderRules', {})
    expect((await list()).data).toMatchObject([
      { item: { code: 'A' }, minimum: '1', multiple: '1', unit: 'pcs' },
    ])
    expectAccepted(await send(books, 'RemoveReorderRule', { item: 'A', warehouse: 'MAIN' }))
    expect((await list()).data).toEqual([])
    expect(await send(books, 'RemoveReorderRule', { item: 'A', warehouse: 'MAIN' })).toMatchObject({
      refusal: { refused: 'reorder_rule_not_found' },
    })
    await expectSound(books)
  })
})

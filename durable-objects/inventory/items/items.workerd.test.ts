import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { expectAccepted, TestBooks } from '../../../tests/support/books.ts'
import { assemble, type Books } from '../../assembly.ts'
import type { Actor } from '../../kernel/module.ts'
import { isRefusal } from '../../kernel/result.ts'
import type { ItemListed, ItemView } from './contract.ts'

const create = (books: TestBooks, input: object) => books.execute('items', 'CreateItem', input)
const item = (books: TestBooks, ref: string) => books.ask<ItemView>('items', 'GetItem', { item: ref })
const searched = async (books: TestBooks, q: string, more: object = {}) => {
  const { data } = await books.ask<{ data: (ItemListed & { match: string })[] }>('items', 'SearchItems', {
    q,
    ...more,
  })
  return data.map(({ code, match }) => `${code} ${match}`)
}
const expectSound = async (books: TestBooks) => {
  const { checks } = await books.audit(true)
  expect(checks.filter(({ ok }) => !ok)).toEqual([])
}
/** A fresh look at the same tables, as the other parts have it. */
const inside = <Result>(books: TestBooks, look: (all: Books) => Result) =>
  runInDurableObject(books.stub, (_, state) => look(assemble(state.storage, books.company)))

const COFFEE = {
  code: 'ESP-250',
  name: 'Café Espresso crème',
  units: [{ code: 'box', numerator: 12 }],
  barcodes: [{ barcode: '4006381333931' }, { barcode: '14006381333938', unit: 'box' }],
  attributes: { roast: 'Très dark' },
}

describe('items in the books', () => {
  it('are there after every way of writing them, and after a replay', async () => {
    const books = await TestBooks.open()
    for (const family of [
      { code: 'food', name: 'Food', tax: 'DE-OUT-7', accounts: { stock: '1000' } },
      { code: 'coffee', name: 'Coffee', parent: 'food', tracking: 'lot' },
    ])
      expectAccepted(await books.execute('items', 'SaveItemFamily', family))
    expectAccepted(
      await create(books, { ...COFFEE, family: 'coffee', standardCost: '4.20', weightKg: '0.25' }),
    )
    expect(await item(books, 'esp-250')).toMatchObject({
      tracking: 'lot',
      tax: 'DE-OUT-7',
      ownTax: null,
      standardCost: '4.2',
      weightKg: '0.25',
      units: [{ code: 'box', numerator: 12, denominator: 1 }],
      hasMoved: false,
    })
    const stock = (await item(books, 'ESP-250')).accounts.find(({ name }) => name === 'stock')
    expect(stock).toMatchObject({ account: { code: '1000' }, from: 'family', family: 'food' })
    expectAccepted(
      await create(books, {
        code: 'SET',
        name: 'Set',
        kind: 'kit',
        components: [{ item: 'ESP-250', quantity: '0.5', unit: 'box' }],
      }),
    )
    expectAccepted(
      await books.execute('items', 'ChangeItem', { item: 'ESP-250', code: 'ESP-251', barcodes: [] }),
    )
    expectAccepted(await books.execute('items', 'AddItemBarcode', { item: 'ESP-251', barcode: '96385074' }))
    const axes = [
      { code: 'size', name: 'Size', values: ['S', 'M', 'L'].map((code) => ({ code, name: code })) },
    ]
    expectAccepted(await create(books, { code: 'SHIRT', name: 'Shirt' }))
    const dry = await books.execute('items', 'GenerateVariants', { item: 'SHIRT', axes, dryRun: true })
    expect(expectAccepted(dry)).toMatchObject({ created: 3 })
    expectAccepted(await books.execute('items', 'GenerateVariants', { item: 'SHIRT', axes }))
    const variants = await books.ask<{ data: ItemListed[] }>('items', 'ListVariants', { item: 'SHIRT' })
    expect(variants.data.map(({ code }) => code)).toEqual(['SHIRT-L', 'SHIRT-M', 'SHIRT-S'])
    expectAccepted(await books.execute('items', 'ChangeItem', { item: 'SHIRT-M', isActive: false }))
    expect(await books.ask('items', 'ExplodeKit', { item: 'SET' })).toMatchObject({
      data: [{ item: { code: 'ESP-251' }, quantity: '6', unit: 'pcs' }],
    })
    await expectSound(books)
  })

  it('a refused command leaves nothing behind, in no table and not in the search', async () => {
    const books = await TestBooks.open()
    const [first, second] = await Promise.all([
      create(books, COFFEE),
      create(books, { ...COFFEE, code: 'OTHER', name: 'Zimtstern' }),
    ])
    expectAccepted(first)
    expect(second).toMatchObject({ refusal: { refused: 'barcode_taken' } })
    const rows = [{ value: { code: 'NEW', name: 'Zimtstern' } }, { value: { code: 'NEW2' } }]
    expect(await books.execute('items', 'SaveItems', { rows })).toMatchObject({
      refusal: { refused: 'rows_refused', errors: [{ pointer: '/1/name' }] },
    })
    expect(await searched(books, 'zimt')).toEqual([])
    expect(await searched(books, 'esp')).toEqual(['ESP-250 code-prefix'])
    await expectSound(books)
  })

  it('are listed by code in pages, by family and what they are', async () => {
    const books = await TestBooks.open()
    for (const [code, parent] of [
      ['a', null],
      ['b', 'a'],
      ['c', 'b'],
      ['z', null],
    ] as const)
      expectAccepted(await books.execute('items', 'SaveItemFamily', { code, name: code, parent }))
    const rows = Array.from({ length: 60 }, (_, index) => ({
      value: {
        code: `I-${String(59 - index).padStart(3, '0')}`,
        name: `Thing ${index}`,
        family: ['a', 'b', 'c', 'z'][index % 4],
        kind: index % 10 === 0 ? 'service' : 'stock',
      },
    }))
    expectAccepted(await books.execute('items', 'SaveItems', { rows }))
    const all = async (input: object) => {
      const codes: string[] = []
      let cursor: string | null | undefined
      do {
        const page = await books.ask<{ data: ItemListed[]; nextCursor: string | null }>(
          'items',
          'ListItems',
          {
            ...input,
            limit: 7,
            ...(cursor && { cursor }),
          },
        )
        codes.push(...page.data.map(({ code }) => code))
        cursor = page.nextCursor
      } while (cursor)
      return codes
    }
    const expected = (keep: (row: (typeof rows)[number]['value']) => boolean) =>
      rows
        .map(({ value }) => value)
        .filter(keep)
        .map(({ code }) => code)
        .sort()
    expect(await all({})).toEqual(expected(() => true))
    expect(await all({ family: 'b' })).toEqual(expected(({ family }) => family === 'b' || family === 'c'))
    expect(await all({ family: 'a', kind: 'service' })).toEqual(
      expected(({ family, kind }) => family !== 'z' && kind === 'service'),
    )
    expect((await all({ q: 'thing 1', family: 'z' })).sort()).toEqual(
      expected(({ family, name }) => family === 'z' && /Thing 1/.test(name)),
    )
    expect(await all({ isActive: false })).toEqual([])
    expect(await books.ask('items', 'GetItemFamilyTree', {})).toMatchObject({
      data: [
        { code: 'a', depth: 0 },
        { code: 'b', depth: 1 },
        { code: 'c', depth: 2 },
        { code: 'z', depth: 0 },
      ],
    })
  })
})

describe('search as you type', () => {
  it('finds the whole code and barcodes first, then beginnings of codes, then words', async () => {
    const books = await TestBooks.open()
    for (const input of [
      COFFEE,
      { code: 'ESP', name: 'Cup' },
      { code: 'X-1', name: 'Tasse für ESP' },
      { code: 'X-2', name: 'Crémant brut', isActive: true },
    ])
      expectAccepted(await create(books, input))
    expect(await searched(books, 'esp')).toEqual(['ESP code', 'ESP-250 code-prefix', 'X-1 words'])
    expect(await searched(books, '4006381333931')).toEqual(['ESP-250 barcode'])
    expect(await searched(books, '4006381')).toEqual(['ESP-250 words'])
    expect(await searched(books, 'CREM')).toEqual(['X-2 words', 'ESP-250 words'])
    expect(await searched(books, 'dark cafe')).toEqual(['ESP-250 words'])
    expect(await searched(books, 'fur esp')).toEqual(['X-1 words'])
    expectAccepted(
      await books.execute('items', 'ChangeItem', { item: 'X-1', name: 'Becher', isActive: false }),
    )
    expect(await searched(books, 'tasse', { inactive: true })).toEqual([])
    expect(await searched(books, 'becher')).toEqual([])
    expect(await searched(books, 'becher', { inactive: true })).toEqual(['X-1 words'])
    await expectSound(books)
  })

  it('takes any text', async () => {
    const books = await TestBooks.open()
    expectAccepted(await create(books, COFFEE))
    const texts = [
      '"',
      '""',
      "'",
      '*',
      'AND',
      'NOT NEAR(',
      'a:b',
      '^x',
      '(',
      '-',
      '{x}',
      '\\',
      '%',
      '_',
      '\u0301',
      '🎉',
      '中文',
      'a\u0000b',
      '٣',
      '𝒳',
      'x'.repeat(200),
      ' ',
      '',
      'esp"*',
      'ώ NOT "',
    ]
    for (const text of texts) {
      await searched(books, text)
      await books.ask('items', 'ListItems', { q: text })
    }
    expect(await searched(books, '"ESPRESSO" (crème)')).toEqual(['ESP-250 words'])
  })
})

describe('what a scanner reads', () => {
  it('is an item, its unit, and what the barcode says of it', async () => {
    const books = await TestBooks.open()
    expectAccepted(await create(books, COFFEE))
    const scan = (barcode: string) => books.ask('items', 'GetItemByBarcode', { barcode })
    const found = {
      item: { code: 'ESP-250' },
      unit: 'pcs',
      lot: null,
      serial: null,
      expiry: null,
      quantity: null,
    }
    expect(await scan('4006381333931')).toMatchObject(found)
    expect(await scan(']E04006381333931')).toMatchObject(found)
    expect(await scan('14006381333938')).toMatchObject({ ...found, unit: 'box' })
    expect(await scan(']C101040063813339311727083110L7\u001d3705')).toMatchObject({
      ...found,
      lot: 'L7',
      expiry: '2027-08-31',
      quantity: '5',
    })
    const refused = (barcode: string) =>
      books.stub.ask({ module: 'items', query: 'GetItemByBarcode', input: { barcode }, actor: books.actor })
    expect(await refused('96385074')).toMatchObject({ refusal: { refused: 'barcode_not_found' } })
    expect(await refused('(01)04006381333932')).toMatchObject({ refusal: { refused: 'invalid_barcode' } })
  })
})

describe('what others get of items', () => {
  it('is the item by any of its names, exact steps and the account that is in force', async () => {
    const books = await TestBooks.open()
    expectAccepted(
      await create(books, {
        ...COFFEE,
        unit: 'kg',
        scale: 3,
        units: [{ code: 'box', numerator: 3, denominator: 2 }],
      }),
    )
    expectAccepted(await books.execute('ledger', 'SetAccountRoles', { roles: { inventory: '1000' } }))
    await inside(books, ({ items }) => {
      const coffee = items.byRef('4006381333931')
      if (!coffee) throw new Error('the item is found')
      expect(items.byRef(coffee.id)).toEqual(coffee)
      expect(items.byOrdinal(items.ordinal(coffee.id))).toEqual(coffee)
      expect(items.steps(coffee, '2', 'box')).toBe(3_000)
      expect(items.format(coffee, 3_000)).toBe('3.000')
      expect(items.account(coffee, 'stock')?.code).toBe('1000')
      expect(items.account(coffee, 'scrap')).toBeUndefined()
      expect(items.each('', 10)).toEqual([coffee])
      expect(isRefusal(items.steps(coffee, '0.0001'))).toBe(true)
      expect(items.standardCostChanged(coffee, '1.50')).toMatchObject({
        data: { after: { standardCost: '1.5' } },
      })
    })
  })
})

describe('who may not see everything', () => {
  it('sees no cost and no account that rules hide, and names none', async () => {
    const books = await TestBooks.open()
    expectAccepted(await create(books, { ...COFFEE, standardCost: '4.20', accounts: { stock: '1000' } }))
    const clerk: Actor = {
      ...books.actor,
      grants: 'inventory:read items:write company:read',
      rules: [{ field: 'account', deny: ['1000'] }],
    }
    const answer = await books.stub.ask({
      module: 'items',
      query: 'GetItem',
      input: { item: 'ESP-250' },
      actor: clerk,
    })
    if (answer.kind === 'refused') throw new Error(answer.refusal.refused)
    const view = JSON.parse(answer.body) as ItemView & { masked: string[] }
    expect(view).toMatchObject({ standardCost: null, masked: ['/standardCost'] })
    expect(view.accounts.find(({ name }) => name === 'stock')?.account).toBeNull()
    const log = await books.stub.ask({
      module: 'company',
      query: 'ListEvents',
      input: { limit: 200 },
      actor: clerk,
    })
    expect(JSON.stringify(log)).not.toContain('\\"4.2')
    const outcome = await books.stub.execute({
      company: books.company,
      module: 'items',
      command: 'ChangeItem',
      input: JSON.stringify({ item: 'ESP-250', accounts: { stock: '1000' } }),
      actor: clerk,
      requestId: 'req_test',
    })
    expect(outcome).toMatchObject({ refusal: { refused: 'unknown_account' } })
  })
})

describe('the image of an item', () => {
  it('is one of its files, until that is detached', async () => {
    const books = await TestBooks.open()
    const { id } = expectAccepted(await create(books, COFFEE))
    const file = { record: id, name: 'a.png', type: 'image/png', sha256: 'a'.repeat(64), bytes: 7 }
    const image = expectAccepted(await books.execute('attachments', 'AttachDocument', file)).id
    const sheet = { ...file, name: 'a.pdf', type: 'application/pdf', sha256: 'b'.repeat(64) }
    const other = expectAccepted(await books.execute('attachments', 'AttachDocument', sheet)).id
    const choose = (attachment: string | null) =>
      books.execute('items', 'SetItemImage', { item: 'ESP-250', attachment })
    expect(await choose(other)).toMatchObject({ refusal: { refused: 'not_an_image' } })
    expectAccepted(await choose(image))
    expect(await books.ask('items', 'GetItemImage', { item: 'ESP-250' })).toMatchObject({ name: 'a.png' })
    expectAccepted(await books.execute('attachments', 'DetachDocument', { attachment: image, reason: 'Old' }))
    expect((await item(books, 'ESP-250')).image).toBeNull()
    await expectSound(books)
  })
})

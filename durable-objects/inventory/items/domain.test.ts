import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRefusal } from '../../kernel/result.ts'
import type { BookAccount } from '../stock-item.ts'
import { barcodeKey, checkDigit, isGtin, readBarcode } from './barcodes.ts'
import type { Family, ItemChanged, ItemCreated } from './contract.ts'
import {
  decideAddBarcode,
  decideChange,
  decideCreate,
  decideSave,
  decideSaveFamily,
  decideVariants,
} from './domain.ts'
import { readElements } from './gs1.ts'
import { type Catalogue, cellOf, codeKey, type Item, itemOf } from './model.ts'
import { formatSteps, reduced, stepsOf } from './quantities.ts'
import { matchOf, wordsOf } from './search.ts'

const account = (code: string, type: BookAccount['type'], more: Partial<BookAccount> = {}): BookAccount => ({
  id: `acc_${code}`,
  code,
  name: code,
  type,
  isHeading: false,
  isActive: true,
  ...more,
})
const ACCOUNTS = [
  account('1300', 'asset'),
  account('5000', 'expense'),
  account('13', 'asset', { isHeading: true }),
]

/** The books on paper. */
class Paper implements Catalogue {
  readonly items = new Map<string, Item>()
  readonly families = new Map<string, Family>()
  readonly moved = new Set<string>()
  readonly short = new Set<string>()

  item = (id: string) => this.items.get(id)
  byRef = (ref: string) => this.items.get(ref) ?? this.#find(({ code }) => codeKey(code) === codeKey(ref))
  idOfCode = (code: string) => this.byRef(code)?.id
  idOfExternalId = (externalId: string) => this.#find((each) => each.externalId === externalId)?.id
  idOfBarcode = (key: string) =>
    this.#find(({ barcodes }) => barcodes.some(({ barcode }) => barcodeKey(barcode) === key))?.id
  variants = (template: string) => [...this.items.values()].filter((each) => each.template === template)
  variantCount = (template: string) => this.variants(template).length
  variantAt = (template: string, cell: string) =>
    this.variants(template).find(
      ({ attributes }) => cellOf(this.item(template)?.axes ?? [], attributes) === cell,
    )
  isComponent = (id: string) =>
    this.#find(({ components }) => components.some(({ item }) => item === id)) !== undefined
  hasMoved = (id: string) => this.moved.has(id)
  isShort = (id: string) => this.short.has(id)
  family = (code: string) => this.families.get(code)
  account = (code: string) => ACCOUNTS.find((each) => each.code === code)

  #find = (wanted: (item: Item) => boolean) => [...this.items.values()].find(wanted)

  fold<Result>(result: Result): Result {
    const events = (Array.isArray(result) ? result : (result as { events?: unknown[] }).events) ?? []
    for (const { type, data } of events as { type: string; data: unknown }[]) {
      if (type === 'item-created') {
        const made = data as ItemCreated
        this.items.set(made.id, itemOf(made, this.items.size + 1))
      }
      if (type === 'item-changed') {
        const { id, after } = data as ItemChanged
        this.items.set(id, { ...(this.items.get(id) as Item), ...(after as Partial<Item>) })
      }
      if (type === 'item-family-saved') {
        const { after } = data as { after: Family }
        this.families.set(after.code, after)
      }
    }
    return result
  }
  get places() {
    const first = this.items.size + 1
    return { first, idAt: (sequence: number) => `itm_${sequence}` }
  }
  create = (input: Parameters<typeof decideCreate>[2]) => this.fold(decideCreate(this, this.places, input))
  change = (ref: string, input: Parameters<typeof decideChange>[2]) =>
    this.fold(decideChange(this, ref, input))
  save = (rows: object[], mode?: 'independent') =>
    this.fold(
      decideSave(this, this.places, { rows: rows.map((value) => ({ value })), ...(mode && { mode }) }),
    )
  family_ = (input: Parameters<typeof decideSaveFamily>[2]) =>
    this.fold(decideSaveFamily(this, { familyCount: this.families.size, depthBelow: () => 0 }, input))
}

const refusedAt = (pointer: string, refused: string) => ({ refused, errors: [{ pointer }] })

describe('quantities', () => {
  const measured = fc.record({
    scale: fc.integer({ min: 0, max: 6 }),
    numerator: fc.integer({ min: 1, max: 10_000 }),
    denominator: fc.integer({ min: 1, max: 10_000 }),
  })

  it('a whole number of steps comes back as it went, in any unit, without drift', () => {
    fc.assert(
      fc.property(measured, fc.integer({ min: 0, max: 1_000_000_000 }), ({ scale, ...of }, steps) => {
        const item = {
          code: 'X',
          unit: 'pcs',
          scale,
          units: [
            reduced('box', of.numerator, of.denominator),
            reduced('back', of.denominator, of.numerator),
          ],
        }
        expect(stepsOf(item, formatSteps(item, steps))).toBe(steps)
        // One unit and its opposite are each other's inverse: n boxes of n/d are n²/d pieces, or refused.
        const boxes = stepsOf(item, String(of.denominator), 'box')
        expect(boxes).toBe(of.numerator * 10 ** scale)
      }),
    )
  })

  it('what is exact is told from what is not as fractions tell it, and neighbours lie on both sides', () => {
    fc.assert(
      fc.property(
        measured,
        fc.integer({ min: 1, max: 99_999 }),
        fc.integer({ min: 0, max: 4 }),
        (of, n, places) => {
          const item = {
            code: 'X',
            unit: 'pcs',
            scale: of.scale,
            units: [reduced('box', of.numerator, of.denominator)],
          }
          const text = places === 0 ? String(n) : (n / 10 ** places).toFixed(places)
          const above = BigInt(n) * BigInt(of.numerator) * 10n ** BigInt(of.scale)
          const below = BigInt(of.denominator) * 10n ** BigInt(places)
          const steps = stepsOf(item, text, 'box')
          if (above % below === 0n) expect(steps).toBe(Number(above / below))
          else expect(isRefusal(steps) && steps.refused).toBe('inexact_quantity')
        },
      ),
    )
  })

  it.each([
    ['2.5', 'box', 30],
    ['0.5', 'pcs', 'inexact_quantity'],
    ['1', 'gross', 144],
    ['1', 'third', 'inexact_quantity'],
    ['3', 'third', 1],
    ['1', 'crate', 'unknown_unit_of_item'],
    ['-1', 'pcs', 'invalid_quantity'],
    ['1e3', 'pcs', 'invalid_quantity'],
    ['1,5', 'pcs', 'invalid_quantity'],
    ['9007199254740992', 'pcs', 'invalid_quantity'],
  ])('%s %s of an egg are %s', (quantity, unit, expected) => {
    const units = [reduced('box', 12, 1), reduced('gross', 144, 1), reduced('third', 2, 6)]
    const steps = stepsOf({ code: 'EGG', unit: 'pcs', scale: 0, units }, quantity, unit)
    expect(isRefusal(steps) ? steps.refused : steps).toBe(expected)
  })

  it('a refusal names the quantities that are exact, below and above', () => {
    const steps = stepsOf(
      { code: 'EGG', unit: 'pcs', scale: 0, units: [reduced('box', 12, 1)] },
      '1.3',
      'box',
    )
    expect(steps).toMatchObject({ detail: expect.stringContaining('1.25 box (15 pcs) or 16 pcs') })
  })
})

describe('barcodes', () => {
  // GS1 General Specifications, section 7.9, and published examples.
  it.each([
    ['629104150021', 3],
    ['400638133393', 1],
    ['9638507', 4],
    ['03600029145', 2],
    ['1400638133393', 8],
  ])('the check digit of %s is %s', (digits, expected) => {
    expect(checkDigit(digits)).toBe(expected)
  })

  it('one wrong digit is always found', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{12}$/),
        fc.nat(12),
        fc.integer({ min: 1, max: 9 }),
        (digits, at, by) => {
          const right = `${digits}${checkDigit(digits)}`
          const wrong = [...right]
            .map((each, index) => (index === at ? (Number(each) + by) % 10 : each))
            .join('')
          expect([isGtin(right), isGtin(wrong)]).toEqual([true, false])
        },
      ),
    )
  })

  it('a GTIN is the same with 8, 12, 13 or 14 digits', () => {
    expect(barcodeKey('036000291452')).toBe(barcodeKey('0036000291452'))
    expect(barcodeKey('96385074')).toBe('00000096385074')
    expect(barcodeKey('ABC')).toBe('ABC')
  })

  it('a kind is known by its digits, and refuses what it cannot be', () => {
    expect(readBarcode('4006381333931', undefined, null)).toMatchObject({ kind: 'ean13' })
    expect(readBarcode('036000291452', undefined, null)).toMatchObject({ kind: 'upca' })
    expect(readBarcode('SHELF-7', undefined, null)).toMatchObject({ kind: 'code128' })
    expect(readBarcode('Größe', undefined, null)).toMatchObject({ kind: 'qr' })
    expect(readBarcode('4006381333932', 'ean13', null)).toHaveProperty('problem')
    expect(readBarcode('Größe', 'code128', null)).toHaveProperty('problem')
  })
})

describe('GS1 element strings', () => {
  const all = { gtin: '09521234543213', lot: 'ABC123', expiry: '2027-08-31', serial: '12345' }
  it.each([
    ['(01)09521234543213(17)270831(10)ABC123(21)12345'],
    [']C101095212345432131727083110ABC123\u001d2112345'],
    ['01095212345432131727083110ABC123\u001d2112345'],
    [']d20109521234543213172708312112345\u001d10ABC123'],
    ['https://id.gs1.org/01/09521234543213/10/ABC123/21/12345?17=270831'],
    ['https://example.com/some/path/01/9521234543213/10/ABC123/21/12345?17=270800'],
  ])('%j', (text) => {
    expect(readElements(text, 2026)).toEqual({ elements: all })
  })

  it('counts, and content of a logistic unit', () => {
    expect(readElements('(02)09521234543213(37)24', 2026)).toEqual({
      elements: { gtin: '09521234543213', count: '24' },
    })
  })

  it.each([
    ['(01)09521234543213(3103)001250', '1.25'],
    ['(01)09521234543213(3100)000012', '12'],
    ['(01)09521234543213(3106)000012', '0.000012'],
  ])('%s weighs %s kg', (text, weightKg) => {
    expect(readElements(text, 2026)).toEqual({ elements: { gtin: '09521234543213', weightKg } })
  })

  it.each([
    ['(17)990131', '1999-01-31', 2026],
    ['(17)500100', '2050-01-31', 2026],
    ['(17)280200', '2028-02-29', 2026],
    ['(17)010115', '2101-01-15', 2099],
  ])('%s is %s', (text, expiry, year) => {
    expect(readElements(text, year)).toEqual({ elements: { expiry } })
  })

  it('what is wrong is told, and what is none is none', () => {
    for (const text of ['(01)09521234543214', '(17)271301', '(17)270231', ']C1', ']C19', '(30)x', '(3103)12'])
      expect(readElements(text, 2026), text).toHaveProperty('problem')
    for (const text of ['', 'ABC', '4006381333931', '(x)', 'https://example.com/01', '()'])
      expect(readElements(text, 2026), text).toBeUndefined()
  })

  it('no text makes it fail', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'()0123456789\u001d]C/:?=%aé'), maxLength: 60 }),
        (text) => {
          readElements(text, 2026)
          readElements(`]C1${text}`, 2026)
        },
      ),
    )
  })
})

describe('an item', () => {
  it('is made of what its family says, and says only what is its own', () => {
    const books = new Paper()
    books.family_({ code: 'food', name: 'Food', tracking: 'lot', accounts: { stock: '1300' } })
    books.family_({ code: 'coffee', name: 'Coffee', parent: 'food', unit: 'kg', scale: 3, method: 'average' })
    expect(books.create({ code: 'C-1', name: 'Crema', family: 'coffee' })).toEqual([
      {
        type: 'item-created',
        version: 1,
        data: {
          id: 'itm_1',
          code: 'C-1',
          name: 'Crema',
          kind: 'stock',
          family: 'coffee',
          unit: 'kg',
          scale: 3,
          method: 'average',
          tracking: 'lot',
        },
      },
    ])
  })

  it('changes field by field, with what was before', () => {
    const books = new Paper()
    books.create({ code: 'A', name: 'Alpha', attributes: { colour: 'red', size: 'L' } })
    expect(books.change('a', { name: 'Beta', attributes: { size: 'L', colour: 'red' } })).toEqual([
      {
        type: 'item-changed',
        version: 1,
        data: { id: 'itm_1', before: { name: 'Alpha' }, after: { name: 'Beta' } },
      },
    ])
    expect(books.change('A', { name: 'Beta' })).toEqual([])
  })

  it('may be negative no longer only where nothing is short', () => {
    const books = new Paper()
    books.create({ code: 'A', name: 'A', allowsNegative: true })
    books.short.add('itm_1')
    expect(books.change('A', { allowsNegative: false })).toMatchObject(
      refusedAt('/allowsNegative', 'item_is_short'),
    )
    expect(books.change('A', { name: 'B' })).toHaveLength(1)
    books.short.clear()
    expect(books.change('A', { allowsNegative: false })).toHaveLength(1)
  })

  const cases: [string, object, string, string][] = [
    ['a code in another case', { code: 'first' }, '/code', 'item_code_taken'],
    ['an external id', { externalId: 'X1' }, '/externalId', 'external_id_taken'],
    ['a family that is not there', { family: 'none' }, '/family', 'family_not_found'],
    ['a unit twice', { units: [{ code: 'pcs', numerator: 2 }] }, '/units/0/code', 'invalid_item'],
    ['a purchase unit that it lacks', { purchaseUnit: 'box' }, '/purchaseUnit', 'unknown_unit_of_item'],
    [
      'a wrong check digit',
      { barcodes: [{ barcode: '4006381333932', kind: 'ean13' }] },
      '/barcodes/0/barcode',
      'invalid_barcode',
    ],
    [
      'a barcode of another',
      { barcodes: [{ barcode: '04006381333931' }] },
      '/barcodes/0/barcode',
      'barcode_taken',
    ],
    [
      'a barcode on a unit that it lacks',
      { barcodes: [{ barcode: 'X', unit: 'box' }] },
      '/barcodes/0/unit',
      'unknown_unit_of_item',
    ],
    ['an account that is not there', { accounts: { stock: '9999' } }, '/accounts/stock', 'unknown_account'],
    ['an account of another type', { accounts: { stock: '5000' } }, '/accounts/stock', 'account_not_usable'],
    ['a heading', { accounts: { stock: '13' } }, '/accounts/stock', 'account_not_usable'],
    ['serial numbers of halves', { tracking: 'serial', scale: 1 }, '/scale', 'invalid_item'],
    ['an expiry without lots', { hasExpiry: true }, '/hasExpiry', 'invalid_item'],
    ['a service with lots', { kind: 'service', tracking: 'lot' }, '/tracking', 'invalid_item'],
    ['a kit of nothing', { kind: 'kit' }, '/components', 'invalid_item'],
    ['a cost below nothing', { standardCost: '-1' }, '/standardCost', 'invalid_item'],
    ['a weight with seven decimals', { weightKg: '0.1234567' }, '/weightKg', 'invalid_item'],
    [
      'half a piece in a kit',
      { kind: 'kit', components: [{ item: 'FIRST', quantity: '0.5' }] },
      '/components/0/quantity',
      'inexact_quantity',
    ],
    ['a template that is not there', { template: 'NONE' }, '/template', 'unknown_item'],
  ]
  it.each(cases)('with %s is refused', (_, input, pointer, refused) => {
    const books = new Paper()
    books.create({ code: 'FIRST', name: 'First', externalId: 'X1', barcodes: [{ barcode: '4006381333931' }] })
    expect(books.create({ code: 'NEW', name: 'New', ...input } as never)).toMatchObject(
      refusedAt(pointer, refused),
    )
  })

  it('that has moved keeps what its moves are made of', () => {
    const books = new Paper()
    books.create({ code: 'A', name: 'A' })
    books.moved.add('itm_1')
    for (const input of [
      { unit: 'kg' },
      { scale: 2 },
      { method: 'average' },
      { tracking: 'lot' },
      { standardCost: '2' },
    ])
      expect(books.change('A', input as never)).toMatchObject(
        refusedAt(`/${Object.keys(input)[0]}`, 'item_has_moved'),
      )
    expect(books.change('A', { name: 'B', isActive: false })).toHaveLength(1)
  })

  it('gets a barcode once, and none of another', () => {
    const books = new Paper()
    books.create({ code: 'A', name: 'A' })
    books.create({ code: 'B', name: 'B', barcodes: [{ barcode: '96385074' }] })
    const add = (item: string, barcode: string) => books.fold(decideAddBarcode(books, { item, barcode }))
    expect(add('A', '96385074')).toMatchObject(refusedAt('/barcode', 'barcode_taken'))
    expect(add('A', '4006381333931')).toHaveLength(1)
    expect(add('A', '4006381333931')).toEqual([])
  })
})

describe('kits', () => {
  it('are made of kits, and never of themselves', () => {
    const books = new Paper()
    books.create({ code: 'CUP', name: 'Cup', units: [{ code: 'six', numerator: 6 }] })
    const part = (item: string, quantity = '1', unit?: string) => ({ item, quantity, ...(unit && { unit }) })
    books.create({ code: 'SET', name: 'Set', kind: 'kit', components: [part('CUP', '1', 'six')] })
    books.create({ code: 'BOX', name: 'Box', kind: 'kit', components: [part('SET', '2'), part('CUP')] })
    expect(books.byRef('SET')?.components).toEqual([{ item: 'itm_1', quantity: '6' }])
    expect(books.change('SET', { components: [part('BOX')] })).toMatchObject(
      refusedAt('/components', 'kit_cycle'),
    )
    expect(books.change('SET', { components: [part('SET')] })).toMatchObject(
      refusedAt('/components/0/item', 'kit_cycle'),
    )
    expect(books.change('CUP', { scale: 2 })).toMatchObject(refusedAt('/scale', 'item_in_use'))
  })
})

describe('variants', () => {
  const axis = (code: string, ...values: string[]) => ({
    code,
    name: code,
    values: values.map((each) => ({ code: each, name: each.toLowerCase() })),
  })
  const generate = (books: Paper, input: object) =>
    books.fold(decideVariants(books, books.places, { item: 'SHIRT', ...input } as never))
  const codes = (books: Paper) => [...books.items.values()].map(({ code }) => code)

  it('are the cells of the matrix, by the pattern; those that exist stay', () => {
    const books = new Paper()
    books.create({ code: 'SHIRT', name: 'Shirt', weightKg: '0.2' })
    const axes = [axis('colour', 'RED', 'BLU'), axis('size', 'S', 'L')]
    expect(generate(books, { axes, codePattern: '{template}.{size}.{colour}' })).toMatchObject({
      existing: 0,
    })
    expect(codes(books)).toEqual(['SHIRT', 'SHIRT.S.RED', 'SHIRT.L.RED', 'SHIRT.S.BLU', 'SHIRT.L.BLU'])
    expect(books.byRef('SHIRT.L.BLU')).toMatchObject({
      name: 'Shirt, blu, l',
      attributes: { colour: 'BLU', size: 'L' },
      weightMilligrams: 200_000,
      template: 'itm_1',
    })
    expect(generate(books, {})).toMatchObject({ events: [], existing: 4 })
    const more = [axis('colour', 'RED', 'BLU'), axis('size', 'S', 'M', 'L')]
    expect(generate(books, { axes: more, combinations: [{ colour: 'RED', size: 'M' }] })).toMatchObject({
      variants: [{ code: 'SHIRT.M.RED' }],
    })
  })

  it('keep their axes and values', () => {
    const books = new Paper()
    books.create({ code: 'SHIRT', name: 'Shirt', axes: [axis('size', 'S', 'L')] })
    generate(books, {})
    for (const axes of [[axis('size', 'S')], [axis('length', 'S', 'L')], []])
      expect(books.change('SHIRT', { axes })).toMatchObject({ refused: 'axes_fixed' })
    expect(books.change('SHIRT-S', { attributes: { size: 'L' } })).toMatchObject(
      refusedAt('/attributes', 'axes_fixed'),
    )
    expect(
      books.create({ code: 'OWN', name: 'Own', template: 'SHIRT', attributes: { size: 'L' } }),
    ).toMatchObject(refusedAt('/attributes', 'variant_exists'))
    expect(
      books.create({ code: 'OWN', name: 'Own', template: 'SHIRT', attributes: { size: 'XL' } }),
    ).toMatchObject(refusedAt('/attributes/size', 'invalid_item'))
  })

  it.each([
    [{ axes: [axis('size', 'S', 'S')] }, '/axes/0/values/1/code', 'invalid_item'],
    [{ axes: [axis('size', 'S', 'L')], codePattern: 'X' }, '/codePattern', 'invalid_item'],
    [{ axes: [axis('size', 'S')], codePattern: '{template}-{what}' }, '/codePattern', 'invalid_item'],
    [
      { axes: [axis('size', 'S', 'L')], combinations: [{ size: 'Q' }] },
      '/combinations/0/size',
      'invalid_item',
    ],
    [{}, '/axes', 'invalid_item'],
    [
      {
        axes: ['a', 'b', 'c'].map((code) =>
          axis(code, ...Array.from({ length: 20 }, (_, index) => `${index}`)),
        ),
      },
      '/axes',
      'too_many_variants',
    ],
  ])('%#: what cannot be a matrix is refused', (input, pointer, refused) => {
    const books = new Paper()
    books.create({ code: 'SHIRT', name: 'Shirt' })
    expect(generate(books, input)).toMatchObject(refusedAt(pointer, refused))
  })
})

describe('rows of a bulk request', () => {
  it('see each other, and find what exists by external id, else by code', () => {
    const books = new Paper()
    books.create({ code: 'A', name: 'A', externalId: '1' })
    const saved = books.save([
      { externalId: '1', code: 'A2' },
      { code: 'a', name: 'Now free' },
      { code: 'K', name: 'Kit', kind: 'kit', components: [{ item: 'A', quantity: '2' }] },
      { code: 'A2', name: 'A' },
    ])
    expect(saved).toMatchObject({
      results: [
        { status: 'changed', id: 'itm_1', code: 'A2' },
        { status: 'created', code: 'a' },
        { status: 'created', code: 'K' },
        { status: 'unchanged' },
      ],
    })
  })

  it('are refused together, each with its place, or one by one', () => {
    const rows = [
      { code: 'A', name: 'A' },
      { code: 'B' },
      { code: 'a', name: 'Again', kind: 'service' },
      { name: 'C' },
    ]
    const books = new Paper()
    expect(books.save(rows)).toMatchObject({
      refused: 'rows_refused',
      errors: [{ pointer: '/1/name' }, { pointer: '/3/code' }],
    })
    expect(books.items.size).toBe(0)
    expect(books.save(rows, 'independent')).toMatchObject({
      results: [{ status: 'created' }, { status: 'refused' }, { status: 'changed' }, { status: 'refused' }],
    })
  })
})

describe('families', () => {
  it('stand above each other, never above themselves', () => {
    const books = new Paper()
    books.family_({ code: 'A', name: 'A' })
    books.family_({ code: 'B', name: 'B', parent: 'A' })
    expect(books.family_({ code: 'A', parent: 'B' })).toMatchObject(refusedAt('/parent', 'family_cycle'))
    expect(books.family_({ code: 'A', parent: 'A' })).toMatchObject(refusedAt('/parent', 'family_cycle'))
    expect(books.family_({ code: 'A', parent: 'X' })).toMatchObject(refusedAt('/parent', 'family_not_found'))
    expect(books.family_({ code: 'C' })).toMatchObject(refusedAt('/name', 'invalid_item'))
    expect(books.family_({ code: 'B', name: 'B' })).toEqual([])
    expect(books.family_({ code: 'B', tax: 'DE-OUT-7' })).toMatchObject([
      { data: { before: { tax: null, parent: 'A' }, after: { tax: 'DE-OUT-7', parent: 'A' } } },
    ])
  })
})

it('words are cut as the index cuts them, and operators are words', () => {
  expect(wordsOf('  Café "AND" ABC-123*')).toEqual(['cafe', 'and', 'abc', '123'])
  expect(matchOf(['cafe', 'abc'], true)).toBe('"cafe"* AND "abc"*')
  expect(matchOf([], true)).toBeUndefined()
})

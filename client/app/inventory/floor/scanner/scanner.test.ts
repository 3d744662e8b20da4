import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ScannableItem } from '../../../../../durable-objects/inventory/items/contract.ts'
import { type Lookup, readScan } from './reading.ts'
import { Wedge, type WedgeOutcome } from './wedge.ts'

const type = (wedge: Wedge, text: string, gapMs: number, fromMs = 0, more: object = {}): WedgeOutcome[] =>
  [...text].map((char, index) =>
    wedge.press({
      key: char === '\n' ? 'Enter' : char === '\t' ? 'Tab' : char,
      atMs: fromMs + index * gapMs,
      isInField: false,
      hasControl: false,
      ...more,
    }),
  )

describe('a keyboard wedge', () => {
  it.each(['4006381333931\n', 'MAIN/A-01-03\t', '(01)09521234543213(10)ABC\n'])('%j is a scan', (keys) => {
    const outcomes = type(new Wedge(), keys, 8)
    expect(outcomes.at(-1)).toEqual({ scan: keys.slice(0, -1), isTaken: true })
    expect(outcomes.every(({ isTaken }) => isTaken)).toBe(true)
  })

  it('a person is slower, and what they type is handed on', () => {
    const outcomes = type(new Wedge(), '12\n', 120)
    expect(outcomes.map(({ typed }) => typed)).toEqual([undefined, '1', '2'])
    expect(outcomes.at(-1)).toEqual({ typed: '2', isTaken: false })
  })

  it('a lone Enter or space is left to the button that has the focus', () => {
    expect(type(new Wedge(), '\n', 0)).toEqual([{ isTaken: false }])
    expect(type(new Wedge(), ' ', 0)).toEqual([{ isTaken: false }])
    expect(type(new Wedge(), 'AB C\n', 5).map(({ isTaken }) => isTaken)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ])
  })

  it('never takes what goes into a field, however fast it is', () => {
    const wedge = new Wedge()
    const outcomes = type(wedge, '4006381333931\n', 1, 0, { isInField: true })
    expect(outcomes).toEqual(outcomes.map(() => ({ isTaken: false })))
    expect(wedge.flush(1e9)).toBeUndefined()
  })

  it('a slow scanner is let in by a longer pause', () => {
    expect(type(new Wedge(), '40063\n', 90).some(({ scan }) => scan)).toBe(false)
    expect(type(new Wedge({ idleMs: 100, charsMin: 3 }), '40063\n', 90).at(-1)?.scan).toBe('40063')
  })

  it('FNC1 comes as GS, as Ctrl+] or as F8', () => {
    for (const [key, hasControl] of [
      ['\u001d', false],
      [']', true],
      ['F8', false],
    ] as const) {
      const wedge = new Wedge()
      type(wedge, '10AB', 5)
      expect(wedge.press({ key, atMs: 20, isInField: false, hasControl }).isTaken).toBe(true)
      expect(type(wedge, '21X\n', 5, 25).at(-1)?.scan).toBe('10AB\u001d21X')
    }
  })

  it('what is not a character is nothing: shift, arrows, shortcuts', () => {
    const wedge = new Wedge()
    expect(wedge.press({ key: 'Shift', atMs: 0, isInField: false, hasControl: false })).toEqual({
      isTaken: false,
    })
    expect(wedge.press({ key: 'k', atMs: 0, isInField: false, hasControl: true })).toEqual({ isTaken: false })
  })

  it('no key is lost: what was pressed is a scan or typed, whole and in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...'ab1 \n'), fc.nat(120)), { maxLength: 40 }),
        (keys) => {
          const wedge = new Wedge()
          let atMs = 0
          let out = ''
          for (const [char, gap] of keys) {
            atMs += gap
            const key = char === '\n' ? 'Enter' : char
            const { typed = '', scan = '' } = wedge.press({ key, atMs, isInField: false, hasControl: false })
            out += typed + scan
          }
          out += wedge.flush(atMs + 1e6) ?? ''
          expect(out).toBe(
            keys
              .map(([char]) => char)
              .join('')
              .replaceAll('\n', ''),
          )
        },
      ),
    )
  })
})

const BEANS: ScannableItem = {
  ...{ id: 'itm_1', code: 'BEANS', name: 'Beans', unit: 'pcs', scale: 3, tracking: 'lot', hasExpiry: true },
  units: [
    { code: 'box', numerator: 12, denominator: 1 },
    { code: 'kg', numerator: 4, denominator: 1 },
  ],
  barcodes: [
    { barcode: '09521234543213', unit: null },
    { barcode: 'BX-1', unit: 'box' },
  ],
}
const lookup: Lookup = {
  byBarcode: async (text) => {
    const barcode = BEANS.barcodes.find((each) => each.barcode === text)
    return barcode && { item: BEANS, unit: barcode.unit ?? 'pcs' }
  },
  asked: async (text) => (text === '5901234123457' ? { item: BEANS, unit: 'pcs' } : undefined),
  byCode: async (text) => (text.toUpperCase() === 'BEANS' ? { item: BEANS, unit: 'pcs' } : undefined),
  place: (text) => (text.toUpperCase() === 'MAIN/A' ? 'MAIN/A' : undefined),
}

describe('what was scanned', () => {
  it.each([
    ['MAIN/A', { kind: 'place', code: 'MAIN/A' }],
    ['beans', { kind: 'goods', item: BEANS, unit: 'pcs', lot: null }],
    ['BX-1', { kind: 'goods', unit: 'box', quantity: null }],
    [']E009521234543213', { kind: 'goods', unit: 'pcs' }],
    [
      '(01)09521234543213(10)L-7(17)270831(30)24',
      { kind: 'goods', lot: 'L-7', expiry: '2027-08-31', quantity: '24', unit: 'pcs' },
    ],
    [
      ']C1010952123454321310L-7\u001d17270831',
      { kind: 'goods', lot: 'L-7', expiry: '2027-08-31', quantity: null },
    ],
    ['5901234123457', { kind: 'goods', unit: 'pcs' }],
    ['(01)09521234543213(21)S1', { kind: 'goods', serial: 'S1' }],
    ['(01)09521234543213(3103)001250', { kind: 'goods', unit: 'kg', quantity: '1.25' }],
    ['(01)09521234543214', { kind: 'unreadable' }],
    ['4006381333931', { kind: 'unknown', text: '4006381333931' }],
  ])('%j', async (text, scan) => {
    expect(await readScan(text, lookup, 2026)).toMatchObject(scan)
  })
})
